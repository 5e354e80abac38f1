"""A document's earlier states: its rows now, with what happened since undone."""

from typing import Any

from agreements.models import Agreement, Change
from agreements.rows.fields import State
from agreements.rows.kinds import RowKind, state_of
from agreements.rows.snapshot import PLACE, Snapshot, load_snapshot


def snapshot_at(agreement: Agreement, number: int) -> Snapshot:
    """The document's rows as they were after the revision of that number; 0 is before the first one."""
    return taken_back(load_snapshot(agreement), agreement, number)


def taken_back(now: Snapshot, agreement: Agreement, number: int) -> Snapshot:
    """The state after the revision of that number, from the rows as they are now, in one query; uses them up."""
    changes = Change.objects.filter(revision__agreement=agreement, revision__number__gt=number)
    for change in changes.order_by("-revision__number", "-pk").values("kind", "row", "version", "before", "after"):
        now.undo(change)
    return now


def row_at_version(agreement: Agreement, kind: RowKind, row: Any, version: int) -> State:
    """The row's state when it was of the version, its place aside; as it is now where history does not tell."""
    state = state_of(kind, row)
    changes = Change.objects.filter(
        revision__agreement=agreement, kind=kind.key, row=row.pk, version__gt=version, before__isnull=False
    )
    for change in changes.order_by("-pk"):
        state |= {name: value for name, value in (change.before or {}).items() if name != PLACE}
    return state
