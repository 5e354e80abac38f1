"""An indicator over the years, as one reader may see it: targets, values and verdicts of every document."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from agreements import rights
from agreements.models import Agreement, User
from agreements.versions import holding
from metrics.charts import Bounds, Chart, ChartYear, Point, draw
from metrics.followup import NOT_GIVEN, FollowUp, MetricFacts, judge_actual, metric_facts, stand, stated_values
from metrics.indicators import AGREEMENT, group_of
from metrics.judgement import Judgement
from metrics.models import Indicator, Metric, Observation, State, main_indicator
from metrics.plotted import number_of, scale_of
from metrics.standing import STATE_OF, colour_of
from metrics.understanding import understood

LONGEST_GAP = 20
"""Years; a longer silence is not told year by year."""
DRAWN_YEARS = 12
"""The last ones; the table has them all."""


@dataclass(frozen=True, slots=True)
class Source:
    """A year's value, and where it comes from: an observation, or the prior-year value that a document states.

    `document` is the stating document where the reader may read it; `by` and `at` are an observation's.
    """

    value: str
    observed: bool
    by: str | None = None
    at: datetime.datetime | None = None
    date: datetime.date | None = None
    document: Agreement | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: one document's target of a year; without a metric a year that no document of the reader's
    has a target for."""

    year: int
    metric: Metric | None = None
    source: Source | None = None
    judgement: Judgement | None = None
    state: str = ""
    follow_up: FollowUp | None = None

    @property
    def document(self) -> Agreement | None:
        return self.metric.measure.goal.section.agreement if self.metric else None

    def understood(self, language: str) -> str:
        """How the program reads the target, with what it holds an actual against."""
        if self.metric is None or self.judgement is None or self.metric.target is None:
            return ""
        return understood(
            self.metric.target,
            self.judgement,
            language,
            year=self.year,
            metric=self.metric.text,
            direction=self.metric.direction,
        )

    def says(self, language: str) -> str:
        """Why it stands so: a person's reason before the program's."""
        if self.follow_up and self.follow_up.decision:
            return self.follow_up.decision.reason
        if self.judgement is None or self.metric is None:
            return ""
        if self.follow_up and self.source is None:
            return self.follow_up.says(language)
        return self.judgement.says(language)


@dataclass(frozen=True, slots=True)
class IndicatorHistory:
    """The lines, the newest year first."""

    lines: tuple[Line, ...]

    @property
    def values(self) -> dict[int, str]:
        """The value of each year, as written."""
        return {line.year: line.source.value for line in self.lines if line.source}

    @property
    def years(self) -> list[int]:
        return sorted({line.year for line in self.lines})

    @property
    def documents(self) -> int:
        return len({line.document.slug for line in self.lines if line.document})

    def chart(self) -> Chart | None:
        by_year: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            by_year[line.year].append(line)
        return draw([_chart_year(year, by_year[year]) for year in self.years[-DRAWN_YEARS:]])


def history_of(indicator: Indicator, *, reader: User | AnonymousUser, on: datetime.date) -> IndicatorHistory:
    """The history of the indicator and of those declared the same, in a fixed number of queries.

    Values are everybody's who may see the indicator; targets only of documents that the reader may read.
    """
    documents = rights.visible_agreements(reader).current()
    metrics = Metric.objects.filter(group_of(indicator), **{f"{AGREEMENT}__in": documents})
    facts = metric_facts(metrics)
    followed = stand(facts, metrics, on=on) if facts else {}
    sources = _sources(indicator, documents, on)
    rows = {row.pk: row for row in metrics.select_related(AGREEMENT)}
    lines = [_line(rows[fact.pk], fact, followed[fact.pk], sources) for fact in facts]
    told = {line.year for line in lines}
    lines += [Line(year, source=source) for year, source in sources.items() if year not in told]
    lines += [Line(year) for year in _silent({line.year for line in lines})]
    return IndicatorHistory(tuple(sorted(lines, key=lambda line: (-line.year, line.metric.pk if line.metric else 0))))


def values_by_indicator(indicators: Iterable[int]) -> dict[int, dict[int, str]]:
    """Of each indicator that stands for others or itself, the value of each year as written, in two queries."""
    wanted = list(indicators)
    values = stated_values(wanted)
    observed = (
        Observation.objects.annotate(main=main_indicator())
        .filter(main__in=wanted, is_current=True, closes__isnull=False)
        .order_by("date", "pk")
        .values_list("main", "closes", "value")
    )
    for main, closes, value in observed:
        values[main][closes or 0] = value
    return values


def _sources(indicator: Indicator, documents: QuerySet[Agreement], on: datetime.date) -> dict[int, Source]:
    """The value of each year with its source: what closed the year goes before what a later document states."""
    readable = set(documents.order_by().values_list("pk", flat=True))
    sources: dict[int, Source] = {}
    stating = (
        Metric.objects.filter(group_of(indicator), holding(AGREEMENT), prior__isnull=False)
        .exclude(prior__in=NOT_GIVEN)
        .select_related(AGREEMENT)
        .order_by(f"{AGREEMENT}__period_end", "pk")
    )
    for metric in stating:
        agreement = metric.measure.goal.section.agreement
        document = agreement if agreement.pk in readable else None
        sources.setdefault(agreement.period_end.year - 1, Source(metric.prior or "", observed=False, document=document))
    closing = (
        Observation.objects.filter(group_of(indicator), is_current=True, closes__isnull=False, date__lte=on)
        .select_related("recorded_by")
        .order_by("date", "pk")
    )
    for observation in closing:
        by = observation.recorded_by.name if observation.recorded_by else None
        sources[observation.closes or 0] = Source(observation.value, True, by, observation.recorded_at)
    return sources


def _line(metric: Metric, fact: MetricFacts, followed: FollowUp, sources: dict[int, Source]) -> Line:
    year = fact.end.year
    if not metric.measure.goal.section.agreement.is_followed:
        return Line(year, metric, sources.get(year), followed.judgement, "", followed)
    recorded = followed.recorded
    if recorded:
        date = recorded.date if recorded.closes is None else None
        source = Source(recorded.value, True, recorded.by, recorded.at, date)
        return Line(year, metric, source, followed.judgement, followed.state.value, followed)
    stated = sources.get(year)
    if stated is None or followed.decision:
        return Line(year, metric, stated, followed.judgement, followed.state.value, followed)
    judgement = judge_actual(fact, stated.value, followed.history)
    state = STATE_OF.get(colour_of(judgement, followed.policy.tolerances), State.UNDECIDED.value)
    return Line(year, metric, stated, judgement, state, followed)


def _silent(years: set[int]) -> list[int]:
    """The years between the others of which nothing is known, where they are few enough to be told."""
    if not years or max(years) - min(years) > LONGEST_GAP:
        return []
    return [year for year in range(min(years), max(years)) if year not in years]


def _chart_year(year: int, lines: Sequence[Line]) -> ChartYear:
    source = next((line.source for line in lines if line.source), None)
    number = number_of(source.value) if source else None
    states = [line.state for line in lines if line.metric and line.metric.target]
    point = Point(number, source.value, states[0] if states else "") if source and number is not None else None
    bounds = tuple(_bounds(line) for line in lines if line.metric and line.metric.target and line.judgement)
    return ChartYear(year, bounds, point, states[0] if states else State.NO_DATA.value if source is None else "")


def _bounds(line: Line) -> Bounds:
    """The band of the line's target; what stands in parentheses is left to the table."""
    judgement, written = line.judgement, (line.metric.target if line.metric else None) or ""
    scale = scale_of(judgement.unit) if judgement else Decimal(1)
    low, high = (
        bound * scale if isinstance(bound, Decimal) else None
        for bound in ((judgement.low, judgement.high) if judgement else (None, None))
    )
    return Bounds(low, high, written.split("(")[0].strip())
