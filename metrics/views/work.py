"""The work list: what is missing, undecided and late, across the agreements that the user records."""

from typing import cast

from django.core.paginator import InvalidPage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.collation import finnish_key
from agreements.models import User
from agreements.views.lists import ROWS_ON_A_PAGE
from metrics.services.observations import recordable_metrics
from metrics.work import Task, tasks_of
from metrics.work_list import WorkFilters, WorkTable, by_person, by_unit, unit_of

CONTEXT = {"nav": "metrics", "subnav": "work"}


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """What the user has to do, unit by unit; with counts by unit and by person."""
    user = cast(User, request.user)
    tasks = waiting_for(user)
    form = WorkFilters(request.GET or None, tasks=tasks, user=user)
    table = WorkTable(form.chosen())
    table.request = request
    try:
        table.paginate(per_page=ROWS_ON_A_PAGE, page=request.GET.get("page", 1))
    except InvalidPage:
        return _no_such_page(request, pages=table.paginator.num_pages)
    context = {
        **CONTEXT,
        "filters": {"form": form},
        "filtered": form.is_bound and form.has_changed(),
        "table": table,
        "counts": [("unit", by_unit(tasks)), ("person", by_person(tasks))],
    }
    return render(request, "metrics/work_list.html", context)


def waiting_for(user: User) -> list[Task]:
    """The metrics that the user may record and about which something is to be done, by unit and document."""
    tasks = tasks_of(recordable_metrics(user), on=timezone.localdate())
    return sorted((task for task in tasks if task.need), key=lambda task: finnish_key(unit_of(task).name))


def _no_such_page(request: HttpRequest, *, pages: int) -> HttpResponse:
    query = request.GET.copy()
    query.pop("page", None)
    context = {**CONTEXT, "pages": pages, "first_page": f"{request.path}?{query.urlencode()}"}
    return render(request, "agreements/no_such_page.html", context, status=404)
