"""All rows of a document at one moment, as plain data: now, from a fixed number of queries, or earlier, by undoing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from agreements.models import Agreement, Section
from agreements.numbering import Numbered, numbers
from agreements.rows.fields import Names, Scope, State, names_of
from agreements.rows.kinds import RowKind, as_json, row_kinds
from agreements.sections import registry

PLACE = "place"
"""In a change, where the row stands among its siblings, from 0."""


@dataclass(slots=True)
class Row:
    """One row: its kind's key, its id and version, and its state."""

    kind: str
    pk: int
    version: int
    state: State

    @property
    def id(self) -> str:
        """The row's name in a page: "goal-12"."""
        return f"{self.kind}-{self.pk}"

    @property
    def parent(self) -> int | None:
        """The id of the row that it stands in."""
        parent: int | None = self.state.get(row_kinds[self.kind].parent_column)
        return parent

    @property
    def title(self) -> str:
        return row_kinds[self.kind].title(self.state)


@dataclass
class Snapshot:
    """The rows of a document, whose last year and kind are given. `order` has the ids of each parent's rows of a kind,
    in their order.
    """

    year: int
    document_kind: str
    rows: dict[tuple[str, int], Row] = field(default_factory=dict)
    order: dict[tuple[str, int | None], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Row, place: int | None = None) -> None:
        """Put the row among its siblings, at the place or last."""
        self.rows[row.kind, row.pk] = row
        siblings = self.order[row.kind, row.parent]
        siblings.insert(len(siblings) if place is None else place, row.pk)

    def remove(self, row: Row) -> None:
        del self.rows[row.kind, row.pk]
        self.order[row.kind, row.parent].remove(row.pk)

    def get(self, kind: str, pk: int | None) -> Row | None:
        return None if pk is None else self.rows.get((kind, pk))

    def of(self, kind: str, parent: int | None) -> list[Row]:
        """The rows of the kind that stand in the parent, in their order."""
        return [self.rows[kind, pk] for pk in self.order.get((kind, parent), ())]

    def sections(self) -> Iterator[tuple[Row, int]]:
        """Each section with its level, in reading order. Level 1 is a chapter."""

        def walk(parent: int | None, level: int) -> Iterator[tuple[Row, int]]:
            for row in self.of("section", parent):
                yield row, level
                yield from walk(row.pk, level + 1)

        return walk(None, 1)

    def numbers(self) -> dict[int, str | None]:
        """The number of each section by its id, written or from its place."""
        children = {
            parent: [Numbered(row.pk, row.state["number"], row.state["auto_number"]) for row in self.of(kind, parent)]
            for kind, parent in self.order
            if kind == "section"
        }
        return numbers(children)

    def below(self, row: Row) -> Iterator[Row]:
        """Everything that stands in the row, each row before what stands in it."""
        for kind in row_kinds.in_(row.kind):
            for child in self.of(kind.key, row.pk):
                yield child
                yield from self.below(child)

    def section_of(self, row: Row) -> Row | None:
        """The section that the row stands in: itself for a section, none for the document's own rows."""
        while row.kind != "section":
            within = row_kinds[row.kind].within
            above = self.get(within, row.parent) if within else None
            if above is None:
                return None
            row = above
        return row

    def key_of(self, row: Row) -> str:
        """The key that survives amendments and years; a single row has its section's, the document none."""
        if row_kinds[row.kind].single:
            section = self.get("section", row.parent)
            return section.state["key"] if section else ""
        return str(row.state.get("key", ""))

    def names(self, scope: Scope | None = None) -> Names:
        """What the ids in the rows lead to, in a query for each sort of thing there is, or as names_of has it."""
        return names_of((wanted for row in self.rows.values() for wanted in self.wanted_by(row)), scope)

    def wanted_by(self, row: Row) -> Iterable[tuple[str, int]]:
        kind = row_kinds[row.kind]
        return (wanted for field in kind.fields if field.names for wanted in field.wants(row.state))

    def undo(self, change: Mapping[str, Any]) -> None:
        """Take back what a change did: the columns of `Change` by their names. Newest changes go first."""
        kind, pk = change["kind"], change["row"]
        before, after = change["before"], change["after"]
        if after is None:
            state = {name: value for name, value in before.items() if name != PLACE}
            self.add(Row(kind, pk, change["version"], state), before.get(PLACE))
            return
        row = self.rows[kind, pk]
        if before is None:
            self.remove(row)
            return
        moved = PLACE in before
        if moved:
            self.order[kind, row.parent].remove(pk)
        row.state.update({name: value for name, value in before.items() if name != PLACE})
        if moved:
            self.order[kind, row.parent].insert(before[PLACE], pk)
        else:
            row.version = change["version"] - 1


def names_of_both(one: Snapshot, other: Snapshot) -> Names:
    """What the ids in the rows of both lead to, in a query for each sort of thing there is."""
    return names_of(each for side in (one, other) for row in side.rows.values() for each in side.wanted_by(row))


def load_snapshot(agreement: Agreement, *, section: int | None = None) -> Snapshot:
    """The document's rows now: a query for each kind of row that its kinds of section have; single rows come with
    their sections.

    With the id of a section, every section, but only that one's rows.
    """
    snapshot = Snapshot(agreement.period_end.year, agreement.kind)
    document = row_kinds["agreement"]
    snapshot.add(
        Row(
            "agreement",
            agreement.pk,
            agreement.row_version,
            {name: as_json(getattr(agreement, name)) for name in document.columns},
        )
    )
    singles = [row for row in _load_sections(snapshot, agreement) if section in (None, row.parent)]
    if section is None:
        _load(snapshot, row_kinds["party"], agreement, {})
    sections = [row for (kind, pk), row in snapshot.rows.items() if kind == "section" and section in (None, pk)]
    needed = {key for row in sections for key in registry[row.state["kind"]].row_kinds}
    for kind in row_kinds:
        if kind.single:
            for row in singles:
                if row.kind == kind.key:
                    snapshot.add(row)
        elif kind.key in needed:
            _load(snapshot, kind, agreement, {} if section is None else {kind.section: section})
    return snapshot


def _load_sections(snapshot: Snapshot, agreement: Agreement) -> list[Row]:
    """Load the sections; answers the single rows that live with them."""
    kind, singles = row_kinds["section"], [each for each in row_kinds if each.single]
    columns = ["pk", kind.version_column, *kind.columns]
    paths = {each.related_model: each.name for each in Section._meta.related_objects if each.one_to_one}
    for single in singles:
        path = paths[single.model]
        columns += (f"{path}__{name}" for name in ("pk", single.version_column, *single.columns))
    found = []
    for values in agreement.sections.order_by("position", "pk").values_list(*columns):
        left = iter(values)
        snapshot.add(_row(kind, left))
        found += [_row(single, left) for single in singles]
    return [row for row in found if row.parent is not None]


def _row(kind: RowKind, values: Iterator[Any]) -> Row:
    """The row of the next values: its id, its version and its columns."""
    pk, version = next(values), next(values)
    return Row(kind.key, pk, version, {name: as_json(next(values)) for name in kind.columns})


def _load(snapshot: Snapshot, kind: RowKind, agreement: Agreement, within: Mapping[str, Any]) -> None:
    manager = kind.model._default_manager
    rows = manager.filter(**{kind.document: agreement.pk}, **within).order_by("position", "pk")
    for values in rows.values_list("pk", kind.version_column, *kind.columns):
        snapshot.add(_row(kind, iter(values)))


def section_state(agreement: Agreement, section: int | None) -> State | None:
    """The state of one of the document's sections."""
    row = None if section is None else Section.objects.filter(agreement=agreement, pk=section).first()
    return None if row is None else {name: as_json(getattr(row, name)) for name in row_kinds["section"].columns}
