"""How two ways to do the same work are measured against each other."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ways to do the same work, and how many times longer the first may take."""

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    limit: float
    rounds: int


def ratio(comparison: Comparison) -> float:
    """How many times longer the first takes than the second: the median of pairs measured in turn, after a warm-up."""
    comparison.ours()
    comparison.theirs()
    pairs = [_seconds(comparison.ours) / _seconds(comparison.theirs) for _round in range(comparison.rounds)]
    return statistics.median(pairs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(comparisons: Iterable[Comparison]) -> bool:
    """Print each ratio beside its limit as it is measured; true when none is over."""
    good = True
    for comparison in comparisons:
        measured = ratio(comparison)
        within = measured <= comparison.limit
        good = good and within
        print(
            f"{comparison.name:<68} {measured:5.2f} x   at most {comparison.limit:.1f} x{'' if within else '   OVER'}",
            flush=True,
        )
    return good
