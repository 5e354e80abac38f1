"""The tree of units, a unit's page, and its settings for its administrators."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements import rights
from agreements.collation import finnish_order
from agreements.models import Membership, Role, Unit, User
from agreements.people_forms import UnitForm, written_day
from agreements.services.units import (
    UnitChangedMeanwhileError,
    refusal_to_edit,
    seen_of_unit,
    unit_add,
    unit_change,
)
from agreements.tables import in_order_of
from agreements.units import UnitNode, all_nodes, unit_tree


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit as the tree shows it: how many documents it and the units below it have."""

    unit: Unit
    documents: int
    children: "tuple[Branch, ...]"


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """The units that the user may look into, as a tree."""
    tree = unit_tree(rights.visible_units(request.user))
    return render(request, "agreements/unit_list.html", {"nav": "units", "branches": branches(request.user, tree)})


@require_safe
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit: its place in the organisation, its documents, its people, what is below it."""
    unit = get_object_or_404(rights.visible_units(request.user), pk=pk)
    tree = {node.unit.pk: node for node in all_nodes(unit_tree(rights.visible_units(request.user)))}
    context = {
        "nav": "units",
        "unit": unit,
        "chain": [(above, above.pk in tree) for above in unit.ancestors()],
        "documents": rights.visible_agreements(request.user).current().filter(unit=unit).order_by("-year", "slug"),
        "memberships": people_of(unit),
        "below": branches(request.user, tree[unit.pk].children),
        "may_administer": rights.administered_units(request.user).filter(pk=unit.pk).exists(),
    }
    return render(request, "agreements/unit_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the unit's names, and from when to when it exists."""
    unit = administered_or_refuse(request, pk)
    form = UnitForm(request.POST or None, unit=unit)
    if form.is_valid():
        try:
            unit_change(unit=unit, by=cast(User, request.user), at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        except UnitChangedMeanwhileError as error:
            _show_meanwhile(form, error.current, request.POST)
        else:
            messages.success(request, _("The unit is saved."))
            return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
    return render(request, "agreements/unit_form.html", {"nav": "units", "unit": unit, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new unit below the given one."""
    parent = administered_or_refuse(request, pk)
    form = UnitForm(request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            unit = unit_add(parent=parent, by=cast(User, request.user), at=timezone.now(), **values)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The unit is made. The roles above hold in it; give it those of its own."))
            return HttpResponseRedirect(reverse("people", args=[unit.pk]))
    return render(request, "agreements/unit_form.html", {"nav": "units", "parent": parent, "form": form})


def administered_or_refuse(request: HttpRequest, pk: int) -> Unit:
    """The unit, for its administrator: 404 when they may not look into it, 403 when they may only look."""
    unit = get_object_or_404(rights.visible_units(request.user), pk=pk)
    if not rights.administered_units(request.user).filter(pk=unit.pk).exists():
        raise PermissionDenied(refusal_to_edit(unit))
    return unit


def _show_meanwhile(form: UnitForm, current: Unit, typed: QueryDict) -> None:
    """What somebody else wrote meanwhile stands by each field that differs; saving again replaces it."""
    theirs = {"name_fi": current.name_fi, "name_sv": current.name_sv}
    theirs |= {"valid_from": written_day(current.valid_from), "valid_to": written_day(current.valid_to)}
    for field, value in theirs.items():
        if getattr(current, field) != form.cleaned_data[field]:
            form.add_error(field, _("Somebody has written here meanwhile: %(theirs)s") % {"theirs": value or "–"})
    if not form.errors:
        form.add_error(None, _("Somebody has changed the unit meanwhile."))
    form.data = again = typed.copy()
    again["seen"] = seen_of_unit(current)


def people_of(unit: Unit) -> Iterable[Membership]:
    """Who has a role in the unit itself today, the widest role first."""
    return (
        Membership.objects.valid(timezone.localdate())
        .filter(unit=unit, user__is_active=True)
        .select_related("user", "substitute_for")
        .order_by(in_order_of("role", Role).desc(), finnish_order("user__name"))
    )


def branches(user: User | AnonymousUser, tree: Iterable[UnitNode]) -> tuple[Branch, ...]:
    """The tree with its documents counted, those that the user may see."""
    units = rights.visible_agreements(user).current().order_by().values_list("unit", flat=True)
    own = Counter(units)
    return tuple(_branch(node, own) for node in tree)


def _branch(node: UnitNode, own: Counter[int]) -> Branch:
    children = tuple(_branch(child, own) for child in node.children)
    return Branch(node.unit, own[node.unit.pk] + sum(child.documents for child in children), children)
