"""A document's history, its earlier states, and rows brought back from them."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import rights
from agreements.cells import Cell
from agreements.chronicle import Asked, Chronicle, Entry, Happening, chronicle
from agreements.comparison import ComparedRow, Comparison, compare
from agreements.history import taken_back
from agreements.history_forms import HistoryFilters
from agreements.models import Agreement, Revision, User
from agreements.refusals import refuse
from agreements.rows import load_snapshot, row_kinds
from agreements.rows.fields import Names, names_of
from agreements.rows.snapshot import names_of_both
from agreements.services.steps import RowGoneError
from agreements.services.undoing import row_restore
from agreements.views.agreement import agreement_or_404, draft_or_404

SHOWN_ROWS = 6
"""How many rows of a step stand open on the page; the others are folded."""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of a step as the page tells it; `restore` is the revision that it can be restored from."""

    happening: Happening
    kind: str
    deed: str
    cells: list[Cell]
    note: str
    restore: int | None

    @property
    def whole(self) -> bool:
        """Did the row come or go as a whole?"""
        return self.happening.before is None or self.happening.after is None


@dataclass(frozen=True, slots=True)
class ToldEntry:
    entry: Entry
    deed: str
    rows: list[ToldRow]
    more: list[ToldRow]


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done to the document, the newest first."""
    agreement, may = agreement_or_404(request, slug)
    now = load_snapshot(agreement)
    present = frozenset(row.id for row in now.rows.values())
    form = HistoryFilters(request.GET, agreement=agreement, now=now)
    asked = form.asked()
    row = now.rows.get(_row_id(request.GET.get("row", "")))
    row_title = row.title if row else ""
    page = chronicle(agreement, now, asked, upto=number_of(request, "upto")) if asked else Chronicle()
    names = names_of(page.wanted())
    entries = [_told(entry, names, may, present) for entry in page.entries]
    context = {
        "agreement": agreement,
        "nav": "agreements",
        "form": form,
        "filtered": asked is None or asked != Asked(),
        "row_asked": asked.row if asked else "",
        "row_title": row_title or (entries[0].rows[0].happening.title if entries else ""),
        "entries": entries,
        "older": _address_of_older(request, page.older),
        "may_read_log": rights.administered_units(request.user).filter(pk=agreement.unit_id).exists(),
        "version": version_query(request, agreement),
    }
    return render(request, "agreements/history.html", context)


@require_safe
def history_state(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The whole document as it was after the step of that number; 0 is before the first one."""
    agreement, may = agreement_or_404(request, slug)
    if number > agreement.revision:
        raise Http404
    now = load_snapshot(agreement)
    then = taken_back(deepcopy(now), agreement, number)
    comparison = compare(now, then, names_of_both(now, then))
    context = {
        "agreement": agreement,
        "nav": "agreements",
        "number": number,
        "step": Revision.objects.filter(agreement=agreement, number=number).select_related("by").first(),
        "newest": agreement.revision,
        "comparison": comparison,
        "restorable": frozenset(_restorable(comparison, may)),
        "version": version_query(request, agreement),
    }
    return render(request, "agreements/history_state.html", context)


@require_POST
def row_restore_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Brings a row back as it was after a step, and goes back to the page that asked; says so when it cannot be."""
    agreement, may = draft_or_404(request, slug)
    kind, pk = _row_id(request.POST.get("row", ""))
    if not (may.edit or may.edit_budget):
        refuse("edit", agreement)
    number = request.POST.get("number", "")
    if kind not in row_kinds or not number.isdecimal() or len(number) > 9 or not isinstance(request.user, User):
        raise BadRequest
    try:
        saved = row_restore(
            agreement=agreement, kind=kind, pk=pk, number=int(number), by=request.user, at=timezone.now()
        )
    except PermissionDenied as error:
        context = {"sentence": str(error), "back": _back(request, agreement), "nav": "agreements"}
        return render(request, "agreements/history/refused.html", context, status=403)
    except RowGoneError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        name = f"{capfirst(str(row_kinds[kind].label))}: {saved.row.title}"
        if saved.revision is None:
            messages.info(request, _("%(name)s says the same already.") % {"name": name})
        else:
            messages.success(request, _("%(name)s is restored.") % {"name": name})
    return HttpResponseRedirect(_back(request, agreement))


def number_of(request: HttpRequest, name: str) -> int | None:
    """The number that the address names; None for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def version_query(request: HttpRequest, agreement: Agreement) -> str:
    """The part of an address that keeps to the version that this page was asked for."""
    return f"version={agreement.version}" if request.GET.get("version") else ""


def _row_id(text: str) -> tuple[str, int]:
    kind, _dash, pk = text.rpartition("-")
    return (kind, int(pk)) if pk.isdecimal() and len(pk) < 18 else ("", 0)


def _told(entry: Entry, names: Names, may: rights.May, present: frozenset[str]) -> ToldEntry:
    rows = [_told_row(entry, each, names, may, present) for each in entry.happenings]
    return ToldEntry(entry, capfirst(str(entry.deed.label)), rows[:SHOWN_ROWS], rows[SHOWN_ROWS:])


def _told_row(entry: Entry, each: Happening, names: Names, may: rights.May, present: frozenset[str]) -> ToldRow:
    cells = each.cells(names)
    if each.before is None or each.after is None:  # its heading says that already
        cells = [cell for cell in cells if each.title not in (cell.before, cell.after)]
    there, edits = each.id in present, may.edits(each.kind.right)
    gone = each.after is None and not there and each.level == 0
    rewritten = each.before is not None and each.after is not None and bool(cells) and there
    return ToldRow(
        each,
        capfirst(str(each.kind.label)),
        _deed_of(each),
        cells,
        "" if cells or each.move or each.before is None or each.after is None else _unseen(each),
        entry.first - 1 if edits and (gone or rewritten) else None,
    )


def _deed_of(each: Happening) -> str:
    if each.before is None:
        return _("Added")
    if each.after is None:
        return _("Deleted")
    return _("Moved") if each.move else _("Edited")


def _unseen(each: Happening) -> str:
    """Why nothing of an edit is to be seen."""
    if each.before == each.after:
        return _("Written and taken back: nothing is different in the end.")
    return _("The words are the same: only how they are set has changed.")


def _address_of_older(request: HttpRequest, older: int | None) -> str:
    if older is None:
        return ""
    query = request.GET.copy()
    query["upto"] = str(older)
    return f"?{query.urlencode()}"


def _restorable(comparison: Comparison, may: rights.May) -> Iterator[str]:
    """The rows of an earlier state that can be restored from it: changed since, or gone from where they stood.

    In the comparison the earlier state is the later side.
    """
    gone: set[tuple[str, int]] = set()
    for each in comparison.rows:
        if each.after is None:
            continue
        if each.before is None:
            gone.add((each.kind.key, each.after.pk))
        if may.edits(each.kind.right) and _can_come(each, gone):
            yield each.id


def _can_come(each: ComparedRow, gone: set[tuple[str, int]]) -> bool:
    if each.before is None:
        return not each.kind.single and (each.kind.within, each.row.parent) not in gone
    return any(cell.differs for cell in each.cells)


def _back(request: HttpRequest, agreement: Agreement) -> str:
    """The page that asked, if it is one of ours; else the history."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("history", args=[agreement.slug])
