"""Budgets by unit and year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.units import all_nodes, unit_tree
from budgets.overview import budget_years, overview_of

SHOWN_YEARS = 3
NET, INCOME, EXPENSE = "net", "income", "expense"


@require_safe
def budget_overview(request: HttpRequest) -> HttpResponse:
    """Plan, forecast and actual of each unit, years side by side; of income, expenses or the net of both."""
    documents = rights.visible_agreements(request.user).current()
    years = budget_years(documents)
    asked = request.GET.get("year", "")
    side = request.GET.get("side", EXPENSE)
    sides = {EXPENSE: _("Expenses"), INCOME: _("Income"), NET: _("Net")}
    if (asked and asked not in map(str, years)) or side not in sides:
        raise Http404
    last = int(asked) if asked else max(years, default=0)
    shown = range(last - SHOWN_YEARS + 1, last + 1)
    units = [node.unit for node in all_nodes(unit_tree(rights.visible_units(request.user)))]
    context = {
        "nav": "resources",
        "subnav": "budgets",
        "years": years,
        "year": last,
        "side": side,
        "sides": sides,
        "overview": overview_of(documents, units, shown, side=side) if years else None,
    }
    return render(request, "budgets/overview.html", context)
