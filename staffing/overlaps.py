"""Shares of one position over time: when they come to the most. Pure Python."""

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """Percent of a person-year from the first day to the last; `own` is one of the document that is looked at.

    `of` says whose the others are.
    """

    percent: Decimal
    start: datetime.date
    end: datetime.date
    own: bool = True
    of: str = ""


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that shares come to at once, from the first such day to the last, and the shares that make it."""

    percent: Decimal
    start: datetime.date
    end: datetime.date
    shares: tuple[Share, ...]


def peak(shares: Iterable[Share]) -> Peak | None:
    """The most that the shares come to on a day on which one of the document's own holds; the first time of it.

    None when the document has no share on any day.
    """
    shares = [share for share in shares if share.start <= share.end]
    # Days are counted: the day after the last one that a date may be is no date.
    turns = sorted({day for share in shares for day in (share.start.toordinal(), share.end.toordinal() + 1)})
    found: Peak | None = None
    for first, after in itertools.pairwise(turns):
        held = tuple(share for share in shares if share.start.toordinal() <= first <= share.end.toordinal())
        percent = sum((share.percent for share in held), Decimal(0))
        if any(share.own for share in held) and (found is None or percent > found.percent):
            days = datetime.date.fromordinal(first), datetime.date.fromordinal(after - 1)
            found = Peak(percent, *days, held)
    return found
