"""Which written values can be drawn, and as which number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.plotted import number_of, scale_of


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("132", "132"),
        ("3 548", "3548"),
        ("4,12", "4.12"),
        ("63,41 % (26/41)", "63.41"),
        ("2,4 M€", "2400000"),
        ("126 646  €", "126646"),
        ("noin 50", "50"),
        ("0", "0"),
    ],
)
def test_a_number_is_drawn_whatever_its_notation(written: str, number: str) -> None:
    assert number_of(written) == Decimal(number)


@pytest.mark.parametrize("written", [None, "", "–", "Toteutunut", "2 + 1", "useita", "1.234", "9" * 30])
def test_words_several_numbers_and_what_is_unclear_are_not_drawn(written: str | None) -> None:
    assert number_of(written) is None


def test_a_bounds_unit_is_of_the_same_scale_as_a_value() -> None:
    assert scale_of("M€") == 1_000_000
    assert scale_of("%") == scale_of("kpl") == scale_of(None) == scale_of("") == 1


@given(st.text(max_size=40))
def test_nothing_raises(written: str) -> None:
    number = number_of(written)
    assert number is None or number.is_finite()
    assert scale_of(written) > 0
