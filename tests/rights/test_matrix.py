"""Every address × method × person × place × status: what the application answers is what the design's table says.

An address that `addresses.py` does not know fails `test_every_address_is_known`; it needs one line there. Rights are
written out in `expected.py`, apart from the application's own. `cells` says what is tried in every status and what in
turn; with RIGHTS_MATRIX=whole, as in `./dev prove`, everything is tried on everything.
"""

import html
import logging
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from pytest_django import DjangoDbBlocker

from agreements.exports import FORMATS
from tests.rights.addresses import ADDRESSES, ANYBODY, GROUPS, OWNER, SIGNED_IN, Address
from tests.rights.expected import FOR_METRICS, RESPONSIBLE, RIGHTS, ROLES, STATUSES, Outcome, Rule, outcome
from tests.rights.world import ABOVE, BELOW, FAR, OWN, SIBLING, Thing, Who, World, make_world

pytestmark = pytest.mark.django_db

WHOLE = os.environ.get("RIGHTS_MATRIX") == "whole"
SAFE, RARE = ("GET", "HEAD"), ("HEAD", "PUT", "DELETE", "OPTIONS")
INSIDE = (OWN, BELOW)
ASKED = RIGHTS.keys() | FOR_METRICS.keys()
WHO_MAY = ("viewer", "coordinator", "unit head", "controller", "director", "administrator", "party", "parties")
NO_SUCH = {"slug": "no-such-document", "pk": "2000000000", "unit": "2000000000"}
_DIFFERS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|data-left="\d*"')
"""What differs from request to request: the token of forms, and how long the session lasts."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world, made once for the module; whatever is done in it is taken back."""
    media: Path = tmp_path_factory.mktemp("media")
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(MEDIA_ROOT=media),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        _render_no_files(patch)
        logging.disable(logging.CRITICAL)
        yield make_world()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


def _render_no_files(patch: pytest.MonkeyPatch) -> None:
    """Files are not set in type here: that is slow, and other tests look at them."""

    def nothing(*_args: object, **_named: object) -> bytes:
        return b"file"

    for export in FORMATS.values():
        patch.setitem(FORMATS, export.extension, replace(export, render=nothing))
    patch.setattr("agreements.views.comparison.render_comparison_pdf", nothing)
    for reports in ("_REPORTS", "_SUMMARIES"):
        patch.setattr(f"metrics.views.reports.{reports}", dict.fromkeys(("pdf", "xlsx"), nothing))


# --- every address is known ---------------------------------------------------------------------------------------


def names_of_addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses below the resolver; of one that has no name, its route."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from names_of_addresses(each, inner)
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name or each.pattern}"


def test_every_address_is_known() -> None:
    known = {address.name for address in ADDRESSES}
    names = set(names_of_addresses(get_resolver()))
    unknown = {name for name in names - known if not name.startswith(GROUPS)}
    assert not unknown, f"Give each of {sorted(unknown)} a line in tests/rights/addresses.py"
    assert not known - names, "tests/rights/addresses.py has addresses that are no more"


def test_the_table_knows_every_right_that_addresses_ask_for() -> None:
    extra = {SIGNED_IN, ANYBODY, OWNER, "see metric", "edit target", "record metrics", "see evidence"}
    asked = {right for address in ADDRESSES for right in (address.get, address.post) if right}
    assert asked - extra <= RIGHTS.keys()
    assert {role for rules in RIGHTS.values() for rule in rules for role in rule.roles} == set(ROLES)


# --- the matrix ---------------------------------------------------------------------------------------------------


class Asking:
    """Asks for one address in the name of one person, and takes back what that did."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.client = Client(raise_request_exception=False)
        if who.user is not None:
            self.client.force_login(who.user, backend="agreements.authentication.EmailBackend")
        self.cookies = self.client.cookies.output()
        self.absent: dict[tuple[str, ...], bytes] = {}

    def ask(
        self, method: str, address: Address, names: dict[str, str], *, script: bool, missing: bool = False
    ) -> tuple[HttpResponseBase, bytes]:
        """The answer, and its body without what differs from request to request."""
        parameters = address.filled(names)
        if missing:
            first = next(name for name in NO_SUCH if name in parameters)
            parameters[first] = NO_SUCH[first]
        path = reverse(address.name, kwargs=parameters)
        if method in SAFE and address.query:
            path = f"{path}?{address.query.format(**names)}"
        data = {name: value.format(**names) for name, value in address.data.items()} if method == "POST" else None
        self.client.cookies = SimpleCookie(self.cookies.replace("Set-Cookie: ", ""))
        headers = {"X-Requested-With": "fetch"} if script else {}
        with transaction.atomic():
            response = getattr(self.client, method.lower())(path, data, headers=headers)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        echo = html.escape(path).encode()
        return response, _DIFFERS.sub(b"", body).replace(echo, b"")

    def absent_body(self, method: str, address: Address, names: dict[str, str], *, script: bool) -> bytes:
        """What is answered of something that does not exist."""
        key = (method, str(address), str(script))
        if key not in self.absent:
            response, body = self.ask(method, address, names, script=script, missing=True)
            assert response.status_code == 404
            self.absent[key] = body
        return self.absent[key]


@pytest.fixture(scope="module")
def askings(world: World) -> list[Asking]:
    return [Asking(who) for who in world.people]


def expected(method: str, address: Address, who: Who, thing: Thing, *, takes_options: bool) -> Outcome:
    right = address.right(method)
    if right == ANYBODY:
        return Outcome.ALLOWED
    if not who.is_signed_in and ANYBODY not in (address.get, address.post):
        return Outcome.SIGN_IN
    if right is None:
        return Outcome.ALLOWED if method == "OPTIONS" and takes_options else Outcome.NO_METHOD
    if right == SIGNED_IN:
        return Outcome.ALLOWED
    if right == OWNER:
        return Outcome.ALLOWED if thing.where == OWN and address.there else Outcome.ABSENT
    if thing.where in INSIDE and thing.status not in address.there:
        return Outcome.ABSENT
    if address.about == "nothing" and right == "read":
        return Outcome.ALLOWED if who.role else Outcome.ABSENT
    if address.about == "nothing":
        may = who.role is not None and any(rule.holds(who.role, thing.kind, thing.status) for rule in RIGHTS[right])
        return Outcome.ALLOWED if may else Outcome.FORBIDDEN
    seen_from_below = address.above and thing.where in (SIBLING, ABOVE)
    return outcome(
        right,
        role=who.role,
        is_responsible=who.is_responsible and thing.where == OWN,
        inside=thing.where in INSIDE or seen_from_below,
        below=thing.where == BELOW,
        only_look=seen_from_below,
        kind=thing.kind,
        status=thing.status,
    )


def got(response: HttpResponseBase) -> Outcome | int:
    """What the answer amounts to; its status where it amounts to nothing that is expected."""
    status = response.status_code
    if status == 302 and response["Location"].startswith("/login/"):
        return Outcome.SIGN_IN
    known = {403: Outcome.FORBIDDEN, 404: Outcome.ABSENT, 405: Outcome.NO_METHOD}
    return known.get(status, status if status >= 500 else Outcome.ALLOWED)


def _why(response: HttpResponseBase) -> str:
    """What went wrong in the application, of an answer that says only that something did."""
    raised = getattr(response, "exc_info", None)
    return f" ({raised[0].__name__}: {raised[1]})" if raised else ""


def says_who_may(body: bytes) -> bool:
    """Does the answer, in HTML or in JSON, name somebody who may?"""
    text = html.unescape(body.decode())
    if not text.startswith("{"):
        text = text.partition("<main")[2].partition("</main>")[0]
    return any(who in text for who in WHO_MAY)


def cells(address: Address, who: Who, at: int, things: list[Thing]) -> Iterator[tuple[str, Thing, bool]]:
    """The method, the thing, and whether a script asks, for the person who is the `at`-th.

    GET and POST are tried on a thing of each place that the person has to do with, and on one elsewhere; where the
    status matters, on what is in one's own unit in every status, and in both kinds by the role that tells them apart.
    Everything else is tried on one thing in turn, and of PUT, DELETE and OPTIONS one. The next person has the next one.
    """
    rare = RARE if WHOLE else ("HEAD", RARE[1 + at % 3])
    for method, script in (("GET", False), ("POST", False), ("POST", True), *((method, False) for method in rare)):
        turn = zlib.crc32(f"{address} {method} {script}".encode()) + at
        right = address.right(method)
        picked = [things[turn % len(things)]]
        if WHOLE or right == OWNER:
            picked = things
        elif right in ASKED and who.is_signed_in and method in ("GET", "POST") and not script:
            picked = _picked(who, turn, things, by_status=_is_by_status(address), own_unit=_is_of_own_unit(address))
        for thing in picked:
            yield method, thing, script


def _picked(who: Who, turn: int, things: list[Thing], *, by_status: bool, own_unit: bool) -> list[Thing]:
    picked = []
    concerns = who.role is not None or who.is_responsible
    elsewhere = [thing for thing in things if thing.where in (SIBLING, FAR)]
    for where in (OWN, BELOW, ABOVE):
        there = [thing for thing in things if thing.where == where]
        if not concerns or (where != OWN and who.role is None):
            elsewhere += there
        elif by_status and (where == OWN or (where == BELOW and own_unit)):
            for at, status in enumerate(STATUSES):
                found = [thing for thing in there if thing.status == status]
                picked += found if who.role == "coordinator" else found[(turn + at) % max(len(found), 1) :][:1]
        elif there:
            picked.append(there[turn % len(there)])
    return [*picked, *elsewhere[turn % max(len(elsewhere), 1) :][:1]]


def _is_by_status(address: Address) -> bool:
    rights = {address.get, address.post}
    return (
        address.there != STATUSES
        or bool(rights & RESPONSIBLE.keys())
        or any(rule.statuses != STATUSES for rule in _rules(address))
    )


def _is_of_own_unit(address: Address) -> bool:
    return any(rule.own_unit for rule in _rules(address))


def _rules(address: Address) -> list[Rule]:
    rights = {FOR_METRICS.get(right, right) for right in (address.get, address.post) if right in ASKED}
    return [rule for right in rights for rule in RIGHTS[right]]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_what_is_answered_is_what_the_table_says(address: Address, world: World, askings: list[Asking]) -> None:
    wrong = []
    for at, asking in enumerate(askings):
        for method, thing, script in cells(address, asking.who, at, world.things_for(address.about, asking.who)):
            names = dict(thing.names)
            path = reverse(address.name, kwargs=address.filled(names))
            takes_options = hasattr(resolve(path).func, "view_class")
            should = expected(method, address, asking.who, thing, takes_options=takes_options)
            response, body = asking.ask(method, address, names, script=script)
            does = got(response)
            cell = f"{asking.who.name}, {method}{' by script' if script else ''}, {thing}"
            if does != should:
                wrong.append(f"{cell}: {does}, not {should}{_why(response)}")
            elif does == Outcome.FORBIDDEN and method != "HEAD" and not says_who_may(body):
                wrong.append(f"{cell}: 403 without who may")
            elif (
                does == Outcome.ABSENT
                and thing.where not in INSIDE
                and body != asking.absent_body(method, address, names, script=script)
            ):
                wrong.append(f"{cell}: 404 says something else than of what does not exist")
    assert not wrong, f"{len(wrong)} cells are wrong:\n" + "\n".join(wrong[:40])


# --- addresses that are looked at by the group ----------------------------------------------------------------------


def test_addresses_of_signing_in_never_fail(world: World, askings: list[Asking]) -> None:
    wrong = []
    for name in sorted(set(names_of_addresses(get_resolver()))):
        if not name.startswith(GROUPS) or name.startswith("admin:"):
            continue
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue
        for asking in askings[:3]:
            for method in ("GET", "POST", *RARE):
                asking.client.cookies = SimpleCookie(asking.cookies.replace("Set-Cookie: ", ""))
                with transaction.atomic():
                    status = getattr(asking.client, method.lower())(path).status_code
                    transaction.set_rollback(True)
                if status >= 500:
                    wrong.append(f"{name}, {method}, {asking.who.name}: {status}")
    assert not wrong, "\n".join(wrong)
