import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.exports.workbook.number_formats import formatted_number
from agreements.numbers import parse_number
from tests.agreements.exports.shown import shown_number

SPACES = " \u00a0\u2007\u2009\u202f"


@pytest.mark.parametrize(
    ("written", "value", "number_format"),
    [
        ("2302", 2302, "0"),
        ("359000", 359000, "0"),
        ("3 548", 3548, "[$-40B]#,##0"),
        ("3\u00a0548", 3548, "[$-40B]#,##0"),
        ("0", 0, "0"),
        ("4,0", 4, "[$-40B]0.0"),
        ("4,00", 4, "[$-40B]0.00"),
        ("-169 600", -169600, "[$-40B]#,##0"),
        ("-300", -300, "0"),
        ("\u2212300", -300, '0;"\u2212"0'),
        ("90 %", 0.9, "0 %"),
        ("100%", 1, "0%"),
        ("87,80 %", 0.878, "[$-40B]0.00 %"),
        ("12\u00a0%", 0.12, '0"\u00a0"%'),
        ("€33 700", 33700, '[$-40B]"€"#,##0'),
        ("€0", 0, '"€"0'),
        ("126 646  €", 126646, '[$-40B]#,##0"  €"'),
    ],
)
def test_one_number_becomes_a_number_that_shows_what_was_written(
    written: str, value: float, number_format: str
) -> None:
    number = formatted_number(written)
    assert number is not None
    assert (number.value, number.format) == (value, number_format)


@pytest.mark.parametrize(
    "written",
    [
        *("", "–", "7–11", "≥ 60 %", "63,41 % (26/41)", "2 + 1", "Kyllä", "2 kpl", "1.2.", "31.12.2021", "01/04/2018"),
        *("1.234", "1,234,567", "044 794", "0123", "+5", "-0", "1e5", "12 34", "1 2345", "٣", "=1+1", "€", "%"),
        *("1234567890123456", "0,1234567890123456", "5 %%", "€5 €", "4,", ",5"),
    ],
)
def test_what_no_format_could_bring_back_stays_text(written: str) -> None:
    assert formatted_number(written) is None


@st.composite
def numbers_as_written(draw: st.DrawFn) -> str:
    whole = str(draw(st.integers(0, 99_999_999_999)))
    if draw(st.booleans()):
        space = draw(st.sampled_from(SPACES))
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", space, whole)
    decimals = draw(st.one_of(st.just(""), st.from_regex(r",[0-9]{1,4}", fullmatch=True)))
    sign = draw(st.sampled_from(["", "-", "\u2212", "\u2013"]))
    before = draw(st.sampled_from(["", "€", "€ "]))
    after = "" if before else draw(st.sampled_from(["", "%", " %", "\u00a0%", " €", "  €"]))
    return before + sign + whole + decimals + after


def plain_spaces(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, SPACES), " "))


@given(numbers_as_written())
def test_the_format_shows_the_number_as_it_was_written(written: str) -> None:
    number = formatted_number(written)
    if number is None:
        assert not parse_number(written), "only a negative zero may stay text"
    else:
        assert plain_spaces(shown_number(number.value, number.format)) == plain_spaces(written)


@given(st.one_of(numbers_as_written(), st.text("0123456789 ,.-−–€%+\u00a0", max_size=12)))
def test_the_value_is_the_number_that_the_arithmetic_reads(written: str) -> None:
    number = formatted_number(written)
    if number is not None:
        factor = 100 if written.rstrip().endswith("%") else 1
        read = parse_number(written)
        assert read is not None
        assert abs(Decimal(repr(number.value)) * factor - read) <= abs(read) * Decimal("1e-15")
