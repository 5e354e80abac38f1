"""A goal table at the turn of the year: the same goals, last year's actuals as prior-year values."""

from collections import Counter

from agreements.models import Agreement, Goal, Measure, Section
from agreements.sections import Carried, CarryNote
from metrics.models import Metric, Observation, main_indicator


def carry_goal_table(source: Section, target: Section) -> list[CarryNote]:
    """Write next year's goals, measures and metrics; targets as written, prior-year values with their source."""
    closing = closing_observations(source.agreement)
    counts: Counter[Carried] = Counter()
    for goal in source.goals.prefetch_related("measures__metrics__indicator"):
        new_goal = Goal.objects.create(
            section=target,
            key=goal.key,
            position=goal.position,
            title=goal.title,
            outcome=goal.outcome,
            serves_id=goal.serves_id,
        )
        for measure in goal.measures.all():
            metrics = _carry_measure(measure, new_goal, closing)
            counts[Carried.ROWS] += len(metrics)
            counts[Carried.PRIOR_FILLED] += sum(1 for metric in metrics if metric.prior)
            counts[Carried.PRIOR_MISSING] += sum(1 for metric in metrics if not metric.prior)
    return [CarryNote(code, count) for code, count in counts.items() if count]


def closing_observations(agreement: Agreement) -> dict[int, Observation]:
    """What closed the document's last year, by the id of the indicator that stands for the metric's."""
    indicators = Metric.objects.filter(measure__goal__section__agreement=agreement).values(main=main_indicator())
    observations = (
        Observation.objects.filter(is_current=True, closes=agreement.period_end.year)
        .annotate(main=main_indicator())
        .filter(main__in=indicators)
        .order_by("date", "pk")
    )
    return {observation.main: observation for observation in observations}


def _carry_measure(measure: Measure, goal: Goal, closing: dict[int, Observation]) -> list[Metric]:
    new_measure = Measure.objects.create(
        goal=goal,
        key=measure.key,
        position=measure.position,
        text=measure.text,
        in_portfolio=measure.in_portfolio,
        project=measure.project,
        portfolio_entry=measure.portfolio_entry,
    )
    return Metric.objects.bulk_create(
        _carry_metric(metric, new_measure, closing.get(metric.indicator.main_id or metric.indicator_id))
        for metric in measure.metrics.all()
    )


def _carry_metric(metric: Metric, measure: Measure, actual: Observation | None) -> Metric:
    return Metric(
        measure=measure,
        key=metric.key,
        position=metric.position,
        text=metric.text,
        target=metric.target,
        prior=actual.value if actual else None,
        prior_from=actual,
        direction=metric.direction,
        indicator_id=metric.indicator_id,
        responsible_id=metric.responsible_id,
        substitute_id=metric.substitute_id,
    )
