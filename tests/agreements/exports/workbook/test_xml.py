import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from agreements.document import DocumentUnit
from agreements.exports.workbook.xml import column_name, page_text
from tests.agreements.exports.books import made, opened


@pytest.mark.parametrize("column", [1, 26, 27, 52, 702, 703, 16_384])
def test_columns_have_the_letters_that_spreadsheets_give_them(column: int) -> None:
    assert column_name(column) == get_column_letter(column)


@given(st.one_of(st.text(st.characters(), max_size=300), st.sampled_from(["&" * 300, "😀" * 300, "R&D ja " * 60])))
def test_text_in_a_header_is_short_and_no_code(text: str) -> None:
    written = page_text(text)
    # Two parts, with the two codes that tell where they stand, are to have room in 255.
    assert len(written.encode("utf-16-le")) // 2 <= 125
    assert "&" not in written.replace("&&", "")


def test_text_in_a_header_is_the_text_when_it_is_short() -> None:
    assert page_text("  R&D \n ja  muuta ") == "R&&D ja muuta"
    assert page_text("x" * 200) == "x" * 120 + "…"


def test_header_and_footer_say_whose_sheet_it_is_and_what_state_it_is_in() -> None:
    units = (DocumentUnit("city", "Turku"), DocumentUnit("library", "Kirjasto"))
    sheet = opened(made(title="Sopimus & liite", units=units)).worksheets[0]
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    assert sheet.oddHeader.left.text == "Turku · Kirjasto"
    assert sheet.oddHeader.right.text == "Sopimus && liite"
    assert "2" in (sheet.oddFooter.left.text or ""), "the version"
    assert "4.11.2029" in (sheet.oddFooter.left.text or "")
