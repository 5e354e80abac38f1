"""Whatever is done, undoing it all gives the first state, and every earlier state is told as it was."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.chronicle import Asked, chronicle
from agreements.history import snapshot_at
from agreements.models import Agreement, Revision, User
from agreements.rows import Row, Snapshot, load_snapshot, row_kinds
from agreements.services.rows import row_add, row_delete, row_move, row_save
from agreements.services.steps import RowGoneError
from agreements.services.undoing import row_restore, step_undo

DRAFT = "yhteiset-palvelut-2021"
WORDS = st.sampled_from(["väh. 6", "Äänet ja öljyt", "3–5 krt", "a\nb"])
# What to do, with which row, with which other one, and the words: numbers are taken modulo what there is.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["save", "add", "delete", "move", "restore"]), st.integers(0, 999), st.integers(0, 999), WORDS
    ),
    min_size=1,
    max_size=8,
)


def plain(snapshot: Snapshot) -> dict[tuple[str, int], tuple[dict[str, Any], int]]:
    """Every row's state and place."""
    return {key: (row.state, snapshot.order[row.kind, row.parent].index(row.pk)) for key, row in snapshot.rows.items()}


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def take(step: tuple[str, int, int, str], by: User) -> None:
    """Take the step, where it can be taken."""
    deed, one, other, words = step
    agreement = draft()
    now = load_snapshot(agreement)
    rows: list[Row] = [row for row in now.rows.values() if row.kind in ("goal", "measure", "metric", "section", "line")]
    row = rows[one % len(rows)]
    kind = row_kinds[row.kind]
    field = {"goal": "title", "measure": "text", "metric": "target", "section": "heading", "line": "label"}[row.kind]
    common: dict[str, Any] = {"agreement": agreement, "by": by, "at": timezone.now()}
    parents = [each.pk for each in rows if each.kind == kind.within]
    parent = parents[other % len(parents)] if parents else None
    if deed == "save":
        row_save(kind=row.kind, pk=row.pk, version=row.version, values={field: words}, **common)
    elif deed == "add" and row.kind != "section":
        first = kind.fields[0].name
        row_add(kind=row.kind, parent=parent, values={first: words}, place=other % 4, **common)
    elif deed == "delete":
        row_delete(kind=row.kind, pk=row.pk, version=row.version, **common)
    elif deed == "move":
        row_move(kind=row.kind, pk=row.pk, parent=parent, place=other % 5, **common)
    elif deed == "restore" and agreement.revision:
        old = list(snapshot_at(agreement, other % agreement.revision).rows.values())
        row = old[one % len(old)]
        if row.kind != "agreement":
            row_restore(kind=row.kind, pk=row.pk, number=other % agreement.revision, **common)


@pytest.mark.usefixtures("examples")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=max(12, settings().max_examples // 50)
)
@given(steps=STEPS)
def test_undoing_every_step_gives_the_first_state(steps: list[tuple[str, int, int, str]]) -> None:
    by = User.objects.get(email="helena.laine@example.org")
    with transaction.atomic():
        states = [plain(load_snapshot(draft()))]
        for step in steps:
            try:
                with transaction.atomic():
                    take(step, by)
            except (RowGoneError, ValidationError, PermissionDenied):
                continue
            if draft().revision == len(states):
                states.append(plain(load_snapshot(draft())))
        for number, state in enumerate(states):
            assert plain(snapshot_at(draft(), number)) == state
        told = chronicle(draft(), load_snapshot(draft()), Asked(), most=99)
        assert sum(entry.steps for entry in told.entries) == len(states) - 1
        for revision in Revision.objects.filter(agreement=draft()).order_by("-number"):
            step_undo(agreement=draft(), revision=revision.number, by=by, at=timezone.now())
        assert plain(load_snapshot(draft())) == states[0]
        transaction.set_rollback(True)
