"""Next year's document: made in one step, reported, and taken back while nobody has edited it."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import rights
from agreements.document import in_reading_order, load_document
from agreements.models import Agreement, User
from agreements.refusals import refuse
from agreements.sections import Carried
from agreements.services.years import is_untouched, next_slug, next_year_make, next_year_take_back
from agreements.views.agreement import agreement_or_404, draft_or_404


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one section."""

    anchor: str
    name: str
    notes: list[tuple[int, str]]
    headings: list[dict[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
def next_year(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells what making next year's document does, and does it."""
    agreement, may = agreement_or_404(request, slug)
    if not may.start_next_year:
        refuse("start_next_year", agreement)
    if request.method == "POST" and isinstance(request.user, User):
        try:
            draft = next_year_make(agreement=agreement, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Next year's draft is ready."))
            return HttpResponseRedirect(reverse("next-year-report", args=[draft.slug]))
    existing = rights.visible_agreements(request.user).filter(slug=next_slug(agreement)).first()
    context = {"agreement": agreement, "existing": existing, "nav": "agreements"}
    return render(request, "agreements/next_year.html", context)


@require_safe
def next_year_report(request: HttpRequest, slug: str) -> HttpResponse:
    """What was carried over, changed and left when the draft was made."""
    draft = get_object_or_404(
        rights.visible_agreements(request.user).select_related("previous", "changed_by"),
        slug=slug,
        version=1,
        carry_report__isnull=False,
    )
    may = rights.may(request.user, draft)
    context = {
        "agreement": draft,
        "lines": _report_lines(draft),
        "may_take_back": may.edit and is_untouched(draft),
        "nav": "agreements",
    }
    return render(request, "agreements/next_year_report.html", context)


@require_POST
def next_year_undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the draft back, or says why it cannot be."""
    draft, _may = draft_or_404(request, slug)
    previous, superseded = draft.previous, draft.supersedes
    try:
        next_year_take_back(draft=draft, by=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        told = draft.carry_report is not None
        return HttpResponseRedirect(reverse("next-year-report", args=[slug]) if told else draft.get_absolute_url())
    if superseded is not None:
        messages.success(request, _("The amendment was thrown away. The version in force goes on as it is."))
        return HttpResponseRedirect(superseded.get_absolute_url())
    if previous is None:
        messages.success(request, _("The draft was thrown away."))
        return HttpResponseRedirect(reverse("agreement-list"))
    messages.success(request, _("The draft was taken back. Nothing of the previous year changed."))
    return HttpResponseRedirect(previous.get_absolute_url())


def _report_lines(draft: Agreement) -> list[ReportLine]:
    """The report's lines under the names that the draft's sections have now; sections that have gone are left out."""
    reported = {line["key"]: line for line in draft.carry_report or []}
    keys = {section.pk: str(section.key) for section, _level in in_reading_order(list(draft.sections.all()))}
    return [
        ReportLine(
            section.anchor,
            section.name,
            [(note["count"], _words(note["code"], note["count"])) for note in line["notes"]],
            line["headings"],
        )
        for section in load_document(draft).sections
        if (line := reported.get(keys[section.pk])) and (line["notes"] or line["headings"])
    ]


def _words(code: str, count: int) -> str:
    """What stands behind the count of a note."""
    words = {
        Carried.ROWS: ngettext("row carried over", "rows carried over", count),
        Carried.PRIOR_FILLED: ngettext(
            "prior-year value filled in from this year's actuals",
            "prior-year values filled in from this year's actuals",
            count,
        ),
        Carried.PRIOR_MISSING: ngettext(
            "metric without an actual to fill in", "metrics without an actual to fill in", count
        ),
        Carried.READ_AGAIN: ngettext(
            "text carried over, to be read through", "texts carried over, to be read through", count
        ),
        Carried.EMPTIED: ngettext("row waiting for new amounts", "rows waiting for new amounts", count),
        Carried.LEFT: ngettext("row left behind, to be planned anew", "rows left behind, to be planned anew", count),
    }
    return words[Carried(code)]
