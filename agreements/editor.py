"""What the editor shows: a draft's sections with their rows, the hints under their fields, and rows not yet saved."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from agreements.models import Agreement
from agreements.rights import May
from agreements.rows.fields import Field, Names
from agreements.rows.kinds import RowKind, row_kinds
from agreements.rows.snapshot import Row, Snapshot
from agreements.sections import Hint, SectionKind, registry

_GHOST = re.compile(r"(?P<kind>[a-z]+):(?P<parent>-?\d{1,18}):(?P<place>\d{1,6}):(?P<pk>-\d{1,12})")
NO_HINT = Hint("")


@dataclass(frozen=True, slots=True)
class Ghost:
    """A row that somebody is writing and that is not saved yet; its id is negative."""

    kind: str
    parent: int
    place: int
    pk: int


def read_ghosts(written: Iterable[str]) -> list[Ghost]:
    """The ghosts that an address names, as "metric:12:3:-7" (kind, parent, place, id); others are left out."""
    found = (_GHOST.fullmatch(text) for text in written)
    return [
        Ghost(match["kind"], int(match["parent"]), int(match["place"]), int(match["pk"]))
        for match in found
        if match and match["kind"] in row_kinds
    ]


def add_ghosts(snapshot: Snapshot, ghosts: Iterable[Ghost]) -> None:
    """Put the unsaved rows whose parents are there among the others."""
    for ghost in ghosts:
        kind = row_kinds[ghost.kind]
        if kind.single or not snapshot.get(kind.within, ghost.parent):
            continue
        state = {**dict.fromkeys(kind.columns), **kind.defaults, kind.parent_column: ghost.parent}
        place = min(ghost.place, len(snapshot.of(ghost.kind, ghost.parent)))
        snapshot.add(Row(ghost.kind, ghost.pk, 0, state), place)


@dataclass(frozen=True, slots=True)
class EditorSection:
    """One section: its row, its level, its kind, the row that says what its table does not, and its hints."""

    row: Row
    level: int
    kind: SectionKind[object]
    single: Row | None
    hints: Mapping[str, Hint]
    own_number: str | None
    """The number that it has from its place, where none is written."""

    @property
    def heading_level(self) -> int:
        return min(self.level + 1, 6)

    @property
    def shows_caption(self) -> bool:
        """A table has a caption to write where it has one, or no heading to be known by."""
        return self.kind.key != "text" and bool(self.row.state["caption"] or not self.row.state["heading"])


@dataclass(frozen=True, slots=True)
class Editor:
    """A draft in the making: its rows, what ids are called, what its reader may edit, and who says something of what.

    `comments` counts the open ones by kind and key of row.
    """

    agreement: Agreement
    snapshot: Snapshot
    names: Names
    may: May
    comments: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def sections(self, only: int | None = None) -> Iterator[EditorSection]:
        """The sections in reading order, or the one of that id."""
        numbers = self.snapshot.numbers()
        for row, level in self.snapshot.sections():
            if only is None or row.pk == only:
                kind = registry[row.state["kind"]]
                single = self.snapshot.of(kind.single, row.pk) if kind.single else []
                hints = kind.hints(row, self.snapshot)
                number = numbers[row.pk] if row.state["number"] is None else None
                yield EditorSection(row, level, kind, single[0] if single else None, hints, number)

    def edits(self, kind: RowKind) -> bool:
        return self.may.edits(kind.right)

    def comments_on(self, row: Row) -> int:
        return self.comments.get((row.kind, self.snapshot.key_of(row)), 0) if self.comments else 0


def columns_of(kind: RowKind, section: Row, rows: Iterable[Row]) -> tuple[Field, ...]:
    """The fields of the kind that are columns of the section's table.

    One whose heading the section may print, and does not while it prints others, is a column only when it must be
    filled in or when a row says something there.
    """
    printed = headings_shown(section, section.state.get("columns") or {})
    shown = [each for each in kind.fields_of({}, section.state) if not each.more and not each.under]
    if not printed.intersection(kind.printed.values()):
        return tuple(shown)
    hidden = {
        each.name
        for each in shown[1:]
        if not each.required and (column := kind.printed.get(each.name)) and column not in printed
    }
    if hidden:
        hidden -= {name for row in rows for name in hidden if row.state.get(name)}
    return tuple(each for each in shown if each.name not in hidden)


def headings_shown(section: Row, headings: Mapping[str, str | None]) -> set[str]:
    """The columns that the section's table has."""
    if registry[section.state["kind"]].optional_columns:
        return set(headings)
    return {column for column, heading in headings.items() if heading}
