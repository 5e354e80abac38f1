"""Which follow-up rounds are open, and which documents take part in them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from agreements import rights
from agreements.models import Agreement, AgreementQuerySet, Status, User
from agreements.units import tops_by_unit
from metrics.models import Metric, Round

AGREEMENT = "measure__goal__section__agreement"


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that waits for actuals as of `date`; `after` tells, by kind of document, the date of the round before."""

    pk: int
    unit: int
    date: datetime.date
    due: datetime.date
    kinds: tuple[str, ...]
    after: Mapping[str, datetime.date]

    def takes(self, agreement: Agreement, *, top: int) -> bool:
        """Does the document, of a unit below the top, take part?"""
        in_period = agreement.period_start <= self.date <= agreement.period_end
        return top == self.unit and agreement.kind in self.kinds and in_period

    def is_answered_at(self, date: datetime.date, *, kind: str) -> bool:
        """Does a value of that date answer the round, in a document of the kind? It is newer than the round before."""
        before = self.after.get(kind)
        return date <= self.date and (before is None or before < date)


def open_rounds(*, on: datetime.date) -> list[OpenRound]:
    """The rounds that people record for on the day, of every top unit, by date: those whose date has come and that are
    not finished, and the next one.
    """
    found: list[OpenRound] = []
    before: dict[int, dict[str, datetime.date]] = {}
    ahead: set[int] = set()
    rows = Round.objects.order_by("date", "pk").values_list("pk", "unit", "date", "due", "kinds", "finished_at")
    for pk, unit, date, due, kinds, finished_at in rows:
        earlier = before.setdefault(unit, {})
        if finished_at is None and (date <= on or unit not in ahead):
            found.append(OpenRound(pk, unit, date, due, tuple(kinds), dict(earlier)))
            ahead.update({unit} if date > on else ())
        earlier.update(dict.fromkeys(kinds, date))
    return found


def documents_of(follow_up: Round, tops: Mapping[int, int]) -> AgreementQuerySet:
    """The documents in force that take part in the round: of its kinds, of units below its own, its date in their
    period.
    """
    below = [unit for unit, top in tops.items() if top == follow_up.unit_id]
    return Agreement.objects.filter(
        unit__in=below,
        kind__in=follow_up.kinds,
        status=Status.IN_FORCE,
        period_start__lte=follow_up.date,
        period_end__gte=follow_up.date,
    )


def metrics_of(documents: AgreementQuerySet) -> QuerySet[Metric]:
    """The metrics of the documents."""
    return Metric.objects.filter(**{f"{AGREEMENT}__in": documents.order_by()})


def visible_rounds(user: User | AnonymousUser) -> QuerySet[Round]:
    """The rounds of the organisations in which the user may look into a unit."""
    tops = tops_by_unit()
    units = rights.visible_units(user).order_by().values_list("pk", flat=True)
    return Round.objects.filter(unit__in={tops[unit] for unit in units})
