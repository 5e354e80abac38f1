"""Running text as it is held against tables."""

import pytest

from agreements.models import Agreement, Section
from agreements.passages import near, paragraphs, passages
from agreements.rows.snapshot import load_snapshot
from tests.agreements.checking import PORVOO_PLAN, section_of


def test_paragraphs_are_lines_and_lists_and_tables_are_left_out() -> None:
    html = (
        "<h4>Otsikko</h4><p>Yksi <strong>2&nbsp;htv</strong><br>kaksi   \n kolme</p>"
        "<ul><li>a<ul><li>b</li></ul>c</li></ul>"
        "<p>neljä</p><table><tr><td><p>4</p></td></tr></table>"
    )
    assert paragraphs(html) == "Otsikko\nYksi 2 htv\nkaksi kolme\nneljä"


@pytest.mark.usefixtures("examples")
def test_what_is_near_a_table_is_its_chapter_and_what_stands_beside_it() -> None:
    snapshot = load_snapshot(Agreement.objects.get(slug=PORVOO_PLAN))
    staffing = section_of(PORVOO_PLAN, "staffing")
    chapter = staffing.parent
    assert chapter is not None
    assert chapter.heading == "Henkilöstöresurssit"
    beside = Section.objects.filter(agreement__slug=PORVOO_PLAN, parent=chapter)
    found = near(snapshot.rows["section", staffing.pk], snapshot)
    assert found == {chapter.pk, *beside.values_list("pk", flat=True)}


@pytest.mark.usefixtures("examples")
def test_passages_are_the_texts_in_reading_order() -> None:
    found = passages(load_snapshot(Agreement.objects.get(slug=PORVOO_PLAN)))
    assert found[0].row.state["heading"] == "Kehittämistehtävä"
    assert all(passage.text for passage in found)
