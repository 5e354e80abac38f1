"""What is done with a row of a draft besides writing in it: deleted, moved, tried, taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.rows.fields import Scope
from agreements.rows.snapshot import Row, load_snapshot, section_state
from agreements.sections import registry
from agreements.services.rows import ChangedMeanwhileError, row_delete, row_move
from agreements.services.undoing import CannotUndoError, step_undo
from agreements.views.asked import Asked, asked
from agreements.views.editing import check_same_person, editable_or_refuse, is_from_script, told_to_script
from agreements.views.rows import as_told


@require_POST
@asked
def row_remove(it: Asked) -> HttpResponse:
    """Deletes the row with all that stands in it; it can be undone."""
    version = it.number("version")
    try:
        gone, section, revision = row_delete(
            agreement=it.agreement,
            kind=it.kind.key,
            pk=it.pk or 0,
            version=version if version is not None else -1,
            by=it.user,
            at=timezone.now(),
        )
    except ChangedMeanwhileError as error:
        told = _("Somebody has changed the row since you saw it. Look at it before you delete it.")
        if it.is_script:
            return JsonResponse({"errors": {"": [told]}, "version": error.current.version}, status=409)
        messages.error(it.request, told)
        return HttpResponseRedirect(it.address)
    said = _("%(kind)s ”%(title)s” was deleted.") % {"kind": capfirst(str(it.kind.label)), "title": _short(gone.title)}
    if it.is_script:
        return JsonResponse({"said": said, "section": section, "revision": revision.number})
    messages.success(it.request, said)
    return HttpResponseRedirect(it.editor_address)


@require_POST
@asked
def row_put(it: Asked) -> HttpResponse:
    """Moves the row among its siblings or into another parent."""
    parent, place = it.number("parent"), it.number("place")
    saved, came_from = row_move(
        agreement=it.agreement,
        kind=it.kind.key,
        pk=it.pk or 0,
        parent=parent,
        place=place,
        by=it.user,
        at=timezone.now(),
    )
    if it.is_script:
        number = saved.revision.number if saved.revision else None
        return JsonResponse({"sections": sorted({came_from, saved.section} - {None}), "revision": number})
    messages.success(it.request, _("Moved."))
    return HttpResponseRedirect(f"{it.editor_address}#{saved.row.id}-line")


@require_POST
@told_to_script
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes back the user's last step in the draft, or the step of the number."""
    agreement, _may, user = editable_or_refuse(request, slug)
    check_same_person(request, user)
    is_script = is_from_script(request)
    written = request.POST.get("revision", "")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None
    try:
        done = step_undo(agreement=agreement, revision=number, by=user, at=timezone.now())
    except (CannotUndoError, ValidationError) as error:
        told = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        if is_script:
            return JsonResponse({"errors": {"": [told]}}, status=409)
        messages.error(request, told)
        return HttpResponseRedirect(reverse("edit", args=[slug]))
    undone = done.undoes.get_deed_display() if done.undoes else ""
    said = _("Taken back: %(deed)s.") % {"deed": undone}
    if is_script:
        changes = list(done.changes.values_list("kind", "section", "row"))
        whole = any(kind in ("section", "agreement", "party") for kind, _section, _row in changes)
        sections = sorted({section for _kind, section, _row in changes if section is not None})
        rows = [f"{kind}-{row}" for kind, _section, row in changes]
        return JsonResponse({"said": said, "sections": sections, "rows": rows, "whole": whole, "revision": done.number})
    messages.success(request, said)
    return HttpResponseRedirect(reverse("edit", args=[slug]))


@require_POST
@asked
def row_try(it: Asked) -> HttpResponse:
    """What the program would make of what is being typed in the row: its hints. Saves nothing."""
    section = it.number("section")
    if section is None:
        return JsonResponse({"hints": {}})
    found = section_state(it.agreement, section)
    if found is None or not registry[found["kind"]].has_hints:
        return JsonResponse({"hints": {}})
    snapshot = load_snapshot(it.agreement, section=section)
    shown = snapshot.get(it.kind.key, it.pk)
    if shown is None:
        state = {**dict.fromkeys(it.kind.columns), **it.kind.defaults, it.kind.parent_column: it.number("parent")}
        shown = Row(it.kind.key, -(it.number("ghost") or 1), 0, state)
    scope = Scope(it.agreement)
    for field in it.kind.fields_of(shown.state, found):
        if field.name in it.values and field.widget in ("text", "line", "choice"):
            try:
                field.take(shown.state, it.values[field.name], scope)
            except ValidationError:
                continue
    section_row = snapshot.rows["section", section]
    return JsonResponse({"hints": as_told(registry[found["kind"]].hints(section_row, snapshot, of=shown))})


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"
