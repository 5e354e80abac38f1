"""What judging answers. Pure Python."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.judgement.zones import Verdict
from metrics.notation.targets import Kind
from metrics.reasons import Reason, say

Bound = Decimal | date | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a target was understood and whether it was reached.

    `low` and `high` are the accepted bounds in the target's `unit`, None when open; a deadline's `high` is its day.
    `closeness` is (actual − nearest bound) / bound.
    """

    kind: Kind
    verdict: Verdict
    reason: Reason
    low: Bound = None
    high: Bound = None
    unit: str | None = None
    closeness: Decimal | None = None

    def says(self, language: str) -> str:
        """Why, in "fi", "sv" or "en"."""
        return say(self.reason, language)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judgement of one part: `sign` tells it in short, as "24 ≥ 20"."""

    verdict: Verdict
    reason: Reason
    low: Bound = None
    high: Bound = None
    unit: str | None = None
    closeness: Decimal | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the target and the actual: last year's value, the year, the metric's text, its direction
    ("more", "less", "within") and the values of other years."""

    prior: str | None = None
    year: int | None = None
    metric: str | None = None
    direction: str | None = None
    history: tuple[tuple[int, str], ...] = ()


def closeness(value: Decimal | None, low: Bound, high: Bound) -> Decimal | None:
    """(actual − nearest bound) / bound; None without a number or with a bound of zero."""
    bounds = [bound for bound in (low, high) if isinstance(bound, Decimal)]
    if value is None or not bounds:
        return None
    nearest = min(bounds, key=lambda bound: abs(value - bound))
    return (value - nearest) / nearest if nearest else None
