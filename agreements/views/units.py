"""The tree of units, and a unit's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements import rights


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """The units that the user may look into, as a tree."""
    return render(request, "agreements/unit_list.html", {"nav": "units", "units": rights.visible_units(request.user)})


@require_safe
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit: its place in the organisation, its documents, its people."""
    unit = get_object_or_404(rights.visible_units(request.user), pk=pk)
    return render(request, "agreements/unit_detail.html", {"nav": "units", "unit": unit})
