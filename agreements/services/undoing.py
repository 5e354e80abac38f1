"""Taking steps back, and bringing rows back from earlier states. Both are steps of their own."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.history import snapshot_at
from agreements.log import about_agreement
from agreements.models import Agreement, Change, Deed, Event, Revision, User
from agreements.refusals import refuse
from agreements.rows.fields import State
from agreements.rows.kinds import RowKind, put, row_kinds, state_of
from agreements.rows.snapshot import PLACE, Row, Snapshot
from agreements.services.log import log_entry
from agreements.services.rows import Saved
from agreements.services.steps import (
    RowGoneError,
    Step,
    as_row,
    asked_for,
    begin,
    check_nesting,
    delete,
    find_parent,
    insert,
    last_change,
    move,
    snapshot_around,
    where,
    write,
)


class CannotUndoError(Exception):
    """The step cannot be undone; the words say why."""


@transaction.atomic
def step_undo(*, agreement: Agreement, revision: int | None, by: User, at: datetime.datetime) -> Revision:
    """Take back a step, by default one's own last one that has not been taken back.

    Raises PermissionDenied; CannotUndoError when there is none, or when what it changed has been changed since.
    """
    step = begin(agreement, row_kinds["agreement"], by=by, at=at, deed=Deed.UNDO, any_right=True)
    undone = _step_to_undo(step.agreement, revision, by)
    step.undoes = undone
    may = rights.may(by, step.agreement)
    for change in undone.changes.order_by("-pk"):
        rows = row_kinds[change.kind]
        if not may.edits(rows.right):
            refuse(asked_for(rows), step.agreement)
        _undo(step, rows, change)
    done = step.finish()
    if done is None:
        raise CannotUndoError(_("There is nothing to undo."))
    return done


@transaction.atomic
def row_restore(*, agreement: Agreement, kind: str, pk: int, number: int, by: User, at: datetime.datetime) -> Saved:
    """The row as it was after the revision of that number: its words, or, where it was deleted, the row itself with all
    that stood in it.

    Raises PermissionDenied; RowGoneError when it was not there then, or when what it stood in is gone.
    """
    rows = row_kinds[kind]
    step = begin(agreement, rows, by=by, at=at, deed=Deed.RESTORE)
    then = snapshot_at(step.agreement, number)
    old = then.get(kind, pk)
    if old is None:
        raise RowGoneError(_("The row was not there then."))
    section = then.section_of(old)
    found = where(step.agreement, rows, pk=pk)
    row = found[0] if found else None
    if row is None:
        _bring_back(step, then, old)
        row = rows.model._default_manager.get(pk=pk)
    else:
        places = {rows.parent_column, "key", "agreement_id"}
        state = {name: value for name, value in old.state.items() if name not in places}
        write(step, rows, row, section.pk if section else None, {**state_of(rows, row), **state})
    done = step.finish()
    if done is not None:
        detail = {"step": number, "row": kind, "new_step": done.number}
        about, unit = about_agreement(step.agreement), step.agreement.unit_id
        log_entry(event=Event.RESTORED, by=by, about=about, unit=unit, detail=detail, at=at)
    return Saved(as_row(rows, row), section.pk if section else None, done)


def _step_to_undo(agreement: Agreement, number: int | None, by: User) -> Revision:
    steps = Revision.objects.filter(agreement=agreement, undone_by__isnull=True)
    own = steps.filter(by=by).exclude(deed=Deed.UNDO)
    found = (own if number is None else steps.filter(number=number)).order_by("-number").first()
    if found is None:
        raise CannotUndoError(_("There is nothing to undo."))
    return found


def _undo(step: Step, kind: RowKind, change: Change) -> None:
    """Take back one change of a step, where nobody has changed the same since."""
    if change.after is None:
        _undo_delete(step, kind, change)
        return
    found = where(step.agreement, kind, pk=change.row)
    if found is None:
        raise CannotUndoError(_("The row has been removed since."))
    row, section = found
    if change.before is None:
        _undo_add(step, kind, row, section)
    elif PLACE in change.before:
        _undo_move(step, kind, row, change)
    else:
        current = state_of(kind, row)
        after, before = change.after, change.before
        if any(current[name] != value for name, value in after.items()):
            raise CannotUndoError(_("Somebody has changed the same since. Look at the history of the row."))
        write(step, kind, row, section, {**current, **before})


def _undo_add(step: Step, kind: RowKind, row: Any, section: int | None) -> None:
    snapshot = snapshot_around(step.agreement, kind, section)
    top = snapshot.get(kind.key, row.pk)
    if top is None:
        raise CannotUndoError(_("The row has been removed since."))
    if any(not row_kinds[below.kind].single for below in snapshot.below(top)):
        raise CannotUndoError(_("Rows have been added to it since. Delete it if you want all of it gone."))
    delete(step, snapshot, kind, row.pk)


def _undo_move(step: Step, kind: RowKind, row: Any, change: Change) -> None:
    before = change.before or {}
    parent = before.get(kind.parent_column, getattr(row, kind.parent_column))
    try:
        _parent, section = find_parent(step.agreement, kind, parent)
        if kind.key == "section":
            check_nesting(step.agreement, row.pk, parent)
            section = row.pk
    except (RowGoneError, ValidationError) as error:
        raise CannotUndoError(_("Where the row stood is gone.")) from error
    move(step, kind, row, section, parent=parent, place=before[PLACE])


def _undo_delete(step: Step, kind: RowKind, change: Change) -> None:
    if kind.model._default_manager.filter(pk=change.row).exists():
        raise CannotUndoError(_("The row has been brought back already."))
    state = {name: value for name, value in (change.before or {}).items() if name != PLACE}
    place = (change.before or {}).get(PLACE)
    try:
        _bring(step, kind, change.row, change.version, state, place)
    except (RowGoneError, ValidationError) as error:
        raise CannotUndoError(_("What the row stood in is gone. Bring that back first.")) from error


def _bring_back(step: Step, then: Snapshot, old: Row) -> None:
    """The deleted row again, with all that stood in it then and stands nowhere now."""
    for row in [old, *then.below(old)]:
        rows = row_kinds[row.kind]
        if rows.model._default_manager.filter(pk=row.pk).exists():
            continue
        place = then.order[row.kind, row.parent].index(row.pk)
        last = last_change(step.agreement, rows, row.pk)
        _bring(step, rows, row.pk, (last.version if last else row.version) + 1, row.state, place)


def _bring(step: Step, kind: RowKind, pk: int, version: int, state: State, place: int | None) -> None:
    """A row under the id that it had."""
    row: Any = kind.model(pk=pk)
    put(kind, row, state)
    setattr(row, kind.version_column, version)
    _parent, section = find_parent(step.agreement, kind, getattr(row, kind.parent_column))
    insert(step, kind, row, section, place)
