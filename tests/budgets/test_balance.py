"""Whether a column of a budget is even, and a project's sums make its total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.arithmetic import Line
from budgets.balance import Balance, balance, total_of

AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)


def lines(incomes: list[int], expenses: list[int], *, sign: int) -> list[Line]:
    return [
        *(Line("Tuotto", str(amount), 1, "income", "line") for amount in incomes),
        Line("Tuotot", str(sum(incomes)), 0, "income", "subtotal"),
        *(Line("Kulu", str(sign * amount), 1, "expense", "line") for amount in expenses),
        Line("Kulut", str(sign * sum(expenses)), 0, "expense", "subtotal"),
    ]


@given(AMOUNTS, AMOUNTS, st.booleans())
def test_the_balance_is_the_same_however_expenses_are_signed(
    incomes: list[int], expenses: list[int], signed: bool
) -> None:
    found = balance(lines(incomes, expenses, sign=-1 if signed else 1), signed_expenses=signed)
    assert found == Balance(Decimal(sum(incomes)), Decimal(sum(expenses)))
    assert found.difference == sum(incomes) - sum(expenses)


def test_a_subtotal_without_lines_states_an_amount_of_its_own() -> None:
    only = [Line("Tuotot", "100", 0, "income", "subtotal"), Line("Kulut", "-90", 0, "expense", "subtotal")]
    assert balance(only, signed_expenses=True) == Balance(Decimal(100), Decimal(90))


def test_nothing_to_read_has_no_balance() -> None:
    assert balance([], signed_expenses=True) is None
    assert balance([Line("Tuotot", "noin sata", 1, "income", "line")], signed_expenses=True) is None


@pytest.mark.parametrize(
    ("applied", "own", "others", "totals"),
    [
        ("€33 700", "€8 500", ("€0", "€0"), {42200}),
        ("33 700", None, (None, None), {33700}),
        ("33 700", "8 500", ("1 000", "500"), {42200, 43200, 42700}),
        (None, "8 500", (), set()),
        ("33 700", "vähän", (), set()),
    ],
)
def test_a_total_is_the_grant_with_own_funding_and_may_have_other_grants(
    applied: str | None, own: str | None, others: tuple[str | None, ...], totals: set[int]
) -> None:
    assert set(total_of(applied, own, *others)) == totals
