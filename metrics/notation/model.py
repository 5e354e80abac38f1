"""What a target can say. Pure Python."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.notation.compose import Reference
from metrics.notation.periods import Deadline
from metrics.notation.quantities import Quantity


class Kind(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    EXACT = "exact"
    APPROX = "approx"
    RELATIVE = "relative"
    DEADLINE = "deadline"
    BOOLEAN = "boolean"
    COMPOUND = "compound"
    QUALITATIVE = "qualitative"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be of another year's value: `op` of the value changed by `low` to `high` per cent or units."""

    reference: Reference
    op: str
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    relative: bool = True
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """What a target says. `op` is one of ge, gt, le, lt, eq, approx, between; None where no direction was written.

    `each` says that it is asked of each one of many, `unread` that there is a condition nobody understood.
    `during` is the other year that a count was limited to.
    """

    kind: Kind
    text: str = ""
    op: str | None = None
    quantity: Quantity | None = None
    change: Change | None = None
    deadline: Deadline | None = None
    parts: tuple["Target", ...] = ()
    alternatives: bool = False
    each: bool = False
    unread: bool = False
    during: int | None = None
