"""People, rounds and recorded actuals for tests of follow-up."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from agreements.models import Unit, User
from metrics.models import Assessment, Indicator, Metric, Observation, Round
from metrics.services.observations import assessment_decide, observation_record
from metrics.services.rounds import round_finish, round_set

YEAR_END = datetime.date(2020, 12, 31)
DUE = datetime.date(2021, 1, 15)
BOTH = ("service_agreement", "development_plan")


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def unit(name: str) -> Unit:
    found: Unit = Unit.objects.get(name_fi=name)
    return found


def metrics_of(slug: str) -> list[Metric]:
    """The document's metrics in reading order."""
    return list(
        Metric.objects.filter(measure__goal__section__agreement__slug=slug)
        .select_related("measure__goal__section__agreement", "indicator")
        .order_by(
            *("measure__goal__section__position", "measure__goal__position", "measure__position", "position", "pk")
        )
    )


def metric(text: str, slug: str = "yhteiset-palvelut-2020") -> Metric:
    """The document's metric whose text begins so."""
    return next(each for each in metrics_of(slug) if each.text.startswith(text))


def record(metric: Metric, value: str, on: datetime.date = YEAR_END, *, by: str = "helena.laine") -> Observation:
    """The value recorded for the metric at the date, whatever held there before."""
    main = metric.indicator.main_id or metric.indicator_id
    current = Observation.objects.filter(indicator=main, date=on, is_current=True).first()
    return observation_record(
        metric=metric,
        date=on,
        value=value,
        seen=current.pk if current else None,
        by=user(by),
        at=timezone.now(),
    )


def decide(metric: Metric, colour: str, reason: str) -> Assessment:
    return assessment_decide(
        metric=metric, colour=colour, reason=reason, seen=None, by=user("helena.laine"), at=timezone.now()
    )


def turku_round(
    date: datetime.date = YEAR_END, due: datetime.date = DUE, kinds: Sequence[str] = ("service_agreement",)
) -> Round:
    return round_set(unit=unit("Turku"), date=date, due=due, kinds=kinds, by=user("pekka.salo"))


def august_reported() -> Round:
    """A finished round whose report of one document has metrics in five states, one of them decided by a person."""
    on = datetime.date(2020, 8, 20)
    record(metric("Täydennyskoulutuspäivien"), "10", on)
    record(metric("Infratiimin"), "Aika hyvin", on)
    record(metric("Käyttöönottoprojektin"), "15.8.2020", on)
    decide(metric("Matkoille"), "red", "Kaikki matkat peruttiin.")
    follow_up = turku_round(date=datetime.date(2020, 8, 31), due=datetime.date(2020, 9, 15))
    return round_finish(follow_up=follow_up, by=user("pekka.salo"), at=timezone.now())


def ten_times(slug: str) -> None:
    """Nine more of each of the document's metrics, each with an indicator and an actual of its own."""
    for each in metrics_of(slug):
        for copy in range(9):
            indicator = Indicator.objects.create(unit=each.indicator.unit, name=f"{each.text} {copy}")
            Metric.objects.create(
                measure=each.measure,
                position=each.position,
                text=f"{each.text} {copy}",
                target=each.target,
                prior=each.prior,
                indicator=indicator,
                responsible=each.responsible,
            )
            if copy % 2:
                Observation.objects.create(
                    indicator=indicator, date=YEAR_END, closes=2020, value="3", recorded_at=timezone.now()
                )
