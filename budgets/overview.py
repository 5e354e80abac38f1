"""Budgets by unit and year: plan, forecast and actual, each document read with the signs that it writes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from agreements.models import Agreement, AgreementQuerySet, Unit
from budgets.arithmetic import Line, Totals, totals
from budgets.models import BudgetLine, BudgetTable, Column

PLAN, FORECAST, ACTUAL = "plan", "forecast", "actual"
READ_FROM: Mapping[str, tuple[str, ...]] = {
    PLAN: (Column.AMENDED.value, Column.BUDGET.value),
    FORECAST: (Column.FORECAST.value,),
    ACTUAL: (Column.ACTUAL.value,),
}
"""The columns of a document's own year, by what they tell: of the first one that a line has an amount in."""
NEXT_YEAR_SAYS: Mapping[str, tuple[str, ...]] = {
    PLAN: (Column.PRIOR_BUDGET.value,),
    ACTUAL: (Column.STATEMENT.value,),
}
"""The columns in which a document tells of the year before."""


@dataclass(slots=True)
class Figures:
    """What a unit's documents say of one year's income, expenses or the net of both, by plan, forecast and actual.

    `told` counts the budget tables that tell of each; `later` are those that are told a year later only.
    """

    year: int
    side: str
    totals: dict[str, Totals] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    later: set[str] = field(default_factory=set)
    documents: list[Agreement] = field(default_factory=list)

    @property
    def plan(self) -> Decimal | None:
        return self._amount(PLAN)

    @property
    def forecast(self) -> Decimal | None:
        return self._amount(FORECAST)

    @property
    def actual(self) -> Decimal | None:
        return self._amount(ACTUAL)

    @property
    def plan_is_later(self) -> bool:
        return PLAN in self.later

    @property
    def actual_is_later(self) -> bool:
        return ACTUAL in self.later

    @property
    def planned(self) -> int:
        """How many budget tables have a plan."""
        return self.told[PLAN]

    @property
    def forecast_by(self) -> int:
        return self.told[FORECAST]

    @property
    def actual_by(self) -> int:
        return self.told[ACTUAL]

    @property
    def difference(self) -> Decimal | None:
        """How much more the actual is than the plan; None unless as many tables tell of both."""
        if self.plan is None or self.actual is None or self.planned != self.actual_by:
            return None
        return self.actual - self.plan

    @property
    def share(self) -> Decimal | None:
        """The actual in percent of the plan, with one decimal; None where there is no difference to tell, the plan is
        nothing or the signs differ.
        """
        if self.difference is None or not self.plan or self.actual is None or self.actual * self.plan < 0:
            return None
        return (self.actual / self.plan * 100).quantize(Decimal("0.1"))

    @property
    def unread(self) -> int:
        """How many amounts nobody can read."""
        return sum(each.of(self.side).unread for each in self.totals.values())

    def _amount(self, told: str) -> Decimal | None:
        found = self.totals.get(told)
        return found.of(self.side).amount if found else None

    def add(self, other: "Figures") -> None:
        """Add another unit's figures."""
        for told, found in other.totals.items():
            self.totals[told] = self.totals[told] + found if told in self.totals else found
        self.told += other.told


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with its figures of each year."""

    unit: Unit
    years: tuple[Figures, ...]

    @property
    def documents(self) -> list[Agreement]:
        """The documents that the figures come from, the newest first."""
        found = {each.pk: each for figures in self.years for each in figures.documents}
        return sorted(found.values(), key=lambda each: (-each.year, each.slug))


@dataclass(frozen=True, slots=True)
class Overview:
    """The units that have budgets in the years, in the order of the units, and all of them together."""

    years: tuple[int, ...]
    lines: tuple[UnitLine, ...]
    total: tuple[Figures, ...]

    @property
    def has_forecast(self) -> bool:
        return any(FORECAST in figures.totals for figures in self.total)


def overview_of(documents: AgreementQuerySet, units: Sequence[Unit], years: Sequence[int], *, side: str) -> Overview:
    """The budgets of the documents by unit and year, those years of which something is told; in two queries.

    A year is told by its own documents and, where those say nothing of it, by the next year's. `side` is "income",
    "expense" or "net".
    """
    tables, lines = _tables(documents.filter(year__in={*years, *(year + 1 for year in years)}))
    by_place: dict[tuple[int, int], list[BudgetTable]] = defaultdict(list)
    for table in tables:
        agreement = table.section.agreement
        by_place[agreement.unit_id, agreement.year].append(table)

    def figures(unit: Unit, year: int) -> Figures:
        found = Figures(year, side)
        for said, columns in ((year, READ_FROM), (year + 1, NEXT_YEAR_SAYS)):
            for table in by_place.get((unit.pk, said), ()):
                _tell(found, columns, table, lines[table.section_id], later=said != year)
        return found

    rows = [UnitLine(unit, tuple(figures(unit, year) for year in years)) for unit in units]
    told = [at for at in range(len(years)) if any(row.years[at].totals for row in rows)]
    total = tuple(Figures(years[at], side) for at in told)
    for row in rows:
        for all_of_year, at in zip(total, told, strict=True):
            all_of_year.add(row.years[at])
    lines_told = (UnitLine(row.unit, tuple(row.years[at] for at in told)) for row in rows if row.documents)
    return Overview(tuple(years[at] for at in told), tuple(lines_told), total)


def budget_years(documents: AgreementQuerySet) -> list[int]:
    """The years of the documents that have budgets, the newest first."""
    tables = BudgetTable.objects.filter(section__agreement__in=documents.order_by())
    return sorted(set(tables.values_list("section__agreement__year", flat=True)), reverse=True)


def _tables(documents: AgreementQuerySet) -> tuple[list[BudgetTable], Mapping[int, list[BudgetLine]]]:
    """The budget tables of the documents, and the lines of each by its section."""
    within = {"section__agreement__in": documents.order_by()}
    lines: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in BudgetLine.objects.filter(**within):
        lines[line.section_id].append(line)
    tables = BudgetTable.objects.filter(**within).select_related("section__agreement")
    return list(tables.order_by("section__agreement__slug", "section__position", "pk")), lines


def _tell(
    figures: Figures,
    columns: Mapping[str, tuple[str, ...]],
    table: BudgetTable,
    lines: Sequence[BudgetLine],
    *,
    later: bool,
) -> None:
    """Add what one budget table tells of the year, unless the year's own documents have told it."""
    for told, names in columns.items():
        if later and told in figures.totals and told not in figures.later:
            continue
        printed = [name for name in names if name in table.section.columns]
        read = [Line(row.label, _first(row, printed), row.level, row.side, row.role) for row in lines]
        found = totals(read, signed_expenses=table.signed_expenses)
        if found is None:
            continue
        figures.totals[told] = figures.totals[told] + found if told in figures.totals else found
        figures.told[told] += 1
        figures.later.update({told} if later else ())
        if table.section.agreement not in figures.documents:
            figures.documents.append(table.section.agreement)


def _first(line: BudgetLine, columns: Iterable[str]) -> str | None:
    """The amount in the first of the columns that has one."""
    return next((amount for column in columns if (amount := getattr(line, column))), None)
