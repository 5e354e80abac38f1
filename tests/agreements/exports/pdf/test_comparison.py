"""A comparison printed: opened again and read as a screen reader does."""

from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from agreements.comparison import compare
from agreements.exports.pdf.comparison import render_comparison_pdf
from agreements.models import Agreement
from agreements.rows import Snapshot, load_snapshot
from agreements.rows.snapshot import names_of_both
from agreements.sides import Sides
from tests.agreements.exports.pdf.reader import read, squeezed, unread
from tests.agreements.exports.pdf.test_layout import assert_nothing_touches

pytestmark = pytest.mark.usefixtures("examples")


def sides() -> Sides:
    """The draft against the year before's, with a target of its own and a goal less."""
    draft = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    before, after = load_snapshot(Agreement.objects.get(slug="yhteiset-palvelut-2020")), load_snapshot(draft)
    change(after)
    with translation.override("fi"):
        comparison = compare(before, after, names_of_both(before, after), by_key=True, years=1)
    return Sides("Yhteiset palvelut 2020", "Yhteiset palvelut 2021", comparison, 1)


def printed() -> bytes:
    return render_comparison_pdf(sides(), Agreement.objects.get(slug="yhteiset-palvelut-2021"))


def change(snapshot: Snapshot) -> None:
    metrics = [row for row in snapshot.rows.values() if row.kind == "metric"]
    metrics[3].state["target"] = "väh. 6 kpl vuodessa"
    goal = next(row for row in reversed(snapshot.rows.values()) if row.kind == "goal")
    for row in [*snapshot.below(goal)][::-1]:
        snapshot.remove(row)
    snapshot.remove(goal)


def test_what_differs_is_printed_and_what_was_struck_and_came_is_told_in_words() -> None:
    words = squeezed(read(printed()).text)
    assert squeezed("väh. 6 kpl vuodessa") in words
    with translation.override("fi"):
        assert squeezed(translation.gettext("added:")) in words
        assert squeezed(translation.gettext("removed:")) in words


def test_all_text_is_tagged_and_every_cell_has_its_heading() -> None:
    pdf = printed()
    assert unread(pdf) == set()
    for cell in read(pdf).find("TD"):
        assert cell.attributes.get("Headers") or not cell.text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "fi"
        assert bool(opened.Root.MarkInfo.Marked)
        width, height = (float(opened.pages[0].mediabox[at]) for at in (2, 3))
        assert width > height


def test_nothing_is_printed_over_anything_else() -> None:
    assert_nothing_touches(printed())


def test_the_same_comparison_gives_the_same_file() -> None:
    assert printed() == printed()
