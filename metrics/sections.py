"""The goal table: goals, the measures that pursue them, the metrics that follow the measures."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements.checks import Checked, Finding
from agreements.models import Agreement, Goal, Kind, Measure, Section
from agreements.rows.snapshot import Row, Snapshot
from agreements.sections import CarryNote, DocumentSection, Hint, Json, SectionKind
from agreements.sheets import Sheet
from metrics.carrying import carry_goal_table
from metrics.checks import goal_table_checks
from metrics.followup import FollowUp, MetricFacts, metric_facts, stand
from metrics.judgement import judge
from metrics.models import Indicator, Metric, State
from metrics.sheet import goal_sheet
from metrics.standing import STATE_OF
from metrics.understanding import is_left_to_people, understood

if TYPE_CHECKING:
    from agreements.document import Document

COLUMNS = ("goal", "measure", "in_portfolio", "metric", "target", "prior", "actual", "colour")


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric as written, with what has been recorded of it.

    `actual` is what closed the year; on a day, what was recorded last by then. `colour` is green, yellow, red or None.
    """

    pk: int
    text: str
    target: str | None
    prior: str | None
    actual: str | None
    colour: str | None
    follow_up: FollowUp | None = None

    @property
    def state(self) -> str:
        """A `State` value; whatever the day, it is empty until there is an actual or a person's colour."""
        return self.follow_up.state.value if self.follow_up else STATE_OF.get(self.colour, "")

    @property
    def colour_word(self) -> str:
        """The state's word, the city's own where it has one, in the language that is active."""
        if self.follow_up:
            return self.follow_up.word(get_language() or "fi")
        return str(State(self.state).label) if self.state else ""

    @property
    def reason(self) -> str:
        """Why the state is what it is, in the language that is active: the person's reason before the program's."""
        if self.follow_up is None:
            return ""
        if self.follow_up.decision:
            return self.follow_up.decision.reason
        return self.follow_up.says(get_language() or "fi")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    text: str
    in_portfolio: str | None
    metrics: tuple[MetricRow, ...]

    @property
    def paragraphs(self) -> list[str]:
        """One cell may hold several texts."""
        return self.text.split("\n")

    @property
    def span(self) -> int:
        """How many rows of the table the measure's cell covers."""
        return max(1, len(self.metrics))


@dataclass(frozen=True, slots=True)
class GoalRow:
    title: str
    outcome: str | None
    measures: tuple[MeasureRow, ...]

    @property
    def span(self) -> int:
        """How many rows of the table the goal's cell covers."""
        return max(1, sum(measure.span for measure in self.measures))


@dataclass(frozen=True, slots=True)
class GoalTable:
    goals: tuple[GoalRow, ...]

    @property
    def metric_count(self) -> int:
        return sum(len(measure.metrics) for goal in self.goals for measure in goal.measures)


class GoalsKind(SectionKind[GoalTable]):
    key = "goals"
    label = _("Goal table")
    screen_template = "metrics/sections/goals.html"
    print_template = "metrics/print/goals.html"
    columns = COLUMNS
    column_labels = {
        "goal": _("goal"),
        "measure": _("measure"),
        "in_portfolio": _("in the project portfolio"),
        "metric": _("metric"),
        "target": _("target"),
        "prior": _("prior-year value"),
        "actual": _("actual"),
        "colour": _("colour"),
    }
    has_hints = True
    table = ("goal", "measure", "metric")

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, GoalTable]:
        metrics = _metrics_by_measure(agreement, on if agreement.is_followed else None)
        measures: dict[int, list[MeasureRow]] = defaultdict(list)
        for pk, goal_id, text, in_portfolio in Measure.objects.filter(goal__section__agreement=agreement).values_list(
            "pk", "goal", "text", "in_portfolio"
        ):
            measures[goal_id].append(MeasureRow(text, in_portfolio, tuple(metrics[pk])))
        goals: dict[int, list[GoalRow]] = defaultdict(list)
        for pk, section_id, title, outcome in Goal.objects.filter(section__agreement=agreement).values_list(
            "pk", "section", "title", "outcome"
        ):
            goals[section_id].append(GoalRow(title, outcome, tuple(measures[pk])))
        return {section.pk: GoalTable(tuple(goals[section.pk])) for section in sections}

    def usual_columns(self, agreement: Agreement) -> dict[str, str | None]:
        """The official form's headings; a plan's table has no more than the first columns."""
        with translation.override(agreement.language):
            year = {"year": agreement.year, "prior": agreement.year - 1}
            headings: dict[str, str | None] = {
                "goal": gettext("Goal"),
                "measure": gettext("Measure"),
                "metric": gettext("Metric"),
                "target": gettext("Target %(year)s") % year,
            }
            if agreement.kind == Kind.SERVICE_AGREEMENT:
                headings |= {
                    "in_portfolio": gettext("In the project portfolio"),
                    "prior": gettext("Actual %(prior)s") % year,
                    "actual": gettext("Actual 31.12.%(year)s") % year,
                    "colour": gettext("Colour"),
                }
            return {column: headings.get(column) for column in COLUMNS}

    def hints(self, section: Row, snapshot: Snapshot, *, of: Row | None = None) -> Mapping[str, Hint]:
        """How each target is understood; a metric's words and its prior-year value have their part in it."""
        metrics = (row for row in snapshot.below(section) if row.kind == "metric") if of is None else (of,)
        return {f"{row.id}-target": target_hint(row.state, snapshot.year) for row in metrics if row.kind == "metric"}

    def row_hints(self, row: Row, year: int) -> Mapping[str, Hint]:
        return {f"{row.id}-target": target_hint(row.state, year)} if row.kind == "metric" else {}

    def checks(self, sections: Sequence[Row], checked: Checked) -> Iterable[Finding]:
        return goal_table_checks(sections, checked)

    def title(self, section: DocumentSection) -> str:
        """A goal table's title is the heading of its goal column."""
        return section.columns.get("goal") or super().title(section)

    def rows(self, block: GoalTable) -> int | None:
        return block.metric_count

    def is_wide(self, section: DocumentSection) -> bool:
        return len(section.printed_columns) > 3

    def as_json(self, section: DocumentSection) -> Json:
        return {
            "columns": {column: section.columns.get(column) for column in self.columns},
            "goals": [_goal_as_json(goal) for goal in section.block.goals],
        }

    def sheet(self, section: DocumentSection, document: "Document") -> Sheet | None:
        return goal_sheet(section)

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        for place, goal_data in enumerate(data["goals"]):
            goal = Goal.objects.create(
                section=section, position=place, title=goal_data["title"], outcome=goal_data["outcome"]
            )
            for order, measure_data in enumerate(goal_data["measures"]):
                measure = Measure.objects.create(
                    goal=goal, position=order, text=measure_data["text"], in_portfolio=measure_data["in_portfolio"]
                )
                _read_metrics(measure, measure_data["metrics"], section.agreement)

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        return carry_goal_table(source, target)


def target_hint(state: Mapping[str, Any], year: int) -> Hint:
    """How the target of a metric's state is understood in a document whose last year is the given one."""
    text, target, prior, direction = (state.get(name) for name in ("text", "target", "prior", "direction"))
    if not target:
        return Hint("")
    language = get_language() or "fi"
    judged = judge(target, None, prior=prior, year=year, metric=text, direction=direction, history={})
    words = understood(target, judged, language, year=year, metric=text, direction=direction)
    if is_left_to_people(judged):
        return Hint(words[:1].upper() + words[1:], "people")
    return Hint(gettext("Understood: %(words)s") % {"words": words})


def _metrics_by_measure(agreement: Agreement, on: datetime.date | None) -> dict[int, list[MetricRow]]:
    metrics = Metric.objects.filter(measure__goal__section__agreement=agreement)
    facts = metric_facts(metrics)
    followed = stand(facts, metrics, on=on or agreement.period_end)
    rows: dict[int, list[MetricRow]] = defaultdict(list)
    for fact in facts:
        rows[fact.measure].append(_metric_row(fact, followed[fact.pk], whatever_day=on is None))
    return rows


def _metric_row(fact: MetricFacts, followed: FollowUp, *, whatever_day: bool) -> MetricRow:
    """The row as it stands; whatever the day, only what closed the year and what a person decided is told."""
    recorded = followed.recorded
    actual = recorded.value if recorded else None
    if whatever_day and not followed.decision and (recorded is None or recorded.closes is None):
        return MetricRow(fact.pk, fact.text, fact.target, fact.prior, None, None)
    return MetricRow(fact.pk, fact.text, fact.target, fact.prior, actual, followed.colour, followed)


def _goal_as_json(goal: GoalRow) -> Json:
    return {
        "title": goal.title,
        "outcome": goal.outcome,
        "measures": [
            {
                "text": measure.text,
                "in_portfolio": measure.in_portfolio,
                "metrics": [
                    {
                        "text": metric.text,
                        "target": metric.target,
                        "prior": metric.prior,
                        "actual": metric.actual,
                        "colour": metric.colour,
                    }
                    for metric in measure.metrics
                ],
            }
            for measure in goal.measures
        ],
    }


def _read_metrics(measure: Measure, rows: Sequence[Mapping[str, Any]], agreement: Agreement) -> None:
    for position, row in enumerate(rows):
        Metric.objects.create(
            measure=measure,
            position=position,
            text=row["text"],
            target=row["target"],
            prior=row["prior"],
            indicator=_indicator(agreement, code=row.get("indicator"), name=row["text"]),
        )


def _indicator(agreement: Agreement, *, code: str | None, name: str) -> Indicator:
    """The organisation's indicator of that code; without a code, one of the metric's own."""
    unit = agreement.unit.root
    if code is None:
        return Indicator.objects.create(unit=unit, name=name)
    indicator, _created = Indicator.objects.get_or_create(unit=unit, code=code, defaults={"name": name})
    return indicator
