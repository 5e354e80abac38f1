import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from agreements.sections import DocumentSection, registry
from metrics.sections import GoalRow, GoalTable, MeasureRow, MetricRow
from metrics.templatetags.goal_rows import goal_rows

COLUMNS = {column: f"{column} heading" for column in registry["goals"].columns}


def rows(*goals: GoalRow, columns: dict[str, str] | None = None) -> str:
    section = DocumentSection(1, registry["goals"], None, None, None, 2, columns or COLUMNS, GoalTable(goals))
    return goal_rows(section, "fi")


def metric(pk: int, text: str = "Mittari", *, colour: str | None = None) -> MetricRow:
    return MetricRow(pk, text, "≥ 3", "2", "4", colour)


def test_goals_and_measures_span_their_metrics() -> None:
    goal = GoalRow("Tavoite", None, (MeasureRow("A", "K", (metric(1), metric(2))), MeasureRow("B", "E", (metric(3),))))
    html = rows(goal)
    assert re.findall(r'class="(goal|measure)" rowspan="(\d)"', html) == [
        ("goal", "3"),
        ("measure", "2"),
        ("measure", "1"),
    ]
    assert [cells.count("<td") + cells.count("<th") for cells in html.split("</tr>")[:3]] == [8, 5, 7]


def test_a_measure_without_metrics_and_a_goal_without_measures_have_their_empty_cells() -> None:
    html = rows(GoalRow("Yksi", None, (MeasureRow("A", "E", ()),)), GoalRow("Kaksi", None, ()))
    assert html.count("no-metric") == 2
    assert [row.count("<td") for row in html.split("</tr>")[:2]] == [7, 7]


def test_only_printed_columns_stand_in_the_table() -> None:
    columns = {"goal": "Tavoite", "measure": "Toimenpide", "metric": "Mittari", "target": "Taso"}
    html = rows(GoalRow("T", None, (MeasureRow("A", "K", (metric(1),)),)), columns=columns)
    assert re.findall(r'<t[hd] [^>]*class="(\w+)"', html) == ["goal", "measure", "metric", "target"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><b>', "{{7*7}}", "a & b"])
def test_text_is_escaped(hostile: str) -> None:
    html = rows(
        GoalRow(hostile, hostile, (MeasureRow(hostile, None, (metric(1, hostile),)),)),
        columns={**COLUMNS, "target": hostile},
    )
    assert "<script" not in html
    assert "<b>" not in html
    assert "a & b" not in html


@pytest.mark.parametrize(("colour", "state"), [("green", "met"), ("yellow", "partial"), ("red", "missed")])
def test_a_colour_is_shown_as_everywhere_else(colour: str, state: str) -> None:
    with override("fi"):
        html = rows(GoalRow("T", None, (MeasureRow("A", "K", (metric(1, colour=colour),)),)))
        word = metric(1, colour=colour).colour_word
        assert render_to_string("includes/state.html", {"state": state, "word": word}).strip() in html
    assert f"st st-{state}" in html
