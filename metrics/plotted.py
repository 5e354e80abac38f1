"""Written values as numbers that can be drawn. Pure Python."""

from decimal import Decimal

from metrics.notation.actuals import parse_actual

_LARGEST = Decimal(10) ** 12


def number_of(written: str | None) -> Decimal | None:
    """The one number that a written value says, in whole units ("2,4 M€" is 2 400 000).

    None for words, for several numbers, and for what is too large to be drawn.
    """
    actual = parse_actual(written)
    if actual.unclear is not None or len(actual.values) != 1:
        return None
    value = actual.values[0]
    number = value.point if value.point is not None else (value.low + value.high) / 2
    scaled = number * (value.unit.scale if value.unit else 1)
    return scaled if scaled.is_finite() and abs(scaled) <= _LARGEST else None


def scale_of(unit: str | None) -> Decimal:
    """How many whole units one of the unit is: a million for "M€", one for all that only counts."""
    values = parse_actual(f"1 {unit}").values if unit else ()
    return values[0].unit.scale if len(values) == 1 and values[0].unit else Decimal(1)
