"""The tree of units, and a unit's page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.collation import finnish_order
from agreements.models import Membership, Role, Unit, User
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
        "documents": rights.visible_agreements(request.user).newest().filter(unit=unit).order_by("-year", "slug"),
        "memberships": people_of(unit),
        "below": branches(request.user, tree[unit.pk].children),
    }
    return render(request, "agreements/unit_detail.html", context)


def people_of(unit: Unit) -> Iterable[Membership]:
    """Who has a role in the unit itself today, the widest role first."""
    return (
        Membership.objects.valid(timezone.localdate())
        .filter(unit=unit, user__is_active=True)
        .select_related("user")
        .order_by(in_order_of("role", Role).desc(), finnish_order("user__name"))
    )


def branches(user: User | AnonymousUser, tree: Iterable[UnitNode]) -> tuple[Branch, ...]:
    """The tree with its documents counted, those that the user may see."""
    units = rights.visible_agreements(user).newest().order_by().values_list("unit", flat=True)
    own = Counter(units)
    return tuple(_branch(node, own) for node in tree)


def _branch(node: UnitNode, own: Counter[int]) -> Branch:
    children = tuple(_branch(child, own) for child in node.children)
    return Branch(node.unit, own[node.unit.pk] + sum(child.documents for child in children), children)
