"""The chart of an indicator over years: target bands and values, as coordinates. Pure Python, sizes in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

SLOT = 84
"""The width of a year."""
LEFT = 64
TOP = 28
PLOT = 250
BOTTOM = 34
_BAND = 64
_TICKS = 5
# How near a dot, with its value over it, other words may stand: their line's height above it, and below it.
_DOT_ABOVE, _DOT_BELOW = -27, 23
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a target accepts, None where it is open; `written` is the target as it stands in its document."""

    low: Decimal | None
    high: Decimal | None
    written: str


@dataclass(frozen=True, slots=True)
class Point:
    """A year's value: its number and as written; `state` of the metric it answers, empty without a target."""

    number: Decimal
    written: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class ChartYear:
    """What is known of a year. `state` is told at the foot where there is no point."""

    year: int
    bounds: tuple[Bounds, ...] = ()
    point: Point | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    number: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A target's band; a bound that it has not (`low_y`, `high_y` None) is open towards the edge of the plot."""

    x: float
    width: float
    y: float
    height: float
    low_y: float | None
    high_y: float | None
    written: str
    label_y: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    written: str
    state: str

    @property
    def label_y(self) -> float:
        return self.y - 13


@dataclass(frozen=True, slots=True)
class Slot:
    """A year of the chart: its middle, its bands, its dot, and the state that is told at the foot."""

    year: int
    x: float
    bands: tuple[Band, ...]
    dot: Dot | None
    state: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A line between the values of two years that follow each other."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    ticks: tuple[Tick, ...]
    slots: tuple[Slot, ...]

    @property
    def segments(self) -> list[Segment]:
        """No line is drawn over a missing year."""
        return [
            Segment(one.dot.x, one.dot.y, other.dot.x, other.dot.y)
            for one, other in pairwise(self.slots)
            if one.dot and other.dot and other.year == one.year + 1
        ]

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return self.width

    @property
    def top(self) -> int:
        return TOP

    @property
    def foot(self) -> int:
        return TOP + PLOT

    @property
    def has_bands(self) -> bool:
        return any(slot.bands for slot in self.slots)

    @property
    def has_plain_dots(self) -> bool:
        return any(slot.dot and not slot.dot.state for slot in self.slots)

    @property
    def foot_states(self) -> list[str]:
        """The states that are told at the foot, each once, in the order of years."""
        return list(dict.fromkeys(slot.state for slot in self.slots if slot.state))


def draw(years: Sequence[ChartYear]) -> Chart | None:
    """The chart of the years, given in their order; None when there is nothing to draw: no number and no bound."""
    numbers = [number for year in years for number in _numbers(year)]
    if not numbers:
        return None
    axis = _Axis(min(numbers), max(numbers))
    slots = tuple(_slot(year, LEFT + SLOT * place + SLOT / 2, axis) for place, year in enumerate(years))
    return Chart(LEFT + SLOT * len(years), TOP + PLOT + BOTTOM, tuple(axis.ticks()), slots)


def nice_step(span: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5 and 5, times a power of ten, of which a few cover the span."""
    wanted = span / _TICKS
    power = Decimal(10) ** wanted.adjusted()
    return next(step * power for step in _STEPS if step * power >= wanted)


class _Axis:
    """From a number to its height. Zero is always on it, and there is room over the largest number."""

    def __init__(self, lowest: Decimal, highest: Decimal) -> None:
        lowest, highest = min(lowest, Decimal(0)), max(highest, Decimal(0))
        self.step = nice_step((highest - lowest) * Decimal("1.05") or Decimal(1))
        self.bottom = (lowest / self.step).to_integral_value(ROUND_FLOOR) * self.step
        self.top = (highest * Decimal("1.05") / self.step).to_integral_value(ROUND_CEILING) * self.step
        if self.top == self.bottom:
            self.top += self.step

    def y(self, number: Decimal) -> float:
        return round(TOP + PLOT * float((self.top - number) / (self.top - self.bottom)), 1)

    def ticks(self) -> Iterator[Tick]:
        count = int((self.top - self.bottom) / self.step)
        for place in range(count + 1):
            number = self.bottom + self.step * place
            yield Tick(self.y(number), number)


def _numbers(year: ChartYear) -> Iterator[Decimal]:
    if year.point:
        yield year.point.number
    for bounds in year.bounds:
        yield from (bound for bound in (bounds.low, bounds.high) if bound is not None)


def _slot(year: ChartYear, middle: float, axis: _Axis) -> Slot:
    point = year.point
    dot = Dot(middle, axis.y(point.number), point.written, point.state) if point else None
    bounds = [each for each in year.bounds if each.low is not None or each.high is not None]
    width = _BAND / max(1, len(bounds))
    bands = tuple(
        _band(each, middle - _BAND / 2 + place * width, width - (2 if len(bounds) > 1 else 0), axis, dot)
        for place, each in enumerate(bounds)
    )
    return Slot(year.year, middle, bands, dot, "" if dot else year.state)


def _band(bounds: Bounds, x: float, width: float, axis: _Axis, dot: Dot | None) -> Band:
    low_y = axis.y(bounds.low) if bounds.low is not None else None
    high_y = axis.y(bounds.high) if bounds.high is not None else None
    first = high_y if high_y is not None else float(TOP)
    last = low_y if low_y is not None else float(TOP + PLOT)
    y, foot = min(first, last), max(first, last)
    label_y = _label_y(y, foot, dot)
    return Band(round(x, 1), round(width, 1), y, round(foot - y, 1), low_y, high_y, bounds.written, label_y)


def _label_y(y: float, foot: float, dot: Dot | None) -> float:
    """Where the words of a band are not in the way of the year's value: under it, above it, or inside."""
    places = [place for place in (foot + 15, y - 5, y + 14, foot - 6) if TOP + 8 <= place <= TOP + PLOT - 2]
    free = [place for place in places if dot is None or not _DOT_ABOVE < place - dot.y < _DOT_BELOW]
    return round((free or places or [foot + 15])[0], 1)
