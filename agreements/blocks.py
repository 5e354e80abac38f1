"""A block of cells pasted into a section's table: which rows it adds and which it writes over.

The block's first cell goes where somebody pasted it, the rest to the right and down. Where that is the first column of
a kind of row, each line is a new row there, and an empty cell stands for what stands above it, as merged cells come
from spreadsheets. Elsewhere the lines are written over the rows that follow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.editor import columns_of
from agreements.pasting import pasted_rows
from agreements.rows.fields import Field
from agreements.rows.kinds import RowKind, row_kinds
from agreements.rows.snapshot import Row, Snapshot
from agreements.sections import registry
from agreements.services.rows import NewRow, Update

LARGEST = 200_000
"""The longest paste that is looked at, in characters."""
MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Start:
    """Where a block is pasted: a field of a row, or of a new row that is to stand in the parent at the place."""

    kind: str
    field: str
    row: int | None = None
    parent: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the block: the field that it goes to, and the heading over that."""

    kind: RowKind
    field: Field
    heading: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the block as it will stand: its cells, and the row that it is written over, if any."""

    cells: tuple[str, ...]
    over: Row | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a block would do, or the problem why it cannot."""

    problem: str = ""
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    additions: tuple[tuple[int | None, int | None, NewRow], ...] = ()
    updates: tuple[Update, ...] = ()

    @property
    def headed(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """The lines, with their cells beside their columns' headings."""
        headings = [column.heading for column in self.columns]
        return [(line, list(zip(headings, line.cells, strict=True))) for line in self.lines]


@dataclass
class _Growing:
    """A new row that lines are still added to."""

    kind: str
    values: dict[str, str]
    below: "list[_Growing]" = field(default_factory=list)

    def done(self) -> NewRow:
        return NewRow(self.kind, self.values, tuple(each.done() for each in self.below))


def plan(text: str, snapshot: Snapshot, section: Row, start: Start) -> Plan:
    """What pasting the text at the start would do to the section's table."""
    if len(text) > LARGEST:
        return Plan(_("The paste is too long: at most %(longest)d characters.") % {"longest": LARGEST})
    # A spreadsheet's line break within a cell may be a vertical tab.
    cells = [[cell.replace("\x0b", "\n") for cell in line] for line in pasted_rows(text)]
    cells = [line for line in cells if any(line)]
    if not cells:
        return Plan(_("There is nothing to paste."))
    if len(cells) > MOST_LINES:
        return Plan(_("The paste has too many rows: at most %(most)d.") % {"most": MOST_LINES})
    columns = list(_columns(snapshot, section))
    first = next(
        (at for at, each in enumerate(columns) if (each.kind.key, each.field.name) == (start.kind, start.field)), None
    )
    if first is None:
        return Plan(_("This column has been removed meanwhile. Load the page again."))
    width = max(len(line) for line in cells)
    room = columns[first:]
    if width > len(room):
        words = ngettext(
            "The paste has %(width)d columns, but from here on the table has only %(room)d.",
            "The paste has %(width)d columns, but from here on the table has only %(room)d.",
            len(room),
        )
        return Plan(words % {"width": width, "room": len(room)})
    used = tuple(room[:width])
    full = [tuple(line + [""] * (width - len(line))) for line in cells]
    is_first_column = first == next(at for at, each in enumerate(columns) if each.kind.key == start.kind)
    if is_first_column:
        return _adding(full, used, snapshot, start)
    return _writing_over(full, used, snapshot, section, start)


def _columns(snapshot: Snapshot, section: Row) -> Iterator[Column]:
    """The columns of the section's table, from left to right."""
    headings = section.state.get("columns") or {}
    for key in registry[section.state["kind"]].table:
        kind = row_kinds[key]
        rows = [row for row in snapshot.below(section) if row.kind == key]
        for each in columns_of(kind, section, rows):
            heading = headings.get(kind.printed.get(each.name, "")) or str(each.label)
            yield Column(kind, each, heading)


def _adding(cells: Sequence[tuple[str, ...]], columns: tuple[Column, ...], snapshot: Snapshot, start: Start) -> Plan:
    """Each line is a new row; a line whose outer cells are empty goes on with the rows above it."""
    kinds = list(dict.fromkeys(column.kind.key for column in columns))
    tops: list[_Growing] = []
    for line in cells:
        opened: list[_Growing] = tops
        for depth, kind in enumerate(kinds):
            values = {
                column.field.name: cell for column, cell in zip(columns, line, strict=True) if column.kind.key == kind
            }
            says = any(values.values())
            if says or (depth == 0 and not tops):
                opened.append(_Growing(kind, {name: cell for name, cell in values.items() if cell}))
            if not opened:
                break
            opened = opened[-1].below
    parent, place = _where(snapshot, start)
    additions = tuple((parent, None if place is None else place + at, top.done()) for at, top in enumerate(tops))
    return Plan(columns=columns, lines=tuple(Line(line) for line in cells), additions=additions)


def _where(snapshot: Snapshot, start: Start) -> tuple[int | None, int | None]:
    """The parent and the place of the first new row: behind the row that was pasted on."""
    if start.row is None:
        return start.parent, start.place
    row = snapshot.get(start.kind, start.row)
    if row is None:
        return start.parent, None
    return row.parent, snapshot.order[row.kind, row.parent].index(row.pk) + 1


def _writing_over(
    cells: Sequence[tuple[str, ...]],
    columns: tuple[Column, ...],
    snapshot: Snapshot,
    section: Row,
    start: Start,
) -> Plan:
    """Each line is written over a row, from the one that was pasted on down the table."""
    if any(column.kind.key != start.kind for column in columns):
        return Plan(_("Pasted from this column on, the block may have only the columns of one kind of row."))
    rows = [row for row in snapshot.below(section) if row.kind == start.kind]
    first = next((at for at, row in enumerate(rows) if row.pk == start.row), None)
    if first is None:
        return Plan(_("Write the row's first column before you paste into the others."))
    room = rows[first:]
    if len(cells) > len(room):
        words = ngettext(
            "The paste has %(count)d rows, but from here on the table has only %(room)d.",
            "The paste has %(count)d rows, but from here on the table has only %(room)d.",
            len(room),
        )
        return Plan(words % {"count": len(cells), "room": len(room)})
    updates = tuple(
        Update(
            row.kind,
            row.pk,
            row.version,
            {column.field.name: cell for column, cell in zip(columns, line, strict=True) if cell},
        )
        for row, line in zip(room, cells, strict=False)
    )
    lines = tuple(Line(line, row) for row, line in zip(room, cells, strict=False))
    return Plan(columns=columns, lines=lines, updates=tuple(each for each in updates if each.values))
