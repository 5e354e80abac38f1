"""Positions against the documents of a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from staffing.filters import ShareFilters
from staffing.shares import shares_of

MOST_COLUMNS = 6
"""More documents than this stand in their positions' rows, not in columns."""


@require_safe
def position_shares(request: HttpRequest) -> HttpResponse:
    """What each position gives to each document of a year, planned and actual, with totals per person-year."""
    filters = ShareFilters(request=request)
    year = filters.chosen_year
    shares = None if year is None else shares_of(request.user, filters.qs, year=year)
    context = {
        "nav": "resources",
        "subnav": "shares",
        "filters": filters,
        "year": year,
        "shares": shares,
        "in_columns": shares is not None and len(shares.columns) <= MOST_COLUMNS,
    }
    return render(request, "staffing/position_shares.html", context)
