"""The checks of a document: what is worth a look before it is sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from agreements.checks import checks_of
from agreements.models import User
from agreements.rows.snapshot import load_snapshot
from agreements.views.agreement import draft_or_404


@require_safe
def edit_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything worth a look, for all who may read the document: a page of its own, or to a script the panel alone.

    The panel's links stay in the page that shows it. The page's lead to the editor those who may edit, others to the
    section that they can read.
    """
    agreement, may = draft_or_404(request, slug)
    if not isinstance(request.user, User):
        raise Http404
    is_fragment = request.headers.get("X-Requested-With") == "fetch"
    context = {
        "agreement": agreement,
        "findings": checks_of(agreement, load_snapshot(agreement), user=request.user),
        "links": "" if is_fragment else "editor" if may.edit or may.edit_budget else "reading",
        "may": may,
        "nav": "agreements",
    }
    template = "agreements/edit/checks_panel.html" if is_fragment else "agreements/checks.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["X-Requested-With"])
    return response
