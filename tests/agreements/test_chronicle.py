"""What happened to a document, step by step."""

import datetime

import pytest

from agreements.chronicle import Asked, Chronicle, chronicle
from agreements.models import Agreement, Deed, Goal, Measure, Section, User
from agreements.rows import load_snapshot
from agreements.rows.fields import names_of
from agreements.services.rows import NewRow, Saved, row_add, row_delete, row_move, row_save, rows_paste
from agreements.services.undoing import step_undo
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")
DRAFT = "yhteiset-palvelut-2021"
NINE = datetime.datetime(2021, 3, 1, 9, 0, tzinfo=datetime.UTC)


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


def user(name: str = "helena.laine") -> User:
    return User.objects.get(email=f"{name}@example.org")


def metrics() -> list[Metric]:
    return list(Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT).order_by("pk"))


def after(minutes: float) -> datetime.datetime:
    return NINE + datetime.timedelta(minutes=minutes)


def save(row: Metric, minutes: float, *, by: str = "helena.laine", reason: str | None = None, **values: str) -> Saved:
    version = Metric.objects.get(pk=row.pk).version
    return row_save(
        agreement=draft(),
        kind="metric",
        pk=row.pk,
        version=version,
        values=values,
        by=user(by),
        at=after(minutes),
        reason=reason,
    )


def told(asked: Asked | None = None, *, upto: int | None = None, most: int = 25) -> Chronicle:
    agreement = draft()
    return chronicle(agreement, load_snapshot(agreement), asked or Asked(), upto=upto, most=most)


def cells(page: Chronicle, place: int = 0) -> list[tuple[str, str, str]]:
    """The label and the words before and after of what the entry's first row says."""
    (happening, *_others) = page.entries[place].happenings
    return [(cell.label.words, cell.before, cell.after) for cell in happening.cells(names_of(page.wanted()))]


def test_a_save_is_told_by_the_printed_heading_with_its_person_time_and_reason() -> None:
    row = metrics()[3]
    save(row, 0, target="väh. 6", reason="Johtoryhmä päätti")
    page = told()
    assert cells(page) == [("Mittarin tavoitetaso 2021", row.target, "väh. 6")]
    (entry,) = page.entries
    assert (entry.by, entry.at, entry.reason) == ("Helena Laine", NINE, "Johtoryhmä päätti")
    assert entry.happenings[0].section_title


def test_saves_of_one_sitting_are_one_difference() -> None:
    row = metrics()[3]
    save(row, 0, target="6")
    save(row, 4, target="6 k")
    save(row, 8.5, target="6 kpl")
    save(row, 20, target="7 kpl")
    page = told()
    assert [(entry.first, entry.number, entry.steps) for entry in page.entries] == [(4, 4, 1), (1, 3, 3)]
    assert cells(page, 1)[0][1:] == (row.target, "6 kpl")


def test_another_row_or_person_or_deed_ends_the_sitting() -> None:
    first, second = metrics()[3:5]
    save(first, 0, target="1")
    save(second, 1, target="2")
    save(first, 2, target="3")
    save(first, 3, target="4", by="pekka.salo")
    assert [entry.steps for entry in told().entries] == [1, 1, 1, 1]


def test_what_was_written_and_taken_back_in_one_sitting_differs_in_nothing() -> None:
    row = metrics()[3]
    save(row, 0, target="6")
    save(row, 1, target=row.target or "")
    page = told()
    assert (page.entries[0].steps, cells(page)) == (2, [])
    assert page.entries[0].happenings[0].before == page.entries[0].happenings[0].after


def test_an_undone_step_says_who_undid_it_and_stands_by_itself() -> None:
    row = metrics()[3]
    save(row, 0, target="6")
    save(row, 1, target="7")
    step_undo(agreement=draft(), revision=2, by=user(), at=after(2))
    undo, undone, first = told().entries
    assert (undo.deed, undo.undoes) == (Deed.UNDO, 2)
    assert undone.undone is not None
    assert (undone.undone.number, undone.undone.by) == (3, "Helena Laine")
    assert first.undone is None


def test_a_move_is_told_as_a_move() -> None:
    row = metrics()[3]
    other = Measure.objects.filter(goal__section__agreement__slug=DRAFT).exclude(pk=row.measure_id).order_by("-pk")[0]
    row_move(agreement=draft(), kind="metric", pk=row.pk, parent=other.pk, place=0, by=user(), at=NINE)
    (entry,) = told().entries
    move = entry.happenings[0].move
    assert move
    assert (move.from_parent, move.to_parent, move.to_place) == (row.measure.text, other.text, 1)
    assert cells(told()) == []


def test_a_deleted_goal_tells_all_that_it_said_in_reading_order() -> None:
    goal = metrics()[3].measure.goal
    row_delete(agreement=draft(), kind="goal", pk=goal.pk, version=goal.version, by=user(), at=NINE)
    (entry,) = told().entries
    assert [each.level for each in entry.happenings][:3] == [0, 1, 2]
    assert entry.happenings[0].title == goal.title
    assert all(each.after is None for each in entry.happenings)


def test_pasted_rows_stand_below_what_they_were_pasted_with() -> None:
    goal = Goal.objects.filter(section__agreement__slug=DRAFT)[0]
    new = NewRow("measure", {"text": "Toimi"}, (NewRow("metric", {"text": "Mitta"}),))
    rows_paste(agreement=draft(), rows=[(goal.pk, None, new)], by=user(), at=NINE)
    (entry,) = told().entries
    assert [(each.title, each.level) for each in entry.happenings] == [("Toimi", 0), ("Mitta", 1)]


def test_ids_are_told_as_names() -> None:
    save(metrics()[3], 0, responsible_id="Helena Laine")
    assert cells(told()) == [("Vastuuhenkilö", "", "Helena Laine")]


def test_a_step_is_told_with_the_headings_of_its_own_time() -> None:
    row = metrics()[3]
    save(row, 0, target="6")
    section = Section.objects.get(pk=row.measure.goal.section_id)
    row_save(
        agreement=draft(),
        kind="section",
        pk=section.pk,
        version=section.version,
        values={"columns.target": "Uusi otsikko"},
        by=user(),
        at=after(10),
    )
    page = told()
    assert cells(page, 1)[0][0] == "Mittarin tavoitetaso 2021"
    assert cells(page)[0][1:] == ("Mittarin tavoitetaso 2021", "Uusi otsikko")


def test_the_history_is_filtered_by_who_what_where_when_and_words() -> None:
    first, second = metrics()[3], metrics()[-1]
    save(first, 0, target="Äänekoski 6")
    save(second, 60 * 24, target="7", by="pekka.salo")
    row_add(
        agreement=draft(),
        kind="metric",
        parent=first.measure_id,
        values={"text": "Lisätty"},
        by=user(),
        at=after(60 * 48),
    )

    def numbers(asked: Asked) -> list[int]:
        return [entry.number for entry in told(asked).entries]

    assert numbers(Asked()) == [3, 2, 1]
    assert numbers(Asked(person=user("pekka.salo").pk)) == [2]
    assert numbers(Asked(row=f"metric-{first.pk}")) == [1]
    assert numbers(Asked(deed="add")) == [3]
    assert numbers(Asked(sections=frozenset({first.measure.goal.section_id}))) == [3, 1]
    assert numbers(Asked(since=datetime.date(2021, 3, 2))) == [3, 2]
    assert numbers(Asked(until=datetime.date(2021, 3, 2))) == [2, 1]
    assert numbers(Asked(words=("äänekoski",))) == [1]
    assert numbers(Asked(words=("target",))) == []


def test_a_step_of_which_only_some_rows_are_asked_for_says_how_many_it_leaves_out() -> None:
    goal = metrics()[3].measure.goal
    row_delete(agreement=draft(), kind="goal", pk=goal.pk, version=goal.version, by=user(), at=NINE)
    whole = told().entries[0]
    (entry,) = told(Asked(row=f"goal-{goal.pk}")).entries
    assert (len(entry.happenings), entry.left_out) == (1, len(whole.happenings) - 1)


def test_pages_follow_each_other_without_a_gap_or_a_repetition() -> None:
    rows = metrics()
    for number in range(7):
        save(rows[number % 2], number * 10, target=str(number))
    seen: list[int] = []
    upto: int | None = None
    while True:
        page = told(upto=upto, most=3)
        seen += [entry.number for entry in page.entries]
        upto = page.older
        if upto is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]
