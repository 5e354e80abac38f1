"""Budget totals: what a subtotal and a result ought to be, and what does not agree. Pure Python.

A subtotal sums the lines one level deeper since the last line of its own level. A result is income less expenses; where
a document writes its expenses without a minus sign, it may as well state the result as expenses less income.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.numbers import parse_number


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: `level` 0–2, `side` "income", "expense" or None, `role` "line", "subtotal" or "result"."""

    label: str
    amount: str | None
    level: int
    side: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line, by its place from 0, that cannot be read or does not agree; amounts as written and as computed."""

    code: str
    at: int
    label: str
    written: str
    computed: str | None = None


def problems(lines: Sequence[Line], *, signed_expenses: bool) -> list[Problem]:
    """Everything in one column that does not add up, in the order of its lines."""
    found: list[Problem] = []
    for index, line in enumerate(lines):
        if line.amount is None:
            continue
        declared = parse_number(line.amount)
        if declared is None:
            found.append(Problem("amount_unreadable", index, line.label, line.amount))
        elif line.role != "line":
            expected = _expected(lines, index, signed_expenses=signed_expenses)
            if expected and declared not in expected:
                code = "result_differs" if line.role == "result" else "subtotal_differs"
                found.append(Problem(code, index, line.label, line.amount, f"{expected[0]:f}".replace(".", ",")))
    return found


def stated(lines: Sequence[Line]) -> list[Line]:
    """The lines that state amounts of their own: all but the results and the subtotals that have lines to sum."""
    return [
        line
        for index, line in enumerate(lines)
        if line.role == "line" or (line.role == "subtotal" and not (index and lines[index - 1].level > line.level))
    ]


def _expected(lines: Sequence[Line], index: int, *, signed_expenses: bool) -> list[Decimal]:
    """The amounts that the declared one may be; empty when its lines have none that can be read."""
    if lines[index].role == "result":
        return _expected_result(lines[:index], signed_expenses=signed_expenses)
    amounts = _readable(_summed_by(lines, index))
    return [sum(amounts, Decimal(0))] if amounts else []


def _summed_by(lines: Sequence[Line], index: int) -> list[Line]:
    own = lines[index].level
    below: list[Line] = []
    for line in reversed(lines[:index]):
        if line.level <= own:
            break
        if line.level == own + 1:
            below.append(line)
    return below


def _expected_result(lines: Sequence[Line], *, signed_expenses: bool) -> list[Decimal]:
    own = stated(lines)
    income = _readable([line for line in own if line.side == "income"])
    expense = _readable([line for line in own if line.side == "expense"])
    if not income and not expense:
        return []
    if signed_expenses:
        return [sum(income, Decimal(0)) + sum(expense, Decimal(0))]
    result = sum(income, Decimal(0)) - sum(expense, Decimal(0))
    return [result, -result]


def _readable(lines: Sequence[Line]) -> list[Decimal]:
    return [amount for line in lines if (amount := parse_number(line.amount)) is not None]


@dataclass(frozen=True, slots=True)
class Sum:
    """What one side of a column comes to, without a sign; `unread` counts amounts that are no numbers.

    As long as there are such, nobody knows the sum.
    """

    read: Decimal = Decimal(0)
    unread: int = 0

    @property
    def amount(self) -> Decimal | None:
        return None if self.unread else self.read

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.read + other.read, self.unread + other.unread)

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(self.read - other.read, self.unread + other.unread)


@dataclass(frozen=True, slots=True)
class Totals:
    """Income and expenses of one column."""

    income: Sum
    expense: Sum

    def of(self, side: str) -> Sum:
        """The income, the expenses, or the net: what is left of the income, below zero when more is spent."""
        return {"income": self.income, "expense": self.expense}.get(side, self.income - self.expense)

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.income + other.income, self.expense + other.expense)


def totals(lines: Sequence[Line], *, signed_expenses: bool) -> Totals | None:
    """What one column comes to: its lines, or where a side has none but subtotals the topmost of those.

    None for a column without any amount.
    """
    income, expense = (_lines_of(lines, side) for side in ("income", "expense"))
    if not income and not expense:
        return None
    spent = _sum_of(expense)
    return Totals(_sum_of(income), Sum() - spent if signed_expenses else spent)


def _sum_of(lines: Sequence[Line]) -> Sum:
    amounts = _readable(lines)
    return Sum(sum(amounts, Decimal(0)), len(lines) - len(amounts))


def _lines_of(lines: Sequence[Line], side: str) -> list[Line]:
    """The lines that the side's sum is made of."""
    own = [line for line in lines if line.side == side and line.amount]
    plain = [line for line in own if line.role == "line"]
    top = min((line.level for line in own), default=0)
    return plain or [line for line in own if line.level == top]
