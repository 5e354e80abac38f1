"""Is what was agreed still what was signed, and the log still what was written? Checks that anybody can add to.

A check is a function that yields a sentence for each thing that is wrong, and counts what it looked at; `CHECKS` has
them in the order in which they are made.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from agreements.integrity.chain import Tail, check_log
from agreements.integrity.records import (
    check_closings,
    check_scans,
    check_signatures,
    check_signed,
    check_statuses,
    check_told,
)

Tally = Counter[str]
Check = Callable[[Tally], Iterator[str]]

CHECKS: list[Check] = [check_signed, check_signatures, check_statuses, check_scans, check_closings, check_told]
"""Those of what is stored; the log's chain is checked beside them, for it may be compared with a tail from outside."""


@dataclass(slots=True)
class Outcome:
    """What was found: sentences about what is wrong, what was looked at and how often, and how the log ends now."""

    problems: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Counter)
    tail: Tail | None = None


def verify(*, expected: Tail | None = None) -> Outcome:
    """Make every check. `expected` is how the log ended earlier, noted where nobody who alters the database can."""
    outcome = Outcome()
    outcome.problems += _tried(lambda tally: check_log(tally, expected=expected), outcome.tally)
    for check in CHECKS:
        outcome.problems += _tried(check, outcome.tally)
    outcome.tail = Tail.of_now()
    return outcome


def _tried(check: Check, tally: Tally) -> list[str]:
    """What the check finds. One that meets what it cannot even read tells so: nothing that was altered stops it all."""
    problems = []
    try:
        for problem in check(tally):
            problems.append(problem)
    except Exception as error:
        problems.append(f"Something stored cannot be read, and the check was not finished: {error!r}.")
    return problems
