"""A goal table made ready for paper."""

import pytest

from agreements.sections import DocumentSection, registry
from metrics.printing import print_tables
from metrics.sections import GoalRow, GoalTable, MeasureRow, MetricRow

ALL = ("goal", "measure", "in_portfolio", "metric", "target", "prior", "actual", "colour")


def metric(text: str) -> MetricRow:
    return MetricRow(pk=1, text=text, target=None, prior=None, actual=None, colour=None)


def table(*goals: GoalRow, columns: tuple[str, ...] = ALL) -> DocumentSection:
    return DocumentSection(
        pk=1,
        kind=registry["goals"],
        number=None,
        heading=None,
        caption=None,
        level=1,
        columns={column: column.upper() if column in columns else None for column in ALL},
        block=GoalTable(goals),
    )


@pytest.mark.parametrize("columns", [ALL, ("goal", "measure", "metric", "target"), ("measure", "metric")])
def test_the_printed_columns_fill_the_table_and_the_goal_has_none(columns: tuple[str, ...]) -> None:
    (printed,) = print_tables(table(GoalRow("a", None, ()), columns=columns))
    assert [column.key for column in printed.columns] == [column for column in columns if column != "goal"]
    assert [column.heading for column in printed.columns] == [column.key.upper() for column in printed.columns]
    assert sum(column.width for column in printed.columns) == pytest.approx(100)


def test_a_goals_band_opens_its_first_measure() -> None:
    measures = (MeasureRow("a", "K", (metric("x"), metric("y"))), MeasureRow("b", "E", ()))
    goals = (GoalRow("Yksi", None, measures), GoalRow("Kaksi", None, measures))
    (printed,) = print_tables(table(*goals))
    assert [block.goal for block in printed.blocks] == [goals[0], None, goals[1], None]
    assert [len(block.metrics) for block in printed.blocks] == [2, 1, 2, 1]
    assert all(block.fits and not block.continued for block in printed.blocks)


def test_a_goal_without_measures_is_printed_too() -> None:
    goal = GoalRow("Yksi", None, ())
    (printed,) = print_tables(table(goal))
    assert [(block.goal, block.paragraphs, block.metrics) for block in printed.blocks] == [(goal, ("",), (None,))]


def test_goals_without_a_heading_have_a_table_each_and_no_band() -> None:
    goals = (GoalRow("Yksi", "Tulos", (MeasureRow("a", None, (metric("x"),)),)), GoalRow("Kaksi", "Toinen", ()))
    tables = print_tables(table(*goals, columns=("measure", "metric")))
    assert [printed.pathway for printed in tables] == list(goals)
    assert all(block.goal is None for printed in tables for block in printed.blocks)


def test_a_measure_that_fits_no_page_goes_on_with_its_text_repeated() -> None:
    measure = MeasureRow("a\nb", "K", tuple(metric(f"Mittari {number}") for number in range(80)))
    (printed,) = print_tables(table(GoalRow("Yksi", None, (measure,))))
    first, *others = printed.blocks
    assert first.goal
    assert not first.continued
    assert others
    assert all(block.continued and block.goal is None and block.paragraphs == ("a", "b") for block in others)
    assert all(block.in_portfolio == "K" and block.fits for block in printed.blocks)
    assert sum((block.metrics for block in printed.blocks), ()) == measure.metrics


def test_of_a_very_long_measure_only_the_beginning_is_repeated() -> None:
    measure = MeasureRow("sana " * 500, "K", tuple(metric(f"Mittari {number}") for number in range(80)))
    (printed,) = print_tables(table(GoalRow("Yksi", None, (measure,))))
    first, second, *_others = printed.blocks
    assert "\n".join(first.paragraphs) == measure.text
    (reminder,) = second.paragraphs
    assert reminder.endswith("sana …")
    assert len(reminder) < 310


def test_a_cell_that_fits_no_page_is_known() -> None:
    (printed,) = print_tables(table(GoalRow("Yksi", None, (MeasureRow("a", "K", (metric("sana " * 8000),)),))))
    assert [block.fits for block in printed.blocks] == [False]
