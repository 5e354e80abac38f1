"""The tags of the five documents: what PDF/UA asks, and what a screen reader says of a table's cells."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from outloud import check

from agreements.document import Document
from agreements.titles import display_title
from tests.agreements.exports.pdf.conftest import Loaded, Printed
from tests.agreements.exports.pdf.reader import Element, artifacts, read, squeezed, unread
from tests.agreements.exports.pdf.test_content import SLUGS

pytestmark = pytest.mark.django_db

Said = tuple[str, tuple[str, ...]]
"""A cell's text, and those of its headings."""


def said_of_goal_tables(document: Document) -> Iterator[Said]:
    """What must be said of each data cell of the goal tables: its column, its goal, its measure."""
    for section in document.sections:
        if section.kind.key != "goals":
            continue
        columns = dict(section.printed_columns)
        for goal in section.block.goals:
            band = f"{columns['goal']} {goal.title}"
            for measure in goal.measures:
                beside = (band, " ".join(measure.paragraphs))
                for place, metric in enumerate(measure.metrics or [None]):
                    if place == 0:
                        yield measure.in_portfolio or "", (columns["in_portfolio"], *beside)
                    yield metric.text if metric else "", (columns["metric"], *beside)
                    for column in ("target", "prior", "actual"):
                        yield getattr(metric, column, None) or "", (columns[column], *beside)
                    yield "", (columns["colour"], *beside)


def said_of_tables(tables: list[Element]) -> Iterator[Said]:
    for table in tables:
        headings = {cell.attributes["ID"]: cell.text for cell in table.find("TH") if "ID" in cell.attributes}
        for cell in table.find("TD"):
            yield cell.text, tuple(headings[name] for name in cell.attributes.get("Headers", []))


def plain(said: Said) -> Said:
    """Without what depends on where lines were broken."""
    return squeezed(said[0]), tuple(map(squeezed, said[1]))


@pytest.mark.parametrize("slug", ["asiakaspalvelut-2021", "yhteiset-palvelut-2020"])
def test_each_cell_of_a_goal_table_has_its_own_headings_and_no_other(
    slug: str, loaded: Loaded, printed: Printed
) -> None:
    tables = [table for table in read(printed(slug)).find("Table") if len(next(table.find("TR")).kids) == 7]
    expected = [plain(said) for said in said_of_goal_tables(loaded(slug))]
    assert [plain(said) for said in said_of_tables(tables)] == expected
    assert len(expected) > 50


def test_the_metrics_of_an_impact_pathway_have_their_goal_as_a_heading(printed: Printed) -> None:
    tables = [
        table for table in read(printed("porvoo-ake-2026")).find("Table") if "Mittari" in next(table.find("TR")).text
    ]
    said = list(said_of_tables(tables))
    assert len(said) == 9
    assert ("Kuvaus toiminnasta", "Mittari") in [(text, headings[0]) for text, headings in said]
    assert all(len(headings) == 2 for _text, headings in said)


def test_a_training_contents_cells_have_their_module_as_a_heading(loaded: Loaded, printed: Printed) -> None:
    tables = [
        table for table in read(printed("porvoo-ake-2026")).find("Table") if len(next(table.find("TR")).kids) == 3
    ]
    trainings = [section for section in loaded("porvoo-ake-2026").sections if section.kind.key == "training"]
    said = [plain(cell) for table in tables[: len(trainings)] for cell in said_of_tables([table])]
    expected = [
        plain((text, (heading, module.title)))
        for section in trainings
        for module in section.block.modules
        for content in module.contents
        for text, heading in (
            (content.title, section.columns["content"] or "Sisältö"),
            (" ".join(content.deliveries), section.columns["delivery"] or "Toteutus"),
        )
    ]
    assert said == expected


def test_amounts_have_their_line_and_their_column_as_headings(printed: Printed) -> None:
    table = list(read(printed("yhteiset-palvelut-2020")).find("Table"))[-2]
    assert list(said_of_tables([table])) == [
        ("359000", ("TA2020", "Tulot")),
        ("1115119", ("TA2020", "Menot")),
        ("756119", ("TA2020", "Netto")),
    ]


def test_sums_of_a_project_have_their_group_and_their_label_as_headings(printed: Printed) -> None:
    (table,) = read(printed("lumme-2018")).find("Table")
    said = list(said_of_tables([table]))
    assert said[0] == ("€33 700", ("Anomuksen rahoitus", "Haettava avustus yhteensä"))
    assert said[-1] == ("€25 000", ("Päätös", "Myönnetty avustus euroissa."))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_cell_has_a_heading_and_every_row_is_as_long_as_the_table(slug: str, printed: Printed) -> None:
    for table in read(printed(slug)).find("Table"):
        assert all(cell.attributes.get("Headers") for cell in table.find("TD"))
        assert all(cell.attributes.get("Scope") in {"/Column", "/Row"} for cell in table.find("TH"))
        assert len(set(row_widths(table))) == 1


def row_widths(table: Element) -> Iterator[int]:
    spanning: list[list[int]] = []  # rows left, columns
    for row in table.find("TR"):
        width = sum(columns for _rows, columns in spanning)
        spanning = [[rows - 1, columns] for rows, columns in spanning if rows > 1]
        for cell in row.kids:
            columns, rows = int(cell.attributes.get("ColSpan", 1)), int(cell.attributes.get("RowSpan", 1))
            width += columns
            if rows > 1:
                spanning.append([rows - 1, columns])
        yield width


@pytest.mark.parametrize("slug", SLUGS)
def test_a_table_over_several_pages_is_one_table_with_one_row_of_headings(slug: str, printed: Printed) -> None:
    pdf = printed(slug)
    shown = list(map(squeezed, artifacts(pdf)))
    for table in read(pdf).find("Table"):
        heads = list(table.find("THead"))
        assert len(heads) <= 1
        for page in sorted(set(table.all_pages))[1:] if heads else []:
            assert squeezed(heads[0].text) in shown[page]


@pytest.mark.parametrize("slug", SLUGS)
def test_running_heads_and_feet_are_no_content(slug: str, printed: Printed) -> None:
    assert "22.11.2026" not in read(printed(slug)).text
    assert all("22.11.2026" in loose for loose in artifacts(printed(slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_skip_no_level(slug: str, printed: Printed) -> None:
    levels = [int(heading.role[1]) for heading in read(printed(slug)).find(*(f"H{level}" for level in range(1, 7)))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_lists_have_items_with_their_marks(printed: Printed) -> None:
    lists = list(read(printed("porvoo-ake-2026")).find("L"))
    checks = [item for item in lists if item.attributes["ListNumbering"] == "/Disc"]
    assert all([kid.role for kid in item.kids] == ["Lbl", "LBody"] for one in checks for item in one.kids)
    assert checks[0].kids[0].text == "✓ väestön yhdenvertaisia mahdollisuuksia sivistykseen ja kulttuuriin;"


def test_the_figure_is_a_list_of_areas_with_their_modules(loaded: Loaded, printed: Printed) -> None:
    tree = read(printed("porvoo-ake-2026"))
    (figure,) = (section for section in loaded("porvoo-ake-2026").sections if section.kind.key == "figure")
    drawn = [one for one in tree.find("L") if list(one.find("L"))]
    assert len(drawn) == 1
    bodies = [item.kids[-1] for item in drawn[0].kids]
    areas = [(body.kids[0].text, [squeezed(module.text) for module in body.kids[1].find("LBody")]) for body in bodies]
    assert areas == [(area.title, [squeezed(module) for module in area.modules]) for area in figure.block.areas]


@pytest.mark.parametrize("slug", SLUGS)
def test_all_that_is_marked_as_content_is_read(slug: str, printed: Printed) -> None:
    assert unread(printed(slug)) == set()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_says_that_it_is_accessible_in_which_language_and_what_it_is_called(
    slug: str, loaded: Loaded, printed: Printed
) -> None:
    document = loaded(slug)
    with pikepdf.open(BytesIO(printed(slug))) as pdf:
        assert pdf.Root.Lang == "fi"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == f"{display_title(document.title)} – {document.unit_name}"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert all(page.Tabs == "/S" for page in pdf.pages)


@pytest.mark.parametrize("slug", SLUGS)
def test_bookmarks_are_the_headings_without_invisible_characters(slug: str, printed: Printed) -> None:
    with pikepdf.open(BytesIO(printed(slug))) as pdf, pdf.open_outline() as outline:
        titles = [title for item in outline.root for title in titles_of(item)]
    assert titles
    assert not any(character in title for title in titles for character in "\u00ad\u2060")


def titles_of(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for child in item.children:
        yield from titles_of(child)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_checker_finds_nothing_against_pdf_ua(slug: str, printed: Printed, tmp_path: Path) -> None:
    file = tmp_path / f"{slug}.pdf"
    file.write_bytes(printed(slug))
    result = check(str(file), layers=["conformance"])
    assert result.error is None
    assert [(finding.rule, finding.message) for finding in result.findings] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_fonts_are_embedded_and_no_sign_is_missing(slug: str, printed: Printed) -> None:
    with pikepdf.open(BytesIO(printed(slug))) as pdf:
        fonts = {name: font for page in pdf.pages for name, font in dict(page.Resources.Font).items()}
        for font in fonts.values():
            descendant = font.DescendantFonts[0]
            assert "Source-Sans-3" in str(descendant.BaseFont)
            assert "/FontFile2" in descendant.FontDescriptor
    text = read(printed(slug)).text
    assert not {"\ufffd", "\u00ad", "\u00a0", "\u25a1"} & set(text)
