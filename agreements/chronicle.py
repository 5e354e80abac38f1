"""What happened to a document, step by step: who, when, and each row before and after, as its reader knew it then.

The history is walked from the newest step back over the rows as they are now, undoing each step on the way: so every
step is told with the headings and the places of its own time.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.timezone import localdate

from agreements.cells import Cell, cells_of
from agreements.comparison import Move
from agreements.models import Agreement, Change, Deed
from agreements.richtext import plain_text
from agreements.rows import Row, RowKind, Snapshot, State, row_kinds
from agreements.rows.fields import Names
from agreements.rows.snapshot import PLACE

STEPS_ON_A_PAGE = 25
ONE_SITTING = datetime.timedelta(minutes=5)
"""Saves of one row by one person that follow each other within this are told as one."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What a step did to one row: its states before and after, and where it stood."""

    kind: RowKind
    pk: int
    section: int | None
    section_title: str
    section_state: State | None
    before: State | None
    after: State | None
    changed: frozenset[str]
    move: Move | None
    level: int = 0

    @property
    def id(self) -> str:
        return f"{self.kind.key}-{self.pk}"

    @property
    def title(self) -> str:
        return self.kind.title(self.after or self.before or {})

    def cells(self, names: Names) -> list[Cell]:
        """The fields that differ; of a row that came or went those that say something."""
        section = self.section_state
        cells = cells_of(self.kind, self.before, self.after, names, section_before=section, section_after=section)
        return [cell for cell in cells if cell.differs]

    def wanted(self) -> Iterator[tuple[str, int]]:
        """The ids whose names are needed to tell it."""
        for state in (self.before, self.after):
            for each in self.kind.fields if state else ():
                yield from each.wants(state or {})

    def words(self) -> str:
        """All that a search looks through."""
        states = [state for state in (self.before, self.after) if state]
        return " ".join([self.title, *(text for state in states for text in self._texts(state))]).casefold()

    def _texts(self, state: State) -> Iterator[str]:
        whole = self.before is None or self.after is None
        for name, value in state.items():
            if whole or name in self.changed:
                values = value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]
                yield from (plain_text(each) if name == "html" else each for each in values if isinstance(each, str))


@dataclass(frozen=True, slots=True)
class Undone:
    """By which step, by whom and when a step was taken back."""

    number: int
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A step, or several saves of one row told as one: `first` and `since` are the earliest one's number and time."""

    number: int
    deed: Deed
    at: datetime.datetime
    person: int
    by: str
    reason: str | None
    undoes: int | None
    undone: Undone | None
    happenings: tuple[Happening, ...]
    first: int
    since: datetime.datetime
    steps: int = 1
    left_out: int = 0
    """How many rows the step changed that were not asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which steps are asked for; None and empty mean all."""

    person: int | None = None
    sections: frozenset[int] | None = None
    row: str = ""
    deed: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: tuple[str, ...] = ()

    def takes(self, entry: Entry) -> bool:
        return (
            (self.person is None or entry.person == self.person)
            and self.deed in ("", entry.deed)
            and (self.until is None or localdate(entry.at) <= self.until)
        )

    def is_over(self, entry: Entry) -> bool:
        """Are this step and all before it too old?"""
        return self.since is not None and localdate(entry.at) < self.since

    def takes_row(self, entry: Entry, happening: Happening) -> bool:
        if self.row and happening.id != self.row:
            return False
        if self.sections is not None and happening.section not in self.sections:
            return False
        said = f"{happening.words()} {(entry.reason or '').casefold()}" if self.words else ""
        return all(word.casefold() in said for word in self.words)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A page of the history, the newest step first; `older` is the number from which the next page goes on back."""

    entries: list[Entry] = field(default_factory=list)
    older: int | None = None

    def wanted(self) -> Iterable[tuple[str, int]]:
        return (each for entry in self.entries for happening in entry.happenings for each in happening.wanted())


def chronicle(
    agreement: Agreement, now: Snapshot, asked: Asked, *, upto: int | None = None, most: int = STEPS_ON_A_PAGE
) -> Chronicle:
    """A page of the steps that are asked for, from the number back. From one query; uses the snapshot up."""
    entries: list[Entry] = []
    for entry in _in_sittings(_entries(agreement, now)):
        if asked.is_over(entry):
            break
        if (upto is not None and entry.number > upto) or not asked.takes(entry):
            continue
        happenings = tuple(each for each in entry.happenings if asked.takes_row(entry, each))
        if not happenings:
            continue
        if len(entries) == most:
            return Chronicle(entries, entry.number)
        entries.append(replace(entry, happenings=happenings, left_out=len(entry.happenings) - len(happenings)))
    return Chronicle(entries)


def _in_sittings(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The steps with each person's saves of one row in one sitting told as one."""
    current: Entry | None = None
    for entry in entries:
        if current is not None and _is_same_sitting(current, entry):
            (later,), (earlier,) = current.happenings, entry.happenings
            merged = replace(later, before=earlier.before, changed=later.changed | earlier.changed)
            current = replace(
                current, happenings=(merged,), first=entry.first, since=entry.since, steps=current.steps + 1
            )
            continue
        if current is not None:
            yield current
        current = entry
    if current is not None:
        yield current


def _is_same_sitting(later: Entry, earlier: Entry) -> bool:
    return (
        later.deed == earlier.deed == Deed.SAVE
        and later.person == earlier.person
        and later.undone is earlier.undone is None
        and later.reason == earlier.reason
        and len(later.happenings) == len(earlier.happenings) == 1
        and later.happenings[0].id == earlier.happenings[0].id
        and later.since - earlier.at <= ONE_SITTING
    )


_COLUMNS = {
    "number": "revision__number",
    "deed": "revision__deed",
    "at": "revision__at",
    "person": "revision__by",
    "by": "revision__by__name",
    "reason": "revision__reason",
    "undoes": "revision__undoes__number",
    "undone": "revision__undone_by__number",
    "undone_by": "revision__undone_by__by__name",
    "undone_at": "revision__undone_by__at",
}


def _entries(agreement: Agreement, snapshot: Snapshot) -> Iterator[Entry]:
    """Every step, the newest first, each read on the snapshot as it was then."""
    changes = Change.objects.filter(revision__agreement=agreement).order_by("-revision__number", "-pk")
    rows = changes.values("kind", "row", "section", "version", "before", "after", *_COLUMNS.values())
    step: dict[str, Any] = {}
    found: list[Happening] = []
    for change in rows.iterator(chunk_size=500):
        if step and change["revision__number"] != step["revision__number"]:
            yield _entry(step, found)
            found = []
        step = change
        found.append(_happening(snapshot, change))
    if step:
        yield _entry(step, found)


def _entry(step: dict[str, Any], newest_first: list[Happening]) -> Entry:
    told = {name: step[column] for name, column in _COLUMNS.items()}
    undone = Undone(told["undone"], told["undone_by"], told["undone_at"]) if told["undone"] is not None else None
    return Entry(
        told["number"],
        Deed(told["deed"]),
        told["at"],
        told["person"],
        told["by"],
        told["reason"],
        told["undoes"],
        undone,
        tuple(_outermost_first(newest_first)),
        told["number"],
        told["at"],
    )


def _outermost_first(newest_first: list[Happening]) -> list[Happening]:
    """The rows of a step in reading order: what stands in a row of the step behind it, a level deeper.

    What is deleted is noted from the innermost row out, what is added from the outermost in.
    """
    deleted = any(each.after is None for each in newest_first)
    ordered = newest_first if deleted else newest_first[::-1]
    levels: dict[tuple[str, int | None], int] = {}
    told = []
    for each in ordered:
        state = each.after or each.before or {}
        level = 0
        if each.before is None or each.after is None:
            level = levels.get((each.kind.within, state.get(each.kind.parent_column)), -1) + 1
            levels[each.kind.key, each.pk] = level
        told.append(replace(each, level=level))
    return told


def _happening(snapshot: Snapshot, change: dict[str, Any]) -> Happening:
    """What the change did, read off the snapshot before and after it is undone there."""
    kind, pk = row_kinds[change["kind"]], change["row"]
    later = snapshot.get(kind.key, pk)
    after = dict(later.state) if later else None
    to_parent = _parent(snapshot, later)
    section = snapshot.section_of(later) if later else None
    snapshot.undo(change)
    earlier = snapshot.get(kind.key, pk)
    section = section or (snapshot.section_of(earlier) if earlier else None)
    sides = (change["before"] or {}, change["after"] or {})
    return Happening(
        kind=kind,
        pk=pk,
        section=change["section"],
        section_title=section.title if section and kind.key != "section" else "",
        section_state=dict(section.state) if section else None,
        before=dict(earlier.state) if earlier else None,
        after=after,
        changed=frozenset(sides[0]) | frozenset(sides[1]),
        move=_move(sides, to_parent, _parent(snapshot, earlier)) if earlier and later else None,
    )


def _parent(snapshot: Snapshot, row: Row | None) -> Row | None:
    return snapshot.get(row_kinds[row.kind].within, row.parent) if row else None


def _move(sides: tuple[State, State], to_parent: Row | None, from_parent: Row | None) -> Move | None:
    before, after = sides
    if PLACE not in before or PLACE not in after:
        return None
    places = before[PLACE] + 1, after[PLACE] + 1
    if len(before) == 1:
        return Move(None, None, *places)
    return Move(from_parent.title if from_parent else "", to_parent.title if to_parent else "", *places)
