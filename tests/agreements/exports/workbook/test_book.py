"""The five documents as workbooks, as a reader finds them: every test opens the file again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from agreements.exports.json import document_as_json
from tests.agreements.exports.books import SLUGS, example, opened, plain_spaces, sheets, texts
from tests.agreements.exports.shown import shown

# Of the JSON, what is not the document's words: keys, derived figures, the HTML beside the plain text.
NOT_WORDS = {
    "slug",
    "kind",
    "language",
    "status",
    "html",
    "role",
    "side",
    "date",
    "period",
    "problems",
    "level",
    "year",
}
NOT_WORDS |= {"total_percent", "person_years"}
BUDGET_LABELS = ("Henkilöstökustannukset", "Vakinaisten palkat", "Toimintatuotot")

pytestmark = pytest.mark.usefixtures("examples")


def words(strings: Iterable[str]) -> Counter[str]:
    return Counter(word for text in strings for word in text.casefold().split())


def written(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from written(inner)
    elif isinstance(data, Mapping):
        for key, inner in data.items():
            if key not in NOT_WORDS:
                yield from written(inner)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_word_of_the_document_is_in_the_workbook(slug: str) -> None:
    source = example(slug)
    found = words([text for sheet in opened(source).worksheets for text in texts(sheet)])
    assert words(written(document_as_json(source))) - found == Counter()


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        (
            "asiakaspalvelut-2021",
            [
                *("Operatiivisen sopimuksen…", "Perustoiminnan tavoitteet", "Henkilöstön hyvinvointi ja…"),
                *("Talousarvio", "Henkilöstö, vakanssit kpl"),
            ],
        ),
        ("turku-ake-2024", ["Taulukko 1 Toiminnalliset…", "Taulukko 2 Henkilöstöresurssit"]),
        ("lumme-2018", ["Rahoitus"]),
    ],
)
def test_each_table_has_a_sheet_of_its_name(slug: str, names: list[str]) -> None:
    assert [sheet.title for sheet in sheets(example(slug))] == names


def test_a_goal_table_has_the_official_eight_columns_with_its_printed_headings() -> None:
    sheet = sheets(example("yhteiset-palvelut-2020"))[1]
    assert [cell.value for cell in sheet[3]] == [
        "Perustoiminta",
        "Tulosyksikön toimenpiteet",
        "Salkunhallinnassa mukana (K/E)",
        "Perustoiminnan toteutumista kuvaava mittari",
        "Mittarin tavoitetaso 2020",
        "Toteutunut 2019",
        "Toteutunut 31.12.2020",
        "Värikoodi",
    ]


def test_goals_and_measures_span_their_metrics() -> None:
    source = example("yhteiset-palvelut-2020")
    tables = [section.block for section in source.sections if section.kind.key == "goals"]
    for sheet, block in zip(sheets(source), tables, strict=False):
        spans = {(cells.min_row, cells.min_col): cells.size["rows"] for cells in sheet.merged_cells.ranges}
        at = 4
        for goal in block.goals:
            assert sheet.cell(at, 1).value == goal.title
            assert spans.get((at, 1), 1) == goal.span
            for measure in goal.measures:
                assert (sheet.cell(at, 2).value, sheet.cell(at, 3).value) == (measure.text, measure.in_portfolio)
                assert spans.get((at, 2), 1) == spans.get((at, 3), 1) == measure.span
                for row, line in enumerate(measure.metrics, start=at):
                    assert sheet.cell(row, 4).value == line.text
                    assert plain_spaces(shown(sheet.cell(row, 5))) == plain_spaces(line.target or "")
                    assert plain_spaces(shown(sheet.cell(row, 6))) == plain_spaces(line.prior or "")
                at += measure.span


def test_columns_that_a_table_has_not_are_left_out() -> None:
    source = example("porvoo-ake-2026")
    pathway = sheets(source)[0]
    assert [cell.value for cell in pathway[4]] == ["Tavoite", "Mittari"]
    assert pathway["A2"].value == "1. Henkilöstön osaamisen kehittäminen"
    assert pathway["A3"].value == "Kirjastojen henkilökunnan osaaminen paranee"


def test_a_module_spans_its_contents_and_a_content_its_deliveries() -> None:
    sheet = next(sheet for sheet in sheets(example("porvoo-ake-2026")) if sheet.title == "Lukutaitotyö")
    assert [cell.value for cell in sheet[3]] == ["Moduuli", "Sisältö", "Toteutus 2026"]
    start = next(cell.row for cell in sheet["A"] if cell.value == "LUKUTAITO – KOULULAISET")
    assert f"A{start}:A{start + 3}" in sheet.merged_cells
    assert [shown(cell) for cell in sheet["B"][start - 1 : start + 3]] == [
        *("Kouluyhteistyö", "Erityisryhmät", "Uudet kirjat", "")
    ]
    assert f"B{start + 2}:B{start + 3}" in sheet.merged_cells
    assert sheet.cell(start, 3).value is None


def test_where_no_headings_are_printed_the_usual_words_stand_in_another_hand() -> None:
    source = example("porvoo-ake-2026")
    printed, usual = (
        next(sheet for sheet in sheets(source) if sheet.title == name)
        for name in ("Lukutaitotyö", "Tilat ja saavutettavuus")
    )
    assert [cell.font.i for cell in printed[3]] == [False] * 3
    assert [cell.font.i for cell in usual[3]] == [True] * 3
    assert all(cell.value for cell in usual[3])


def test_amounts_are_numbers_at_the_right_and_levels_are_set_in() -> None:
    sheet = sheets(example("porvoo-ake-2026"))[-1]
    rows = {cell.value: cell.row for cell in sheet["A"]}
    staff, salaries, income = (sheet.cell(rows[label], 2) for label in BUDGET_LABELS)
    assert [(cell.value, cell.data_type) for cell in (staff, salaries, income)] == [
        *((-169600, "n"), (-135000, "n"), (235000, "n"))
    ]
    assert [shown(cell) for cell in (staff, salaries, income)] == ["-169 600", "-135 000", "235 000"]
    assert [sheet.cell(rows[label], 1).alignment.indent for label in BUDGET_LABELS] == [1, 2, 0]
    assert [cell.font.b for cell in (staff, salaries, income)] == [True, False, True]
    assert {cell.alignment.horizontal for cell in (staff, salaries, income)} == {"right"}


def test_numbers_are_numbers_and_everything_else_is_the_text_as_written() -> None:
    cells = {
        plain_spaces(shown(cell)): (cell.value, cell.data_type)
        for slug in SLUGS
        for sheet in sheets(example(slug))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    numbers = {"2302": 2302, "3 548": 3548, "90 %": 0.9, "87,80 %": 0.878, "359000": 359000, "3,84": 3.84}
    numbers |= {"126 646  €": 126646, "€33 700": 33700, "53": 53, "0": 0}
    assert {written: cells[written] for written in numbers} == {
        written: (value, "n") for written, value in numbers.items()
    }
    plain = ["–", "7–11", "≥ 60 %", "63,41 % (26/41)", "2 + 1", "904102", "4,00 henkilötyövuotta", "Toteutunut 2019"]
    assert {written: plain_spaces(str(cells[written][0])) for written in plain} == {
        written: written for written in plain
    }
    assert {cells[written][1] for written in plain} == {"s"}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sheet_prints_on_a4_with_its_headings_on_every_page(slug: str) -> None:
    book = opened(example(slug))
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter is not None
        assert "&P / &N" in plain_spaces(sheet.oddFooter.right.text or "")
        if sheet.print_title_rows:
            heading = int(str(sheet.print_title_rows).split(":")[1].strip("$"))
            assert sheet.freeze_panes == f"A{heading + 1}"
            assert all(cell.alignment.wrap_text for cell in sheet[heading])
    tables = book.worksheets[1:]
    untitled = [sheet.title for sheet in tables if not sheet.print_title_rows]
    assert untitled == [name for name in ("Henkilöstö, vakanssit kpl",) if name in book.sheetnames]


def test_widths_are_the_official_forms() -> None:
    sheet = sheets(example("yhteiset-palvelut-2020"))[1]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGH"]
    shares = [12, 22.5, 6, 20.5, 11.5, 7.5, 8.5, 11.5]
    assert all(width >= share * 1.4 - 0.1 for width, share in zip(widths, shares, strict=True))
    assert widths[1] == 31.5
    assert sum(widths) < 140 * 1.12, "only words that would be cut widen a column"


def test_the_cover_says_what_the_document_is_and_leaves_room_to_sign() -> None:
    cover = opened(example("yhteiset-palvelut-2020")).worksheets[0]
    labelled = {row[0].value: row[1].value for row in cover.iter_rows(max_col=2)}
    assert cover["A1"].value == "Palvelutuotantosopimus 2020"
    assert labelled["Toimiala"] == "Vapaa-aikatoimiala"
    assert labelled["Palvelualue"] == "Kirjastopalvelut"
    assert labelled["Tulosyksikkö"] == "Yhteiset palvelut"
    assert {"1.1.2020–31.12.2020", "1", "22.11.2026"} <= set(labelled.values())
    party = next(cell.row for cell in cover["A"] if cell.value == "Palvelualuejohtaja")
    assert cover.row_dimensions[party].height >= 40


def test_the_chapters_sheet_has_each_paragraph_in_reading_order_and_leads_to_the_tables() -> None:
    source = example("porvoo-ake-2026")
    sheet = opened(source).worksheets[1]
    at = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "1.")
    assert sheet.cell(at, 2).value == "Kehittämistehtävä"
    paragraphs = source.sections[0].block.plain.split("\n\n")
    assert [sheet.cell(at + row, 3).value for row in range(len(paragraphs))] == paragraphs
    links = [cell for cell in sheet["C"] if cell.hyperlink]
    names = opened(source).sheetnames
    assert [str(cell.hyperlink.location) for cell in links if cell.hyperlink] == [f"'{name}'!A1" for name in names[2:]]


def test_no_page_of_the_chapters_ends_behind_a_heading() -> None:
    ends = 0
    for slug in SLUGS:
        sheet = opened(example(slug)).worksheets[1]
        for end in sheet.row_breaks.brk:
            ends += 1
            assert sheet.cell(end.id, 3).value, f"{slug}: page ends behind {sheet.cell(end.id, 2).value}"
    assert ends > 20


def test_positions_stand_under_the_forms_headings_and_their_shares_are_added_up() -> None:
    sheet = sheets(example("turku-ake-2024"))[-1]
    assert sheet["A3"].value == "Alueellisen kehittämistehtävän hoitamiseen käytettävä työaika 2024"
    headings = ["Vakanssinumero", "Tehtävänimike", "Työaika (htv-%)", "Keskeiset tehtäväkokonaisuudet"]
    assert [cell.value for cell in sheet[4]] == headings
    total, check = list(sheet.iter_rows())[-2:]
    assert [cell.value for cell in total] == ["Yhteensä:", None, None, "4,00 henkilötyövuotta"]
    assert shown(check[2]) == "400 %"
    assert (check[2].value, check[2].data_type) == (4, "n")


def test_positions_without_numbers_have_no_column_for_them() -> None:
    named = {sheet.title: sheet for sheet in sheets(example("porvoo-ake-2026"))}
    sheet = named["Henkilöstö"]
    assert [shown(cell) for cell in sheet[4]][:2] == ["Vastaava informaatikko", "90 %"]
    assert sheet.max_column == 3
