"""Reports as Excel workbooks, by the writer that writes the documents."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.exports.workbook.book import BookDetails, render_sheets
from agreements.exports.workbook.front import BookSheet, table_sheet, trails_of
from agreements.exports.workbook.names import sheet_names
from agreements.models import Status
from agreements.sheets import Cell, Row, Rule, Sheet, Style, band, heading_cell
from metrics.models import State
from metrics.reports.document import Report, ReportGoal, ReportMeasure, ReportMetric, ReportPart
from metrics.reports.times import moment_of, written_date
from metrics.tally import Tally

STATE_STYLES: Mapping[str, Style] = {
    State.MET: Style.GREEN,
    State.PARTIAL: Style.YELLOW,
    State.MISSED: Style.RED,
}
_FRONT_WIDTHS = (30, 14, 56)
_WIDTHS = {
    "measure": 34,
    "metric": 26,
    "target": 13,
    "prior": 10,
    "actual": 14,
    "recorded": 14,
    "colour": 14,
    "reason": 26,
    "told": 30,
}
_USUAL = {
    "measure": _("Measure"),
    "metric": _("Metric"),
    "target": _("Target"),
    "prior": _("Prior-year value"),
    "actual": _("Actual"),
    "recorded": _("Recorded"),
    "colour": _("Colour"),
    "reason": _("Why"),
    "told": _("Notes"),
}


def render_report_workbook(report: Report) -> bytes:
    """The report in its document's language: the counts, then a sheet for each table. Same report, same bytes."""
    document = report.document
    with translation.override(document.language):
        day = gettext("As of %(day)s") % {"day": written_date(report.on)}
        name = f"{report.title} · {document.unit_name}"
        details = BookDetails(
            title=name,
            creator=document.unit_name,
            language=document.language,
            header=(" · ".join(unit.name for unit in document.units), name),
            footer=f"{day} · {report.subject} · {Status(document.status).label}",
            moment=moment_of(report.on),
        )
        return render_sheets(_sheets(report, day), details)


def tally_rows(tally: Tally) -> Iterator[Row]:
    """The counts by state, a row for each, and their sum."""
    for at, (state, word, count) in enumerate(tally.lines):
        style = STATE_STYLES.get(state, Style.TEXT) if count else Style.TEXT
        yield Row((Cell(word, style), Cell(str(count), Style.AMOUNT), None), Rule.HAIRLINE if at else Rule.STRONG)
    yield Row((Cell(gettext("Total"), Style.STRONG), Cell(str(tally.total), Style.STRONG_AMOUNT), None), Rule.STRONG)


def _sheets(report: Report, day: str) -> list[BookSheet]:
    document = report.document
    tables = [(part, sheet) for part in report.parts if (sheet := _sheet(part, report)) is not None]
    front, *names = sheet_names(
        [gettext("Summary"), *(part.section.name for part, _sheet in tables)], fallback=gettext("Table")
    )
    trails = trails_of(document)
    return [
        BookSheet(front, _FRONT_WIDTHS, tuple(_front_rows(report, day)), divided=False),
        *(
            table_sheet(part.section, sheet, name, trails[part.section.pk])
            for (part, sheet), name in zip(tables, names, strict=True)
        ),
    ]


def _front_rows(report: Report, day: str) -> Iterator[Row]:
    document = report.document
    period = f"{written_date(document.period_start)}–{written_date(document.period_end)}"
    yield band(f"{report.title} · {document.unit_name}", len(_FRONT_WIDTHS), Style.TITLE, Rule.NONE)
    yield band(f"{report.subject}, {period}", len(_FRONT_WIDTHS), Style.TEXT, Rule.NONE)
    yield band(day, len(_FRONT_WIDTHS), Style.VOICE, Rule.NONE)
    yield from tally_rows(report.tally)
    recorded = (Cell(gettext("Recorded")), Cell(str(report.recorded), Style.AMOUNT), None)
    yield Row(recorded, Rule.HAIRLINE)


def _sheet(part: ReportPart, report: Report) -> Sheet | None:
    if part.goals:
        return _goal_sheet(part)
    return part.section.kind.sheet(part.section, report.document) if part.repeated else None


def _goal_sheet(part: ReportPart) -> Sheet:
    printed = dict(part.columns)
    columns = [key for key in _WIDTHS if key in printed or key not in ("target", "prior")]
    headings = tuple(heading_cell(part.section.columns.get(key), str(_USUAL[key])) for key in columns)
    rows = [row for goal in part.goals for row in _goal_rows(goal, columns)]
    return Sheet(tuple(_WIDTHS[key] for key in columns), (Row(headings, Rule.STRONG),), tuple(rows))


def _goal_rows(goal: ReportGoal, columns: Sequence[str]) -> Iterator[Row]:
    rule = Rule.STRONG
    for text, style in ((goal.title, Style.BAND), (goal.outcome, Style.TEXT)):
        if text:
            yield band(text, len(columns), style, rule)
            rule = Rule.THIN
    for measure in goal.measures:
        yield from _measure_rows(measure, columns, rule)
        rule = Rule.THIN


def _measure_rows(row: ReportMeasure, columns: Sequence[str], rule: Rule) -> Iterator[Row]:
    text = f"K: {row.measure.text}" if row.measure.in_portfolio == "K" else row.measure.text
    first: Cell | None = Cell(text, rows=max(1, len(row.metrics)))
    for metric in row.metrics or (None,):
        cells = {"measure": first, **_metric_cells(metric)}
        yield Row(tuple(cells.get(key, Cell()) for key in columns), rule if first else Rule.HAIRLINE)
        first = None


def _metric_cells(metric: ReportMetric | None) -> dict[str, Cell]:
    if metric is None:
        return {}
    return {
        "metric": Cell(metric.written.text),
        "target": Cell(metric.written.target, Style.VALUE),
        "prior": Cell(metric.prior, Style.VALUE),
        "actual": Cell(metric.actual or (gettext("See the notes.") if metric.is_described else None), Style.VALUE),
        "recorded": Cell(metric.recorded, Style.VOICE),
        "colour": Cell(metric.word, STATE_STYLES.get(metric.state, Style.TEXT)),
        "reason": Cell("\n".join(text for text in (metric.reason, metric.decided) if text)),
        "told": Cell("\n".join(_told(metric))),
    }


def _told(metric: ReportMetric) -> Iterator[str]:
    """What is told of the actual and the colour, and the values of earlier years, which have no column."""
    for passage in metric.passages:
        yield f"{passage.label}: {passage.text}"
    if metric.before:
        yield gettext("Earlier years: %(values)s") % {"values": metric.before_in_words}
