"""Two states of a document side by side: which rows came, went, moved and changed. Pure: snapshots in, data out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from agreements.cells import Cell, cells_of
from agreements.rows import Row, RowKind, Snapshot, State, row_kinds
from agreements.rows.fields import Names
from agreements.sections import registry
from agreements.year_numbers import shift_years

Id = tuple[str, int]


class Standing(StrEnum):
    """What became of a row."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Move:
    """Where a row was and where it is: the names of what it stood in, None when that is the same; places from 1."""

    from_parent: str | None
    to_parent: str | None
    from_place: int
    to_place: int


@dataclass(slots=True)
class ComparedRow:
    """A row on both sides; at least one of them is there. `level` is its depth within its section, from 0.

    `context` says that something in it has changed, though not the row itself.
    """

    kind: RowKind
    level: int
    before: Row | None
    after: Row | None
    cells: list[Cell]
    move: Move | None = None
    context: bool = False

    @property
    def row(self) -> Row:
        """The later side, or the earlier one of a row that is gone."""
        row = self.after or self.before
        if row is None:
            raise LookupError("The row is on neither side.")
        return row

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def standing(self) -> Standing:
        if self.before is None:
            return Standing.ADDED
        if self.after is None:
            return Standing.REMOVED
        return Standing.CHANGED if any(cell.differs and not cell.expected for cell in self.cells) else Standing.SAME

    @property
    def touched(self) -> bool:
        """Has it changed in a way that is not expected?"""
        return self.standing is not Standing.SAME or self.move is not None

    @property
    def expected(self) -> list[Cell]:
        """The differences that the turn of the year makes by itself, of a row that is on both sides."""
        if self.before is None or self.after is None:
            return []
        return [cell for cell in self.cells if cell.differs and cell.expected]


@dataclass(slots=True)
class ComparedSection:
    """A section on both sides, with the rows of its table in reading order and its single row, if it has one."""

    head: ComparedRow
    level: int
    rows: list[ComparedRow] = field(default_factory=list)
    singles: list[ComparedRow] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.head.row.title

    @property
    def touched(self) -> bool:
        return any(row.touched for row in self.all_rows)

    @property
    def all_rows(self) -> list[ComparedRow]:
        return [self.head, *self.singles, *self.rows]

    @property
    def leaf(self) -> RowKind | None:
        """The innermost kind of row of the table."""
        table = registry[self.head.row.state["kind"]].table
        return row_kinds[table[-1]] if table else None

    @property
    def columns(self) -> list[Cell]:
        """The columns of the table: a cell of each field of its innermost rows that says something or has to."""
        columns: dict[str, Cell] = {}
        leaf = self.leaf
        required = {each.name for each in leaf.fields if each.required} if leaf else set()
        for row in self.rows:
            if row.kind is leaf:
                for cell in row.cells:
                    if cell.before or cell.after or cell.name in required:
                        columns.setdefault(cell.name, cell)
        order = {each.name: place for place, each in enumerate(leaf.fields)} if leaf else {}
        return sorted(columns.values(), key=lambda cell: order[cell.name])

    @property
    def unchanged(self) -> int:
        """How many rows of the table are the same on both sides."""
        return sum(not row.touched for row in self.rows)


@dataclass(slots=True)
class Comparison:
    """A document's own rows (its head, its parties) and its sections, in reading order."""

    own: list[ComparedRow]
    sections: list[ComparedSection]

    @property
    def rows(self) -> Iterator[ComparedRow]:
        yield from self.own
        for section in self.sections:
            yield from section.all_rows

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, removed, changed, moved, and stayed as they were."""
        counts = dict.fromkeys([*Standing, "moved", "expected"], 0)
        for row in self.rows:
            counts[row.standing] += 1
            counts["moved"] += row.move is not None
            counts["expected"] += len(row.expected)
        return counts

    @property
    def touched(self) -> bool:
        return any(row.touched for row in self.rows)


def compare(before: Snapshot, after: Snapshot, names: Names, *, by_key: bool = False, years: int = 0) -> Comparison:
    """The two states side by side, in the later one's order; what is gone stands where it stood.

    Rows of one document are matched by their ids; those of two by their keys, and where keys have nothing to say by
    their words in matched surroundings. `years` is how much later the later one's year is: then what the turn of the
    year changes by itself is told apart.
    """
    partners = _by_key(before, after, years) if by_key else {each: each for each in before.rows if each in after.rows}
    return _Comparer(before, after, names, partners, years).compare()


def longest_run(places: Sequence[int]) -> set[int]:
    """The indices of a longest rising run: what stayed in order when the rest was moved."""
    ends: list[int] = []
    at_end: list[int] = []
    came_from: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        came_from.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at_end[length : length + 1] = [index]
    run = set()
    index = at_end[-1] if at_end else -1
    while index >= 0:
        run.add(index)
        index = came_from[index]
    return run


def _by_key(before: Snapshot, after: Snapshot, years: int) -> dict[Id, Id]:
    """Which row of the later state is which of the earlier: by the key, or by the words in matched surroundings."""
    waiting: dict[tuple[str, str], list[Id]] = defaultdict(list)
    for each, row in after.rows.items():
        waiting[row.kind, after.key_of(row)].append(each)
    partners: dict[Id, Id] = {}
    for each, row in before.rows.items():
        if same := waiting.get((row.kind, before.key_of(row))):
            partners[each] = same.pop(0)
    taken = set(partners.values())
    unmatched: dict[tuple[str, int | None, str], list[Id]] = defaultdict(list)
    for each, row in after.rows.items():
        if each not in taken:
            unmatched[row.kind, row.parent, _plain(row.title, 0)].append(each)
    for each, row in before.rows.items():
        if each not in partners:
            kind = row_kinds[row.kind]
            parent = partners.get((kind.within, row.parent)) if row.parent is not None else None
            place = (row.kind, parent[1] if parent else None, _plain(row.title, years))
            if (parent or row.parent is None) and (same := unmatched.get(place)):
                partners[each] = same.pop(0)
    return partners


def _plain(title: str, years: int) -> str:
    return " ".join((shift_years(title, years) or "").casefold().split())


@dataclass
class _Comparer:
    before: Snapshot
    after: Snapshot
    names: Names
    partners: dict[Id, Id]
    years: int

    @cached_property
    def origins(self) -> dict[Id, Id]:
        return {new: old for old, new in self.partners.items()}

    def compare(self) -> Comparison:
        old = next(row for row in self.before.rows.values() if row.kind == "agreement")
        new = next(row for row in self.after.rows.values() if row.kind == "agreement")
        own = [self._row(row_kinds["agreement"], 0, old, new)]
        for kind in row_kinds.in_("agreement"):
            own += [self._row(kind, 1, *trio) for trio in self._matched(kind, old, new)]
        return Comparison(own, list(self._sections(None, None, 1)))

    def _sections(self, old: Row | None, new: Row | None, level: int) -> Iterator[ComparedSection]:
        kind = row_kinds["section"]
        for before, after, move in self._matched(kind, old, new, top=level == 1):
            section = ComparedSection(self._row(kind, 0, before, after, move), level)
            for each in self._below("section", before, after, 0):
                (section.singles if each.kind.single else section.rows).append(each)
            _mark_context(section.rows)
            yield section
            yield from self._sections(before, after, level + 1)

    def _below(self, within: str, old: Row | None, new: Row | None, level: int) -> Iterator[ComparedRow]:
        for kind in row_kinds.in_(within):
            if kind.key == "section":
                continue
            for before, after, move in self._matched(kind, old, new):
                yield self._row(kind, level, before, after, move)
                yield from self._below(kind.key, before, after, level + 1)

    def _matched(
        self, kind: RowKind, old: Row | None, new: Row | None, *, top: bool = False
    ) -> Iterator[tuple[Row | None, Row | None, Move | None]]:
        """The rows of the kind in the two parents, the later ones in their order, the gone ones where they stood."""
        there = self.before.of(kind.key, old.pk if old else None) if old or top else []
        here = self.after.of(kind.key, new.pk if new else None) if new or top else []
        places = {(row.kind, row.pk): place for place, row in enumerate(there)}
        origins = [self.origins.get((row.kind, row.pk)) for row in here]
        stayed = [(places[origin], index) for index, origin in enumerate(origins) if origin in places]
        run = longest_run([place for place, _index in stayed])
        steady = {index: place for at, (place, index) in enumerate(stayed) if at in run}
        told = 0
        for index, row in enumerate(here):
            origin = origins[index]
            if index in steady:
                yield from self._gone(there[told : steady[index]])
                told = steady[index] + 1
            moved = origin is not None and index not in steady and bool(kind.within) and not kind.single
            before = self.before.rows[origin] if origin else None
            yield before, row, self._move(before, row, index) if moved and before else None
        yield from self._gone(there[told:])

    def _gone(self, rows: list[Row]) -> Iterator[tuple[Row, None, None]]:
        return ((row, None, None) for row in rows if (row.kind, row.pk) not in self.partners)

    def _move(self, old: Row, new: Row, place: int) -> Move:
        within = row_kinds[new.kind].within
        before, after = self.before.get(within, old.parent), self.after.get(within, new.parent)
        was = self.before.order[old.kind, old.parent].index(old.pk)
        same = before is after is None or (
            before is not None and after is not None and self.partners.get(_id(before)) == _id(after)
        )
        if same:
            return Move(None, None, was + 1, place + 1)
        return Move(before.title if before else "", after.title if after else "", was + 1, place + 1)

    def _row(
        self, kind: RowKind, level: int, old: Row | None, new: Row | None, move: Move | None = None
    ) -> ComparedRow:
        cells = cells_of(
            kind,
            old.state if old else None,
            new.state if new else None,
            self.names,
            section_before=_section_state(self.before, old),
            section_after=_section_state(self.after, new),
        )
        if self.years and old and new:
            cells = [self._expecting(cell) if cell.differs else cell for cell in cells]
        return ComparedRow(kind, level, old, new, cells, move)

    def _expecting(self, cell: Cell) -> Cell:
        expected = cell.of_last_year or shift_years(cell.before, self.years) == cell.after
        return replace(cell, expected=expected)


def _id(row: Row) -> Id:
    return row.kind, row.pk


def _section_state(snapshot: Snapshot, row: Row | None) -> State | None:
    section = snapshot.section_of(row) if row else None
    return section.state if section else None


def _mark_context(rows: Sequence[ComparedRow]) -> None:
    """Mark each row in which another one has changed."""
    changed: set[int] = set()
    for row in reversed(rows):
        row.context = any(level > row.level for level in changed)
        changed = {level for level in changed if level <= row.level}
        if row.touched or row.context:
            changed.add(row.level)
