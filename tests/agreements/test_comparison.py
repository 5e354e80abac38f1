"""Two states of a document side by side."""

import time

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agreements.comparison import Comparison, Standing, compare, longest_run
from agreements.history import snapshot_at
from agreements.models import Agreement, Measure, User
from agreements.rows import load_snapshot
from agreements.rows.fields import names_of
from agreements.services.rows import row_add, row_delete, row_move, row_save
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")
DRAFT = "yhteiset-palvelut-2021"


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def by() -> User:
    return User.objects.get(email="helena.laine@example.org")


def metric(place: int = 3) -> Metric:
    return Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk")[place]


def since_the_start() -> Comparison:
    before, after = snapshot_at(draft(), 0), load_snapshot(draft())
    wanted = [each for side in (before, after) for row in side.rows.values() for each in side.wanted_by(row)]
    return compare(before, after, names_of(wanted))


def touched(comparison: Comparison) -> list[tuple[str, str]]:
    return [(row.id, row.standing) for row in comparison.rows if row.touched]


def test_a_document_is_the_same_as_itself() -> None:
    snapshot = load_snapshot(draft())
    comparison = compare(snapshot, snapshot, snapshot.names())
    assert not comparison.touched
    assert comparison.counts[Standing.SAME] == len(snapshot.rows)


def test_a_changed_row_tells_its_words_before_and_after_and_its_parents_are_context() -> None:
    row = metric()
    row_save(
        agreement=draft(),
        kind="metric",
        pk=row.pk,
        version=row.version,
        values={"target": "väh. 6"},
        by=by(),
        at=timezone.now(),
    )
    comparison = since_the_start()
    assert touched(comparison) == [(f"metric-{row.pk}", Standing.CHANGED)]
    (cell,) = [cell for each in comparison.rows for cell in each.cells if cell.differs]
    assert (cell.before, cell.after, cell.label.printed) == (row.target, "väh. 6", True)
    context = [each.id for each in comparison.rows if each.context]
    assert context == [f"goal-{row.measure.goal_id}", f"measure-{row.measure_id}"]


def test_a_deleted_goal_stands_where_it_stood_with_all_that_was_in_it() -> None:
    goal = metric().measure.goal
    row_delete(agreement=draft(), kind="goal", pk=goal.pk, version=goal.version, by=by(), at=timezone.now())
    removed = [row for row in since_the_start().rows if row.touched]
    assert {row.standing for row in removed} == {Standing.REMOVED}
    assert removed[0].id == f"goal-{goal.pk}"
    assert len(removed) > 2


def test_a_row_moved_into_another_parent_is_told_as_moved() -> None:
    row = metric()
    other = Measure.objects.filter(goal__section__agreement__slug=DRAFT).exclude(pk=row.measure_id).order_by("-pk")[0]
    row_move(agreement=draft(), kind="metric", pk=row.pk, parent=other.pk, place=0, by=by(), at=timezone.now())
    (moved,) = [each for each in since_the_start().rows if each.touched]
    assert moved.move
    assert (moved.id, moved.standing) == (f"metric-{row.pk}", Standing.SAME)
    assert (moved.move.from_parent, moved.move.to_parent, moved.move.to_place) == (row.measure.text, other.text, 1)


def test_only_the_row_that_was_moved_past_its_siblings_is_told() -> None:
    measure = next(
        each for each in Measure.objects.filter(goal__section__agreement__slug=DRAFT) if each.metrics.count() > 2
    )
    first = measure.metrics.all()[0]
    row_move(agreement=draft(), kind="metric", pk=first.pk, parent=measure.pk, place=None, by=by(), at=timezone.now())
    (moved,) = [each for each in since_the_start().rows if each.touched]
    assert moved.id == f"metric-{first.pk}"
    assert moved.move
    assert (moved.move.from_parent, moved.move.from_place, moved.move.to_place) == (None, 1, measure.metrics.count())


def test_an_added_row_is_added() -> None:
    saved = row_add(
        agreement=draft(),
        kind="metric",
        parent=metric().measure_id,
        values={"text": "Uusi mittari"},
        by=by(),
        at=timezone.now(),
    )
    assert touched(since_the_start()) == [(saved.row.id, Standing.ADDED)]


def test_the_turn_of_the_year_alone_makes_no_real_difference() -> None:
    """What was left behind is told, what the turn changes by itself is expected."""
    draft_, last = draft(), Agreement.objects.get(slug="yhteiset-palvelut-2020")
    before, after = load_snapshot(last), load_snapshot(draft_)
    wanted = [each for side in (before, after) for row in side.rows.values() for each in side.wanted_by(row)]
    comparison = compare(before, after, names_of(wanted), by_key=True, years=1)
    assert comparison.counts[Standing.ADDED] == 0
    assert comparison.counts["expected"] > 0
    for row in comparison.rows:
        for cell in row.cells:
            assert not (cell.differs and not cell.expected and "2020" in cell.before), (row.id, cell)


def test_a_comparison_of_many_rows_is_fast() -> None:
    snapshot = load_snapshot(draft())
    names = snapshot.names()
    start = time.perf_counter()
    for _ in range(5):
        compare(snapshot, snapshot, names, by_key=True)
    assert time.perf_counter() - start < 3


@given(places=st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_the_longest_run_rises_and_no_longer_one_does(places: list[int]) -> None:
    run = sorted(longest_run(places))
    kept = [places[index] for index in run]
    assert kept == sorted(kept)
    best = 0
    lengths: list[int] = []
    for index, place in enumerate(places):
        lengths.append(1 + max((lengths[at] for at in range(index) if places[at] < place), default=0))
        best = max(best, lengths[-1])
    assert len(run) == best
