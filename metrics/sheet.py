"""The goal table as a sheet: the official form's columns and widths; goals and measures span their metrics."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from agreements.sections import DocumentSection
from agreements.sheets import Cell, Row, Rule, Sheet, Style, band, heading_cell
from metrics.models import Colour

if TYPE_CHECKING:
    from metrics.sections import GoalRow, GoalTable, MeasureRow, MetricRow

# The form's widths in percent; the sheet's whole width in characters.
_SHARES = {
    "goal": 12,
    "measure": 22.5,
    "in_portfolio": 6,
    "metric": 20.5,
    "target": 11.5,
    "prior": 7.5,
    "actual": 8.5,
    "colour": 11.5,
}
_WHOLE = 140
_USUAL = {
    "goal": _("Goal"),
    "measure": _("Measure"),
    "in_portfolio": _("In the project portfolio"),
    "metric": _("Metric"),
    "target": _("Target"),
    "prior": _("Prior-year value"),
    "actual": _("Actual"),
    "colour": _("Colour"),
}
_COLOURS: Mapping[str | None, Style] = {
    Colour.GREEN: Style.GREEN,
    Colour.YELLOW: Style.YELLOW,
    Colour.RED: Style.RED,
}


def goal_sheet(section: DocumentSection) -> Sheet:
    """The section's table with the columns that it has, under their printed headings.

    A goal that has no column stands as a row over its measures, unless it only repeats the section's heading.
    """
    table: GoalTable = section.block
    columns = [column for column in _SHARES if section.columns.get(column) or _is_filled(table, column)]
    columns = columns or ["measure", "metric"]
    whole = sum(_SHARES[column] for column in columns)
    # An impact pathway: its outcome stands over the whole table.
    outcome = table.goals[0].outcome if len(table.goals) == 1 and "goal" not in columns else None
    headings = tuple(heading_cell(section.columns.get(column), str(_USUAL[column])) for column in columns)
    return Sheet(
        widths=tuple(round(_SHARES[column] / whole * _WHOLE, 1) for column in columns),
        headings=(Row(headings, Rule.STRONG),),
        rows=tuple(row for goal in table.goals for row in _goal_rows(goal, columns, known=(section.heading, outcome))),
        caption=outcome,
    )


def _is_filled(table: "GoalTable", column: str) -> bool:
    """Does the table say something in the column? A goal may do without a column, so its title does not count."""
    measures = [measure for goal in table.goals for measure in goal.measures]
    if column == "measure":
        return bool(measures)
    if column == "in_portfolio":
        return any(measure.in_portfolio for measure in measures)
    if column == "metric":
        return any(measure.metrics for measure in measures)
    return column != "goal" and any(getattr(metric, column) for measure in measures for metric in measure.metrics)


def _goal_rows(goal: "GoalRow", columns: Sequence[str], known: Collection[str | None]) -> Iterator[Row]:
    """The goal's rows; its title and outcome stand over them where they have no column and are not `known` already."""
    rule = Rule.STRONG
    if "goal" not in columns and goal.title not in known:
        yield band(goal.title, len(columns), Style.BAND, rule)
        rule = Rule.THIN
    if goal.outcome and goal.outcome not in known:
        yield band(goal.outcome, len(columns), Style.TEXT, rule)
        rule = Rule.THIN
    goal_cell: Cell | None = Cell(goal.title, Style.STRONG, rows=goal.span)
    for measure in goal.measures or (None,):
        for first, metric in enumerate((measure.metrics if measure else ()) or (None,)):
            parts = {"goal": goal_cell, **_measure_cells(measure, begins=not first), **_metric_cells(metric)}
            yield Row(tuple(parts[column] for column in columns), Rule.HAIRLINE if first else rule)
            goal_cell = None
        rule = Rule.THIN


def _measure_cells(measure: "MeasureRow | None", *, begins: bool) -> dict[str, Cell | None]:
    if not begins:
        return {"measure": None, "in_portfolio": None}
    if measure is None:
        return {"measure": Cell(), "in_portfolio": Cell()}
    return {
        "measure": Cell(measure.text, rows=measure.span),
        "in_portfolio": Cell(measure.in_portfolio, Style.CHOICE, rows=measure.span),
    }


def _metric_cells(metric: "MetricRow | None") -> dict[str, Cell]:
    if metric is None:
        return {column: Cell() for column in ("metric", "target", "prior", "actual", "colour")}
    return {
        "metric": Cell(metric.text),
        "target": Cell(metric.target, Style.VALUE),
        "prior": Cell(metric.prior, Style.VALUE),
        "actual": Cell(metric.actual, Style.VALUE),
        "colour": Cell(_standing(metric), _COLOURS.get(metric.colour, Style.TEXT)),
    }


def _standing(metric: "MetricRow") -> str:
    """The colour's word, and under it the reason."""
    return "\n".join(part for part in (metric.colour_word, metric.reason) if part)
