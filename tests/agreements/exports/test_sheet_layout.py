import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.exports.sheet_layout import (
    CHARACTER,
    FONTS,
    Layout,
    PlacedCell,
    lay_out,
    page_breaks,
    split_text,
)
from agreements.sheets import Cell, Row, Rule, Style

WIDTH = 30
LINE = FONTS[Style.TEXT].line
MARK = "\n(goes on)"


def placed(layout: Layout, text: str) -> tuple[int, PlacedCell]:
    """The row, counted from 1, and the cell that hold the text."""
    return next(
        (at, cell) for at, row in enumerate(layout.rows, start=1) for cell in row.cells if text in (cell.text or "")
    )


def lines_of(text: str, width: float = WIDTH) -> int:
    return FONTS[Style.TEXT].lines(text, width * CHARACTER - 4.5)


def test_a_row_is_high_enough_for_its_tallest_cell() -> None:
    text = "Yhteiset kehittämishankkeet ja koulutukset. " * 12
    layout = lay_out([WIDTH, WIDTH], [Row((Cell("lyhyt"), Cell(text)))], continued=MARK)
    assert lines_of(text) > 10
    assert layout.rows[0].height >= lines_of(text) * LINE
    assert not layout.rows[0].grown, "such a row goes on growing with what is written into it"


def test_a_merged_cell_gets_its_height_from_the_last_of_its_rows() -> None:
    goal = "Kirjastojen keskinäisen yhteistoiminnan edistäminen toimialueella. " * 4
    rows = [Row((Cell(goal, rows=3), Cell("yksi"))), Row((None, Cell("kaksi"))), Row((None, Cell("kolme")))]
    layout = lay_out([WIDTH, WIDTH], rows, continued=MARK)
    assert layout.merges == [(1, 1, 3, 1)]
    assert sum(row.height for row in layout.rows) >= lines_of(goal) * LINE
    assert [row.grown for row in layout.rows] == [False, False, True]
    assert layout.rows[0].height == layout.rows[1].height < layout.rows[2].height


def test_a_cell_over_several_columns_is_measured_over_all_of_them() -> None:
    text = "x " * 60
    layout = lay_out([WIDTH, WIDTH, WIDTH], [Row((Cell(text, columns=3), None, None))], continued=MARK)
    assert lines_of(text) > lines_of(text, WIDTH * 3)
    assert lines_of(text, WIDTH * 3) * LINE <= layout.rows[0].height < lines_of(text) * LINE
    assert layout.rows[0].grown, "a merged cell never grows by itself"
    assert layout.merges == [(1, 1, 1, 3)]


def test_a_column_widens_to_its_longest_word_and_to_its_longest_number() -> None:
    word, number = "Salkunhallinnassa", "126 646 000,00 €"
    rows = [Row((Cell(word, Style.HEADING), Cell(number, Style.VALUE), Cell("a b")))]
    first, second, third = lay_out([5, 5, 5], rows, continued=MARK).widths
    assert first * CHARACTER > FONTS[Style.HEADING].width(word)
    assert second * CHARACTER > FONTS[Style.VALUE].width(number)
    assert third == 5


def test_a_word_without_an_end_does_not_widen_its_column_without_end() -> None:
    assert lay_out([5], [Row((Cell("W" * 5_000),))], continued=MARK).widths[0] < 70


def test_no_row_is_higher_than_a_spreadsheet_allows() -> None:
    text = "pitkä teksti " * 1_000
    layout = lay_out([WIDTH, WIDTH], [Row((Cell(text), Cell("vieressä"))), Row((Cell("alla"), Cell()))], continued=MARK)
    assert all(row.height <= 409 for row in layout.rows)
    at, _below = placed(layout, "alla")
    assert at > 2
    assert layout.merges == [(1, 1, at - 1, 1), (1, 2, at - 1, 2)]
    assert sum(row.height for row in layout.rows[: at - 1]) >= lines_of(text) * LINE


def test_text_longer_than_a_cell_goes_on_in_the_next_cell_and_says_so() -> None:
    text = "".join(f"sana{number} " for number in range(8_000))
    layout = lay_out([WIDTH], [Row((Cell(text),)), Row((Cell("viimeinen"),))], continued=MARK)
    cells = [cell for row in layout.rows for cell in row.cells if cell.text]
    *parts, last = [cell.text or "" for cell in cells]
    assert last == "viimeinen"
    assert len(parts) == 3
    assert all(part.endswith(MARK) for part in parts[:-1])
    assert "".join(part.removesuffix(MARK) for part in parts) == text
    for top, _left, bottom, _right in layout.merges:
        part = next(cell.text or "" for cell in layout.rows[top - 1].cells)
        assert sum(row.height for row in layout.rows[top - 1 : bottom]) >= lines_of(part) * LINE


def test_a_long_goal_goes_on_beside_its_metrics() -> None:
    goal = "tavoite " * 5_000
    rows = [Row((Cell(goal, rows=200), Cell("mittari 0")))]
    rows += [Row((None, Cell(f"mittari {number}"))) for number in range(1, 200)]
    layout = lay_out([WIDTH, WIDTH], rows, continued=MARK)
    goals = [cell for row in layout.rows for cell in row.cells if cell.column == 1 and cell.text]
    assert "".join((cell.text or "").removesuffix(MARK) for cell in goals) == goal
    metrics = [cell.text for row in layout.rows for cell in row.cells if cell.column == 2 and cell.text]
    assert metrics == [f"mittari {number}" for number in range(200)]
    spans = [(top, bottom) for top, left, bottom, _right in layout.merges if left == 1]
    assert [top for top, _bottom in spans[1:]] == [bottom + 1 for _top, bottom in spans[:-1]]
    assert spans[-1][1] == len(layout.rows)


@given(
    st.lists(
        st.one_of(st.text(st.characters(), max_size=50), st.sampled_from(["x" * 20_000, "\n" * 300, "😀" * 9_000])),
        max_size=8,
    ).map(" ".join)
)
def test_pieces_fit_a_cell_and_are_the_text(text: str) -> None:
    pieces = split_text(text)
    assert "".join(pieces) == text
    for piece in pieces:
        assert len((piece + MARK).encode("utf-16-le", "surrogatepass")) // 2 <= 32_767
        assert piece.count("\n") <= 252


def test_a_number_becomes_one_only_where_values_stand() -> None:
    rows = [Row((Cell("3 548", Style.VALUE), Cell("904102", Style.IDENTIFIER), Cell("2024")))]
    numbers = [cell.number for cell in lay_out([WIDTH] * 3, rows, continued=MARK).rows[0].cells]
    assert [number.value if number else None for number in numbers] == [3548, None, None]


def table(measures: int, text: str) -> list[Row]:
    heading = Row((Cell("Toimenpide", Style.HEADING), Cell("Mittari", Style.HEADING)), Rule.STRONG)
    rows = [heading]
    for _measure in range(measures):
        rows.append(Row((Cell(text, rows=2), Cell("yksi")), Rule.THIN))
        rows.append(Row((None, Cell("kaksi"))))
    return rows


def test_no_page_ends_in_the_midst_of_a_merged_cells_text() -> None:
    text = "Toimenpiteen kuvaus jatkuu usean rivin verran. " * 3
    layout = lay_out([WIDTH, WIDTH], table(20, text), continued=MARK)
    breaks = page_breaks(layout, range(1))
    assert breaks
    assert all((after - 1) % 2 == 0 for after in breaks), "a page ends between two measures"
    pages = zip([0, *breaks], [*breaks, len(layout.rows)], strict=True)
    assert all(sum(row.height for row in layout.rows[first:last]) <= 495 for first, last in pages)


def test_no_page_ends_behind_a_heading() -> None:
    tall = "rivi\n" * 17
    rows = [Row((Cell(tall),)), Row((Cell(tall),)), Row((Cell("Otsikko"),), leads=True), Row((Cell(tall),))]
    assert page_breaks(lay_out([WIDTH], rows, continued=MARK), range(0)) == [2]


@pytest.mark.parametrize("measures", [1, 3])
def test_what_fits_one_page_is_not_broken(measures: int) -> None:
    assert page_breaks(lay_out([WIDTH, WIDTH], table(measures, "lyhyt"), continued=MARK), range(1)) == []


def test_text_that_no_page_holds_is_broken_between_its_rows() -> None:
    layout = lay_out([WIDTH], [Row((Cell("sana " * 6_000),))], continued=MARK)
    breaks = page_breaks(layout, range(0))
    assert len(layout.rows) > 10
    assert breaks == list(range(1, len(layout.rows))), "two rows of this height have no room on one page"
