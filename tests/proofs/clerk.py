"""The database of a proof of signing, seen by a process of its own: `python -m tests.proofs.clerk`.

It is asked line by line, and answers each with a line of JSON. "prepare in_force" brings the draft to the status of the
name and tells who is there; "told" tells all that the proofs judge by. The database is the one of DATABASE_URL.
"""

import json
import sys
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import django
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.proofs.database import SLUG, is_whole, session_of

PASSWORD = "a-password-of-the-proofs"
_NOT_COUNTED = ("agreements.User", "sessions.Session")
"""What is written besides at each request, whatever becomes of it."""


def main() -> None:
    django.setup()
    for line in sys.stdin:
        command, *words = line.split()
        answer = COMMANDS[command](*words)
        connection.close()  # the files are copied as soon as there is an answer
        print(json.dumps(answer), flush=True)


# --- preparing ---------------------------------------------------------------------------------------------------


def prepare(status: str, others: str = "0") -> dict[str, Any]:
    """Brings the draft on its way to the status ("nearly" has two of three signatures); who is there, and what.

    The people: the head of the unit, two directors, all three the document's parties, and an administrator who is
    none; besides them so many other directors.
    """
    from agreements.models import Agreement

    document = Agreement.objects.get(slug=SLUG)
    password = make_password(PASSWORD)
    people = [_person(name, document, password) for name in ("head", "first", "second", "other")]
    for number in range(int(others)):
        _person(f"director-{number}", document, password)
    for party, person in zip(document.parties.order_by("position"), people, strict=False):
        party.user, party.name = person, person.name
        party.save()
    for name, step in _WAY.items():
        step(document, people)
        if name == status:
            break
    return {
        "people": [_told_person(person) for person in people],
        **_there(Agreement.objects.filter(slug=SLUG).latest("version")),
    }


def _person(name: str, document: Any, password: str) -> Any:
    from agreements.models import Membership, Role, User

    user = User.objects.create(email=f"{name}@example.org", name=f"The {name}", password=password)
    role = {"head": Role.UNIT_HEAD, "other": Role.ADMINISTRATOR}.get(name, Role.DIRECTOR)
    Membership.objects.create(user=user, unit=document.unit, role=role)
    return user


def _told_person(user: Any) -> dict[str, Any]:
    role = user.memberships.get()
    account = f"/units/{role.unit_id}/people/{role.pk}/account/"
    return {"user": user.pk, "name": user.name, "session": session_of(user), "account": account}


def _there(document: Any) -> dict[str, Any]:
    """What the forms of the document's pages would send along."""
    from agreements.freezing import canonical_content, content_sha256
    from metrics.models import Metric

    metric = Metric.objects.filter(measure__goal__section__agreement=document).order_by("pk")[0]
    return {
        "parties": {party.user_id: party.pk for party in document.parties.all()},
        "sha256": content_sha256(canonical_content(document)),
        "seen": document.status_changes.count(),
        "version": document.version,
        "metric": {"pk": metric.pk, "version": metric.version},
        "begins": document.period_start.isoformat(),
        "ends": document.period_end.isoformat(),
    }


def _stay(document: Any, people: list[Any]) -> None:
    pass


def _submit(document: Any, people: list[Any]) -> None:
    from agreements.services.status import agreement_submit

    agreement_submit(agreement=document, seen=document.status_changes.count(), by=people[0], at=timezone.now())


def _accept(document: Any, people: list[Any]) -> None:
    from agreements.services.status import agreement_accept

    agreement_accept(agreement=document, seen=document.status_changes.count(), by=people[1], at=timezone.now())


def _sign_all_but_one(document: Any, people: list[Any]) -> None:
    for person in people[:2]:
        _sign(document, person)


def _sign_last(document: Any, people: list[Any]) -> None:
    _sign(document, people[2])


def _sign(document: Any, person: Any) -> None:
    from agreements.freezing import canonical_content, content_sha256
    from agreements.services.signing import party_sign

    party = document.parties.get(user=person)
    seen = content_sha256(canonical_content(document))
    party_sign(agreement=document, party=party.pk, seen=seen, confirmed="password", by=person, at=timezone.now())


def _amend_all_but_one(document: Any, people: list[Any]) -> None:
    from agreements.services.amending import agreement_amend

    document.refresh_from_db()
    at = timezone.now()
    amended = agreement_amend(agreement=document, holds_from=document.period_start, by=people[0], at=at)
    for step in (_submit, _accept, _sign_all_but_one):
        step(amended, people)


_WAY: dict[str, Callable[[Any, list[Any]], None]] = {
    "draft": _stay,
    "in_review": _submit,
    "to_be_signed": _accept,
    "nearly": _sign_all_but_one,
    "in_force": _sign_last,
    "amended": _amend_all_but_one,
}


# --- telling -----------------------------------------------------------------------------------------------------


def told() -> dict[str, Any]:
    """What the database holds of the document's versions, without what differs from one time to the next.

    "wrong" is what verify_integrity says; "counts" are the rows of every table.
    """
    from agreements.models import Agreement

    _wait_for_others()
    versions = [_version(each) for each in Agreement.objects.filter(slug=SLUG).order_by("version")]
    return {"versions": versions, "log": _log(), "counts": _counts(), "wrong": _wrong()}


def _version(document: Any) -> dict[str, Any]:
    from agreements.models import SignedRecord

    steps = document.status_changes.order_by("number").values_list("number", "move", "before", "after", "by__name")
    signatures = list(document.signatures.order_by("pk"))
    record = SignedRecord.objects.filter(agreement=document).first()
    return {
        "status": document.status,
        "signed": document.signed,
        "steps": [list(step) for step in steps],
        "signatures": sorted(each.name for each in signatures if each.voided_id is None),
        "voided": sorted(each.name for each in signatures if each.voided_id),
        "record": record and {"level": record.level, "signed_by_all": _are_all_of(record, signatures)},
        "closings": [_closing(each) for each in document.closings.order_by("pk")],
        "target": _first_metric(document).target or "",
    }


def _are_all_of(record: Any, signatures: list[Any]) -> bool:
    return all(each.content_sha256 == record.sha256 for each in signatures if each.voided_id is None)


def _closing(closing: Any) -> dict[str, Any]:
    return {"level": closing.level, "reopened": closing.reopened_id is not None, "values": _values(closing.content)}


def _values(content: str) -> list[str]:
    """The marks that the proofs recorded as actuals, where they stand in the content."""
    return sorted({word for word in content.replace('"', " ").split() if word.startswith("proof-")})


def _first_metric(document: Any) -> Any:
    from metrics.models import Metric

    return Metric.objects.filter(measure__goal__section__agreement=document).order_by("pk")[0]


def _log() -> list[list[Any]]:
    from agreements.models import LogEntry

    entries = LogEntry.objects.order_by("number").values_list("event", "who", "about", "detail")
    hashes = ("sha256", "pdf_sha256")
    return [
        [event, who, about, {name: value for name, value in detail.items() if name not in hashes}]
        for event, who, about, detail in entries
    ]


def _counts() -> dict[str, int]:
    models = (model for model in apps.get_models() if model._meta.managed and model._meta.label not in _NOT_COUNTED)
    return {model._meta.label: model._default_manager.count() for model in models}


def _wrong() -> list[str]:
    """What the command says that checks everything; nothing when it ends well."""
    said = StringIO()
    try:
        call_command("verify_integrity", stdout=said)
    except CommandError as error:
        return [*said.getvalue().splitlines(), str(error)]
    return [*([] if is_whole() else ["The database file is not whole."])]


def _wait_for_others() -> None:
    """PostgreSQL finishes what a client that died has asked for: until it has, nothing can be said."""
    if connection.vendor == "sqlite":
        return
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend' AND state <> 'idle'"
    )
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(busy)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)
    raise RuntimeError("Somebody is still at work in the database.")


COMMANDS: dict[str, Callable[..., Any]] = {"prepare": prepare, "told": told}

if __name__ == "__main__":
    main()
