"""A goal table as it is printed: each goal a band across the table, each measure a block that stays on one page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.print_layout import cell_height, dealt_out
from agreements.sections import DocumentSection
from metrics.sections import GoalRow, MeasureRow, MetricRow

# Relative widths. The goal has no column: it is a band.
_WIDTHS = {
    "measure": 27.0,
    "in_portfolio": 6.5,
    "metric": 24.0,
    "target": 13.0,
    "prior": 7.5,
    "actual": 9.5,
    "colour": 12.5,
}
_MM = 2.67
"""Millimetres in a hundredth of the table's width."""
_PAGE = 130.0
"""Millimetres of rows on a page, under the table's headings and a band."""
_REMINDER = 300
"""Letters of a measure that are repeated when it goes on: enough to know it by."""


@dataclass(frozen=True, slots=True)
class PrintColumn:
    """`width` is a percentage of the table's."""

    key: str
    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class PrintBlock:
    """Rows that stay together: a measure with its metrics, or as many of them as fit a page.

    `goal` is the goal whose band opens the block; `continued` says that the measure began in the block before,
    `fits` that one page has room for all of it.
    """

    goal: GoalRow | None
    paragraphs: tuple[str, ...]
    in_portfolio: str | None
    metrics: tuple[MetricRow | None, ...]
    continued: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class PrintTable:
    """`pathway` is the goal that the whole table pursues, where goals have no heading and so no bands."""

    columns: tuple[PrintColumn, ...]
    blocks: tuple[PrintBlock, ...]
    pathway: GoalRow | None


def print_tables(section: DocumentSection) -> list[PrintTable]:
    """The section's goal table, or a table for each of its impact pathways, measures dealt out over pages."""
    columns = _columns(section)
    goals: tuple[GoalRow, ...] = section.block.goals
    if section.columns.get("goal"):
        return [PrintTable(columns, tuple(block for goal in goals for block in _blocks(goal, columns, goal)), None)]
    return [PrintTable(columns, tuple(_blocks(goal, columns, None)), goal) for goal in goals]


def _columns(section: DocumentSection) -> tuple[PrintColumn, ...]:
    headings = [(key, heading) for key, heading in section.printed_columns if key in _WIDTHS]
    whole = sum(_WIDTHS[key] for key, _heading in headings)
    return tuple(PrintColumn(key, heading, 100 * _WIDTHS[key] / whole) for key, heading in headings)


def _blocks(goal: GoalRow, columns: tuple[PrintColumn, ...], band: GoalRow | None) -> Iterator[PrintBlock]:
    for measure in goal.measures or (MeasureRow("", None, ()),):
        yield from _blocks_of(measure, columns, band)
        band = None


def _blocks_of(measure: MeasureRow, columns: tuple[PrintColumn, ...], band: GoalRow | None) -> Iterator[PrintBlock]:
    metrics = measure.metrics or (None,)
    heights = [_row_height(metric, columns) for metric in metrics]
    for run in dealt_out(heights, page=_PAGE):
        paragraphs = _reminder(measure) if run.start else tuple(measure.paragraphs)
        yield PrintBlock(
            goal=None if run.start else band,
            paragraphs=paragraphs,
            in_portfolio=measure.in_portfolio,
            metrics=metrics[run.start : run.stop],
            continued=run.start > 0,
            fits=max(_measure_height(paragraphs, columns), sum(heights[run.start : run.stop])) <= _PAGE,
        )


def _row_height(metric: MetricRow | None, columns: tuple[PrintColumn, ...]) -> float:
    heights = (
        cell_height(getattr(metric, "text" if column.key == "metric" else column.key, None) or "", column.width * _MM)
        for column in columns
        if column.key not in {"measure", "in_portfolio"}
    )
    return max(heights, default=0)


def _measure_height(paragraphs: Sequence[str], columns: tuple[PrintColumn, ...]) -> float:
    heights = (cell_height("\n".join(paragraphs), c.width * _MM) for c in columns if c.key == "measure")
    return max(heights, default=0)


def _reminder(measure: MeasureRow) -> tuple[str, ...]:
    text = measure.text
    return tuple(measure.paragraphs) if len(text) <= _REMINDER else (text[:_REMINDER].rsplit(" ", 1)[0] + " …",)
