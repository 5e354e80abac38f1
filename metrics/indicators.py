"""Which indicators somebody may look at and look after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements import rights
from agreements.models import Agreement, User
from metrics.models import DifferentIndicators, Indicator, Metric, main_indicator

AGREEMENT = "measure__goal__section__agreement"


def visible_indicators(user: User | AnonymousUser) -> QuerySet[Indicator]:
    """The indicators of the user's units and of the documents that the user may read; none that another stands for."""
    documents = {f"{AGREEMENT}__in": rights.visible_agreements(user)}
    return _mains(Q(unit__in=rights.visible_units(user)), documents)


def editable_indicators(user: User | AnonymousUser) -> QuerySet[Indicator]:
    """The indicators that the user looks after: by administering their unit, or by recording in one of their documents'
    units.
    """
    documents = {f"{AGREEMENT}__unit__in": rights.recording_units(user)}
    return _mains(Q(unit__in=rights.administered_units(user)), documents)


def group_of(indicator: Indicator) -> Q:
    """The condition that a row with an `indicator` has the given one or one declared the same."""
    main = indicator.main_id or indicator.pk
    return Q(indicator=main) | Q(indicator__main=main)


def documents_by_indicator(
    indicators: Iterable[int], documents: QuerySet[Agreement] | None = None
) -> dict[int, set[tuple[str, int]]]:
    """By indicator that stands for others or itself, the documents that have it, all or of those: slugs and years."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = (
        Metric.objects.annotate(main=main_indicator())
        .filter(main__in=list(indicators), **({} if documents is None else {f"{AGREEMENT}__in": documents}))
        .order_by()
        .values_list("main", f"{AGREEMENT}__slug", f"{AGREEMENT}__year")
    )
    for main, slug, year in rows:
        found[main].add((slug, year))
    return found


def declared_different() -> set[tuple[int, int]]:
    """The pairs of indicators that a person has said are not the same, the smaller id first."""
    return set(DifferentIndicators.objects.order_by().values_list("first", "second"))


def _mains(of_unit: Q, documents: Mapping[str, QuerySet[Any]]) -> QuerySet[Indicator]:
    metrics = Metric.objects.annotate(main=main_indicator()).filter(main=OuterRef("pk"), **documents)
    return Indicator.objects.filter(of_unit | Exists(metrics), main__isnull=True)
