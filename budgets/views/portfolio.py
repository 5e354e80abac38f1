"""The project portfolio: the measures marked K with their projects, and the projects themselves."""

from typing import Any, ClassVar, cast

import django_tables2 as tables
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements import rights
from agreements.catalogue_forms import PortfolioEntryForm, ProjectChoice, people_of
from agreements.collation import finnish_order
from agreements.models import Kind, Measure, PortfolioEntry, User
from agreements.refusals import refuse_in_units
from agreements.services.catalogues import (
    ChangedMeanwhileError,
    fingerprint,
    portfolio_entry_set,
    portfolio_units,
)
from agreements.views.lists import ListPage
from budgets.filters import EntryFilters, PortfolioFilters
from budgets.portfolio import (
    DOCUMENT,
    Projects,
    measures_by_entry,
    organisation_units,
    portfolio_measures,
    visible_entries,
)
from budgets.portfolio_tables import EntryTable, PortfolioTable

CONTEXT: dict[str, Any] = {"nav": "resources", "subnav": "portfolio"}
AMOUNTS = ("applied", "granted", "realised")


class Portfolio(ListPage):
    """Every measure marked K, with its project, or that it has none."""

    template_name = "budgets/portfolio.html"
    table_class = PortfolioTable
    filters_class = PortfolioFilters
    context: ClassVar[dict[str, str]] = {**CONTEXT, "shown": "measures"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[Measure]:
        order = (f"{DOCUMENT}slug", "goal__section__position", "goal__position", "position", "pk")
        related = (f"{DOCUMENT}unit", "project")
        return portfolio_measures(user).select_related(*related).order_by(f"-{DOCUMENT}year", *order)

    def table(self, request: HttpRequest, rows: QuerySet[Measure]) -> tables.Table:
        table = PortfolioTable(
            rows,
            order_by=request.GET.getlist("sort")[:1],
            projects=Projects(request.user),
            may_add=portfolio_units(request.user).exists(),
        )
        table.request = request
        return table


class EntryList(ListPage):
    """The projects of the portfolio, with how many measures lead to each."""

    template_name = "budgets/portfolio.html"
    table_class = EntryTable
    filters_class = EntryFilters
    context: ClassVar[dict[str, str]] = {**CONTEXT, "shown": "projects"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[PortfolioEntry]:
        entries = visible_entries(user).select_related("unit", "manager", "project")
        return entries.order_by(finnish_order("name"), "pk")

    def table(self, request: HttpRequest, rows: QuerySet[PortfolioEntry]) -> tables.Table:
        projects = Projects(request.user)
        measures = portfolio_measures(request.user).select_related("goal__section__agreement", "project")
        edited = set(portfolio_units(request.user).order_by().values_list("pk", flat=True))
        table = EntryTable(
            rows,
            order_by=request.GET.getlist("sort")[:1],
            projects=projects,
            used={pk: len(found) for pk, found in measures_by_entry(measures, projects).items()},
            edited=edited,
        )
        table.request = request
        table.may_add = bool(edited)
        return table


@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_entry_new(request: HttpRequest) -> HttpResponse:
    """A new project of the portfolio, of one of the units where the user edits drafts."""
    if not portfolio_units(request.user).exists():
        refuse_in_units("edit_project")
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a project of the portfolio."""
    entry = get_object_or_404(visible_entries(request.user).select_related("unit", "manager", "project"), pk=pk)
    if not portfolio_units(request.user).filter(pk=entry.unit_id).exists():
        refuse_in_units("edit_project")
    return _edit(request, entry)


def _edit(request: HttpRequest, entry: PortfolioEntry | None) -> HttpResponse:
    readable = _readable_projects(request)
    form = PortfolioEntryForm(
        request.POST or None,
        units=portfolio_units(request.user),
        people=people_of(organisation_units(request.user), named=entry.manager_id if entry else None),
        projects=readable,
        entry=entry,
        name=request.GET.get("name", "")[:300],
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            portfolio_entry_set(
                unit=data["unit"] if entry is None else entry.unit,
                name=data["name"],
                manager=data["manager"],
                phase=data["phase"],
                project=data["project"],
                amounts={field: data[field] for field in AMOUNTS},
                by=cast(User, request.user),
                entry=entry,
                seen=data["seen"],
            )
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhileError as error:
            _show_meanwhile(form, cast(PortfolioEntry, error.current), request.POST)
        else:
            messages.success(request, _("The project is saved."))
            return HttpResponseRedirect(reverse("portfolio-entry-list"))
    return render(request, "budgets/portfolio_entry.html", {**CONTEXT, "form": form, "entry": entry})


def _readable_projects(request: HttpRequest) -> set[int]:
    """The ids of the grant projects that the user may read, their newest versions."""
    visible = rights.visible_agreements(request.user).current().filter(kind=Kind.GRANT_PROJECT)
    return set(visible.order_by().values_list("pk", flat=True))


def _show_meanwhile(form: PortfolioEntryForm, current: PortfolioEntry, typed: QueryDict) -> None:
    """What somebody else wrote meanwhile stands by each field that differs; saving again replaces it."""
    theirs = {"name": current.name, "manager": current.manager, "phase": current.phase, "project": current.project}
    theirs |= {field: getattr(current, field) for field in AMOUNTS}
    named = cast(ProjectChoice, form.fields["project"]).label_from_instance
    project = named(current.project) if current.project else None
    shown = {**theirs, "phase": current.get_phase_display(), "project": project}
    for field, value in theirs.items():
        if (value or None) != (form.cleaned_data[field] or None):
            said = {"theirs": shown[field] or "–"}
            form.add_error(field, _("Somebody has written here meanwhile: %(theirs)s") % said)
    if not form.errors:
        form.add_error(None, _("Somebody has changed the project meanwhile."))
    form.data = again = typed.copy()
    again["seen"] = fingerprint(current)
