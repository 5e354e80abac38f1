"""What is to be recorded or decided: metrics with where they stand and the open rounds that wait for them."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, F, Q, QuerySet, TextChoices, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements import rights
from agreements.models import Agreement, Status, User
from agreements.units import tops_by_unit
from metrics.followup import FollowUp, follow_up
from metrics.models import Metric, Observation, State, main_indicator
from metrics.rounds import AGREEMENT, OpenRound, open_rounds
from metrics.services.observations import PEOPLE, closed_year


class Need(TextChoices):
    """What somebody has to do about a metric."""

    MISSING = "missing", _("Missing")
    LATE = "late", _("Late")
    UNDECIDED = "undecided", _("To be decided")


@dataclass(frozen=True, slots=True)
class Task:
    """A metric of a document in force.

    `rounds` are the open rounds that it takes part in, by date, with whether it is recorded for each; `need` is what
    is to be done first, None when nothing is. Whether the user may read its document (`seen`) or record it
    (`recordable`) is known when the metrics are `metrics_for` them.
    """

    metric: Metric
    stand: FollowUp
    rounds: tuple[tuple[OpenRound, bool], ...]
    need: Need | None

    @property
    def seen(self) -> bool:
        return getattr(self.metric, "seen", False)

    @property
    def recordable(self) -> bool:
        return getattr(self.metric, "recordable", False)

    @property
    def agreement(self) -> Agreement:
        return self.metric.measure.goal.section.agreement

    @property
    def round(self) -> OpenRound | None:
        """The first open round that waits for the metric's value."""
        return next((follow_up for follow_up, recorded in self.rounds if not recorded), None)

    @property
    def people(self) -> tuple[User, ...]:
        """The responsible person and the substitute, those that are named."""
        return tuple(person for person in (self.metric.responsible, self.metric.substitute) if person)

    @property
    def address(self) -> str:
        """Where the metric is recorded and decided."""
        page = reverse("record", args=[self.agreement.slug])
        return f"{page}?date={self.date.isoformat()}#m{self.metric.pk}"

    @property
    def date(self) -> datetime.date:
        """The date that the recording page is to be opened at."""
        if self.round:
            return self.round.date
        return self.stand.recorded.date if self.stand.recorded else self.agreement.period_end

    @property
    def due(self) -> datetime.date:
        """The day by which it is to be done."""
        if self.round:
            return record_by(self.round, self.stand)
        return max((each.due for each, _recorded in self.rounds), default=self.stand.due)


def record_by(follow_up: OpenRound, stand: FollowUp) -> datetime.date:
    """The round's due day; or the target's own day, where that is before the date of the round."""
    return stand.due if stand.due < follow_up.date else follow_up.due


def tasks_of(metrics: QuerySet[Metric], *, on: datetime.date) -> list[Task]:
    """The metrics with what is to be done about each on the day, in reading order, in a fixed number of queries."""
    tops = tops_by_unit()
    rounds = open_rounds(on=on)
    stands = follow_up(metrics, on=on)
    dates = _observed_dates(metrics)
    tasks = []
    for metric in _in_reading_order(metrics):
        agreement = metric.measure.goal.section.agreement
        stand = stands[metric.pk]
        own = tuple(
            (each, _is_recorded(each, agreement, stand, dates[stand.indicator]))
            for each in rounds
            if each.takes(agreement, top=tops[agreement.unit_id])
        )
        tasks.append(Task(metric, stand, own, need_of(stand, own, on=on)))
    return tasks


def need_of(stand: FollowUp, rounds: Iterable[tuple[OpenRound, bool]], *, on: datetime.date) -> Need | None:
    """What is to be done about a metric first: its value recorded for a round, then its colour decided."""
    waiting = next((follow_up for follow_up, recorded in rounds if not recorded), None)
    if waiting:
        return Need.LATE if on > record_by(waiting, stand) else Need.MISSING
    if stand.state == State.NO_DATA:
        return Need.LATE
    return Need.UNDECIDED if stand.state == State.UNDECIDED else None


def all_metrics() -> QuerySet[Metric]:
    """The metrics of every document in force."""
    return Metric.objects.filter(**{f"{AGREEMENT}__status": Status.IN_FORCE})


def metrics_for(user: User | AnonymousUser) -> QuerySet[Metric]:
    """The metrics of documents in force that the user may read (`seen`) or record (`recordable`)."""
    seen = rights.visible_through(user, f"{AGREEMENT}__unit")
    recordable = rights.recordable_through(user, AGREEMENT, people=PEOPLE)
    return all_metrics().filter(seen | recordable).annotate(seen=_flag(seen), recordable=_flag(recordable))


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _in_reading_order(metrics: QuerySet[Metric]) -> QuerySet[Metric]:
    return metrics.select_related(f"{AGREEMENT}__unit", *PEOPLE).order_by(
        *(f"{AGREEMENT}__{field}" for field in ("slug", "version")),
        *("measure__goal__section__position", "measure__goal__position", "measure__position", "position", "pk"),
    )


def _observed_dates(metrics: QuerySet[Metric]) -> Mapping[int, set[datetime.date]]:
    """By indicator, the dates of the values that hold."""
    dates: dict[int, set[datetime.date]] = defaultdict(set)
    indicators = metrics.order_by().annotate(main=main_indicator()).values("main")
    rows = Observation.objects.filter(is_current=True).annotate(main=main_indicator()).filter(main__in=indicators)
    for main, date in rows.order_by().values_list(F("main"), "date"):
        dates[main].add(date)
    return dates


def _is_recorded(follow_up: OpenRound, agreement: Agreement, stand: FollowUp, dates: Collection[datetime.date]) -> bool:
    """Is there a value for the round? A round on a day that closes a year wants the value that closes it.

    What was settled on the target's own day, or before it, needs no new one.
    """
    recorded = stand.recorded
    if recorded and recorded.date <= follow_up.date:
        kept_its_day = stand.judgement.kind == "deadline" and stand.colour == "green"
        if recorded.date >= stand.due or kept_its_day:
            return True
    if closed_year(follow_up.date, agreement):
        return follow_up.date in dates
    return any(follow_up.is_answered_at(date, kind=agreement.kind) for date in dates if date >= agreement.period_start)
