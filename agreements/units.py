"""The tree of units as plain data: what a user may look into, from one query."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from agreements.collation import finnish_key
from agreements.models import Unit


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit with the units right below it, in their order; `depth` counts from the top of what was given."""

    unit: Unit
    depth: int
    children: "tuple[UnitNode, ...]"

    def __iter__(self) -> "Iterator[UnitNode]":
        """The unit and everything below it, from the top."""
        yield self
        for child in self.children:
            yield from child


def unit_tree(units: Iterable[Unit]) -> tuple[UnitNode, ...]:
    """The units as trees; one whose parent is not among them stands at the top."""
    units = list(units)
    known = {unit.pk for unit in units}
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: (unit.position, finnish_key(unit.name), unit.pk)):
        children[unit.parent_id if unit.parent_id in known else None].append(unit)

    def nodes(parent: int | None, depth: int) -> tuple[UnitNode, ...]:
        return tuple(UnitNode(unit, depth, nodes(unit.pk, depth + 1)) for unit in children[parent])

    return nodes(None, 0)


def all_nodes(tree: Iterable[UnitNode]) -> Iterator[UnitNode]:
    """Every node of the trees, each before those below it."""
    for top in tree:
        yield from top


_ORGANISATION = """
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM agreements_unit WHERE id = %s
        UNION SELECT unit.id, unit.parent_id FROM agreements_unit unit JOIN above ON unit.id = above.parent_id
    ), below(id) AS (
        SELECT id FROM above WHERE parent_id IS NULL
        UNION SELECT unit.id FROM agreements_unit unit JOIN below ON unit.parent_id = below.id
    ) SELECT id FROM below
"""


def organisation_of(unit: int) -> RawSQL:
    """A subquery of the ids of every unit of the unit's organisation."""
    return RawSQL(_ORGANISATION, [unit])  # noqa: S611


def tops_by_unit() -> dict[int, int]:
    """By unit, the top of its organisation, whose settings hold for it: ids, from one query."""
    parents = dict(Unit.objects.values_list("pk", "parent"))

    def top(unit: int) -> int:
        parent = parents[unit]
        return unit if parent is None else top(parent)

    return {unit: top(unit) for unit in parents}
