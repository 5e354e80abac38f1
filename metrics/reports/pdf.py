"""Reports as PDFs, by the press that prints the documents."""

import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from agreements.document import Document
from agreements.exports.pdf.archive import Archive
from agreements.exports.pdf.press import print_html, printable
from agreements.models import Status
from metrics.reports.document import Report, report_of
from metrics.reports.summary import Summary
from metrics.reports.times import written_date
from metrics.words import words_of_unit

_STYLES = (Path(__file__).with_name("report.css"),)


def render_report_pdf(report: Report, *, archive: Archive | None = None) -> bytes:
    """The report in its document's language. The same report gives the same bytes; with `archive`, an archival file."""
    document = report.document
    with translation.override(document.language):
        context = {
            "report": report,
            "document": document,
            "chain": " · ".join(unit.name for unit in document.units),
            "period": f"{written_date(document.period_start)}–{written_date(document.period_end)}",
            "status": Status(document.status).label,
            "day": written_date(report.on),
        }
        return _printed("metrics/print/report.html", context, archive=archive)


def render_closing_pdf(document: Document, unit: int, on: datetime.date, archive: Archive) -> bytes:
    """The report with which a document of the unit, loaded on the day, is closed."""
    words = words_of_unit(unit, document.language)
    return render_report_pdf(report_of(document, on=on, words=words), archive=archive)


def render_summary_pdf(summary: Summary) -> bytes:
    """The summary in the language that is active. The same summary gives the same bytes."""
    language = translation.get_language() or "fi"
    return _printed(
        "metrics/print/summary.html", {"summary": summary, "day": written_date(summary.on), "language": language}
    )


def _printed(template: str, context: dict[str, object], *, archive: Archive | None = None) -> bytes:
    return print_html(printable(render_to_string(template, context)), further=_STYLES, archive=archive)
