"""What is worth a look in budgets and in a project's funding: sums, balance, the decision on the grant."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.checks import Checked, Finding, short
from agreements.models import Kind
from agreements.numbers import as_written, parse_number
from agreements.rows.snapshot import Row
from budgets import arithmetic
from budgets.balance import Balance, balance, total_of
from budgets.mentions import budget_mentions, funding_mentions
from budgets.models import Column
from budgets.rows import FundingRows

PLANNED = (Column.BUDGET, Column.AMENDED)
"""The columns of the year's own plan: what a budget has to balance in."""

_BALANCED = (Kind.DEVELOPMENT_PLAN, Kind.GRANT_PROJECT)
"""What lives of its grant: its expenses are what it gets. A unit of the city is paid for by the city, and its result is
what it costs: its budget never is even."""


def budget_checks(sections: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """The findings of the budget tables, column by column, and of what running text says of their lines."""
    for section in sections:
        rows = checked.snapshot.of("line", section.pk)
        signed = any(row.state["signed_expenses"] for row in checked.snapshot.of("budget", section.pk))
        for column in (each for each in Column if each in section.state["columns"]):
            lines = [_line(row, column) for row in rows]
            if column == Column.BUDGET and lines and not any(line.amount for line in lines):
                yield _empty_finding(rows[0], section, column)
            for problem in arithmetic.problems(lines, signed_expenses=signed):
                yield _sum_finding(problem, rows[problem.at], section, column, signed=signed)
            if column in PLANNED and checked.agreement.kind in _BALANCED:
                sums = balance(lines, signed_expenses=signed)
                if sums is not None and sums.difference:
                    yield _balance_finding(sums, rows, section, column)
    yield from budget_mentions(sections, checked)


def _line(row: Row, column: Column) -> arithmetic.Line:
    state = row.state
    return arithmetic.Line(state["label"], state[column], state["level"], state["side"], state["role"])


def _empty_finding(row: Row, section: Row, column: Column) -> Finding:
    printed = section.state["columns"][column]
    return Finding(
        code="no_amounts",
        words=_("The budget has no amounts in the column “%(column)s”"),
        row=row.id,
        field=column,
        section=section.pk,
        quotes={"column": short(printed)} if printed else {},
        figures={} if printed else {"column": str(column.label)},
    )


def _sum_finding(problem: arithmetic.Problem, row: Row, section: Row, column: Column, *, signed: bool) -> Finding:
    if problem.code == "amount_unreadable":
        words = _("The amount “%(amount)s” of the line “%(line)s” is no number, so sums leave it out")
    elif problem.code == "result_differs":
        words = _("The result “%(line)s” is %(amount)s, but the lines make %(sum)s")
    else:
        words = _("The subtotal “%(line)s” is %(amount)s, but its lines make %(sum)s")
    computed = _as_declared(problem, signed=signed)
    return Finding(
        code=problem.code,
        words=words,
        row=row.id,
        field=column,
        section=section.pk,
        quotes={"line": short(problem.label), "amount": short(problem.written)},
        figures={"sum": "" if computed is None else as_written(computed)},
    )


def _as_declared(problem: arithmetic.Problem, *, signed: bool) -> Decimal | None:
    """The computed sum; a result that may be written either way, the way in which it was declared."""
    declared, computed = parse_number(problem.written), parse_number(problem.computed)
    if declared is None or computed is None or signed or problem.code != "result_differs":
        return computed
    return -computed if declared * computed < 0 else computed


def _balance_finding(sums: Balance, rows: Sequence[Row], section: Row, column: Column) -> Finding:
    """Shown at the result, or at the section where no line states one."""
    result = next((row for row in reversed(rows) if row.state["role"] == "result"), None)
    return Finding(
        code="unbalanced",
        words=_("The budget is not in balance: income %(income)s, expenses %(expense)s, difference %(difference)s"),
        row=result.id if result else section.id,
        field=column if result else "",
        section=section.pk,
        figures={
            "income": as_written(sums.income),
            "expense": as_written(sums.expense),
            "difference": as_written(sums.difference),
        },
    )


def funding_checks(sections: Sequence[Row], checked: Checked) -> Iterator[Finding]:
    """The findings of the project's sums, and of what running text says of them."""
    for section in sections:
        for row in checked.snapshot.of("funding", section.pk):
            yield from _unreadable(row, section)
            yield from _total(row, section)
            yield from _grant(row, section)
    yield from funding_mentions(sections, checked)


def _unreadable(row: Row, section: Row) -> Iterator[Finding]:
    for field in FundingRows.fields:
        written, printed = row.state[field.name], section.state["columns"].get(field.name)
        if written and parse_number(written) is None:
            yield Finding(
                code="amount_unreadable",
                words=_("The amount “%(amount)s” of the line “%(line)s” is no number, so sums leave it out"),
                row=row.id,
                field=field.name,
                section=section.pk,
                quotes={"amount": short(written)} | ({"line": short(printed)} if printed else {}),
                figures={} if printed else {"line": str(field.label)},
            )


def _total(row: Row, section: Row) -> Iterator[Finding]:
    """The declared total against the grant with own funding, with or without the other grants."""
    state = row.state
    sums = total_of(state["applied"], state["own"], state["other_applied"], state["other_received"])
    declared = parse_number(state["total"])
    if sums and declared is not None and declared not in sums:
        yield Finding(
            code="funding_total_differs",
            words=_("The funding does not add up: the total is %(total)s, but the grant and own funding make %(sum)s"),
            row=row.id,
            field="total",
            section=section.pk,
            quotes={"total": short(state["total"])},
            figures={"sum": as_written(sums[0])},
        )


def _grant(row: Row, section: Row) -> Iterator[Finding]:
    """The decision against what the plan counts on."""
    applied, granted = parse_number(row.state["applied"]), parse_number(row.state["granted"])
    if applied is not None and granted is not None and granted < applied:
        yield Finding(
            code="granted_below_plan",
            words=_("The grant is %(granted)s, but the plan counts on %(applied)s: %(difference)s is missing"),
            row=row.id,
            field="granted",
            section=section.pk,
            quotes={"granted": short(row.state["granted"]), "applied": short(row.state["applied"])},
            figures={"difference": f"{as_written(applied - granted)}\u00a0€"},
        )
