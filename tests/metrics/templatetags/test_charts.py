"""How a chart's numbers and words are written."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from metrics.templatetags.charts import axis_number, coordinate, short


@pytest.mark.parametrize(
    ("number", "finnish", "english"),
    [
        (Decimal("0"), "0", "0"),
        (Decimal("2.50"), "2,5", "2.5"),
        (Decimal("1E+3"), "1\u00a0000", "1\u00a0000"),
        (Decimal("-200"), "−200", "−200"),
    ],
)
def test_an_axis_speaks_the_readers_language(number: Decimal, finnish: str, english: str) -> None:
    with override("fi"):
        assert axis_number(number) == finnish
    with override("en"):
        assert axis_number(number) == english


def test_a_coordinate_has_a_point_in_any_language() -> None:
    with override("fi"):
        assert coordinate(12.5) == "12.5"


def test_a_long_value_is_cut() -> None:
    assert short("63,41 %") == "63,41 %"
    assert short("≈ edellisen vuoden toteuma") == "≈ edellisen v…"
