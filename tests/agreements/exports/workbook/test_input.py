"""Whatever somebody writes: nothing is lost, nothing is run, nothing breaks the file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from agreements.kinds.facts import FactRow, Facts
from agreements.kinds.figure import Figure
from agreements.kinds.text import Text
from agreements.kinds.training import Training
from agreements.sections import DocumentSection, registry
from budgets.sections import FUNDING_COLUMNS, Budget, FundingTable
from metrics.sections import GoalRow, GoalTable, MeasureRow
from staffing.sections import Staffing
from tests.agreements.exports.books import goal_section, made, metric, opened, sheets, text_section
from tests.agreements.exports.shown import shown

EMPTY: dict[str, Callable[[], Any]] = {
    "goals": lambda: GoalTable(()),
    "training": lambda: Training("", ()),
    "figure": lambda: Figure(()),
    "staffing": lambda: Staffing(None, None, None, None, ()),
    "budget": lambda: Budget({}, False, ()),
    "funding": lambda: FundingTable(dict.fromkeys(FUNDING_COLUMNS), {}),
    "facts": lambda: Facts(()),
    "text": lambda: Text(""),
}


@pytest.mark.parametrize(
    "text", ["=1+1", "+358 40", "-rivi", "@SUM(A1)", "=HYPERLINK(0)", "#N/A", "<script>", "{{7*7}}", "&"]
)
def test_nothing_written_is_ever_a_formula(text: str) -> None:
    goal = GoalRow(text, None, (MeasureRow(text, "K", (metric(text, target=text, prior=text, actual=text),)),))
    source = made(goal_section(goal), text_section(f"<p>{text.replace('<', '&lt;')}</p>", heading=text, pk=2))
    book = opened(source)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 8
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.quotePrefix for cell in cells} == {text[0] in "=+-@"}


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "a\ud800b", "a\ufffeb", "a\rb"])
def test_characters_that_no_workbook_can_hold_are_shown_as_unknown(text: str) -> None:
    goal = GoalRow(text, text, (MeasureRow(text, None, (metric(text, target=text),)),))
    source = made(goal_section(goal), title=text, units=(), purpose=text, cover=(text,))
    (sheet,) = sheets(source)
    assert [shown(cell) for row in sheet.iter_rows(min_row=4) for cell in row].count("a\ufffdb") == 5


def test_text_that_looks_like_an_escape_of_excels_stays_what_it_is() -> None:
    goal = GoalRow("_x000D_ ja _xyz", None, ())
    (sheet,) = sheets(made(goal_section(goal)))
    assert "_x005F_x000D_ ja _xyz" in [cell.value for cell in sheet["A"]]


def test_spaces_and_line_breaks_are_kept() -> None:
    goal = GoalRow("  kaksi  väliä\n\nja kappale ", None, ())
    (sheet,) = sheets(made(goal_section(goal)))
    assert "  kaksi  väliä\n\nja kappale " in [cell.value for cell in sheet["A"]]


def test_a_cell_of_forty_thousand_characters_loses_nothing() -> None:
    long = "".join(f"sana{number} " for number in range(4_600))
    goal = GoalRow("Tavoite", None, (MeasureRow(long, "E", (metric("yksi"), metric(long))),))
    source = made(goal_section(goal), text_section(f"<p>{long}</p>", pk=2))
    assert len(long) > 40_000
    with translation.override("fi"):
        mark = translation.gettext("(continues in the next cell)")
    for sheet, column in ((sheets(source)[0], "B"), (sheets(source)[0], "D"), (opened(source).worksheets[1], "C")):
        parts = [str(cell.value) for cell in sheet[column] if cell.value and "sana" in str(cell.value)]
        assert all(part.endswith(mark) for part in parts[:-1])
        assert not parts[-1].endswith(mark)
        assert "".join(part.removesuffix("\n" + mark) for part in parts).strip() == long.strip()


def test_a_goal_of_two_hundred_metrics_is_one_goal() -> None:
    metrics = tuple(metric(f"mittari {number}", target=str(number)) for number in range(200))
    (sheet,) = sheets(made(goal_section(GoalRow("Tavoite", None, (MeasureRow("Toimenpide", "E", metrics),)))))
    assert {"A4:A203", "B4:B203", "C4:C203"} <= {str(cells) for cells in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet["E"][3:]] == list(range(200))


@pytest.mark.parametrize("kind", EMPTY)
def test_an_empty_section_is_no_obstacle(kind: str) -> None:
    section = DocumentSection(1, registry[kind], None, None, None, 1, {}, EMPTY[kind]())
    book = opened(made(section))
    assert book.worksheets[0]["A1"].value == "Palvelutuotantosopimus 2030"
    assert len(book.worksheets) == (2 if kind in ("facts", "text") else 3)


def test_a_goal_without_measures_and_a_measure_without_metrics_keep_their_rows() -> None:
    goals = (GoalRow("yksin", None, ()), GoalRow("tavoite", "tulos", (MeasureRow("ilman mittaria", "K", ()),)))
    (sheet,) = sheets(made(goal_section(*goals)))
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["yksin", None, None, None],
        ["tulos", None, None, None],
        ["tavoite", "ilman mittaria", "K", None],
    ]


def test_an_actual_is_shown_even_where_the_table_prints_no_column_for_it() -> None:
    measure = MeasureRow("toimenpide", None, (metric("mittari", actual="12", colour="green"),))
    section = goal_section(GoalRow("tavoite", None, (measure,)), columns={"goal": "Tavoite", "metric": "Mittari"})
    (sheet,) = sheets(made(section))
    assert [cell.value for cell in sheet[4]][-2:] == [12, "Vihreä"]
    assert [cell.font.i for cell in sheet[3]] == [False, True, False, True, True]


def test_a_colour_is_a_word_with_a_tint() -> None:
    metrics = tuple(metric(colour, colour=colour) for colour in ("green", "yellow", "red"))
    (sheet,) = sheets(made(goal_section(GoalRow("tavoite", None, (MeasureRow("toimenpide", None, metrics),)))))
    cells = [sheet.cell(row, 8) for row in (4, 5, 6)]
    assert [cell.value for cell in cells] == ["Vihreä", "Keltainen", "Punainen"]
    assert len({cell.fill.start_color.rgb for cell in cells}) == 3


def test_facts_stand_among_the_chapters_as_they_were_written() -> None:
    facts = Facts((FactRow("Puhelin", "044 794 246"), FactRow(None, "okm")))
    with translation.override("fi"):
        tag = translation.gettext("Tag")
    section = DocumentSection(1, registry["facts"], None, None, None, 1, {}, facts)
    chapters = opened(made(section)).worksheets[1]
    assert [[cell.value for cell in row] for row in chapters.iter_rows(min_row=4)] == [
        [None, "Puhelin", "044 794 246"],
        [None, tag, "okm"],
    ]


def test_headings_too_tall_to_scroll_past_are_not_frozen() -> None:
    section = goal_section(columns={"goal": "Tavoite", "metric": "otsikko " * 400})
    (sheet,) = sheets(made(section))
    assert sheet.freeze_panes is None
    assert sheet.print_title_rows == "$3:$3"
