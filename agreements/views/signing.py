"""Signing: the very document that is signed, and below it the form; and the scan of one that was signed in ink."""

import datetime
import time
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agreements import rights
from agreements.document import load_document
from agreements.freezing import canonical_content, content_sha256
from agreements.identity import Way, confirm, recently_confirmed, ways
from agreements.models import Agreement, Status, User
from agreements.outline import outline
from agreements.refusals import refuse
from agreements.services.signing import check_may_sign, paper_attach, party_sign
from agreements.services.status import OvertakenError, last_step
from agreements.signatories import Turn, signing_of, turns
from agreements.status_forms import ScanForm, SignForm
from agreements.uploads import MEGABYTE, SCANS, checked_upload
from agreements.versions import versions_of
from agreements.views.agreement import asked_document, status_steps
from agreements.views.status import overtaken_page, told_overtaken, way_address

FRESH = datetime.timedelta(minutes=5)
"""How long a confirmation by security key, made at a page of its own, counts as fresh."""

_USED = "confirmation_used_at"

LARGEST_SCAN = 20 * MEGABYTE


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the document that is signed, and takes the signature of the reader."""
    agreement, may, user = asked_document(request, slug)
    if not may.sign and request.method != "POST":
        refuse("sign", agreement)
    try:
        if not may.sign:
            check_may_sign(agreement, user)
        return _sign_page(request, agreement, user)
    except OvertakenError as error:
        return overtaken_page(request, agreement, user, error.change)


def _sign_page(request: HttpRequest, agreement: Agreement, user: User) -> HttpResponse:
    signing = signing_of(agreement)
    own = turns(user, signing, rights.substitutions(user))
    if not own:
        has_signed = any(party.signature and party.signature.user == user.pk for party in signing.parties)
        told = _("You have signed.") if has_signed else _("Nothing awaits your signature in this document.")
        messages.info(request, told)
        return HttpResponseRedirect(way_address(agreement))
    known = ways(user)
    by_key = _confirmed_by_key(request) if Way.WEBAUTHN in known else None
    form = _form(request, own, known, asks=not by_key)
    answer = 200
    if request.method == "POST":
        if form.is_valid() and _sign(request, agreement, user, form, by_key):
            return HttpResponseRedirect(way_address(agreement))
        answer = 422
    document = load_document(agreement)
    context = {
        "nav": "agreements",
        "agreement": agreement,
        "document": document,
        "outline": outline(document),
        "steps": status_steps(agreement),
        "signing": signing,
        "own": own,
        "form": form,
        "ways": [way.value for way in known],
        "by_key": by_key,
        "versions": versions_of(agreement),
        "sides": document.changes.sides() if document.changes else None,
        "sha256": content_sha256(canonical_content(agreement)),
    }
    return render(request, "agreements/sign.html", context, status=answer)


def _confirmed_by_key(request: HttpRequest) -> str | None:
    """The confirmation at a page of its own that no signature has used up yet."""
    used = datetime.timedelta(seconds=time.time() - request.session.get(_USED, 0))
    return recently_confirmed(request, within=min(FRESH, used))


def _form(request: HttpRequest, own: list[Turn], known: tuple[Way, ...], *, asks: bool) -> SignForm:
    parties = [(turn.party.pk, _named(turn)) for turn in own]
    fields = {"password"} if Way.PASSWORD in known else set()
    if {Way.TOTP, Way.RECOVERY} & set(known):
        fields.add("code")
    data: Mapping[str, Any] | None = request.POST if request.method == "POST" else None
    return SignForm(data, parties=parties, asks=frozenset(fields) if asks else frozenset())


def _named(turn: Turn) -> str:
    if turn.substitute_for:
        return _("%(title)s, as substitute for %(name)s") % {"title": turn.party.title, "name": turn.substitute_for}
    return turn.party.title


def _sign(request: HttpRequest, agreement: Agreement, user: User, form: SignForm, by_key: str | None) -> bool:
    given = form.cleaned_data
    try:
        confirmed = by_key or confirm(request, password=given.get("password", ""), code=given.get("code", ""))
        party_sign(
            agreement=agreement,
            party=given["party"],
            seen=given["seen"],
            confirmed=confirmed,
            by=user,
            at=timezone.now(),
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    if by_key:
        request.session[_USED] = time.time()
    agreement.refresh_from_db()
    in_force = agreement.status == Status.IN_FORCE
    told = _("You have signed the document. Everybody has: it is in force.") if in_force else _("You have signed.")
    messages.success(request, told)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the scan of the document that was signed in ink; before that, says how that is done."""
    agreement, may, user = asked_document(request, slug)
    if not may.sign_on_paper:
        refuse("sign_on_paper", agreement)
    change = last_step(agreement)
    form = ScanForm(request.POST or None, request.FILES or None, initial={"seen": change.number if change else 0})
    answer = 200
    if request.method == "POST":
        answer = 422
        if form.is_valid() and _attach(agreement, user, form):
            messages.success(request, _("The scan is attached, and the document is in force."))
            return HttpResponseRedirect(way_address(agreement))
    context = {"nav": "agreements", "agreement": agreement, "form": form, "signing": signing_of(agreement)}
    return render(request, "agreements/scan.html", context, status=answer)


def _attach(agreement: Agreement, user: User, form: ScanForm) -> bool:
    try:
        checked = checked_upload(form.cleaned_data["file"], kinds=SCANS, largest=LARGEST_SCAN)
    except ValidationError as error:
        form.add_error("file", error)
        return False
    try:
        paper_attach(agreement=agreement, scan=checked, seen=form.cleaned_data["seen"], by=user, at=timezone.now())
    except ValidationError as error:
        form.refuse(error)
        return False
    except OvertakenError as error:
        form.add_error(None, told_overtaken(error.change))
        return False
    return True
