"""Whether income and expenses are even, and whether a project's sums make its total. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.numbers import parse_number
from budgets.arithmetic import Line, stated


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of one column, expenses as a positive number."""

    income: Decimal
    expense: Decimal

    @property
    def difference(self) -> Decimal:
        return self.income - self.expense


def balance(lines: Sequence[Line], *, signed_expenses: bool) -> Balance | None:
    """The sums of one column; None where no amount can be read."""
    read = [(line.side, amount) for line in stated(lines) if (amount := parse_number(line.amount)) is not None]
    if not read:
        return None
    income = sum((amount for side, amount in read if side == "income"), Decimal(0))
    expense = sum((amount for side, amount in read if side == "expense"), Decimal(0))
    return Balance(income, -expense if signed_expenses else expense)


def total_of(applied: str | None, own: str | None, *others: str | None) -> list[Decimal]:
    """The totals that a project's sums may make: the grant with own funding, and with each of the other grants.

    Empty when the grant cannot be read; a sum that is not given is 0, one that cannot be read makes the total unknown.
    """
    grant, rest = parse_number(applied), _amount(own)
    if grant is None or rest is None:
        return []
    more = [_amount(other) for other in others]
    return [grant + rest, *(grant + rest + other for other in more if other is not None)]


def _amount(written: str | None) -> Decimal | None:
    return Decimal(0) if not written else parse_number(written)
