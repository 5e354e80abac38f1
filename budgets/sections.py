"""The budget table and the funding of a grant project."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.checks import Checked, Finding
from agreements.models import Agreement, Section
from agreements.rows.snapshot import Row, Snapshot
from agreements.sections import Carried, CarryNote, DocumentSection, Hint, Json, SectionKind
from agreements.sheets import Sheet
from budgets import arithmetic
from budgets.checks import budget_checks, funding_checks
from budgets.models import LAST_YEAR, BudgetLine, BudgetTable, Column, Funding, LineRole
from budgets.sheet import budget_sheet, funding_sheet

if TYPE_CHECKING:
    from agreements.document import Document

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
class Heading:
    """A column's heading: as printed, or the usual word for the column."""

    text: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget table; `columns` are the keys of its amount columns, with their printed headings."""

    columns: Mapping[str, str | None]
    signed_expenses: bool
    lines: tuple[BudgetRow, ...]

    @property
    def headings(self) -> list[Heading]:
        return [Heading(written or str(Column(key).label), bool(written)) for key, written in self.columns.items()]

    @property
    def has_groups(self) -> bool:
        """Are there lines that a total sums? Then the summed ones are set in."""
        return any(line.role == LineRole.SUBTOTAL for line in self.lines)

    @property
    def problems(self) -> list[arithmetic.Problem]:
        """What does not add up, column by column."""
        return [problem for column in self.columns for problem in self._problems_of(column)]

    @property
    def checked_lines(self) -> list[tuple[BudgetRow, bool | None]]:
        """Each line with whether its sum agrees; None for a plain line that can be read."""
        wrong = {problem.at for column in self.columns for problem in self._problems_of(column)}
        return [
            (line, False if at in wrong else True if line.role != LineRole.LINE else None)
            for at, line in enumerate(self.lines)
        ]

    def _problems_of(self, column: str) -> list[arithmetic.Problem]:
        lines = [
            arithmetic.Line(line.label, line.amounts[column], line.level, line.side, line.role) for line in self.lines
        ]
        return arithmetic.problems(lines, signed_expenses=self.signed_expenses)


class BudgetKind(SectionKind[Budget]):
    key = "budget"
    label = _("Budget")
    screen_template = "budgets/sections/budget.html"
    print_template = "budgets/print/budget.html"
    column_labels = {"label": _("euros"), **dict(Column.choices)}
    started_columns = ("label", Column.BUDGET)
    optional_columns = tuple(Column.values)
    last_year_columns = LAST_YEAR
    has_hints = True
    table = ("line",)
    single = "budget"

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, Budget]:
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

    def hints(self, section: Row, snapshot: Snapshot, *, of: Row | None = None) -> Mapping[str, Hint]:
        """Under each sum whether it agrees with its lines, with the computed one where it does not."""
        lines = snapshot.of("line", section.pk)
        signed = any(row.state["signed_expenses"] for row in snapshot.of("budget", section.pk))
        found: dict[str, Hint] = {}
        for column in (each for each in Column.values if each in section.state["columns"]):
            read = [
                arithmetic.Line(*(row.state[name] for name in ("label", column, "level", "side", "role")))
                for row in lines
            ]
            wrong = {problem.at: problem for problem in arithmetic.problems(read, signed_expenses=signed)}
            found |= {f"{row.id}-{column}": _line_hint(row, column, wrong.get(at)) for at, row in enumerate(lines)}
        return found

    def checks(self, sections: Sequence[Row], checked: Checked) -> Iterable[Finding]:
        return budget_checks(sections, checked)

    def start(self, section: Section) -> BudgetTable:
        return BudgetTable(section=section)

    def as_json(self, section: DocumentSection) -> Json:
        block: Budget = section.block
        return {
            "columns": {
                "label": section.columns.get("label"),
                **block.columns,
            },
            "lines": [asdict(line) for line in block.lines],
            "problems": [asdict(problem) for problem in block.problems],
        }

    def sheet(self, section: DocumentSection, document: "Document") -> Sheet | None:
        return budget_sheet(section)

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

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        """Last year's budget stands beside an empty column for the new one."""
        BudgetTable.objects.create(section=target, signed_expenses=source.budget.signed_expenses)
        target.columns = {
            "label": source.columns.get("label"),
            Column.PRIOR_BUDGET: source.columns.get(Column.BUDGET),
            Column.BUDGET: target.columns.get(Column.BUDGET),
        }
        target.save(update_fields=["columns"])
        lines = BudgetLine.objects.bulk_create(
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
        return [CarryNote(Carried.ROWS, len(lines)), CarryNote(Carried.EMPTIED, len(lines))]


def _line_hint(row: Row, column: str, problem: arithmetic.Problem | None) -> Hint:
    if problem is None:
        is_sum = row.state["role"] != LineRole.LINE and row.state[column]
        return Hint(gettext("agrees with the rows")) if is_sum else Hint("")
    if problem.computed is None:
        return Hint(gettext("This amount cannot be read."), "people")
    return Hint(gettext("the rows make %(sum)s") % {"sum": problem.computed}, "differs")


def columns_of(section: Section) -> dict[str, str | None]:
    """The amount columns that the section's table has, in their usual order, with their printed headings."""
    return {column: section.columns[column] for column in Column.values if column in section.columns}


def _budget(columns: Mapping[str, str | None], lines: Sequence[BudgetLine], *, signed_expenses: bool) -> Budget:
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
class FundingRow:
    """A sum as written, under its printed label or the usual one."""

    label: Heading
    amount: str | None


@dataclass(frozen=True, slots=True)
class FundingGroup:
    heading: Heading
    rows: tuple[FundingRow, ...]


@dataclass(frozen=True, slots=True)
class FundingTable:
    """The written sums of a grant project by field name of `Funding`, and the printed words over and beside them."""

    amounts: Mapping[str, str | None]
    columns: Mapping[str, str | None]

    @property
    def groups(self) -> list[FundingGroup]:
        return [
            FundingGroup(
                self._heading(group, str(usual)),
                tuple(FundingRow(self._heading(name, _usual_label(name)), self.amounts[name]) for name in names),
            )
            for group, usual, names in _FUNDING_GROUPS
        ]

    def _heading(self, key: str, usual: str) -> Heading:
        written = self.columns.get(key)
        return Heading(written or usual, bool(written))


_FUNDING_GROUPS = (
    ("applied_group", _("Funding applied for"), FUNDING[:5]),
    ("realised_group", _("Realised funding"), tuple(f"realised_{name}" for name in REALISED)),
    ("granted_group", _("Decision"), ("granted",)),
)


def _usual_label(field: str) -> str:
    return str({each.name: each.verbose_name for each in Funding._meta.fields}[field])


def _funding_labels() -> dict[str, Any]:
    """The words over and beside the sums of a funding section, by column."""
    groups = {group: usual for group, usual, _names in _FUNDING_GROUPS}
    fields = {each.name: each.verbose_name for each in Funding._meta.fields}
    return {column: groups.get(column) or fields[column] for column in FUNDING_COLUMNS}


class FundingKind(SectionKind[FundingTable]):
    key = "funding"
    label = _("Funding")
    screen_template = "budgets/sections/funding.html"
    print_template = "budgets/print/funding.html"
    columns = FUNDING_COLUMNS
    column_labels = _funding_labels()
    single = "funding"
    reported = True

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, FundingTable]:
        fields = (*FUNDING, *(f"realised_{name}" for name in REALISED))
        rows = {
            row.pop("section"): row
            for row in Funding.objects.filter(section__agreement=agreement).values("section", *fields)
        }
        empty = dict.fromkeys(fields)
        return {section.pk: FundingTable(rows.get(section.pk, empty), section.columns) for section in sections}

    def checks(self, sections: Sequence[Row], checked: Checked) -> Iterable[Finding]:
        return funding_checks(sections, checked)

    def start(self, section: Section) -> Funding:
        return Funding(section=section)

    def as_json(self, section: DocumentSection) -> Json:
        amounts = section.block.amounts
        return {
            "columns": {column: section.columns.get(column) for column in self.columns},
            **{name: amounts[name] for name in FUNDING},
            "realised": {name: amounts[f"realised_{name}"] for name in REALISED},
        }

    def sheet(self, section: DocumentSection, document: "Document") -> Sheet | None:
        return funding_sheet(section)

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        Funding.objects.create(
            section=section,
            **{name: data[name] for name in FUNDING},
            **{f"realised_{name}": data["realised"][name] for name in REALISED},
        )

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        """A new year's funding is applied for anew: the section is carried empty."""
        Funding.objects.create(section=target)
        return [CarryNote(Carried.EMPTIED, 1)]
