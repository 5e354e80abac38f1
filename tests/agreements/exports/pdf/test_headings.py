"""Which headings a cell has, whatever spans its row and its column."""

from collections.abc import Sequence

from agreements.exports.pdf.headings import Cell, headings_of


def cells(*rows: str) -> list[list[Cell]]:
    """Rows such as "c c", "B3", "r2 - -": c heads a column, r a row, B is a band; a number is what it spans."""
    return [[cell(mark) for mark in row.split()] for row in rows]


def cell(mark: str) -> Cell:
    spans = int(mark[1:] or 1)
    match mark[0]:
        case "c":
            return Cell("col", colspan=spans)
        case "B":
            return Cell("rowgroup", colspan=spans)
        case "r":
            return Cell("row", rowspan=spans)
        case _:
            return Cell(rowspan=spans)


def found(rows: Sequence[Sequence[Cell]], row: int, place: int) -> list[tuple[int, int]]:
    """Where in the rows the headings of the cell stand."""
    places = {one: (at, across) for at, line in enumerate(rows) for across, one in enumerate(line)}
    return [places[heading] for heading in headings_of(rows)[rows[row][place]]]


def test_a_cell_has_the_heading_of_its_column_and_of_its_row() -> None:
    rows = cells("c c", "r -", "r -")
    assert found(rows, 2, 1) == [(0, 1), (2, 0)]


def test_a_heading_of_rows_has_its_columns_heading() -> None:
    assert found(cells("c c", "r -"), 1, 0) == [(0, 0)]


def test_a_row_headings_columns_are_counted_behind_the_cells_that_span_into_its_row() -> None:
    rows = cells("c c c", "r2 - -", "- -")
    assert found(rows, 2, 0) == [(0, 1), (1, 0)]
    assert found(rows, 2, 1) == [(0, 2), (1, 0)]


def test_a_plain_cell_that_spans_rows_pushes_the_later_ones_too() -> None:
    rows = cells("c c c", "r2 -2 -", "-")
    assert found(rows, 2, 0) == [(0, 2), (1, 0)]


def test_a_band_heads_the_rows_down_to_the_next() -> None:
    rows = cells("c c", "B2", "r -", "r -", "B2", "r -")
    assert found(rows, 2, 1) == [(0, 1), (1, 0), (2, 0)]
    assert found(rows, 3, 1) == [(0, 1), (1, 0), (3, 0)]
    assert found(rows, 5, 1) == [(0, 1), (4, 0), (5, 0)]


def test_a_band_and_a_heading_of_columns_have_no_headings() -> None:
    rows = cells("c c", "B2", "r -")
    assert rows[0][0] not in headings_of(rows)
    assert rows[1][0] not in headings_of(rows)


def test_a_cell_that_spans_columns_has_the_headings_of_all_of_them() -> None:
    rows = [*cells("c c"), [Cell(colspan=2)]]
    assert found(rows, 1, 0) == [(0, 0), (0, 1)]


def test_a_heading_behind_the_cell_heads_it_but_not_the_headings_before_it() -> None:
    rows = cells("c c c", "- r r")
    assert found(rows, 1, 0) == [(0, 0), (1, 1), (1, 2)]
    assert found(rows, 1, 1) == [(0, 1)]
    assert found(rows, 1, 2) == [(0, 2), (1, 1)]


def test_a_span_beyond_the_last_row_ends_there() -> None:
    rows = cells("c c", "r9 -")
    assert found(rows, 1, 1) == [(0, 1), (1, 0)]
