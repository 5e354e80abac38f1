"""The staffing section: positions with their shares of a person-year, headcount, and the staff chapter's texts."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.checks import Checked, Finding
from agreements.models import Agreement, Section
from agreements.numbers import parse_number, plain
from agreements.rows.snapshot import Row, Snapshot
from agreements.sections import Carried, CarryNote, DocumentSection, Hint, Json, SectionKind
from agreements.sheets import Sheet
from staffing import arithmetic
from staffing.checks import staffing_checks
from staffing.models import Allocation, Position, StaffingTable
from staffing.sheet import staffing_sheet

if TYPE_CHECKING:
    from agreements.document import Document

COLUMNS = ("table", "number", "title", "percent", "tasks", "headcount", "situation", "work_ability", "total")
TEXTS = ("headcount", "situation", "work_ability", "declared_total")


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """A position's share as written; `percent` of one person-year."""

    number: str | None
    title: str
    percent: str | None
    tasks: str | None


@dataclass(frozen=True, slots=True)
class Staffing:
    headcount: str | None
    situation: str | None
    work_ability: str | None
    declared_total: str | None
    allocations: tuple[AllocationRow, ...]

    @property
    def has_numbers(self) -> bool:
        """Does any position have a number to show?"""
        return any(row.number for row in self.allocations)

    @property
    def total_percent(self) -> Decimal | None:
        return arithmetic.total_percent([row.percent for row in self.allocations])

    @property
    def person_years(self) -> Decimal | None:
        return arithmetic.person_years(self.total_percent)

    @property
    def problems(self) -> list[arithmetic.Problem]:
        return arithmetic.problems([row.percent for row in self.allocations], self.declared_total)


class StaffingKind(SectionKind[Staffing]):
    key = "staffing"
    label = _("Staffing")
    screen_template = "staffing/sections/staffing.html"
    print_template = "staffing/print/staffing.html"
    columns = COLUMNS
    column_labels = {
        "table": _("heading of the table"),
        "number": _("position number"),
        "title": _("job title"),
        "percent": _("share of a person-year, %"),
        "tasks": _("key tasks"),
        "headcount": _("headcount"),
        "situation": _("staff situation"),
        "work_ability": _("work ability management"),
        "total": _("total"),
    }
    started_columns = ("number", "title", "percent", "tasks", "total")
    has_hints = True
    table = ("allocation",)
    single = "staffing"
    reported = True

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, Staffing]:
        texts = {
            row["section"]: row
            for row in StaffingTable.objects.filter(section__agreement=agreement).values("section", *TEXTS)
        }
        rows: dict[int, list[AllocationRow]] = defaultdict(list)
        for section_id, number, title, percent, tasks in Allocation.objects.filter(
            section__agreement=agreement
        ).values_list("section", "number", "title", "percent", "tasks"):
            rows[section_id].append(AllocationRow(number, title, percent, tasks))
        return {
            section.pk: Staffing(
                **{text: texts.get(section.pk, {}).get(text) for text in TEXTS}, allocations=tuple(rows[section.pk])
            )
            for section in sections
        }

    def start(self, section: Section) -> StaffingTable:
        return StaffingTable(section=section)

    def hints(self, section: Row, snapshot: Snapshot, *, of: Row | None = None) -> Mapping[str, Hint]:
        """The sum of the shares under the declared total, and which shares cannot be read."""
        percents = {row.id: row.state["percent"] for row in snapshot.of("allocation", section.pk)}
        unreadable = {
            f"{row}-percent": Hint(gettext("This share cannot be read."), "people")
            if percent and parse_number(percent) is None
            else Hint("")
            for row, percent in percents.items()
        }
        return unreadable | {
            f"{row.id}-declared_total": _total_hint(list(percents.values()), row.state["declared_total"])
            for row in snapshot.of("staffing", section.pk)
        }

    def checks(self, sections: Sequence[Row], checked: Checked) -> Iterable[Finding]:
        return staffing_checks(sections, checked)

    def as_json(self, section: DocumentSection) -> Json:
        block: Staffing = section.block
        percent, years = block.total_percent, block.person_years
        return {
            "columns": {column: section.columns.get(column) for column in self.columns},
            "headcount": block.headcount,
            "situation": block.situation,
            "work_ability": block.work_ability,
            "allocations": [asdict(row) for row in block.allocations],
            "declared_total": block.declared_total,
            "total_percent": None if percent is None else plain(percent),
            "person_years": None if years is None else plain(years),
            "problems": [asdict(problem) for problem in block.problems],
        }

    def sheet(self, section: DocumentSection, document: "Document") -> Sheet | None:
        return staffing_sheet(section)

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        StaffingTable.objects.create(section=section, **{text: data[text] for text in TEXTS})
        for order, row in enumerate(data["allocations"]):
            Allocation.objects.create(
                section=section,
                position=order,
                held_by=_position(section.agreement, number=row["number"], title=row["title"]),
                number=row["number"],
                title=row["title"],
                percent=row["percent"],
                tasks=row["tasks"],
            )

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        StaffingTable.objects.create(section=target, **{text: getattr(source.staffing, text) for text in TEXTS})
        rows = Allocation.objects.bulk_create(
            Allocation(
                section=target,
                key=row.key,
                position=row.position,
                held_by_id=row.held_by_id,
                number=row.number,
                title=row.title,
                percent=row.percent,
                tasks=row.tasks,
            )
            for row in source.allocations.all()
        )
        texts = sum(1 for text in TEXTS if getattr(source.staffing, text))
        return [CarryNote(Carried.ROWS, len(rows)), CarryNote(Carried.READ_AGAIN, texts)]


def _total_hint(percents: Sequence[str | None], declared: str | None) -> Hint:
    total = arithmetic.total_percent(percents)
    if total is None:
        return Hint("")
    words = {"percent": f"{total:f}".replace(".", ","), "years": f"{total / 100:.2f}".replace(".", ",")}
    differs = any(problem.code == "total_differs" for problem in arithmetic.problems(percents, declared))
    said = gettext("The shares make %(percent)s %%, %(years)s person-years") % words
    return Hint(said, "differs" if differs else "understood")


def _position(agreement: Agreement, *, number: str | None, title: str) -> Position:
    """The organisation's position of that number; without a number always a new one."""
    unit = agreement.unit.root
    if number is None:
        return Position.objects.create(unit=unit, title=title)
    position, _created = Position.objects.get_or_create(unit=unit, number=number, defaults={"title": title})
    return position
