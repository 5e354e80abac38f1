"""The home page: what is here for this user."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What awaits the user, their documents, and what changed lately."""
    return render(request, "agreements/home.html", {"nav": "home"})
