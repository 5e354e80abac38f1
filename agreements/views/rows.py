"""A row of a draft: its own page, saved and added. To the editor's script in JSON, to a plain form with a page."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.row_forms import Difference, FormField, differences, form_fields
from agreements.rows.fields import Scope, names_of
from agreements.rows.kinds import RowKind, row_kinds, state_of
from agreements.rows.snapshot import Row, load_snapshot, section_state
from agreements.sections import Hint, registry
from agreements.services.rows import ChangedMeanwhileError, Saved, row_add, row_save, section_add
from agreements.services.steps import RowGoneError
from agreements.views.asked import Asked, asked


@require_http_methods(["GET", "HEAD", "POST"])
@asked
def row(it: Asked) -> HttpResponse:
    """The row's own page; or the row saved with what was typed."""
    if it.request.method != "POST":
        return _page(it)
    values, version = it.values, it.number("version")
    if version is None:
        raise ValidationError({"": [_("The form does not say which version of the row it is about.")]})
    try:
        saved = row_save(
            agreement=it.agreement,
            kind=it.kind.key,
            pk=it.pk or 0,
            version=version,
            values=values,
            by=it.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        if it.is_script:
            raise
        return _page(it, typed=values, errors=error.message_dict, version=version)
    except ChangedMeanwhileError as error:
        return _conflict(it, error, values)
    if it.is_script:
        return JsonResponse(_confirmed(it, saved, values))
    messages.success(it.request, _("Saved."))
    return HttpResponseRedirect(f"{it.editor_address}#{saved.row.id}-line")


def _confirmed(it: Asked, saved: Saved, values: Mapping[str, str]) -> dict[str, Any]:
    """What the script is told of a saved row: its version, its texts as they are stored, and the hints it changes."""
    section, hints = _around(it, saved)
    within = section if section or not it.kind.depends_on_section else section_state(it.agreement, saved.section)
    fields = [field for field in it.kind.fields_of(saved.row.state, within) if field.name in values]
    names = names_of(wanted for field in fields for wanted in field.wants(saved.row.state))
    now = timezone.localtime()
    return {
        "row": saved.row.id,
        "version": saved.row.version,
        "revision": saved.revision.number if saved.revision else None,
        "said": _("Saved %(time)s") % {"time": date_format(now, "TIME_FORMAT")},
        "values": {field.name: field.written(saved.row.state, names) for field in fields},
        "hints": as_told(hints),
    }


def _around(it: Asked, saved: Saved) -> tuple[dict[str, Any] | None, Mapping[str, Hint]]:
    """The state of the section, where it had to be looked up, and the hints that the row has its part in."""
    kind = next((each for each in registry if it.kind.key in each.row_kinds), None)
    own = kind.row_hints(saved.row, it.agreement.period_end.year) if kind else {}
    if kind is None or own is not None or saved.section is None:
        return None, own or {}
    snapshot = load_snapshot(it.agreement, section=saved.section)
    section = snapshot.rows["section", saved.section]
    return section.state, kind.hints(section, snapshot, of=saved.row)


def as_told(hints: Mapping[str, Hint]) -> dict[str, dict[str, str]]:
    return {field: {"text": hint.text, "tone": hint.tone} for field, hint in hints.items()}


def _conflict(it: Asked, error: ChangedMeanwhileError, values: Mapping[str, str]) -> HttpResponse:
    """Both texts, field by field. Having seen the other's, the person may save their own over it."""
    within = section_state(it.agreement, _section_pk(it, error.current))
    found = differences(it.kind, error, values, within)
    if not it.is_script:
        untouched = {each.name: each.theirs for each in found if each.chosen == "theirs"}
        return _page(it, typed={**values, **untouched}, conflict=found, meanwhile=error)
    context = {
        "differences": found,
        "error": error,
        "row": error.current,
        "agreement": it.agreement,
        "kind": it.kind,
    }
    return JsonResponse(
        {
            "version": error.current.version,
            "conflict": render_to_string("agreements/edit/conflict.html", context, it.request),
        },
        status=409,
    )


def _section_pk(it: Asked, row: Row) -> int | None:
    if it.kind.key == "section":
        return row.pk
    found = it.kind.model._default_manager.filter(pk=row.pk).values_list(it.kind.section, flat=True).first()
    return found if isinstance(found, int) else None


def _page(
    it: Asked,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    conflict: list[Difference] | None = None,
    meanwhile: ChangedMeanwhileError | None = None,
    version: int | None = None,
) -> HttpResponse:
    """The row as a plain form, with everything that can be done to it; on the version that its texts are of."""
    snapshot = load_snapshot(it.agreement)
    shown = snapshot.get(it.kind.key, it.pk)
    if shown is None:
        raise RowGoneError(_("The row has been removed meanwhile."))
    section = snapshot.section_of(shown)
    within = section.state if section else None
    fields = form_fields(
        it.kind, shown.state, within, row=shown.id, scope=Scope(it.agreement), typed=typed, errors=errors
    )
    siblings = snapshot.of(shown.kind, shown.parent)
    place = [each.pk for each in siblings].index(shown.pk)
    context = {
        **_form_context(it, fields, errors),
        "row": shown,
        "section": section,
        "version": shown.version if version is None else version,
        "may_edit": it.may.edits(it.kind.right),
        "conflict": conflict,
        "meanwhile": meanwhile,
        "can_move": not it.kind.single and bool(it.kind.within),
        "place": place,
        "siblings": len(siblings),
        "parents": _parents(it, snapshot.rows.values(), shown),
        "adds": [kind for kind in row_kinds.in_(it.kind.key) if not kind.single and kind.key != "section"]
        if it.kind.key != "agreement"
        else [],
    }
    return render(it.request, "agreements/edit/row.html", context, status=422 if errors or conflict else 200)


def _form_context(it: Asked, fields: list[FormField], errors: Mapping[str, list[str]] | None) -> dict[str, Any]:
    lines = [(field.id, field.label, text) for field in fields for text in field.errors]
    elsewhere = (errors or {}).keys() - {field.name for field in fields}
    others = dict.fromkeys(text for name in sorted(elsewhere) for text in (errors or {})[name])
    return {
        "agreement": it.agreement,
        "kind": it.kind,
        "fields": fields,
        "row_errors": list(others),
        "error_lines": lines,
        "has_rich": any(field.field.widget == "rich" for field in fields),
        "nav": "agreements",
    }


def _parents(it: Asked, rows: Any, shown: Row) -> list[tuple[int, str]]:
    """Where else the row may stand: the rows of the kind that it stands in."""
    if it.kind.single or it.kind.within in ("", "agreement") or it.kind.key == "section":
        return []
    there = (each for each in rows if each.kind == it.kind.within)
    if it.kind.within == "section":
        kind = next(each.state["kind"] for each in rows if each.kind == "section" and each.pk == shown.parent)
        there = (each for each in there if each.state["kind"] == kind)
    return [(each.pk, each.title or str(it.kind.label)) for each in there]


# --- adding -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@asked
def row_new(it: Asked) -> HttpResponse:
    """A form for a new row of the kind; or the row added."""
    if it.kind.single or not it.kind.within:
        raise Http404
    if it.request.method != "POST":
        return _new_page(it)
    try:
        saved = _add(it)
    except ValidationError as error:
        if it.is_script:
            raise
        return _new_page(it, typed=it.values, errors=error.message_dict)
    if it.is_script:
        return JsonResponse({**_confirmed(it, saved, it.values), "pk": saved.row.pk, "section": saved.section})
    messages.success(it.request, _("Added."))
    return HttpResponseRedirect(f"{it.editor_address}#{saved.row.id}-line")


def _add(it: Asked) -> Saved:
    try:
        key = uuid.UUID(it.request.POST["key"]) if it.request.POST.get("key") else None
    except ValueError as error:
        raise ValidationError({"": [_("The form is not whole. Open it again.")]}) from error
    common: dict[str, Any] = {
        "agreement": it.agreement,
        "parent": it.number("parent"),
        "place": it.number("place"),
        "key": key,
        "values": it.values,
        "by": it.user,
        "at": timezone.now(),
    }
    if it.kind.key == "section":
        return section_add(section_kind=it.request.POST.get("section_kind", ""), **common)
    return row_add(kind=it.kind.key, **common)


def _new_page(
    it: Asked, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, list[str]] | None = None
) -> HttpResponse:
    section_kind = it.request.POST.get("section_kind", it.request.GET.get("section_kind", ""))
    state: dict[str, Any] = {**dict.fromkeys(it.kind.columns), **it.kind.defaults}
    within = None
    if it.kind.key == "section":
        if section_kind not in registry:
            return _choose_kind(it)
        state |= {"kind": section_kind, "columns": registry[section_kind].usual_columns(it.agreement)}
        state["auto_number"] = section_kind == "text" and _are_numbered(it)
    elif it.kind.within == "section":
        within = section_state(it.agreement, it.number("parent"))
    elif it.kind.within != "agreement":
        within = _section_of_parent(it)
    started = {name: value for name, value in _model_defaults(it.kind).items() if state.get(name) is None}
    fields = form_fields(
        it.kind,
        state | started,
        within,
        row=f"{it.kind.key}-new",
        scope=Scope(it.agreement),
        typed=typed,
        errors=errors,
    )
    context = {
        **_form_context(it, fields, errors),
        "parent": it.number("parent"),
        "place": it.number("place"),
        "section_kind": section_kind,
        "brought": registry[section_kind] if it.kind.key == "section" else None,
        "key": it.request.POST.get("key") or uuid.uuid4(),
    }
    return render(it.request, "agreements/edit/row_new.html", context, status=422 if errors else 200)


def _are_numbered(it: Asked) -> bool:
    """Have the chapters beside a new one numbers? Then it is numbered by itself, unless its writer says otherwise."""
    beside = it.agreement.sections.filter(parent=it.number("parent"))
    return not beside.exists() or beside.filter(Q(number__isnull=False) | Q(auto_number=True)).exists()


def _choose_kind(it: Asked) -> HttpResponse:
    """The kinds of section there are, to choose one."""
    parent = it.number("parent")
    above = section_state(it.agreement, parent)
    if parent is not None and above is None:
        raise RowGoneError(_("What the row was to stand in has been removed meanwhile."))
    context = {
        "agreement": it.agreement,
        "kinds": list(registry),
        "above": it.kind.title(above) if above else "",
        "parent": parent,
        "place": it.number("place"),
        "nav": "agreements",
    }
    return render(it.request, "agreements/edit/section_kinds.html", context)


def _model_defaults(kind: RowKind) -> dict[str, Any]:
    state = state_of(kind, kind.model())
    return {field.name: state.get(field.name) for field in kind.fields if field.name in state}


def _section_of_parent(it: Asked) -> dict[str, Any] | None:
    above = row_kinds[it.kind.within]
    rows = above.model._default_manager.filter(pk=it.number("parent") or 0, **{above.document: it.agreement.pk})
    return section_state(it.agreement, rows.values_list(above.section, flat=True).first())
