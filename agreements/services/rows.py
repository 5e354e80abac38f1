"""Editing a draft, row by row: every step is confirmed whole, told in history, and refused on what was not seen.

Each service locks the document, asks rights again, and writes in one transaction. A row is known by the key of its kind
and its id. `values` are texts as typed, by field name.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.history import row_at_version
from agreements.models import Agreement, Change, Deed, Revision, User
from agreements.rows.fields import State
from agreements.rows.kinds import row_kinds, state_of
from agreements.rows.snapshot import Row
from agreements.sections import registry
from agreements.services.steps import (
    DEEPEST,
    RowGoneError,
    Step,
    Values,
    add,
    as_row,
    begin,
    check_nesting,
    delete,
    depth,
    find,
    find_key,
    find_parent,
    insert,
    last_change,
    move,
    snapshot_around,
    state_of_section,
    typed,
    write,
)


class ChangedMeanwhileError(Exception):
    """Somebody changed the row since it was seen. `current` is the row now, `base` its state as it was seen; `by` and
    `at` tell whose change it was, where that is known.
    """

    def __init__(self, current: Row, base: State, last: Change | None) -> None:
        super().__init__()
        self.current, self.base = current, base
        self.by = last.revision.by if last else None
        self.at = last.revision.at if last else None


@dataclass(frozen=True, slots=True)
class Saved:
    """A row as it stands now, and the step that made it so; None when nothing changed."""

    row: Row
    section: int | None
    revision: Revision | None


def is_stale(current: int, seen: int) -> bool:
    """Has a row of the current version been changed since the version that was seen?"""
    return current != seen


@transaction.atomic
def row_save(
    *,
    agreement: Agreement,
    kind: str,
    pk: int,
    version: int,
    values: Values,
    by: User,
    at: datetime.datetime,
    reason: str | None = None,
) -> Saved:
    """The row with what was typed in some of its fields. `version` is the one that was seen.

    Raises PermissionDenied; RowGoneError; ValidationError by field; ChangedMeanwhileError when the row has changed
    since and does not say the same already.
    """
    rows = row_kinds[kind]
    step = begin(agreement, rows, by=by, at=at, deed=Deed.SAVE, reason=reason)
    row, section = find(step.agreement, rows, pk)
    current = state_of(rows, row)
    within = state_of_section(step.agreement, rows, current, section)
    if is_stale(getattr(row, rows.version_column), version):
        base = row_at_version(step.agreement, rows, row, version)
        wanted = typed(rows, base, within, values, step.scope)
        if any(current[name] != value for name, value in wanted.items() if value != base[name]):
            raise ChangedMeanwhileError(as_row(rows, row), base, last_change(step.agreement, rows, pk))
        return Saved(as_row(rows, row), section, None)
    write(step, rows, row, section, typed(rows, current, within, values, step.scope))
    return Saved(as_row(rows, row), section, step.finish())


@transaction.atomic
def row_add(
    *,
    agreement: Agreement,
    kind: str,
    parent: int | None,
    values: Values,
    by: User,
    at: datetime.datetime,
    place: int | None = None,
    key: uuid.UUID | None = None,
) -> Saved:
    """A new row in the parent, at the place among its siblings or last.

    With a `key` that a row of the document has already, that row: whoever asks twice gets one row. Raises
    PermissionDenied; RowGoneError when the parent is gone; ValidationError by field.
    """
    rows = row_kinds[kind]
    step = begin(agreement, rows, by=by, at=at, deed=Deed.ADD)
    if key and (there := find_key(step.agreement, rows, key)) is not None:
        return Saved(as_row(rows, there[0]), there[1], None)
    row, section = add(step, rows, parent=parent, values=values, place=place, key=key)
    return Saved(as_row(rows, row), section, step.finish())


@transaction.atomic
def section_add(
    *,
    agreement: Agreement,
    section_kind: str,
    parent: int | None,
    values: Values,
    by: User,
    at: datetime.datetime,
    place: int | None = None,
    key: uuid.UUID | None = None,
) -> Saved:
    """A new chapter or table of the kind, with the usual headings of its columns, below the parent or at the top.

    Raises as row_add does.
    """
    rows = row_kinds["section"]
    step = begin(agreement, rows, by=by, at=at, deed=Deed.ADD)
    if key and (there := find_key(step.agreement, rows, key)) is not None:
        return Saved(as_row(rows, there[0]), there[1], None)
    if section_kind not in registry:
        raise ValidationError({"kind": [_("Choose one of the choices.")]})
    if parent is not None and depth(step.agreement, parent) >= DEEPEST:
        raise ValidationError({"parent": [_("Chapters are nested %(depth)d deep at most.") % {"depth": DEEPEST}]})
    section = _start_section(step, section_kind, parent=parent, values=values, place=place, key=key)
    return Saved(as_row(rows, section), section.pk, step.finish())


@transaction.atomic
def row_delete(
    *, agreement: Agreement, kind: str, pk: int, version: int, by: User, at: datetime.datetime
) -> tuple[Row, int | None, Revision]:
    """Delete the row and all that stands in it; it can be undone. Answers the row, its section and the step.

    Raises PermissionDenied; RowGoneError; ChangedMeanwhileError.
    """
    rows = row_kinds[kind]
    step = begin(agreement, rows, by=by, at=at, deed=Deed.DELETE)
    row, section = find(step.agreement, rows, pk)
    if rows.single or not rows.within:
        raise PermissionDenied(_("This part of the document is not deleted by itself."))
    if is_stale(getattr(row, rows.version_column), version):
        base = row_at_version(step.agreement, rows, row, version)
        raise ChangedMeanwhileError(as_row(rows, row), base, last_change(step.agreement, rows, pk))
    gone = as_row(rows, row)
    delete(step, snapshot_around(step.agreement, rows, section), rows, pk)
    revision = step.finish()
    if revision is None:
        raise RowGoneError(_("The row has been removed meanwhile."))
    return gone, section, revision


@transaction.atomic
def row_move(
    *,
    agreement: Agreement,
    kind: str,
    pk: int,
    parent: int | None,
    place: int | None,
    by: User,
    at: datetime.datetime,
) -> tuple[Saved, int | None]:
    """The row at another place among its siblings, or in another parent; and the section that it came from.

    Raises PermissionDenied; RowGoneError when the row or the parent is gone; ValidationError when it cannot stand
    there.
    """
    rows = row_kinds[kind]
    step = begin(agreement, rows, by=by, at=at, deed=Deed.MOVE)
    row, section = find(step.agreement, rows, pk)
    if rows.single or not rows.within:
        raise PermissionDenied(_("This part of the document is not moved by itself."))
    _parent, new_section = find_parent(step.agreement, rows, parent)
    if kind == "section":
        check_nesting(step.agreement, pk, parent)
        new_section = pk
    move(step, rows, row, new_section, parent=parent, place=place)
    return Saved(as_row(rows, row), new_section, step.finish()), section


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be added, with those that are to stand in it."""

    kind: str
    values: Values
    below: tuple["NewRow", ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """Texts to be written over some fields of a row, of which a version was seen."""

    kind: str
    pk: int
    version: int
    values: Values


@transaction.atomic
def rows_paste(
    *,
    agreement: Agreement,
    rows: Sequence[tuple[int | None, int | None, NewRow]] = (),
    updates: Sequence[Update] = (),
    by: User,
    at: datetime.datetime,
) -> Revision | None:
    """Add many rows in one step, each with its parent and its place there and all that is to stand in it; and write
    over others. All of it, or nothing.

    Raises as row_add and row_save do; ValidationError has the messages by the row's number from 1 and the field, as
    "3.target", additions first.
    """
    kinds = {new.kind for _parent, _place, new in rows} | {update.kind for update in updates}
    steps = [begin(agreement, row_kinds[kind], by=by, at=at, deed=Deed.PASTE) for kind in sorted(kinds)]
    if not steps:
        return None
    step = steps[-1]
    errors: dict[str, list[str]] = {}
    works: list[Callable[[], None]] = [
        *(partial(_add_nested, step, new, parent=parent, place=place) for parent, place, new in rows),
        *(partial(_write_over, step, update) for update in updates),
    ]
    for number, work in enumerate(works, start=1):
        try:
            with transaction.atomic():
                work()
        except ValidationError as error:
            errors |= {f"{number}.{name}": texts for name, texts in error.message_dict.items()}
    if errors:
        raise ValidationError(errors)
    return step.finish()


def _write_over(step: Step, update: Update) -> None:
    kind = row_kinds[update.kind]
    row, section = find(step.agreement, kind, update.pk)
    current = state_of(kind, row)
    if is_stale(getattr(row, kind.version_column), update.version):
        base = row_at_version(step.agreement, kind, row, update.version)
        raise ChangedMeanwhileError(as_row(kind, row), base, last_change(step.agreement, kind, update.pk))
    within = state_of_section(step.agreement, kind, current, section)
    write(step, kind, row, section, typed(kind, current, within, update.values, step.scope))


def _add_nested(step: Step, new: NewRow, *, parent: int | None, place: int | None) -> None:
    row, _section = add(step, row_kinds[new.kind], parent=parent, values=new.values, place=place)
    for below in new.below:
        _add_nested(step, below, parent=row.pk, place=None)


def _start_section(
    step: Step,
    section_kind: str,
    *,
    parent: int | None,
    values: Values,
    place: int | None,
    key: uuid.UUID | None,
) -> Any:
    brought = registry[section_kind]
    state = {"kind": section_kind, "columns": brought.usual_columns(step.agreement)}
    rows = row_kinds["section"]
    section, _pk = add(step, rows, parent=parent, values=values, place=place, key=key, state=state)
    if brought.single:
        single = row_kinds[brought.single]
        row = brought.start(section)
        insert(step, single, row, section.pk, None)
    return section
