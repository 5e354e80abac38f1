"""`./dev bench`: ratios, never times. Each is the median of pairs measured in turn, after a warm-up."""

import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import django
from django.conf import settings
from django.test.utils import setup_databases, teardown_databases


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ways to do the same work, and how many times longer the first may take."""

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    limit: float
    rounds: int


def ratio(comparison: Comparison) -> float:
    """How many times longer the first takes than the second, pair by pair."""
    comparison.ours()
    comparison.theirs()
    pairs = [_seconds(comparison.ours) / _seconds(comparison.theirs) for _round in range(comparison.rounds)]
    return statistics.median(pairs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(comparisons: Iterable[Comparison]) -> bool:
    """Print each ratio beside its limit; true when none is over."""
    good = True
    for comparison in comparisons:
        measured = ratio(comparison)
        within = measured <= comparison.limit
        good = good and within
        mark = "" if within else "   OVER"
        print(f"{comparison.name:<66} {measured:5.2f}x   at most {comparison.limit:.1f}x{mark}", flush=True)
    return good


def main() -> int:
    django.setup()
    settings.DEBUG = False
    logging.disable(logging.WARNING)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from tests.benchmarks.comparisons import comparisons

        return 0 if report(comparisons()) else 1
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
