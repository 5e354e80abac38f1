"""From a judgement to a colour and a state: the city's policy. Pure Python.

A colour is policy, not verdict: green for what was met; yellow for what was met in part, or missed within the city's
tolerance; red for the rest of the missed; none for the undecided.
"""

import datetime
from dataclasses import dataclass

from metrics.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far a miss may be to be near: percent of the bound, and days after a deadline."""

    percent: int
    days: int


DEFAULT_TOLERANCES = Tolerances(percent=10, days=30)
STATE_OF: dict[str | None, str] = {"green": "met", "yellow": "partial", "red": "missed"}
"""The state that a colour stands for."""


def colour_of(judgement: Judgement, tolerances: Tolerances) -> str | None:
    """The colour that the policy gives the judgement: green, yellow, red or None."""
    if judgement.verdict == "met":
        return "green"
    if judgement.verdict == "partial":
        return "yellow"
    if judgement.verdict == "missed":
        return "yellow" if _is_near(judgement, tolerances) else "red"
    return None


def _is_near(judgement: Judgement, tolerances: Tolerances) -> bool:
    days = judgement.reason.values.get("days", 1 if judgement.reason.code == "one_late" else None)
    if isinstance(days, int):
        return days <= tolerances.days
    return judgement.closeness is not None and abs(judgement.closeness) * 100 <= tolerances.percent


def due_day(judgement: Judgement, *, end: datetime.date) -> datetime.date:
    """The day by which the target is to be reached: its own deadline, else the last day of the document's period."""
    return judgement.high if isinstance(judgement.high, datetime.date) else end


def state_of(
    *, decided: str | None, proposed: str | None, recorded: bool, final: bool, due: datetime.date, on: datetime.date
) -> str:
    """The state on the day: met, partial, missed, undecided, nodata or notdue.

    A person's colour settles it. An interim value that has not reached its target yet is no miss before the target is
    due.
    """
    if decided is not None:
        return STATE_OF[decided]
    if not recorded:
        return "notdue" if on <= due else "nodata"
    if proposed is None:
        return "undecided"
    if proposed != "green" and not final and on <= due:
        return "notdue"
    return STATE_OF[proposed]
