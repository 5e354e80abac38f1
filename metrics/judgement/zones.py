"""Where on the number line a verdict holds. Pure Python."""

from bisect import bisect_right
from decimal import Decimal
from enum import StrEnum

from metrics.notation.actuals import ABOUT, Value
from metrics.notation.units import Ratio


class Verdict(StrEnum):
    MET = "met"
    PARTIAL = "partial"
    MISSED = "missed"
    UNDECIDED = "undecided"


MET, PARTIAL, MISSED, UNDECIDED = Verdict.MET, Verdict.PARTIAL, Verdict.MISSED, Verdict.UNDECIDED

ONE = Decimal(1)
Place = tuple[Decimal, int]
"""A number, or just beside it: -1 before it, 1 behind it."""


class Zones:
    """Verdicts along the number line: `verdicts[0]` up to the first cut, and so on, the last without end."""

    __slots__ = ("cuts", "verdicts")

    def __init__(self, cuts: list[Place], verdicts: list[Verdict]) -> None:
        self.cuts, self.verdicts = cuts, verdicts

    def judge(self, value: Value, ratio: Ratio = (ONE, ONE)) -> Verdict:
        """The verdict of a number or an interval in a unit of that ratio; undecided when its ends are in two zones."""
        times, over = ratio
        cuts = self.cuts if over == 1 else [(number * over, side) for number, side in self.cuts]
        first = bisect_right(cuts, (value.low * times, 2 if value.low_open else 0))
        last = bisect_right(cuts, (value.high * times, -2 if value.high_open else 0))
        found = set(self.verdicts[first : last + 1])
        return found.pop() if len(found) == 1 else UNDECIDED


def at_least(bound: Decimal) -> Zones:
    return Zones([(bound, -1)], [MISSED, MET])


def over(bound: Decimal) -> Zones:
    return Zones([(bound, 1)], [MISSED, MET])


def at_most(bound: Decimal) -> Zones:
    return Zones([(bound, 1)], [MET, MISSED])


def under(bound: Decimal) -> Zones:
    return Zones([(bound, -1)], [MET, MISSED])


def between(low: Decimal, high: Decimal, *, below: Verdict = MISSED, above: Verdict = MISSED) -> Zones:
    """Met from `low` to `high`, both included."""
    return Zones([(low, -1), (high, 1)], [below, MET, above])


def about(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The bounds of what is about as much as a number or a range."""
    return min(low * (1 - ABOUT), low * (1 + ABOUT)), max(high * (1 - ABOUT), high * (1 + ABOUT))
