"""Recording what an allocation came to: a follow-up of its document, as long as that is in force."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, User
from agreements.numbers import parse_number
from agreements.refusals import refuse
from agreements.written import checked_text
from staffing.models import Allocation, AllocationActual

LONGEST_PERCENT = 50
MOST_PERCENT = 1000


class RecordedMeanwhileError(Exception):
    """Somebody else recorded the allocation; `current` is what holds now."""

    def __init__(self, current: AllocationActual | None) -> None:
        super().__init__()
        self.current = current


@transaction.atomic
def actual_record(
    *, allocation: Allocation, percent: str, seen: int | None, by: User, at: datetime.datetime
) -> AllocationActual | None:
    """What holds for the allocation in its document's year from now on; an empty text takes back what held.

    `seen` is the id of the actual that the person saw, None for none. What held is superseded, never overwritten; the
    same words again change nothing. Raises PermissionDenied; ValidationError for the text; RecordedMeanwhileError when
    what holds is neither what was seen nor what is written.
    """
    agreement = Agreement.objects.select_for_update().get(sections=allocation.section_id)
    if not rights.may(by, agreement).record:
        refuse("record_staff", agreement, not_saved=True)
    text = checked_percent(percent)
    holds = AllocationActual.objects.filter(allocation_key=allocation.key, year=agreement.year, is_current=True)
    current = holds.first()
    if (current.percent if current else None) == text:
        return current
    if (current.pk if current else None) != seen:
        raise RecordedMeanwhileError(current)
    holds.update(is_current=False)
    return AllocationActual.objects.create(
        allocation_key=allocation.key,
        year=agreement.year,
        percent=text,
        supersedes=current,
        recorded_at=at,
        recorded_by=by,
    )


def actuals_of(agreement: Agreement) -> Mapping[str, AllocationActual]:
    """What holds for the document's allocations, by their keys, with who recorded it; from one query."""
    keys = Allocation.objects.filter(section__agreement=agreement).values("key")
    rows = AllocationActual.objects.filter(allocation_key__in=keys, year=agreement.year, is_current=True)
    return {str(row.allocation_key): row for row in rows.select_related("recorded_by")}


def checked_percent(text: str) -> str | None:
    """The written percent, None for an empty one. Raises ValidationError for what is no percent."""
    text = checked_text(text, longest=LONGEST_PERCENT)
    if not text:
        return None
    number = parse_number(text)
    if number is None or text.startswith("€") or text.endswith("€"):
        raise ValidationError(_("Write a percent of one person-year, for example 80 %."), code="no_percent")
    if not 0 <= number <= MOST_PERCENT:
        raise ValidationError(
            _("Write a percent from 0 to %(most)d.") % {"most": MOST_PERCENT}, code="percent_out_of_bounds"
        )
    return text
