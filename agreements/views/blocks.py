"""A block pasted into the editor: what would go where, and then the doing of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agreements.blocks import LARGEST, Plan, Start, plan
from agreements.models import Agreement, Change, User
from agreements.refusals import refuse
from agreements.rows.kinds import row_kinds
from agreements.rows.snapshot import Row, load_snapshot
from agreements.sections import registry
from agreements.services.rows import ChangedMeanwhileError, rows_paste
from agreements.services.steps import RowGoneError, asked_for
from agreements.views.editing import check_same_person, editable_or_refuse, is_from_script


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Previews a paste into the section's table; with `do=save` does it, whole or not at all."""
    is_script = is_from_script(request)
    try:
        agreement, may, user = editable_or_refuse(request, slug)
    except (PermissionDenied, Http404) as error:
        if not is_script:
            raise
        is_gone = isinstance(error, Http404)
        told = _("The document is not here any more.") if is_gone else str(error)
        return _answer(request, None, None, Plan(told), status=404 if is_gone else 403, is_script=True)
    snapshot = load_snapshot(agreement, section=pk)
    section = snapshot.get("section", pk)
    if section is None or not registry[section.state["kind"]].table:
        told = _("The table has been removed meanwhile. Nothing was pasted.")
        return _answer(request, agreement, None, Plan(told), status=404, is_script=is_script)
    try:
        kind = row_kinds[registry[section.state["kind"]].table[0]]
        if request.method == "POST" and not may.edits(kind.right):
            refuse(asked_for(kind), agreement, not_saved=True)
        check_same_person(request, user)
    except PermissionDenied as error:
        return _answer(request, agreement, section, Plan(str(error)), status=403, is_script=is_script)
    if request.method != "POST":
        return render(request, "agreements/edit/paste_page.html", _context(agreement, section, None, request))
    planned = plan(request.POST.get("text", ""), snapshot, section, _start(request, section))
    if planned.problem or request.POST.get("do") != "save":
        status = 422 if planned.problem else 200
        return _answer(request, agreement, section, planned, status=status, is_script=is_script)
    if planned.updates and _has_changed(agreement, section, _number(request.POST.get("revision", ""))):
        told = _("Somebody has changed this table since you saw it. This is what would be written over now.")
        return _answer(request, agreement, section, planned, status=409, is_script=is_script, meanwhile=told)
    return _paste(request, agreement, section, planned, user, is_script=is_script)


def _paste(
    request: HttpRequest, agreement: Agreement, section: Row, planned: Plan, user: User, *, is_script: bool
) -> HttpResponse:
    try:
        revision = rows_paste(
            agreement=agreement, rows=planned.additions, updates=planned.updates, by=user, at=timezone.now()
        )
    except ValidationError as error:
        context = {"errors": _told(planned, error.message_dict)}
        return _answer(request, agreement, section, planned, status=422, is_script=is_script, **context)
    except (RowGoneError, PermissionDenied) as error:
        return _answer(request, agreement, section, Plan(str(error)), status=409, is_script=is_script)
    except ChangedMeanwhileError:
        told = _("Somebody has changed these rows since you saw them. Look at them, and paste again.")
        return _answer(request, agreement, section, Plan(told), status=409, is_script=is_script)
    count = len(planned.lines)
    said = ngettext("%(count)d row was pasted.", "%(count)d rows were pasted.", count) % {"count": count}
    if not is_script:
        return HttpResponseRedirect(f"{reverse('edit', args=[agreement.slug])}#s{section.pk}")
    first = Change.objects.filter(revision=revision).order_by("pk").first() if revision else None
    return JsonResponse({"said": said, "row": f"{first.kind}-{first.row}" if first else ""})


def _has_changed(agreement: Agreement, section: Row, seen: int | None) -> bool:
    """Whether the section's rows may be others than those of the preview, made at the revision that was seen."""
    if seen is None:
        return True
    changes = Change.objects.filter(revision__agreement=agreement, revision__number__gt=seen)
    return changes.filter(section=section.pk).exists()


def _start(request: HttpRequest, section: Row) -> Start:
    """Where the block goes; a plain form pastes new rows at the end of the table."""
    kind = request.POST.get("kind", "")
    table = registry[section.state["kind"]].table
    if kind not in table:
        kind = table[0]
    name = request.POST.get("field", "") or row_kinds[kind].fields[0].name
    numbers = {each: _number(request.POST.get(each, "")) for each in ("row", "parent", "place")}
    parent = section.pk if kind == table[0] else numbers["parent"]
    return Start(kind, name, row=numbers["row"], parent=parent, place=numbers["place"])


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _told(planned: Plan, errors: Mapping[str, Sequence[str]]) -> list[str]:
    """The messages with the row's number and the column's heading."""
    headings = {column.field.name: column.heading for column in planned.columns}
    told = []
    for place, texts in errors.items():
        number, _dot, name = place.partition(".")
        where = _("Row %(number)s, %(column)s") % {"number": number, "column": headings.get(name, name)}
        told += [f"{where}: {text}" for text in texts]
    return told


def _context(
    agreement: Agreement | None, section: Row | None, planned: Plan | None, request: HttpRequest
) -> dict[str, Any]:
    return {
        "agreement": agreement,
        "section": section,
        "plan": planned,
        "text": request.POST.get("text", "")[:LARGEST],
        "start": {name: request.POST.get(name, "") for name in ("kind", "field", "row", "parent", "place")},
        "nav": "agreements",
    }


def _answer(
    request: HttpRequest,
    agreement: Agreement | None,
    section: Row | None,
    planned: Plan,
    *,
    status: int,
    is_script: bool,
    **more: Any,
) -> HttpResponse:
    context = _context(agreement, section, planned, request) | more
    if is_script:
        html = render_to_string("agreements/edit/paste.html", context, request)
        return JsonResponse({"preview": html}, status=status)
    return render(request, "agreements/edit/paste_page.html", context, status=status)
