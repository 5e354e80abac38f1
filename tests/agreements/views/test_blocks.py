"""Blocks of cells pasted into tables over HTTP: what is shown before, what is done, and what is refused."""

import html
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Change, Deed, Goal, Revision
from metrics.models import Metric
from tests.agreements.deeds import (
    DRAFT,
    EDIT,
    SCRIPT,
    WORDS,
    draft,
    metric,
    nothing_changes,
    section,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.usefixtures("examples")
FORMS = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


def paste(text: str, *, client: Client | None = None, script: bool = True, **fields: Any) -> Any:
    path = f"{EDIT}sections/{section('goals').pk}/paste/"
    return (client or signed_in()).post(path, {"text": text, **fields}, headers=SCRIPT if script else {})


def over(text: str, **fields: Any) -> Any:
    """The text pasted from the target of the table's first metric on."""
    return paste(text, kind="metric", field="target", row=first_metric().pk, **fields)


def first_metric() -> Metric:
    table = section("goals")
    return Metric.objects.filter(measure__goal__section=table).order_by(
        "measure__goal__position", "measure__position", "position"
    )[0]


@FORMS
def test_a_preview_shows_what_goes_where_and_changes_nothing(script: bool) -> None:
    with nothing_changes():
        response = paste("Tavoite A\tToimenpide 1\tK\n\tToimenpide 2\tE", script=script)
    assert response.status_code == 200
    shown = response.json()["preview"] if script else html.unescape(response.content.decode())
    assert "Toimenpide 2" in shown
    assert "data-paste-confirm" in shown


@FORMS
def test_a_confirmed_paste_is_one_step_and_is_undone_as_one(script: bool) -> None:
    before = Goal.objects.filter(section=section("goals")).count()
    response = paste("Tavoite A\tToimenpide 1\tK\nTavoite B\tToimenpide 2\tE", script=script, do="save")
    assert response.status_code == (200 if script else 302)
    revision = Revision.objects.get()
    assert (revision.deed, revision.changes.count()) == (Deed.PASTE, 4)
    assert Goal.objects.filter(section=section("goals")).count() == before + 2
    signed_in().post(f"{EDIT}undo/", headers=SCRIPT)
    assert Goal.objects.filter(section=section("goals")).count() == before


@FORMS
def test_cells_with_tabs_breaks_and_quotes_come_in_whole(script: bool) -> None:
    assert paste('"Rivi 1\nRivi ""2"""\t"a\tb"', script=script, do="save").status_code in (200, 302)
    made = Goal.objects.order_by("-pk")[0]
    assert made.title == 'Rivi 1\nRivi "2"'
    assert made.measures.get().text == "a\tb"


@FORMS
def test_ragged_rows_are_filled_up(script: bool) -> None:
    assert paste("A\tB\tK\nC\n\n\tD\tE", script=script, do="save").status_code in (200, 302)
    titles = list(Goal.objects.order_by("-pk").values_list("title", flat=True)[:2])
    assert titles == ["C", "A"]


BAD = {
    "nothing": ("", "There is nothing to paste"),
    "only breaks": ("\n\t\n", "There is nothing to paste"),
    "1,001 rows": ("a\n" * 1_001, "too many rows"),
    "200,001 characters": ("a" * 200_001, "too long"),
    "three megabytes": ("ä" * 1_500_000, "too long"),
    "too many columns": ("\t".join("a" * 40), "columns"),
}


@FORMS
@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_a_block_that_cannot_be_placed_is_refused_in_words(text: str, said: str, script: bool) -> None:
    for do in ("preview", "save"):
        with nothing_changes():
            response = paste(text, script=script, do=do)
        assert response.status_code == 422
        assert said in words_of(response.content)
        assert "data-paste-confirm" not in response.content.decode()


@FORMS
@pytest.mark.parametrize("bad", ["\u200b\u200b", "a\u202eb", "a\x00b", "x" * 10_001])
def test_one_bad_cell_stops_the_whole_block_and_says_which(bad: str, script: bool) -> None:
    with nothing_changes():
        response = paste(f"Tavoite A\tToimenpide 1\nTavoite B\t{bad}", script=script, do="save")
    assert response.status_code == 422
    page = html.unescape(response.json()["preview"] if script else response.content.decode())
    assert "Row 2" in page
    assert "Nothing was pasted" in page
    assert script or "Tavoite A" in page


@FORMS
def test_a_vertical_tab_in_a_cell_is_a_line_break(script: bool) -> None:
    assert paste("Rivi 1\x0bRivi 2", script=script, do="save").status_code in (200, 302)
    assert Goal.objects.order_by("-pk")[0].title == "Rivi 1\nRivi 2"


@FORMS
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "nonsense", "field": "nonsense"},
        {"kind": "goal", "field": "status"},
        {"kind": "line", "field": "label"},
        {"row": "9" * 40, "kind": "metric", "field": "target"},
        {"row": "-1", "kind": "metric", "field": "target"},
        {"parent": "9" * 18, "kind": "measure", "field": "text"},
        {"parent": "", "kind": "measure", "field": "text"},
        {"kind": "metric", "field": "text"},
    ],
)
def test_a_block_for_what_is_not_there_is_refused_and_nothing_is_done(fields: dict[str, Any], script: bool) -> None:
    with nothing_changes():
        response = paste(WORDS, script=script, do="save", **fields)
    assert response.status_code in (409, 422)


@FORMS
def test_a_block_under_a_row_of_another_document_is_refused(script: bool) -> None:
    foreign = Metric.objects.filter(measure__goal__section__agreement__slug="porvoo-ake-2026")[0]
    with nothing_changes():
        under = paste(WORDS, script=script, do="save", kind="metric", field="text", parent=foreign.measure_id)
        onto = paste(WORDS, script=script, do="save", kind="metric", field="target", row=foreign.pk)
    assert {under.status_code, onto.status_code} <= {409, 422}


@FORMS
@pytest.mark.parametrize("pk", ["0", str(2**31), "9" * 25])
def test_a_table_that_is_gone_keeps_the_block(pk: str, script: bool) -> None:
    with nothing_changes():
        headers = SCRIPT if script else {}
        response = signed_in().post(f"{EDIT}sections/{pk}/paste/", {"text": WORDS, "do": "save"}, headers=headers)
    assert response.status_code == 404
    assert script or WORDS in response.content.decode()


@FORMS
def test_running_text_is_no_table(script: bool) -> None:
    path = f"{EDIT}sections/{section('text').pk}/paste/"
    assert signed_in().post(path, {"text": WORDS, "do": "save"}, headers=SCRIPT if script else {}).status_code == 404


def test_a_block_is_written_over_the_rows_that_were_shown() -> None:
    rows = [first_metric().pk]
    response = over("väh. 7", do="save", revision=draft().revision)
    assert response.status_code == 200
    assert Metric.objects.get(pk=rows[0]).target == "väh. 7"


@FORMS
@pytest.mark.parametrize("revision", ["", "x", "0"])
def test_a_block_is_not_written_over_what_somebody_changed_since_the_preview(revision: str, script: bool) -> None:
    """Who has not seen the other's words does not write over them: they are shown what is there now."""
    row = first_metric()
    other = {"version": row.version, "target": "6–8"}
    signed_in("pekka.salo").post(f"{EDIT}metric/{row.pk}/", other, headers=SCRIPT)
    with nothing_changes():
        response = over("väh. 7", script=script, do="save", revision=revision)
    assert response.status_code == 409
    shown = response.json()["preview"] if script else html.unescape(response.content.decode())
    assert "Somebody has changed this table" in shown
    assert f'data-revision="{draft().revision}"' in shown
    assert over("väh. 7", script=script, do="save", revision=draft().revision).status_code in (200, 302)
    assert Metric.objects.get(pk=row.pk).target == "väh. 7"


def test_a_long_block_costs_no_more_queries_a_row_when_it_is_only_shown(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in()
    for count in (3, 900):
        with django_assert_num_queries(9):
            assert paste("Tavoite\tToimenpide\n" * count, client=client).status_code == 200


def test_a_block_under_a_row_stands_behind_it() -> None:
    row = metric()
    assert paste("Uusi mittari", kind="metric", field="text", row=row.pk, do="save").status_code == 200
    change = Change.objects.get()
    assert (change.after or {})["measure_id"] == row.measure_id
    assert (change.after or {})["place"] == row.position + 1
    assert Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT, text="Uusi mittari").count() == 1
