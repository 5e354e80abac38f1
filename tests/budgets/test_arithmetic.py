from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budgets.arithmetic import Line, problems, totals

INCOME = Line("Tuotot", "359000", 1, "income", "line")
EXPENSE = Line("Menot", "1115119", 1, "expense", "line")


def result(amount: str) -> Line:
    return Line("Netto", amount, 0, None, "result")


def test_expenses_without_a_sign_may_state_the_result_either_way() -> None:
    for amount in ("756119", "-756119", "\u2212756\u00a0119"):
        assert problems([INCOME, EXPENSE, result(amount)], signed_expenses=False) == []


def test_a_result_that_does_not_agree_is_told_with_what_it_ought_to_be() -> None:
    (problem,) = problems([INCOME, EXPENSE, result("756 120")], signed_expenses=False)
    assert (problem.code, problem.at, problem.written, problem.computed) == ("result_differs", 2, "756 120", "-756119")


def test_a_subtotal_sums_the_lines_one_level_deeper_since_the_last_of_its_own() -> None:
    lines = [
        Line("Avustus", "100", 1, "income", "line"),
        Line("Tuotot", "100", 0, "income", "subtotal"),
        Line("Palkat", "-50", 2, "expense", "line"),
        Line("Sivukulut", "-10", 2, "expense", "line"),
        Line("Henkilöstö", "-60", 1, "expense", "subtotal"),
        Line("Matkat", "-40", 2, "expense", "line"),
        Line("Palvelut", "-40", 1, "expense", "subtotal"),
        Line("Kulut", "-100", 0, "expense", "subtotal"),
        result("0"),
    ]
    assert problems(lines, signed_expenses=True) == []
    lines[4] = Line("Henkilöstö", "-61", 1, "expense", "subtotal")
    assert [problem.label for problem in problems(lines, signed_expenses=True)] == ["Henkilöstö", "Kulut"]


def test_an_amount_in_words_is_a_problem_and_an_empty_column_is_none() -> None:
    (problem,) = problems([Line("Muut", "noin sata", 1, "expense", "line")], signed_expenses=True)
    assert problem.code == "amount_unreadable"
    empty = [Line("Palkat", None, 1, "expense", "line"), Line("Kulut", None, 0, "expense", "subtotal")]
    assert problems(empty, signed_expenses=True) == []


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_the_sum_of_the_lines_always_agrees(amounts: list[int]) -> None:
    lines = [Line(str(at), str(amount), 1, "expense", "line") for at, amount in enumerate(amounts)]
    total = Line("Yhteensä", str(sum(amounts)), 0, "expense", "subtotal")
    assert problems([*lines, total, result(str(sum(amounts)))], signed_expenses=True) == []


def test_a_subtotal_without_lines_counts_in_the_result() -> None:
    only = [Line("Tuotot", "100", 0, "income", "subtotal"), Line("Kulut", "-90", 0, "expense", "subtotal")]
    assert problems([*only, result("10")], signed_expenses=True) == []
    assert [problem.code for problem in problems([*only, result("0")], signed_expenses=True)] == ["result_differs"]


def test_a_column_comes_to_its_income_and_its_expenses_without_a_sign() -> None:
    lines = [Line("a", "1 000", 1, "income", "line"), Line("b", "-300", 2, "expense", "line")]
    lines += [Line("c", "-200,5", 2, "expense", "line"), Line("d", "-500,5", 1, "expense", "subtotal")]
    found = totals(lines, signed_expenses=True)
    assert found is not None
    assert [found.of(side).amount for side in ("income", "expense", "net")] == [
        1000,
        Decimal("500.5"),
        Decimal("499.5"),
    ]


def test_where_there_are_only_subtotals_the_topmost_are_summed() -> None:
    lines = [Line("a", "300", 1, "expense", "subtotal"), Line("b", "300", 0, "expense", "subtotal")]
    found = totals(lines, signed_expenses=False)
    assert found is not None
    assert found.expense.amount == 300


def test_a_column_without_amounts_comes_to_nothing_and_one_with_words_to_nobody_knows_what() -> None:
    assert totals([Line("a", None, 1, "income", "line")], signed_expenses=False) is None
    found = totals([Line("a", "paljon", 1, "income", "line")], signed_expenses=True)
    assert found is not None
    assert [found.of(side).amount for side in ("income", "expense", "net")] == [None, 0, None]
