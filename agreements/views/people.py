"""The people of a unit: who is who, and for its administrators giving, changing and ending roles."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import rights
from agreements.models import Membership, Unit, User
from agreements.people import holds, organisation_people, past_roles, roles_at
from agreements.people_forms import GiveForm, RoleForm, written_day
from agreements.services.people import (
    NewPerson,
    RoleChangedMeanwhileError,
    person_deactivate,
    person_reactivate,
    refusal_to_administer,
    refusal_to_deactivate,
    role_change,
    role_end,
    role_give,
    seen_of,
)
from agreements.services.welcome import awaits_welcome, welcome_send

CONTEXT = {"nav": "units"}


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has a role in the unit, its own or from above; its administrator also sees what has ended."""
    unit = get_object_or_404(rights.visible_units(request.user), pk=pk)
    above, today = list(unit.ancestors()), timezone.localdate()
    administered = rights.administered_units(request.user).filter(pk__in=[unit.pk, *(each.pk for each in above)])
    looked_after = set(administered.order_by().values_list("pk", flat=True))
    roles = roles_at(unit, above, on=today)
    context = {
        **CONTEXT,
        "unit": unit,
        "own": [(row, row.unit_id in looked_after) for row in roles if row.unit_id == unit.pk],
        "inherited": [(row, row.unit_id in looked_after) for row in roles if row.unit_id != unit.pk],
        "past": past_roles(unit, on=today) if unit.pk in looked_after else [],
        "may_administer": unit.pk in looked_after,
    }
    return render(request, "agreements/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives somebody a role in the unit; a new person gets a mail with the way in."""
    unit = _administered_or_refuse(request, pk)
    by = cast(User, request.user)
    form = GiveForm(
        request.POST or None,
        people=organisation_people(unit),
        roles=roles_at(unit, list(unit.ancestors()), on=timezone.localdate()),
        language=by.language,
        person=request.GET.get("person", ""),
        role=request.GET.get("role", ""),
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            row = role_give(
                unit=unit,
                person=data["person"],
                role=data["role"],
                until=data["until"],
                substitute_for=data["substitute_for"],
                by=by,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(who)s is now %(role)s in %(unit)s.") % _words(row))
            if isinstance(data["person"], NewPerson):
                _welcome(request, row)
            return HttpResponseRedirect(f"{reverse('people', args=[unit.pk])}#role-{row.pk}")
    return render(request, "agreements/people_give.html", {**CONTEXT, "unit": unit, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def role_edit(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """A role with what can be done about it and about its holder; changes its last day."""
    row = _role_or_refuse(request, pk, role)
    form = RoleForm(request.POST or None, role=row)
    if form.is_valid():
        try:
            row = role_change(
                role=row,
                until=form.cleaned_data["until"],
                seen=form.cleaned_data["seen"],
                by=cast(User, request.user),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.refuse(error)
        except RoleChangedMeanwhileError as error:
            row = error.current
            _show_meanwhile(form, row, request.POST)
        else:
            messages.success(request, _("The role is saved."))
            return _to_people(row)
    return _role_page(request, row, form)


@require_POST
def role_stop(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """Ends the role at once."""
    row = _role_or_refuse(request, pk, role)
    try:
        row = role_end(role=row, by=cast(User, request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(_address(row))
    messages.success(request, _("%(who)s is no longer %(role)s in %(unit)s.") % _words(row))
    return _to_people(row)


@require_POST
def person_active(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """Deactivates the role's holder, or reactivates them."""
    row = _role_or_refuse(request, pk, role)
    by, at = cast(User, request.user), timezone.now()
    if request.POST.get("active") == "yes":
        person_reactivate(person=row.user, unit=row.unit, by=by, at=at)
        messages.success(request, _("%(who)s can sign in again.") % {"who": row.user})
    else:
        person_deactivate(person=row.user, unit=row.unit, by=by, at=at)
        messages.success(request, _("%(who)s can no longer sign in.") % {"who": row.user})
    return HttpResponseRedirect(_address(row))


@require_POST
def welcome_again(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """Sends the way in again to somebody who has not found it yet."""
    row = _role_or_refuse(request, pk, role)
    if awaits_welcome(row.user):
        _welcome(request, row)
    else:
        messages.info(request, _("%(who)s has an account that works; no mail was sent.") % {"who": row.user})
    return HttpResponseRedirect(_address(row))


def _role_page(request: HttpRequest, row: Membership, form: RoleForm) -> HttpResponse:
    by, today = cast(User, request.user), timezone.localdate()
    others = Membership.objects.valid(today).filter(rights.visible_through(by, "unit"), user=row.user)
    context = {
        **CONTEXT,
        "unit": row.unit,
        "role": row,
        "holds": holds(row, on=today),
        "form": form,
        "others": others.exclude(pk=row.pk).select_related("unit").order_by("unit__name_fi", "pk"),
        "awaits_welcome": awaits_welcome(row.user),
        "refusal": refusal_to_deactivate(person=row.user, by=by, on=today),
        "is_own": row.user_id == by.pk,
    }
    return render(request, "agreements/people_role.html", context)


def _administered_or_refuse(request: HttpRequest, pk: int) -> Unit:
    """The unit, for its administrator: 404 when they may not look into it, 403 when they may only look."""
    unit = get_object_or_404(rights.visible_units(request.user), pk=pk)
    if not rights.administered_units(request.user).filter(pk=unit.pk).exists():
        raise PermissionDenied(refusal_to_administer(unit))
    return unit


def _role_or_refuse(request: HttpRequest, pk: int, role: int) -> Membership:
    """The role in the unit, for the unit's administrator."""
    unit = _administered_or_refuse(request, pk)
    rows = Membership.objects.select_related("user", "unit", "given_by", "ended_by", "substitute_for")
    return get_object_or_404(rows, pk=role, unit=unit)


def _welcome(request: HttpRequest, row: Membership) -> None:
    """Send the way in, and tell what became of it."""
    if welcome_send(person=row.user, unit=row.unit, by=cast(User, request.user)):
        messages.success(request, _("A link to set a password was mailed to %(email)s.") % {"email": row.user.email})
    else:
        messages.error(
            request,
            _("The mail to %(email)s could not be sent. Send it again on the page of the role.")
            % {"email": row.user.email},
        )


def _show_meanwhile(form: RoleForm, current: Membership, typed: QueryDict) -> None:
    """What somebody else has made of the role meanwhile stands by the field; saving again replaces it."""
    if holds(current, on=timezone.localdate()):
        theirs = written_day(current.until) or "–"
        form.add_error("until", _("Somebody has written here meanwhile: %(theirs)s") % {"theirs": theirs})
    else:
        form.add_error(None, _("The role has ended meanwhile."))
    form.data = again = typed.copy()
    again["seen"] = seen_of(current)


def _words(row: Membership) -> dict[str, str]:
    return {"who": str(row.user), "role": row.get_role_display(), "unit": row.unit.name}


def _address(row: Membership) -> str:
    return reverse("role", args=[row.unit_id, row.pk])


def _to_people(row: Membership) -> HttpResponse:
    return HttpResponseRedirect(reverse("people", args=[row.unit_id]))
