"""Where metrics stand at a date: what was recorded, what the program makes of it, what a person decided."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from agreements.units import tops_by_unit
from agreements.versions import holding
from metrics.judgement import Judgement, judge
from metrics.models import Assessment, Metric, Observation, Policy, State, main_indicator
from metrics.reasons import Reason, say
from metrics.standing import DEFAULT_TOLERANCES, Tolerances, colour_of, due_day, state_of

AGREEMENT = "measure__goal__section__agreement"
NOT_GIVEN = ("–", "-")
"""Written prior-year values that say there is none."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An observation that holds."""

    pk: int
    date: datetime.date
    closes: int | None
    value: str
    note: str
    evidence: str
    file_name: str
    by: str | None
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's colour."""

    pk: int
    colour: str
    reason: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class YearValue:
    """An indicator's value of a year: an observation's, or the prior-year value that next year's document states."""

    year: int
    value: str
    observed: bool


@dataclass(frozen=True, slots=True)
class CityPolicy:
    """What a city means by its colours: its tolerances, and its words as `{state: {language: word}}`."""

    tolerances: Tolerances
    words: Mapping[str, Mapping[str, str]]

    def reason(self, judgement: Judgement, language: str) -> str:
        """Why the judgement is what it is; a miss within the tolerances is told as near."""
        near = Decimal(self.tolerances.percent) / 100
        return say(judgement.reason, language, near=near, near_days=self.tolerances.days)


DEFAULT_POLICY = CityPolicy(DEFAULT_TOLERANCES, {})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Where one metric stands. `colour` is the person's, else the program's; without an actual the judgement is
    undecided.
    """

    metric: int
    indicator: int
    recorded: Recorded | None
    judgement: Judgement
    proposed: str | None
    decision: Decision | None
    state: State
    due: datetime.date
    history: tuple[YearValue, ...]
    policy: CityPolicy

    @property
    def colour(self) -> str | None:
        return self.decision.colour if self.decision else self.proposed

    def says(self, language: str) -> str:
        """Why it stands so, in "fi", "sv" or "en": the time that is left, or what the program makes of the actual."""
        if self.state in (State.NOT_DUE, State.NO_DATA):
            return say(Reason(self.state.value, {"day": self.due}), language)
        return self.policy.reason(self.judgement, language)

    def word(self, language: str) -> str:
        """What the state is called: the city's own word in the language, else the application's, as it is active."""
        return self.policy.words.get(self.state.value, {}).get(language) or str(self.state.label)


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """What is needed of a metric and its document."""

    pk: int
    key: UUID
    measure: int
    text: str
    target: str | None
    prior: str | None
    direction: str | None
    indicator: int
    unit: int
    start: datetime.date
    end: datetime.date


def follow_up(
    metrics: QuerySet[Metric],
    *,
    on: datetime.date,
    trials: Mapping[int, str] | None = None,
) -> dict[int, FollowUp]:
    """Where each of the metrics stands on the day, by metric id, in a fixed number of queries.

    An observation counts when its date is in the document's period and not after the day. `trials` are values, by
    metric id, that are judged as if they had been recorded on the day.
    """
    return stand(metric_facts(metrics), metrics, on=on, trials=trials)


def stand(
    facts: Sequence[MetricFacts],
    metrics: QuerySet[Metric],
    *,
    on: datetime.date,
    trials: Mapping[int, str] | None = None,
) -> dict[int, FollowUp]:
    """Where the metrics stand on the day, when what is needed of them has been read already."""
    observations = _observations(metrics)
    stated = stated_values(_indicators(metrics))
    decisions = _decisions(metrics)
    policies = policies_by_unit()
    return {
        row.pk: _follow_up_of(
            row,
            observations.get(row.indicator, []),
            stated.get(row.indicator, {}),
            decisions.get((row.key, row.end.year)),
            policies.get(row.unit, DEFAULT_POLICY),
            on=on,
            trial=(trials or {}).get(row.pk),
        )
        for row in facts
    }


def judge_actual(row: MetricFacts, actual: str | None, history: Iterable[YearValue]) -> Judgement:
    """What the program makes of the actual, with the indicator's own earlier years at hand."""
    earlier = {each.year: each.value for each in history if each.year < row.end.year}
    return judge(
        row.target,
        actual,
        prior=row.prior or earlier.get(row.end.year - 1),
        year=row.end.year,
        metric=row.text,
        direction=row.direction,
        history=earlier,
    )


def policies_by_unit() -> dict[int, CityPolicy]:
    """The policy that holds in each unit: that of the top of its organisation, where it has set one; two queries."""
    tops = tops_by_unit()
    rows = Policy.objects.values_list("unit", "tolerance_percent", "tolerance_days", "words")
    policies = {top: CityPolicy(Tolerances(percent, days), words) for top, percent, days, words in rows}
    return {unit: policies[top] for unit, top in tops.items() if top in policies}


def _follow_up_of(
    row: MetricFacts,
    observations: list[Recorded],
    stated: Mapping[int, str],
    decision: Decision | None,
    policy: CityPolicy,
    *,
    on: datetime.date,
    trial: str | None,
) -> FollowUp:
    history = _history(observations, stated)
    recorded = _counting(row, observations, on)
    actual = trial or (recorded.value if recorded else None)
    closing = on == row.end if trial else recorded is not None and recorded.closes is not None
    judgement = judge_actual(row, actual, history)
    due = due_day(judgement, end=row.end)
    proposed = colour_of(judgement, policy.tolerances) if actual else None
    state = state_of(
        decided=decision.colour if decision else None,
        proposed=proposed,
        recorded=actual is not None,
        final=actual is not None and (closing or on > due),
        due=due,
        on=on,
    )
    return FollowUp(row.pk, row.indicator, recorded, judgement, proposed, decision, State(state), due, history, policy)


def _counting(row: MetricFacts, observations: list[Recorded], on: datetime.date) -> Recorded | None:
    """The newest observation of the document's period: what closed its last year, else the latest one."""
    within = [each for each in observations if row.start <= each.date <= row.end and each.date <= max(on, row.start)]
    closing = [each for each in within if each.closes == row.end.year]
    return max(closing or within, key=lambda each: each.date, default=None)


def _history(observations: list[Recorded], stated: Mapping[int, str]) -> tuple[YearValue, ...]:
    """The value of each year, oldest first; what was observed goes before what a later document states."""
    values = {year: YearValue(year, value, observed=False) for year, value in stated.items()}
    values |= {each.closes: YearValue(each.closes, each.value, observed=True) for each in observations if each.closes}
    return tuple(values[year] for year in sorted(values))


def metric_facts(metrics: QuerySet[Metric]) -> list[MetricFacts]:
    """What is needed of each metric to tell where it stands, in one query, in the order of its measure."""
    return [
        MetricFacts(*values)
        for values in metrics.order_by("position", "pk").values_list(
            *("pk", "key", "measure", "text", "target", "prior", "direction"),
            main_indicator(),
            *(f"{AGREEMENT}__{field}" for field in ("unit", "period_start", "period_end")),
        )
    ]


def _indicators(metrics: QuerySet[Metric]) -> Any:
    return metrics.order_by().annotate(main=main_indicator()).values("main")


def _observations(metrics: QuerySet[Metric]) -> dict[int, list[Recorded]]:
    found: dict[int, list[Recorded]] = defaultdict(list)
    rows = (
        Observation.objects.filter(is_current=True)
        .annotate(main=main_indicator())
        .filter(main__in=_indicators(metrics))
        .order_by("date", "pk")
        .values_list(
            *("main", "pk", "date", "closes", "value", "note", "evidence", "evidence_name"),
            *("recorded_by__name", "recorded_at"),
        )
    )
    for main, *values in rows:
        found[main].append(Recorded(*values))
    return found


def stated_values(indicators: Any) -> defaultdict[int, dict[int, str]]:
    """By indicator, the value of each year that the document of the year after states, in the version of it that holds;
    in one query.

    `indicators` are the ids, or a query of them, of those that stand for others or themselves.
    """
    stated: defaultdict[int, dict[int, str]] = defaultdict(dict)
    rows = (
        Metric.objects.annotate(main=main_indicator(), end=F(f"{AGREEMENT}__period_end"))
        .filter(holding(AGREEMENT), main__in=indicators, prior__isnull=False)
        .exclude(prior__in=NOT_GIVEN)
        .order_by("end", "pk")
        .values_list("main", "end", "prior")
    )
    for main, end, prior in rows:
        stated[main].setdefault(end.year - 1, prior or "")
    return stated


def _decisions(metrics: QuerySet[Metric]) -> dict[tuple[UUID, int], Decision]:
    rows = Assessment.objects.filter(is_current=True, metric_key__in=metrics.order_by().values("key")).values_list(
        *("metric_key", "year", "pk", "colour", "reason", "assessed_by__name", "assessed_at")
    )
    return {(key, year): Decision(*values) for key, year, *values in rows}
