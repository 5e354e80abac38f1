from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.numbers import as_written, parse_number, plain


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", "0"),
        ("2196780", "2196780"),
        ("-169 600", "-169600"),
        ("\u2212169\u00a0600", "-169600"),
        ("235\u202f000", "235000"),
        ("4,00", "4.00"),
        ("90 %", "90"),
        ("€33 700", "33700"),
        ("126 646  €", "126646"),
        ("+5", "5"),
    ],
)
def test_reads_what_officials_write(written: str, number: str) -> None:
    assert parse_number(written) == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [None, "", "–", "1.234", "1e5", "NaN", "7–11", "2 + 1", "≥ 10", "63,41 % (26/41)", "1 23", "12 34", "5 kpl", "--3"],
)
def test_guesses_nothing(written: str | None) -> None:
    assert parse_number(written) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ""]))
def test_any_space_may_stand_between_thousands(number: int, space: str) -> None:
    assert parse_number(f"{number:,}".replace(",", space)) == number


@given(st.text())
def test_never_raises(written: str) -> None:
    parse_number(written)


def test_a_whole_number_is_an_int_in_json() -> None:
    assert repr(plain(Decimal("400.0"))) == "400"
    assert repr(plain(Decimal("3.5"))) == "3.5"


@pytest.mark.parametrize(
    ("number", "written"),
    [("235000", "235\u00a0000"), ("-169600.50", "\u2212169\u00a0600,5"), ("4.00", "4"), ("100", "100"), ("0", "0")],
)
def test_a_number_is_written_as_officials_do(number: str, written: str) -> None:
    assert as_written(Decimal(number)) == written


@given(st.decimals(-(10**12), 10**12, places=4))
def test_what_is_written_is_read_back(number: Decimal) -> None:
    assert parse_number(as_written(number)) == number
