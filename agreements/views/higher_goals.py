"""The goals above those of documents: seen with what hangs on them, looked after, and linked to."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import rights
from agreements.catalogue_forms import HigherGoalForm
from agreements.higher_goals import organisations, overview_of, units_of
from agreements.models import Agreement, Goal, HigherGoal, Unit, User
from agreements.services.catalogues import (
    ChangedMeanwhileError,
    fingerprint,
    higher_goal_move,
    higher_goal_set,
)
from agreements.services.rows import ChangedMeanwhileError as RowChangedMeanwhileError
from agreements.services.rows import row_save
from agreements.services.steps import RowGoneError

CONTEXT = {"nav": "agreements", "subnav": "higher-goals"}


@require_safe
def higher_goals(request: HttpRequest) -> HttpResponse:
    """The higher goals of an organisation, what serves each in a year, and what serves none."""
    return _page(request, top=_number(request, "unit"), year=_number(request, "year"))


@require_POST
def higher_goal_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Says which higher goal a draft's goal serves, or none; what cannot be saved is told beside the goal."""
    visible = rights.visible_agreements(request.user)
    goals = Goal.objects.filter(section__agreement__in=visible).select_related("section__agreement__unit")
    goal = get_object_or_404(goals, pk=pk)
    agreement: Agreement = goal.section.agreement
    top, typed = agreement.unit.root, request.POST.get("serves", "")
    version = request.POST.get("version", "")
    try:
        row_save(
            agreement=agreement,
            kind="goal",
            pk=pk,
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            values={"serves_id": typed},
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except (ValidationError, RowChangedMeanwhileError, RowGoneError) as error:
        wrong = {"pk": pk, "typed": typed, "error": _words(error)}
        return _page(request, top=top.pk, year=agreement.year, wrong=wrong, status=409)
    messages.success(request, _("The goal is linked.") if typed else _("The goal serves no higher goal now."))
    return HttpResponseRedirect(f"{_address(top.pk, agreement.year)}#goal-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def higher_goal_new(request: HttpRequest, unit: int) -> HttpResponse:
    """A new higher goal, of the unit unless another one is chosen."""
    chosen = get_object_or_404(rights.visible_units(request.user), pk=unit)
    units = rights.administered_units(request.user)
    if not units.exists():
        raise PermissionDenied(_("The administrators of a unit look after its higher goals."))
    form = HigherGoalForm(request.POST or None, units=units, goal=None, unit=chosen)
    return _edit(request, form, chosen, None)


@require_http_methods(["GET", "HEAD", "POST"])
def higher_goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a higher goal, or ends it."""
    goal = _goal_or_404(request, pk)
    units = rights.administered_units(request.user)
    if not units.filter(pk=goal.unit_id).exists():
        raise PermissionDenied(_("The administrators of a unit look after its higher goals."))
    form = HigherGoalForm(request.POST or None, units=units, goal=goal, unit=None)
    return _edit(request, form, goal.unit, goal)


@require_POST
def higher_goal_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a higher goal one place up or down."""
    goal = _goal_or_404(request, pk)
    higher_goal_move(goal=goal, up=request.POST.get("to") == "up", by=cast(User, request.user))
    year = request.POST.get("year", "")
    shown = int(year) if year.isdecimal() and len(year) < 5 else None
    return HttpResponseRedirect(f"{_address(goal.unit.root.pk, shown)}#higher-{pk}")


def _page(
    request: HttpRequest, *, top: int | None, year: int | None, wrong: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of the top unit and the year; unless asked, the user's first organisation and the year that is made."""
    tops = organisations(request.user)
    organisation = next((each for each in tops if top in (None, each.pk)), None)
    if organisation is None:
        if top is not None:
            raise Http404
        return render(request, "agreements/higher_goals.html", {**CONTEXT, "organisation": None})
    units = units_of(organisation)
    years = _years(request, units)
    if year is None:
        year = next((each for each, has_draft in years.items() if has_draft), next(iter(years), None))
    elif year not in years:
        raise Http404
    overview = overview_of(request.user, units, year=year)
    context = {
        **CONTEXT,
        "tops": tops,
        "organisation": organisation,
        "years": list(years),
        "year": year,
        "overview": overview,
        "wrong": wrong,
        "unit_to_edit": rights.administered_units(request.user).filter(pk__in=[unit.pk for unit in units]).first(),
    }
    return render(request, "agreements/higher_goals.html", context, status=status)


def _years(request: HttpRequest, units: list[Unit]) -> dict[int, bool]:
    """The years of the organisation's documents that the user may read, the newest first: has one a draft of theirs?"""
    documents = rights.visible_agreements(request.user).filter(unit__in=[unit.pk for unit in units])
    years = dict.fromkeys(documents.order_by("-year").values_list("year", flat=True), False)
    drafts = rights.editable_agreements(request.user).order_by().values_list("year", flat=True)
    return {year: year in drafts for year in years} if years else {}


def _edit(request: HttpRequest, form: HigherGoalForm, unit: Unit, goal: HigherGoal | None) -> HttpResponse:
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in ("unit", "seen")}
        try:
            saved = higher_goal_set(
                unit=form.cleaned_data.get("unit") or unit,
                goal=goal,
                seen=form.cleaned_data["seen"],
                by=cast(User, request.user),
                **values,
            )
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhileError as error:
            _show_meanwhile(form, cast(HigherGoal, error.current), request.POST)
        else:
            messages.success(request, _("The higher goal is saved."))
            return HttpResponseRedirect(f"{_address(saved.unit.root.pk, None)}#higher-{saved.pk}")
    top = unit.root
    context = {**CONTEXT, "form": form, "goal": goal, "unit": unit, "back": _address(top.pk, None)}
    return render(request, "agreements/higher_goal_form.html", context)


def _show_meanwhile(form: HigherGoalForm, current: HigherGoal, typed: QueryDict) -> None:
    """What somebody else wrote meanwhile stands by each field that differs; saving again replaces it."""
    theirs = {
        "source": current.get_source_display(),
        "title": current.title,
        "valid_from": current.valid_from,
        "valid_to": current.valid_to,
    }
    for field, value in theirs.items():
        if getattr(current, field) != form.cleaned_data[field]:
            form.add_error(field, _("Somebody has written here meanwhile: %(theirs)s") % {"theirs": value or "–"})
    if not form.errors:
        form.add_error(None, _("Somebody has changed the higher goal meanwhile."))
    form.data = again = typed.copy()
    again["seen"] = fingerprint(current)


def _goal_or_404(request: HttpRequest, pk: int) -> HigherGoal:
    """A higher goal of an organisation in which the user may look into a unit."""
    goal = get_object_or_404(HigherGoal.objects.select_related("unit"), pk=pk)
    if goal.unit.root.pk not in {top.pk for top in organisations(request.user)}:
        raise Http404
    return goal


def _address(top: int, year: int | None) -> str:
    return f"{reverse('higher-goals')}?unit={top}{f'&year={year}' if year else ''}"


def _number(request: HttpRequest, name: str) -> int | None:
    """The number that the address names; 400 when it is none."""
    text = request.GET.get(name, "")
    if text and not (text.isdecimal() and len(text) < 10):
        raise BadRequest
    return int(text) if text else None


def _words(error: Exception) -> str:
    """What is wrong, in words."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, RowChangedMeanwhileError):
        if error.by is None:
            return _("The goal has been changed meanwhile. Read it and choose again.")
        return _("%(who)s has changed the goal meanwhile. Read it and choose again.") % {"who": error.by}
    return str(error)
