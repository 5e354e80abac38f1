"""Follow-up reports: a document's as a file, and the summary of all units as a page and as files."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.document import load_document
from agreements.exports import FORMATS
from agreements.log import about_agreement, about_unit
from agreements.models import Agreement, Unit
from agreements.services.log import export_log
from agreements.views.agreement import agreement_or_404
from metrics.reports.document import Report, report_of
from metrics.reports.pdf import render_report_pdf, render_summary_pdf
from metrics.reports.summary import Summary, summary_of, summary_years, units_within
from metrics.reports.summary_workbook import render_summary_workbook
from metrics.reports.workbook import render_report_workbook
from metrics.words import words_of_unit

_DAYS = ((4, 30), (8, 31), (12, 31))

_REPORTS: dict[str, Callable[[Report], bytes]] = {"pdf": render_report_pdf, "xlsx": render_report_workbook}
_SUMMARIES: dict[str, Callable[[Summary], bytes]] = {"pdf": render_summary_pdf, "xlsx": render_summary_workbook}


@require_safe
def followup_export(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """A document's follow-up report as a file, as of a day; one that is not in force yet has none."""
    agreement, _may = agreement_or_404(request, slug)
    if not agreement.is_followed:
        raise Http404
    on = _day(request)
    words = words_of_unit(agreement.unit_id, agreement.language)
    report = report_of(load_document(agreement, on=on), on=on, words=words)
    file = _file(_REPORTS[extension](report), f"{agreement.slug}-{on.isoformat()}", extension)
    about, unit = about_agreement(agreement), agreement.unit_id
    export_log(by=request.user, format=extension, what="follow_up", about=about, unit=unit)
    return file


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """How the documents of the user's units stand in a year: counts by state, what is red, undecided and late."""
    asked = _ask(request)
    context = {
        "nav": "home",
        "asked": asked,
        "summary": asked.summary() if asked.years else None,
        "exports": [FORMATS[extension] for extension in _SUMMARIES],
    }
    return render(request, "metrics/summary.html", context)


@require_safe
def summary_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The summary as a file, in the reader's language."""
    asked = _ask(request)
    if not asked.years:
        raise Http404
    name = slugify(_("Follow-up of the units %(year)s") % {"year": asked.year})
    file = _file(_SUMMARIES[extension](asked.summary()), f"{name}-{asked.on.isoformat()}", extension)
    unit, detail = asked.unit.pk if asked.unit else None, {"year": asked.year}
    about = about_unit(asked.unit) if asked.unit else ""
    export_log(by=request.user, format=extension, what="summary", about=about, unit=unit, detail=detail)
    return file


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the summary: `unit` when it keeps to one, else all that the user may see."""

    unit: Unit | None
    units: list[Unit]
    documents: list[Agreement]
    year: int
    on: datetime.date
    today: datetime.date

    @property
    def years(self) -> list[int]:
        """The years to choose from, those that the documents cover."""
        return summary_years(self.documents)

    @property
    def days(self) -> list[datetime.date]:
        """The days to choose from: the usual ones of the year that are over, and today."""
        usual = (datetime.date(self.year, month, day) for month, day in _DAYS)
        return sorted({*(day for day in usual if day < self.today), self.today, self.on})

    @property
    def scope(self) -> str:
        """The part of the address that keeps to the unit."""
        return f"&unit={self.unit.pk}" if self.unit else ""

    @property
    def query(self) -> str:
        """The address's own question, for the files of the same summary."""
        return f"year={self.year}&on={self.on.isoformat()}{self.scope}"

    def summary(self) -> Summary:
        """The summary that is asked for."""
        return summary_of(self.documents, self.units, year=self.year, on=self.on)


def _ask(request: HttpRequest) -> Asked:
    """What is asked for: unless told, of all units, in the newest year in which something is in force, as of today."""
    units = list(rights.visible_units(request.user))
    unit = _unit(request, units)
    if unit is not None:
        units = units_within(units, unit.pk)
    within = {each.pk for each in units}
    readable = rights.visible_agreements(request.user).current().select_related("unit")
    documents = [each for each in readable if each.unit_id in within]
    years = summary_years(documents)
    year = _number(request, "year")
    if year is None:
        followed = summary_years(each for each in documents if each.is_followed)
        year = max(followed or years, default=timezone.localdate().year)
    elif year not in years:
        raise Http404
    return Asked(unit, units, documents, year, _day(request), timezone.localdate())


def _unit(request: HttpRequest, units: list[Unit]) -> Unit | None:
    """The unit that the address names; 404 when it is none that the user may look into."""
    pk = _number(request, "unit")
    found = next((unit for unit in units if unit.pk == pk), None)
    if pk is not None and found is None:
        raise Http404
    return found


def _number(request: HttpRequest, name: str) -> int | None:
    """The number that the address names; 400 when it is none."""
    text = request.GET.get(name, "")
    if text and not (text.isdecimal() and len(text) < 10):
        raise BadRequest
    return int(text) if text else None


def _day(request: HttpRequest) -> datetime.date:
    """The day that the address names, else today; 400 when it is none."""
    text = request.GET.get("on", "")
    try:
        return datetime.date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise BadRequest from error


def _file(content: bytes, name: str, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=FORMATS[extension].content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response
