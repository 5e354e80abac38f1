"""The page on which anybody who is signed in checks a file: is it what was signed here, and unchanged?"""

from dataclasses import dataclass
from typing import cast

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements import rights
from agreements.checking import CheckedFile
from agreements.checking_forms import CheckForm
from agreements.models import Agreement, ClosingRecord, Scan, User
from agreements.models.agreement import FOLLOWED
from agreements.proof import Given, Line, given_signatures, stored_lines
from agreements.sealing import Verdict
from agreements.sealing.words import changes_words, signature_words, verdict_explained, verdict_words
from agreements.services.checking import file_check

_GOOD = (Verdict.UNCHANGED,)
_BAD = (Verdict.CHANGED, Verdict.SEAL_REMOVED, Verdict.OTHER_SEAL)


@dataclass(frozen=True, slots=True)
class Belongs:
    """A version of a document that the reader may read, and what the file is of it."""

    agreement: Agreement
    signatures: list[Given]
    later: Agreement | None
    closing: ClosingRecord | None
    scan: Scan | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells of a file: `tone` is how a notification looks; `stored` what is wrong with what is stored."""

    checked: CheckedFile
    name: str
    tone: str
    title: str
    explained: str
    changes: list[str]
    stored: list[Line]
    belongs: list[Belongs]
    hidden: bool
    seals: list[list[str]]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Takes a file, and says what it is. Nothing of it is kept but its hash, in the log."""
    if request.method != "POST":
        return _page(request, CheckForm())
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not ratelimit.consume(request, action="check_file"):
        form.add_error("file", _("You have checked many files in a short time. Wait for ten minutes and try again."))
        return _page(request, form, status=429)
    user, file = cast(User, request.user), form.cleaned_data["file"]
    checked = file_check(content=file.read(), by=user, at=timezone.now())
    return _page(request, CheckForm(), told=_told(checked, file.name, user))


def _page(request: HttpRequest, form: CheckForm, *, told: Told | None = None, status: int = 200) -> HttpResponse:
    return render(request, "agreements/check.html", {"nav": "check", "form": form, "told": told}, status=status)


def _told(checked: CheckedFile, name: str, user: User) -> Told:
    found = checked.findings
    readable = _readable(checked, user)
    stored = stored_lines(checked.record) if checked.record else []
    return Told(
        checked=checked,
        name=name,
        tone=_tone(checked),
        title=verdict_words(found) if found else _("This is the scan of a signed document, unchanged"),
        explained=_explained(checked),
        changes=changes_words(found) if found else [],
        stored=[line for line in stored if not line.holds],
        belongs=[_belongs(checked, agreement) for agreement in readable],
        hidden=len(readable) < len(checked.agreements),
        seals=[signature_words(each) for each in found.signatures] if found else [],
    )


def _readable(checked: CheckedFile, user: User) -> list[Agreement]:
    """The documents of the file that the user may read. One query where there are any."""
    if not checked.agreements:
        return []
    asked = [agreement.pk for agreement in checked.agreements]
    may = set(rights.visible_agreements(user).filter(pk__in=asked).values_list("pk", flat=True))
    return [agreement for agreement in checked.agreements if agreement.pk in may]


def _tone(checked: CheckedFile) -> str:
    if checked.findings is None or checked.findings.verdict in _GOOD:
        return "success"
    return "error" if checked.findings.verdict in _BAD else "alert"


def _explained(checked: CheckedFile) -> str:
    if checked.findings is None:
        return _("Byte for byte the file is the one that was attached when the document was signed on paper.")
    if checked.kind == "closing" and checked.findings.verdict is Verdict.UNCHANGED:
        return _("Byte for byte the file is the report that was sealed when the document was closed.")
    return verdict_explained(checked.findings)


def _belongs(checked: CheckedFile, agreement: Agreement) -> Belongs:
    """Two queries."""
    later = Agreement.objects.filter(slug=agreement.slug, version__gt=agreement.version, status__in=FOLLOWED)
    return Belongs(
        agreement=agreement,
        signatures=given_signatures(agreement),
        later=later.order_by("version").first(),
        closing=checked.record if isinstance(checked.record, ClosingRecord) else None,
        scan=next((scan for scan in checked.scans if scan.agreement_id == agreement.pk), None),
    )
