"""The kinds of row that the staffing app brings."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.rows.fields import DateField, LineField, TextField
from agreements.rows.kinds import RowKind
from staffing.models import Allocation, Position, StaffingTable


class StaffingRows(RowKind):
    """What a staffing section says besides its positions."""

    key = "staffing"
    label = _("staff chapter's texts")
    model = StaffingTable
    single = True
    printed = {
        "headcount": "headcount",
        "situation": "situation",
        "work_ability": "work_ability",
        "declared_total": "total",
    }
    fields = (
        TextField(name="headcount", label=_("headcount"), longest=500),
        TextField(name="situation", label=_("staff situation")),
        TextField(name="work_ability", label=_("work ability management")),
        TextField(name="declared_total", label=_("declared total"), longest=500),
    )

    def title(self, state: Mapping[str, Any]) -> str:
        return str(self.label)


class AllocationRows(RowKind):
    key = "allocation"
    label = _("position's share")
    model = Allocation
    printed = {"number": "number", "title": "title", "percent": "percent", "tasks": "tasks"}
    follow_up = ("held_by_id",)
    fields = (
        LineField(name="number", label=_("position number"), longest=50),
        TextField(name="title", label=_("job title"), required=True, longest=200),
        LineField(name="percent", label=_("share of a person-year"), longest=50),
        TextField(name="tasks", label=_("key tasks")),
        DateField(name="start", label=_("from"), more=True),
        DateField(name="end", label=_("to"), more=True),
    )

    def title(self, state: Mapping[str, Any]) -> str:
        return " ".join(part for part in (state.get("number"), state.get("title")) if part)

    def complete(self, row: Allocation, before: Mapping[str, Any] | None, agreement: Agreement) -> None:
        """The position that the words name: by its number the organisation's, without one a position of its own."""
        if row.start and row.end and row.end < row.start:
            raise ValidationError({"end": [gettext("The last day is before the first.")]})
        if before is None or row.number != before["number"]:
            row.held_by = _position(row, before, agreement)
        elif row.title != before["title"]:
            _shared_with_nobody(row).filter(title=before["title"]).update(title=row.title)


def _position(row: Allocation, before: Mapping[str, Any] | None, agreement: Agreement) -> Position:
    unit = agreement.unit.root
    known: Position | None = Position.objects.filter(unit=unit, number=row.number).first() if row.number else None
    if known is not None:
        return known
    own: Position | None = _shared_with_nobody(row).filter(number=before["number"]).first() if before else None
    if own is None:
        return Position.objects.create(unit=unit, number=row.number, title=row.title)
    own.number, own.title = row.number, row.title
    own.save(update_fields=("number", "title"))
    return own


def _shared_with_nobody(row: Allocation) -> Any:
    """The row's position, as a query set, if no other row has it."""
    positions = Position.objects.filter(pk=row.held_by_id)
    return positions.exclude(allocations__in=Allocation.objects.exclude(pk=row.pk).filter(held_by=row.held_by_id))
