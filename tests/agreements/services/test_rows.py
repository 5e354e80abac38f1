"""Editing a draft: what is confirmed, told, refused, undone and restored."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.history import snapshot_at
from agreements.models import Agreement, Change, Goal, Measure, Revision, Section, Status, User
from agreements.rows import load_snapshot
from agreements.services.rows import (
    ChangedMeanwhileError,
    NewRow,
    Saved,
    row_add,
    row_delete,
    row_move,
    row_save,
    rows_paste,
    section_add,
)
from agreements.services.steps import RowGoneError
from agreements.services.undoing import CannotUndoError, row_restore, step_undo
from metrics.models import Indicator, Metric

pytestmark = pytest.mark.usefixtures("examples")

DRAFT = "yhteiset-palvelut-2021"


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def metric(text: str = "Vaihtojen lukumäärä") -> Metric:
    return Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk")[3]


def save(row: Metric, *, by: str = "helena.laine", **values: str) -> Saved:
    return row_save(
        agreement=draft(),
        kind="metric",
        pk=row.pk,
        version=row.version,
        values=values,
        by=user(by),
        at=timezone.now(),
    )


def undo(revision: int | None = None, by: str = "helena.laine") -> Revision:
    return step_undo(agreement=draft(), revision=revision, by=user(by), at=timezone.now())


def plain(agreement: Agreement) -> dict[tuple[str, int], tuple[dict[str, object], int]]:
    """Every row's state and place."""
    snapshot = load_snapshot(agreement)
    return {key: (row.state, snapshot.order[row.kind, row.parent].index(row.pk)) for key, row in snapshot.rows.items()}


def test_a_saved_row_has_the_text_and_the_next_version_and_history_tells_it() -> None:
    row = metric()
    saved = save(row, target="väh. 6")
    assert (saved.row.state["target"], saved.row.version) == ("väh. 6", row.version + 1)
    change = Change.objects.get()
    assert (change.before, change.after) == ({"target": row.target}, {"target": "väh. 6"})
    assert (change.revision.by, change.revision.number) == (user("helena.laine"), 1)
    assert draft().changed_by == user("helena.laine")


def test_the_same_words_again_change_nothing() -> None:
    row = metric()
    assert save(row, target=row.target or "").revision is None
    assert Revision.objects.count() == 0


def test_the_documents_own_head_is_a_row_too() -> None:
    agreement = draft()
    saved = row_save(
        agreement=agreement,
        kind="agreement",
        pk=agreement.pk,
        version=agreement.row_version,
        values={"title": "SOPIMUS 2021"},
        by=user("helena.laine"),
        at=timezone.now(),
    )
    assert (draft().title, draft().row_version) == ("SOPIMUS 2021", saved.row.version)


def test_a_save_on_an_older_version_is_refused_with_what_was_and_what_is() -> None:
    row = metric()
    save(row, target="6–8")
    with pytest.raises(ChangedMeanwhileError) as meanwhile:
        save(row, target="väh. 6")
    assert meanwhile.value.current.state["target"] == "6–8"
    assert meanwhile.value.base["target"] == row.target
    assert meanwhile.value.by == user("helena.laine")


def test_a_save_that_was_confirmed_already_is_confirmed_again() -> None:
    """The answer may have been lost on the way: the same request again is no conflict."""
    row = metric()
    first = save(row, target="väh. 6")
    again = save(row, target="väh. 6")
    assert again.row.version == first.row.version
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [{"text": ""}, {"text": "\u200b\u200b"}, {"target": "a\x0bb"}, {"target": "a\u202eb"}, {"status": "in_force"}],
)
def test_bad_input_is_refused_by_field_and_nothing_is_written(values: dict[str, str]) -> None:
    row = metric()
    with pytest.raises(ValidationError) as refused:
        save(row, by="helena.laine", **({"prior": "5"} | values))
    assert set(refused.value.message_dict) == set(values)
    assert Metric.objects.get(pk=row.pk).version == row.version
    assert not Revision.objects.exists()


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_only_drafts_are_edited(status: Status) -> None:
    row = metric()
    Agreement.objects.filter(slug=DRAFT).update(status=status, signed="paper")
    with pytest.raises(PermissionDenied):
        save(row, target="5")


@pytest.mark.parametrize("name", ["kaisa.lehto", "anna-leena.virta", "mikko.saarinen", "maria.lindholm", "sari.niemi"])
def test_only_those_who_may_edit_do(name: str) -> None:
    with pytest.raises(PermissionDenied):
        save(metric(), by=name, target="5")


def test_a_row_of_another_document_is_not_found() -> None:
    other = Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").first()
    assert other
    with pytest.raises(RowGoneError):
        save(other, target="5")


def test_a_new_row_stands_where_it_was_put_and_asking_twice_makes_one() -> None:
    measure = metric().measure
    key = uuid.uuid4()
    made = [
        row_add(
            agreement=draft(),
            kind="metric",
            parent=measure.pk,
            place=0,
            key=key,
            values={"text": "Uusi"},
            by=user("helena.laine"),
            at=timezone.now(),
        )
        for _ in range(2)
    ]
    assert made[0].row.pk == made[1].row.pk
    assert next(each.text for each in measure.metrics.all()) == "Uusi"
    assert Indicator.objects.filter(name="Uusi").count() == 1
    save(Metric.objects.get(pk=made[0].row.pk), text="Uusien lukumäärä")
    assert Indicator.objects.filter(name="Uusien lukumäärä").count() == 1


def test_a_deleted_goal_comes_back_whole_when_it_is_undone() -> None:
    goal = metric().measure.goal
    before = plain(draft())
    row_delete(agreement=draft(), kind="goal", pk=goal.pk, version=1, by=user("helena.laine"), at=timezone.now())
    assert not Goal.objects.filter(pk=goal.pk).exists()
    undo()
    assert plain(draft()) == before


def test_a_moved_row_and_its_siblings_go_back_when_it_is_undone() -> None:
    row = metric()
    other = Measure.objects.filter(goal__section__agreement__slug=DRAFT).exclude(pk=row.measure_id).order_by("-pk")[0]
    before = plain(draft())
    row_move(
        agreement=draft(),
        kind="metric",
        pk=row.pk,
        parent=other.pk,
        place=0,
        by=user("helena.laine"),
        at=timezone.now(),
    )
    assert Metric.objects.get(pk=row.pk).measure == other
    undo()
    assert plain(draft()) == before


def test_what_somebody_changed_since_is_not_undone() -> None:
    row = metric()
    save(row, target="6")
    save(Metric.objects.get(pk=row.pk), by="pekka.salo", target="7")
    with pytest.raises(CannotUndoError):
        undo()
    assert Metric.objects.get(pk=row.pk).target == "7"


def test_steps_are_undone_one_after_another_and_an_undo_can_be_undone() -> None:
    row = metric()
    save(row, target="6")
    save(Metric.objects.get(pk=row.pk), target="7")
    undo()
    assert Metric.objects.get(pk=row.pk).target == "6"
    last = undo()
    assert Metric.objects.get(pk=row.pk).target == row.target
    undo(last.number)
    assert Metric.objects.get(pk=row.pk).target == "6"
    with pytest.raises(CannotUndoError):
        undo(by="pekka.salo")


def test_every_earlier_state_is_reached() -> None:
    states = [plain(draft())]
    row = metric()
    goal = row.measure.goal
    at = timezone.now()
    by = user("helena.laine")

    def remember() -> None:
        states.append(plain(draft()))

    save(row, target="väh. 6")
    remember()
    section_add(
        agreement=draft(), section_kind="staffing", parent=None, place=1, values={"heading": "Lisä"}, by=by, at=at
    )
    remember()
    elsewhere = Section.objects.filter(agreement=draft(), kind="goals").exclude(pk=goal.section_id)[0].pk
    row_move(agreement=draft(), kind="goal", pk=goal.pk, parent=elsewhere, place=0, by=by, at=at)
    remember()
    row_delete(agreement=draft(), kind="section", pk=goal.section_id, version=1, by=by, at=at)
    remember()
    undo()
    remember()
    row_delete(agreement=draft(), kind="metric", pk=row.pk, version=row.version + 1, by=by, at=at)
    remember()
    for number, state in enumerate(states):
        snapshot = snapshot_at(draft(), number)
        found = {
            key: (each.state, snapshot.order[each.kind, each.parent].index(each.pk))
            for key, each in snapshot.rows.items()
        }
        assert found == state, number


def test_a_row_is_restored_from_an_earlier_state() -> None:
    row = metric()
    by, at = user("helena.laine"), timezone.now()
    save(row, target="väh. 6")
    save(Metric.objects.get(pk=row.pk), target="väh. 7")
    row_restore(agreement=draft(), kind="metric", pk=row.pk, number=1, by=by, at=at)
    assert Metric.objects.get(pk=row.pk).target == "väh. 6"
    row_delete(agreement=draft(), kind="measure", pk=row.measure_id, version=1, by=by, at=at)
    with pytest.raises(RowGoneError):
        row_restore(agreement=draft(), kind="metric", pk=row.pk, number=1, by=by, at=at)
    row_restore(agreement=draft(), kind="measure", pk=row.measure_id, number=0, by=by, at=at)
    assert Metric.objects.get(pk=row.pk).target == row.target


def test_a_paste_is_one_step_and_all_or_nothing() -> None:
    section = Section.objects.get(goals__measures__metrics=metric())
    new = NewRow(
        "goal", {"title": "Tavoite"}, (NewRow("measure", {"text": "Toimi"}, (NewRow("metric", {"text": "M"}),)),)
    )
    bad = NewRow("goal", {"title": ""})
    by, at = user("helena.laine"), timezone.now()
    with pytest.raises(ValidationError) as refused:
        rows_paste(agreement=draft(), rows=[(section.pk, None, new), (section.pk, None, bad)], by=by, at=at)
    assert set(refused.value.message_dict) == {"2.title"}
    assert not Goal.objects.filter(title="Tavoite").exists()
    rows_paste(agreement=draft(), rows=[(section.pk, None, new), (section.pk, None, new)], by=by, at=at)
    assert Goal.objects.filter(title="Tavoite").count() == 2
    assert Revision.objects.count() == 1
    undo()
    assert not Goal.objects.filter(title="Tavoite").exists()


def test_a_chapter_does_not_stand_in_itself() -> None:
    chapter = Section.objects.filter(agreement__slug=DRAFT, children__isnull=False).first()
    assert chapter
    child = chapter.children.first()
    assert child
    with pytest.raises(ValidationError):
        row_move(
            agreement=draft(),
            kind="section",
            pk=chapter.pk,
            parent=child.pk,
            place=0,
            by=user("helena.laine"),
            at=timezone.now(),
        )


def test_what_is_saved_is_told_with_its_day() -> None:
    save(metric(), target="6")
    assert Revision.objects.get().at.date() == datetime.datetime.now(datetime.UTC).date()
