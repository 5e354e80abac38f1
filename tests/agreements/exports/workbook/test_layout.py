import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.exports.workbook.layout import (
    CHARACTER,
    FONTS,
    Layout,
    PlacedCell,
    lay_out,
    page_breaks,
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
    return len(FONTS[Style.TEXT].line_starts(text, width * CHARACTER - 4.5))


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


def parts(layout: Layout, column: int) -> list[str]:
    """The texts of the column from above, without the marks of continuation, which all but the last must bear."""
    found = [cell.text for row in layout.rows for cell in row.cells if cell.column == column and cell.text]
    assert all(text.endswith(MARK) for text in found[:-1])
    return [text.removesuffix(MARK) for text in found]


def test_text_taller_than_a_row_may_be_goes_on_in_the_next_row_and_says_so() -> None:
    text = "".join(f"sana{number} " for number in range(500))
    layout = lay_out([WIDTH, WIDTH], [Row((Cell(text), Cell("vieressä"))), Row((Cell(), Cell("alla")))], continued=MARK)
    assert len(parts(layout, 1)) > 2
    assert "".join(parts(layout, 1)) == text
    at, _cell = placed(layout, "alla")
    assert at == len(parts(layout, 1)) + 1
    assert layout.merges == [(1, 2, at - 1, 2)], "on each row a piece of its own, so that no page of it is empty"
    for row in layout.rows:
        assert row.height <= 409
        for cell in row.cells:
            assert row.height >= lines_of(cell.text or "") * LINE


def test_a_tall_goal_goes_on_beside_its_metrics() -> None:
    goal = "".join(f"tavoite{number} " for number in range(2_000))
    rows = [Row((Cell(goal, rows=50), Cell("mittari 0")))]
    rows += [Row((None, Cell(f"mittari {number}"))) for number in range(1, 50)]
    layout = lay_out([WIDTH, WIDTH], rows, continued=MARK)
    assert "".join(parts(layout, 1)) == goal
    metrics = [cell.text for row in layout.rows for cell in row.cells if cell.column == 2 and cell.text]
    assert metrics == [f"mittari {number}" for number in range(50)]
    blocks = {top: bottom for top, left, bottom, _right in layout.merges if left == 1}
    at = 1
    for part in parts(layout, 1):
        first, cell = placed(layout, part)
        assert first == at, "the pieces follow each other without a gap"
        at = blocks.get(first, first) + 1
        assert sum(row.height for row in layout.rows[first - 1 : at - 1]) >= lines_of(cell.text or "") * LINE
    assert at == len(layout.rows) + 1


@given(
    st.lists(
        st.one_of(st.text(st.characters(), max_size=50), st.sampled_from(["x" * 20_000, "\n" * 300, "😀" * 9_000])),
        max_size=8,
    ).map(" ".join),
    st.integers(2, 200),
)
def test_whatever_the_text_each_cell_can_hold_its_piece(text: str, width: int) -> None:
    layout = lay_out([width], [Row((Cell(text),))], continued=MARK)
    pieces = [cell.text or "" for row in layout.rows for cell in row.cells]
    assert "".join(piece.removesuffix(MARK) for piece in pieces[:-1]) + pieces[-1] == text
    for piece in pieces:
        assert len(piece.encode("utf-16-le", "surrogatepass")) // 2 <= 32_767
        assert piece.count("\n") <= 253


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
