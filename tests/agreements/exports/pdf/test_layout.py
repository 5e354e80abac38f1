"""How the pages are filled: what stays together, what is repeated, what never touches."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pymupdf
import pytest

from agreements.exports.pdf import render_pdf
from metrics.sections import MeasureRow
from tests.agreements.exports.pdf.conftest import Printed
from tests.agreements.exports.pdf.reader import Element, read, squeezed
from tests.agreements.exports.pdf.samples import document, goal, goal_section, metric, text_section
from tests.agreements.exports.pdf.test_content import SLUGS, in_finnish

LINE = 12.0
"""Points, about a line of a table."""


def spans(pdf: bytes) -> Iterator[tuple[pymupdf.Page, list[tuple[pymupdf.Rect, float, str]]]]:
    """Each page with its pieces of text: where, how large, which words."""
    with pymupdf.open(stream=pdf) as opened:
        for page in opened:
            pieces = [
                (pymupdf.Rect(span["bbox"]), span["size"], span["text"])
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                if span["text"].strip()
            ]
            yield page, pieces


def assert_nothing_touches(pdf: bytes) -> None:
    for page, pieces in spans(pdf):
        for box, _size, text in pieces:
            assert page.rect.contains(box), f"{text!r} leaves page {page.number + 1}"
        for (one, size, text), (other, _size, beside) in combinations(pieces, 2):
            shared = one & other
            if not shared.is_empty:
                assert shared.width < 1 or shared.height < size * 0.4, f"{text!r} on {beside!r}, page {page.number + 1}"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_no_text_lies_on_other_text_or_over_the_edge(slug: str, printed: Printed) -> None:
    assert_nothing_touches(printed(slug))


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_no_text_is_under_8_points(slug: str, printed: Printed) -> None:
    assert min(size for _page, pieces in spans(printed(slug)) for _box, size, _text in pieces) > 7.99


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_is_left_nearly_empty(slug: str, printed: Printed) -> None:
    for page, pieces in spans(printed(slug)):
        assert len(pieces) > 12 or page.number == 0


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["asiakaspalvelut-2021", "yhteiset-palvelut-2020", "turku-ake-2024"])
def test_a_measures_rows_stand_on_one_page(slug: str, printed: Printed) -> None:
    tables = read(printed(slug)).find("Table")
    blocks = [body for table in tables for body in table.find("TBody") if len(next(table.find("TR")).kids) in {3, 7}]
    assert len(blocks) > 10
    for block in blocks:
        assert len(set(block.all_pages)) == 1


def test_a_word_without_end_is_broken_and_stays_in_its_cell() -> None:
    long = "Ä" * 300
    values = {"target": "x" * 300, "prior": "virpi.launonen@mikkeli.fi", "actual": "0123456789" * 30}
    measure = MeasureRow("q" * 300, "K", (metric(long, **values),))
    pdf = render_pdf(
        document(goal_section(goal(measure, title="y" * 300)), text_section(f"<p>{long}</p>", heading="z" * 300))
    )
    assert_nothing_touches(pdf)
    text = squeezed(read(pdf).text)
    for word in (long, *values.values(), "q" * 300, "y" * 300, "z" * 300):
        assert squeezed(word) in text


def test_an_ordinary_word_is_broken_only_where_it_may() -> None:
    """A line is filled before a word is broken, whatever other breaks the words of the line have."""
    measure = MeasureRow("Hankkeessa järjestettyjen koulutusten lukumäärä.", None, (metric("x"),))
    (cell,) = (
        cell for cell in read(render_pdf(document(goal_section(goal(measure))))).find("TH") if "Hankk" in cell.text
    )
    assert cell.kids[0].marks[0].startswith("Hankkeessa järjestettyjen koulutusten")


@pytest.fixture(scope="module")
def two_hundred() -> bytes:
    metrics = tuple(metric(f"Mittari {number}.", target=f"≥ {number}") for number in range(200))
    measures = (
        MeasureRow("Monen mittarin toimenpide", "K", metrics),
        MeasureRow("Seuraava", "E", (metric("Viimeinen"),)),
    )
    return render_pdf(document(goal_section(goal(*measures), goal(measures[1], title="Toinen"))))


def test_a_measure_that_fits_no_page_is_split_and_repeated(two_hundred: bytes) -> None:
    tree = read(two_hundred)
    measures = [cell for cell in tree.find("TH") if cell.text.startswith("Monen")]
    assert {cell.text for cell in measures[1:]} == {f"Monen mittarin toimenpide {in_finnish('(continued)')}"}
    parts = [body for body in tree.find("TBody") if any(cell in measures for cell in body.find("TH"))]
    assert len(parts) == len(measures) > 4
    pages = [page for part in parts for page in set(part.all_pages)]
    assert len(pages) == len(set(pages)) == len(parts)


def test_every_metric_of_a_split_measure_has_the_part_it_stands_in_as_its_heading(two_hundred: bytes) -> None:
    tree = read(two_hundred)
    pages = {cell.attributes["ID"]: set(cell.all_pages) for cell in tree.find("TH") if "ID" in cell.attributes}
    texts = {cell.attributes["ID"]: cell.text for cell in tree.find("TH") if "ID" in cell.attributes}
    metrics = [cell for cell in tree.find("TD") if cell.text.startswith("Mittari ")]
    assert [cell.text for cell in metrics] == [f"Mittari {number}." for number in range(200)]
    for cell in metrics:
        column, band, measure = cell.attributes["Headers"]
        assert texts[column] == "Mittari"
        assert texts[band] == "Tavoite Hyvä kirjasto"
        assert texts[measure].startswith("Monen mittarin toimenpide")
        assert pages[measure] == set(cell.all_pages)


def test_the_table_goes_on_behind_a_split_measure(two_hundred: bytes) -> None:
    (table,) = read(two_hundred).find("Table")
    assert table.text.endswith("Tavoite Toinen Seuraava E Viimeinen")
    assert_nothing_touches(two_hundred)


@pytest.mark.parametrize("where", ["metric", "measure"])
def test_a_cell_of_40000_characters_runs_over_pages_whole(where: str) -> None:
    words = [f"sana{number}" for number in range(5000)]
    text = " ".join(words)[:40_000]
    row = metric(text if where == "metric" else "Mittari", target="5")
    measure = MeasureRow(text if where == "measure" else "Toimenpide", "K", (row, metric("Toinen")))
    pdf = render_pdf(document(goal_section(goal(measure))))
    assert squeezed(text) in squeezed(read(pdf).text)
    cells = [cell for cell in read(pdf).find("TD", "TH") if "sana4000" in cell.text]
    assert len(cells) == 1
    assert len(set(cells[0].all_pages)) > 10
    assert_nothing_touches(pdf)


def test_a_band_stays_with_its_first_measure() -> None:
    measure = MeasureRow("Rivi. " * 30, "K", (metric("Mittari"),))
    goals = [goal(measure, title=f"Tavoite {number}") for number in range(30)]
    tree = read(render_pdf(document(goal_section(*goals))))
    rows = list(tree.find("TR"))
    bands = [at for at, row in enumerate(rows) if len(row.kids) == 1]
    assert len(bands) == 30
    for at in bands:
        assert set(rows[at].all_pages) == set(rows[at + 1].all_pages)


@pytest.mark.parametrize("lines", range(18, 32, 2))
def test_a_table_begins_with_its_caption_headings_and_first_measure_on_one_page(lines: int) -> None:
    """Wherever on the page the text before it ends."""
    before = text_section("".join(f"<p>Rivi {number}</p>" for number in range(lines)))
    measure = MeasureRow("Rivi. " * 40, "K", (metric("Mittari"), metric("Toinen")))
    (table,) = read(render_pdf(document(before, goal_section(goal(measure, measure))))).find("Table")
    first: list[Element] = [*table.find("Caption"), *table.find("THead"), next(table.find("TBody"))]
    assert len(set().union(*(element.all_pages for element in first))) == 1


def test_upright_documents_turn_only_their_wide_tables() -> None:
    section = goal_section(goal(MeasureRow("Toimenpide", "K", (metric("Mittari"),))))
    narrow = replace(section, columns={"measure": "Tavoite", "metric": "Mittari"})
    for one, turned in ((section, True), (narrow, False)):
        pdf = render_pdf(document(text_section("<p>x</p>"), one, text_section("<p>y</p>"), kind="development_plan"))
        with pymupdf.open(stream=pdf) as opened:
            lying = [page.rect.width > page.rect.height for page in opened]
        assert lying == ([False, True, False] if turned else [False])
