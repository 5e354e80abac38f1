"""A column pasted from a spreadsheet: what would go where, before any of it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.pasting import pasted_rows
from metrics.record_dates import judged_on, read_date
from metrics.recording import SHOWN, RecordRow, record_rows
from metrics.services.recording import Entry
from metrics.views.entries import number
from metrics.views.recording import record_address, scope_or_refuse
from metrics.words import words_of_unit

LARGEST = 200_000
"""The longest paste that is looked at, in characters."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste would change, or why it cannot be placed; `skipped` metrics got an empty cell."""

    problem: str = ""
    entries: tuple[Entry, ...] = ()
    skipped: int = 0


@require_POST
def record_paste(request: HttpRequest, slug: str) -> HttpResponse:
    """Previews the paste, as a page or as a part of one. Nothing is saved: the preview's own form does that."""
    scope = scope_or_refuse(request, slug)
    agreement, date = scope.agreement, read_date(request.POST.get("date", ""))
    if date is None or not agreement.period_start <= date <= agreement.period_end:
        return HttpResponseRedirect(record_address(agreement, agreement.period_end))
    shown = request.POST.get("show", "")
    shown = shown if shown in SHOWN else "all"
    language = get_language() or "fi"
    words = words_of_unit(agreement.unit_id, language)

    def rows_with(typed: Sequence[Entry]) -> list[RecordRow]:
        found = record_rows(
            scope.metrics,
            scope.ordered,
            on=date,
            as_of=judged_on(date, agreement.period_end, today=timezone.localdate()),
            typed={entry.metric: entry for entry in typed},
            words=words,
            language=language,
            user=scope.user,
        )
        return found

    now = rows_with(())
    places = [row for row in now if row.belongs_to(shown)]
    pasted = place(request.POST.get("text", ""), places, start=number(request.POST.get("start", "")))
    placed = {entry.metric for entry in pasted.entries}
    before = {row.pk: row.kept for row in now}
    context = {
        "agreement": agreement,
        "date": date,
        "shown": shown,
        "pasted": pasted,
        "text": request.POST.get("text", "")[:LARGEST],
        "lines": [(row, before[row.pk]) for row in rows_with(pasted.entries) if row.pk in placed],
        "nav": "agreements",
        "back": record_address(agreement, date, shown),
        "scope": scope,
    }
    status = 422 if pasted.problem else 200
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "metrics/recording/paste_preview.html", context, status=status)
    return render(request, "metrics/record_paste.html", context, status=status)


def place(text: str, rows: Sequence[RecordRow], *, start: int | None) -> Pasted:
    """The pasted column on the metrics, from the one where it starts (by default the first)."""
    if len(text) > LARGEST:
        return Pasted(_("The paste is too long: at most %(longest)d characters.") % {"longest": LARGEST})
    cells = pasted_rows(text)
    if not any(cell for row in cells for cell in row):
        return Pasted(_("There is nothing to paste. Copy a column of actuals in the spreadsheet first."))
    width = max(len(row) for row in cells)
    if width > 1:
        message = _("The paste has %(width)d columns. Copy only the column of actuals.")
        return Pasted(message % {"width": width})
    first = next((at for at, row in enumerate(rows) if row.pk == start), 0)
    room = rows[first:]
    if len(cells) > len(room):
        message = ngettext(
            "The paste has %(count)d rows, but from the chosen metric on there is only %(room)d.",
            "The paste has %(count)d rows, but from the chosen metric on there are only %(room)d.",
            len(room),
        )
        return Pasted(message % {"count": len(cells), "room": len(room)})
    values = [(row, cell[0]) for row, cell in zip(room, cells, strict=False)]
    entries = tuple(_filled(row, value) for row, value in values if value)
    return Pasted(entries=entries, skipped=sum(not value for _row, value in values))


def _filled(row: RecordRow, value: str) -> Entry:
    old = row.entry
    return Entry(
        metric=row.pk,
        value=value,
        note=old.note,
        evidence=old.evidence,
        seen=old.seen,
        colour=old.colour,
        reason=old.reason,
        seen_colour=old.seen_colour,
    )
