"""Positions against the documents of a year: what each gives to each, planned and actual, and what it comes to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from agreements import rights
from agreements.collation import finnish_key
from agreements.models import Agreement, AgreementQuerySet, User
from agreements.numbers import parse_number
from staffing.models import Allocation, AllocationActual, Position
from staffing.overlaps import Share, peak

FULL = Decimal(100)
"""One person-year."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A position in one document: its shares as written, and what they come to; None for what nobody can read."""

    agreement: Agreement
    written: tuple[str, ...]
    planned: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What shares come to in percent: planned in documents in force and in drafts, actual, how many have one of all.

    `most` is the most that is planned for any one day.
    """

    in_force: Decimal
    drafts: Decimal
    most: Decimal
    actual: Decimal | None
    recorded: int
    count: int

    @property
    def planned(self) -> Decimal:
        return self.in_force + self.drafts

    @property
    def planned_years(self) -> Decimal:
        return self.planned / FULL

    @property
    def actual_years(self) -> Decimal | None:
        return None if self.actual is None else self.actual / FULL

    @property
    def is_over(self) -> bool:
        """Is more than one person-year planned for some day?"""
        return self.most > FULL

    @property
    def is_actual_over(self) -> bool:
        return self.actual is not None and self.actual > FULL


@dataclass(frozen=True, slots=True)
class Line:
    """A position: a cell for each document, None where it is not in it; what it gives to documents that are not shown
    (`elsewhere`) and to those that the reader may not see (`hidden`); and its total over all of them.
    """

    position: Position
    language: str
    cells: tuple[Cell | None, ...]
    elsewhere: Sum | None
    hidden: Sum | None
    total: Sum

    @property
    def given(self) -> list[Cell]:
        return [cell for cell in self.cells if cell]


@dataclass(frozen=True, slots=True)
class Shares:
    """The documents that have positions, each with its sum and whether the reader records it, and the lines.

    `elsewhere` is what the positions give to documents that have no column, None when they give nothing.
    """

    columns: tuple[tuple[Agreement, Sum, bool], ...]
    lines: tuple[Line, ...]
    elsewhere: Sum | None
    total: Sum

    @property
    def over(self) -> int:
        """How many positions are planned for more than one person-year."""
        return sum(line.total.is_over for line in self.lines)


def shares_of(user: User | AnonymousUser, documents: AgreementQuerySet, *, year: int) -> Shares:
    """The positions of the documents, which are of the year and the user may read; in a fixed number of queries.

    Only the newest version of a document counts. A position's total has all its documents of the year, seen or not.
    """
    shown = set(documents.order_by().values_list("pk", flat=True))
    seen = set(rights.visible_agreements(user).filter(year=year).order_by().values_list("pk", flat=True))
    recordable = set(rights.recordable_agreements(user).filter(year=year).order_by().values_list("pk", flat=True))
    positions = Allocation.objects.filter(section__agreement__in=documents.order_by()).values("held_by")
    newest = Agreement.objects.filter(year=year).current().order_by()
    allocations = Allocation.objects.filter(held_by__in=positions, section__agreement__in=newest)
    rows = list(allocations.select_related("held_by", "section__agreement").order_by("section", "position", "pk"))
    actuals = _actuals(allocations, year)
    by_position: dict[int, list[Allocation]] = defaultdict(list)
    by_document: dict[int, list[Allocation]] = defaultdict(list)
    for row in rows:
        by_position[row.held_by_id].append(row)
        by_document[row.section.agreement_id].append(row)
    columns = _documents([row for row in rows if row.section.agreement_id in shown])
    elsewhere = [row for row in rows if row.section.agreement_id not in shown]
    lines = (_line(held, columns, shown=shown, seen=seen, actuals=actuals) for held in by_position.values())
    return Shares(
        tuple((each, _sum(by_document[each.pk], actuals), each.pk in recordable) for each in columns),
        tuple(sorted(lines, key=_order)),
        _sum(elsewhere, actuals) if elsewhere else None,
        _sum(rows, actuals),
    )


def _actuals(allocations: QuerySet[Allocation], year: int) -> Mapping[str, Decimal]:
    """By the allocations' keys, the actual percents of the year."""
    rows = AllocationActual.objects.filter(year=year, is_current=True, allocation_key__in=allocations.values("key"))
    found = rows.values_list("allocation_key", "percent")
    return {str(key): number for key, percent in found if (number := parse_number(percent)) is not None}


def _documents(rows: Iterable[Allocation]) -> list[Agreement]:
    """The documents of the rows: those in force first."""
    documents = {row.section.agreement_id: row.section.agreement for row in rows}
    return sorted(documents.values(), key=lambda each: (not each.is_followed, each.slug))


def _order(line: Line) -> tuple[object, ...]:
    number = line.position.number or ""
    return finnish_key(line.position.title), len(number), number, line.position.pk


def _line(
    rows: Sequence[Allocation],
    columns: Sequence[Agreement],
    *,
    shown: set[int],
    seen: set[int],
    actuals: Mapping[str, Decimal],
) -> Line:
    by_document: dict[int, list[Allocation]] = defaultdict(list)
    for row in rows:
        by_document[row.section.agreement_id].append(row)
    elsewhere = [row for row in rows if row.section.agreement_id in seen - shown]
    hidden = [row for row in rows if row.section.agreement_id not in seen]
    language = next(row.section.agreement.language for row in rows if row.section.agreement_id in shown)
    return Line(
        rows[0].held_by,
        language,
        tuple(_cell(document, by_document[document.pk], actuals) for document in columns),
        _sum(elsewhere, actuals) if elsewhere else None,
        _sum(hidden, actuals) if hidden else None,
        _sum(rows, actuals),
    )


def _cell(document: Agreement, rows: Sequence[Allocation], actuals: Mapping[str, Decimal]) -> Cell | None:
    if not rows:
        return None
    numbers = [number for row in rows if (number := parse_number(row.percent)) is not None]
    recorded = [actuals[str(row.key)] for row in rows if str(row.key) in actuals]
    return Cell(
        document,
        tuple(row.percent for row in rows if row.percent),
        sum(numbers, Decimal(0)) if numbers else None,
        sum(recorded, Decimal(0)) if recorded else None,
    )


def _sum(rows: Sequence[Allocation], actuals: Mapping[str, Decimal]) -> Sum:
    in_force = drafts = Decimal(0)
    shares = []
    for row in rows:
        number, document = parse_number(row.percent), row.section.agreement
        if number is None:
            continue
        if document.is_followed:
            in_force += number
        else:
            drafts += number
        shares.append(Share(number, row.start or document.period_start, row.end or document.period_end))
    recorded = [actuals[str(row.key)] for row in rows if str(row.key) in actuals]
    actual = sum(recorded, Decimal(0)) if recorded else None
    most = peak(shares)
    return Sum(in_force, drafts, most.percent if most else Decimal(0), actual, len(recorded), len(rows))
