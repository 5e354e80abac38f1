"""A small trend: the values of some years as bars, a missing year as a gap. Pure Python, sizes in pixels."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.plotted import number_of

YEARS = 6
"""At most so many years, the last ones."""
STEP = 10
HEIGHT = 22
_BAR = 7
_LOWEST_BAR = 2.0


class Mark(StrEnum):
    BAR = "bar"
    WORDS = "words"  # a value that is no number
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class TrendYear:
    """One year: how it is marked and where; `y` and `height` are a bar's. `value` as written, None for a gap."""

    year: int
    value: str | None
    mark: Mark
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Trend:
    years: tuple[TrendYear, ...]

    @property
    def width(self) -> int:
        return STEP * len(self.years)


def trend_of(values: Mapping[int, str], *, until: int | None = None) -> Trend | None:
    """The trend of the written values by year, up to the year named; None when there is no value.

    Bars stand on the line of zero, so that twice the value is twice the height.
    """
    known = {year: value for year, value in values.items() if until is None or year <= until}
    if not known:
        return None
    last = max(known)
    years = range(max(min(known), last - YEARS + 1), last + 1)
    numbers = {year: number for year in years if (number := number_of(known.get(year))) is not None}
    top, bottom = max((Decimal(0), *numbers.values())), min((Decimal(0), *numbers.values()))
    scale = Decimal(HEIGHT) / (top - bottom) if top > bottom else Decimal(0)
    return Trend(
        tuple(_year(year, place, known.get(year), numbers.get(year), scale, top) for place, year in enumerate(years))
    )


def _year(year: int, place: int, value: str | None, number: Decimal | None, scale: Decimal, top: Decimal) -> TrendYear:
    x = place * STEP + (STEP - _BAR) // 2
    zero = float(top * scale) or float(HEIGHT)
    if number is None:
        return TrendYear(year, value, Mark.GAP if value is None else Mark.WORDS, x, zero, 0.0)
    height = max(_LOWEST_BAR, round(float(abs(number) * scale), 1))
    y = zero if number < 0 else zero - height
    return TrendYear(year, value, Mark.BAR, x, round(min(max(y, 0.0), HEIGHT - height), 1), height)
