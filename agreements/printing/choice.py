"""Which documents are printed in bulk, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agreements import rights
from agreements.models import Agreement, Kind, Status, Unit, User
from agreements.units import all_nodes, unit_tree

_AGREED = (Status.IN_FORCE, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Choice:
    """The documents of a year, of some kinds and in some statuses, in a unit and below it. `unit` is an id."""

    unit: int
    year: int
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]


def chosen_documents(user: User, choice: Choice) -> list[Agreement]:
    """The documents of the choice that the user may read, in the order of the tree of units. Two queries.

    Of the versions of a document that were chosen it is the one that holds; where none does, the newest.
    """
    nodes = list(all_nodes(unit_tree(rights.visible_units(user))))
    top = next((node for node in nodes if node.unit.pk == choice.unit), None)
    if top is None:
        return []
    places = {node.unit.pk: place for place, node in enumerate(top)}
    agreements = (
        rights.visible_agreements(user)
        .filter(year=choice.year, kind__in=choice.kinds, status__in=choice.statuses, unit__in=list(places))
        .exclude(superseded_by__status__in=_AGREED)
        .select_related("unit")
    )
    kinds = Kind.values
    return sorted(
        current_versions(agreements), key=lambda each: (places[each.unit_id], kinds.index(each.kind), each.slug)
    )


def current_versions(agreements: Iterable[Agreement]) -> list[Agreement]:
    """One version of each document: the one that is agreed, before one that is still being made."""
    best: dict[str, Agreement] = {}
    for agreement in agreements:
        known = best.get(agreement.slug)
        if known is None or _weight(agreement) > _weight(known):
            best[agreement.slug] = agreement
    return list(best.values())


def _weight(agreement: Agreement) -> tuple[bool, int]:
    return agreement.status in _AGREED, agreement.version


def years_of(user: User) -> Sequence[int]:
    """The years of the documents that the user may read, the last one first. One query."""
    return list(rights.visible_agreements(user).order_by("-year").values_list("year", flat=True).distinct())


def units_of(user: User) -> list[tuple[Unit, int]]:
    """The units that the user may look into, as a tree: each with its depth. One query."""
    return [(node.unit, node.depth) for node in all_nodes(unit_tree(rights.visible_units(user)))]
