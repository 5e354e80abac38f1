"""The budget table and the funding of a grant project."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Section
from agreements.sections import DocumentSection, Json, SectionKind
from budgets import arithmetic
from budgets.models import BudgetLine, BudgetTable, Column, Funding

REALISED = ("total", "own", "other", "partner")
FUNDING = ("applied", "own", "other_applied", "other_received", "total", "granted")
FUNDING_COLUMNS = (
    *("applied_group", *FUNDING[:5]),
    *("realised_group", *(f"realised_{name}" for name in REALISED)),
    *("granted_group", "granted"),
)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line with its written amounts by column key."""

    label: str
    amounts: Mapping[str, str | None]
    level: int
    side: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Budget:
    columns: tuple[str, ...]
    signed_expenses: bool
    lines: tuple[BudgetRow, ...]

    @property
    def problems(self) -> list[arithmetic.Problem]:
        """What does not add up, column by column."""
        return [
            problem
            for column in self.columns
            for problem in arithmetic.problems(
                [
                    arithmetic.Line(line.label, line.amounts[column], line.level, line.side, line.role)
                    for line in self.lines
                ],
                signed_expenses=self.signed_expenses,
            )
        ]


class BudgetKind(SectionKind[Budget]):
    key = "budget"
    label = _("Budget")
    screen_template = "budgets/sections/budget.html"
    print_template = "budgets/print/budget.html"

    def load(self, agreement: Agreement, sections: Sequence[Section]) -> Mapping[int, Budget]:
        signed = dict(
            BudgetTable.objects.filter(section__agreement=agreement).values_list("section", "signed_expenses")
        )
        lines: dict[int, list[BudgetLine]] = defaultdict(list)
        for line in BudgetLine.objects.filter(section__agreement=agreement):
            lines[line.section_id].append(line)
        return {
            section.pk: _budget(columns_of(section), lines[section.pk], signed_expenses=signed.get(section.pk, False))
            for section in sections
        }

    def as_json(self, section: DocumentSection) -> Json:
        block: Budget = section.block
        return {
            "columns": {
                "label": section.columns.get("label"),
                **{column: section.columns.get(column) for column in block.columns},
            },
            "lines": [asdict(line) for line in block.lines],
            "problems": [asdict(problem) for problem in block.problems],
        }

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        BudgetTable.objects.create(section=section, signed_expenses=data["signed_expenses"])
        BudgetLine.objects.bulk_create(
            BudgetLine(
                section=section,
                position=position,
                label=line["label"],
                side=line["side"],
                level=line["level"],
                role=line["role"],
                **line["amounts"],
            )
            for position, line in enumerate(data["lines"])
        )

    def carry(self, source: Section, target: Section) -> None:
        """Last year's budget stands beside an empty column for the new one."""
        BudgetTable.objects.create(section=target, signed_expenses=source.budget.signed_expenses)
        target.columns = {
            "label": source.columns.get("label"),
            Column.PRIOR_BUDGET: source.columns.get(Column.BUDGET),
            Column.BUDGET: target.columns.get(Column.BUDGET),
        }
        target.save(update_fields=["columns"])
        BudgetLine.objects.bulk_create(
            BudgetLine(
                section=target,
                key=line.key,
                position=line.position,
                label=line.label,
                side=line.side,
                level=line.level,
                role=line.role,
                prior_budget=line.amended or line.budget,
            )
            for line in source.budget_lines.all()
        )


def columns_of(section: Section) -> tuple[str, ...]:
    """The keys of the amount columns that the section's table has, in their usual order."""
    return tuple(column for column in Column.values if column in section.columns)


def _budget(columns: tuple[str, ...], lines: Sequence[BudgetLine], *, signed_expenses: bool) -> Budget:
    rows = (
        BudgetRow(
            label=line.label,
            amounts={column: getattr(line, column) for column in columns},
            level=line.level,
            side=line.side,
            role=line.role,
        )
        for line in lines
    )
    return Budget(columns, signed_expenses, tuple(rows))


@dataclass(frozen=True, slots=True)
class FundingRows:
    """The written sums of a grant project by field name of `Funding`."""

    amounts: Mapping[str, str | None]


class FundingKind(SectionKind[FundingRows]):
    key = "funding"
    label = _("Funding")
    screen_template = "budgets/sections/funding.html"
    print_template = "budgets/print/funding.html"

    def load(self, agreement: Agreement, sections: Sequence[Section]) -> Mapping[int, FundingRows]:
        fields = (*FUNDING, *(f"realised_{name}" for name in REALISED))
        rows = {row.pop("section"): row for row in Funding.objects.filter(section__agreement=agreement).values("section", *fields)}
        empty = dict.fromkeys(fields)
        return {section.pk: FundingRows(rows.get(section.pk, empty)) for section in sections}

    def as_json(self, section: DocumentSection) -> Json:
        amounts = section.block.amounts
        return {
            "columns": {column: section.columns.get(column) for column in FUNDING_COLUMNS},
            **{name: amounts[name] for name in FUNDING},
            "realised": {name: amounts[f"realised_{name}"] for name in REALISED},
        }

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        Funding.objects.create(
            section=section,
            **{name: data[name] for name in FUNDING},
            **{f"realised_{name}": data["realised"][name] for name in REALISED},
        )

    def carry(self, source: Section, target: Section) -> None:
        """A new year's funding is applied for anew: the section is carried empty."""
        Funding.objects.create(section=target)
