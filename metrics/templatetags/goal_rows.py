"""The rows of a goal table on screen.

A table has hundreds of cells, and a template's look-ups cost more than the cells themselves: these few lines of Python
write a row in a tenth of the time.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agreements.hyphenation import for_display
from agreements.sections import DocumentSection
from metrics.models import Colour
from metrics.sections import GoalRow, GoalTable, MeasureRow, MetricRow
from metrics.templatetags.trends import trend

register = template.Library()

METRIC_COLUMNS = ("metric", "target", "prior", "actual", "colour")


@register.simple_tag
def goal_rows(section: DocumentSection, language: str) -> SafeString:
    """A `tbody` for each goal of the section's table; goals and measures span their metrics. Only printed columns."""
    table: GoalTable = section.block
    rows = _Rows(section.columns, language)
    return SafeString("".join(f'<tbody role="rowgroup">{"".join(rows.of_goal(goal))}</tbody>' for goal in table.goals))


class _Rows:
    def __init__(self, columns: Mapping[str, str | None], language: str) -> None:
        self._labels = {column: escape(heading) for column, heading in columns.items() if heading}
        self._language = language

    def of_goal(self, goal: GoalRow) -> Iterator[str]:
        lead = self._goal_cell(goal)
        for measure in goal.measures or (MeasureRow("", None, ()),):
            yield from self._of_measure(measure, lead)
            lead = ""

    def _of_measure(self, measure: MeasureRow, lead: str) -> Iterator[str]:
        start = "measure-start goal-start" if lead else "measure-start"
        lead += self._measure_cells(measure)
        if not measure.metrics:
            empty = "".join(self._cell(column, "") for column in METRIC_COLUMNS)
            yield f'<tr role="row" class="{start} no-metric">{lead}{empty}</tr>'
        for metric in measure.metrics:
            state = f"st st-{metric.state}" if metric.state else ""
            yield f'<tr role="row" id="m{metric.pk}" class="{start} {state}">{lead}{self._metric_cells(metric)}</tr>'
            start = lead = ""

    def _goal_cell(self, goal: GoalRow) -> str:
        outcome = f'<p class="voice">{self._text(goal.outcome)}</p>' if goal.outcome else ""
        return (
            f'<th role="rowheader" scope="rowgroup" class="goal" rowspan="{goal.span}">'
            f'<div class="sticky">{outcome}{self._text(goal.title)}</div></th>'
        )

    def _measure_cells(self, measure: MeasureRow) -> str:
        paragraphs = "".join(f"<p>{self._text(paragraph)}</p>" for paragraph in measure.paragraphs)
        mark = '<span class="boxed">K</span>' if measure.in_portfolio == "K" else self._text(measure.in_portfolio)
        span = f' rowspan="{measure.span}"'
        return self._cell("measure", f'<div class="sticky">{paragraphs}</div>', span) + self._cell(
            "in_portfolio", mark, span
        )

    def _metric_cells(self, metric: MetricRow) -> str:
        written = "".join(
            self._cell(column, shown)
            for column, shown in (
                ("metric", self._text(metric.text)),
                ("target", self._text(metric.target)),
                ("prior", self._text(metric.prior) + _trend(metric)),
                ("actual", self._text(metric.actual)),
            )
        )
        return written + self._cell("colour", _standing(metric) if metric.state else "")

    def _cell(self, column: str, content: str, span: str = "") -> str:
        """The cell, or nothing where the table has no such column. Its label shows where the heading row does not."""
        if column not in self._labels:
            return ""
        style = column.removeprefix("in_")
        label = "" if column in ("measure", "metric") else f' data-label="{self._labels[column]}"'
        return f'<td role="cell" class="{style}"{span}{label}>{content}</td>'

    def _text(self, text: str | None) -> str:
        return escape(for_display(text, self._language)) if text else ""


def _trend(metric: MetricRow) -> str:
    """The metric's earlier years as a small drawing, once there are two of them."""
    if metric.follow_up is None or len(metric.follow_up.history) < 2:
        return ""
    return trend(metric.follow_up)


def _standing(metric: MetricRow) -> str:
    """The sign, the word and the reason; beside a person's colour who gave it, and what the program proposed."""
    reason = f'<span class="voice">{escape(metric.reason)}</span>' if metric.reason else ""
    shown = f'<span class="word">{_sign(metric.state)}<span>{escape(metric.colour_word)}</span></span>{reason}'
    decision = metric.follow_up.decision if metric.follow_up else None
    if decision is None or metric.follow_up is None:
        return shown
    proposed = metric.follow_up.proposed
    words = {
        "by": decision.by,
        "at": date_format(localtime(decision.at), "j.n.Y"),
        "proposed": Colour(proposed).label if proposed else _("nothing"),
    }
    line = _("Own decision, %(by)s %(at)s. The program proposed: %(proposed)s.") % words
    return f'{shown}<span class="voice">{escape(line)}</span>'


@lru_cache
def _sign(state: str) -> str:
    """The drawing of the state, the same on every row."""
    return render_to_string("includes/sign.html", {"state": state})
