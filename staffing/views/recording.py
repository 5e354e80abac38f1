"""Recording what positions came to in a document's year."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement, User
from agreements.refusals import refuse
from agreements.views.agreement import agreement_or_404
from staffing.models import Allocation, AllocationActual
from staffing.services.actuals import RecordedMeanwhileError, actual_record, actuals_of


@dataclass(slots=True)
class ActualRow:
    """An allocation with its field: what is typed or holds, and what is wrong with it."""

    allocation: Allocation
    current: AllocationActual | None
    typed: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"actual-{self.allocation.pk}"

    @property
    def seen(self) -> int | str:
        return self.current.pk if self.current else ""


@require_http_methods(["GET", "HEAD", "POST"])
def staff_record(request: HttpRequest, slug: str) -> HttpResponse:
    """The document's positions, each with its planned share and a field for the actual one; saves those that changed.

    What cannot be saved is told beside its field, with what was typed; the rest is saved.
    """
    agreement, may = agreement_or_404(request, slug)
    if not may.record:
        refuse("record_staff", agreement)
    rows = _rows(agreement)
    status = 200
    if request.method == "POST":
        saved = sum(_save(request, row) for row in rows)
        wrong = [row for row in rows if row.error]
        if saved:
            told = ngettext("%(count)d actual is saved.", "%(count)d actuals are saved.", saved) % {"count": saved}
            messages.success(request, told)
        elif not wrong:
            messages.info(request, _("Nothing had changed."))
        if not wrong:
            return HttpResponseRedirect(reverse("staff-record", args=[slug]))
        status = 422
    context = {
        "nav": "resources",
        "subnav": "shares",
        "agreement": agreement,
        "rows": rows,
        "wrong": [row for row in rows if row.error],
    }
    return render(request, "staffing/staff_record.html", context, status=status)


def _rows(agreement: Agreement) -> list[ActualRow]:
    """The document's allocations in reading order, with what holds."""
    actuals = actuals_of(agreement)
    allocations = Allocation.objects.filter(section__agreement=agreement)
    rows = []
    for allocation in allocations.order_by("section__position", "section", "position", "pk"):
        current = actuals.get(str(allocation.key))
        rows.append(ActualRow(allocation, current, (current.percent or "") if current else ""))
    return rows


def _save(request: HttpRequest, row: ActualRow) -> bool:
    """Save what was typed for the row, if anything was; whether something changed. What is wrong is left in the row."""
    typed = request.POST.get(row.name)
    if typed is None:
        return False
    seen = request.POST.get(f"seen-{row.allocation.pk}", "")
    before, row.typed = row.current, typed
    try:
        row.current = actual_record(
            allocation=row.allocation,
            percent=typed,
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        row.error = error.messages[0]
    except RecordedMeanwhileError as error:
        row.current = error.current
        row.error = _meanwhile(error.current)
    return not row.error and row.current != before


def _meanwhile(current: AllocationActual | None) -> str:
    if current is None:
        return _("What was recorded has been taken back meanwhile. Save again if yours holds.")
    return _("%(who)s has recorded %(percent)s meanwhile. Save again if yours holds.") % {
        "who": current.recorded_by,
        "percent": current.percent or "–",
    }
