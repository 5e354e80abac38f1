import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.pasting import pasted_rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\n2\n3\n", [["1"], ["2"], ["3"]]),
        ("1\r\n2\r\n", [["1"], ["2"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("5", [["5"]]),
        ("\n\n5\n", [[""], [""], ["5"]]),
        ('"kaksi\nriviä"\n3', [["kaksi\nriviä"], ["3"]]),
        ('"sanoi ""kyllä"""', [['sanoi "kyllä"']]),
        ('"Kyllä" sanottiin\n', [['"Kyllä" sanottiin']]),
        ("", []),
    ],
)
def test_reads_the_cells_that_a_spreadsheet_puts_on_the_clipboard(text: str, rows: list[list[str]]) -> None:
    assert pasted_rows(text) == rows


@given(st.lists(st.text(st.characters(exclude_characters='\t\n\r"'), max_size=8), min_size=1, max_size=8))
def test_a_column_comes_back_row_by_row(cells: list[str]) -> None:
    read = pasted_rows("\n".join(cells) + "\n")
    assert read == [[cell.strip()] for cell in cells]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(rows for rows in pasted_rows(text))
