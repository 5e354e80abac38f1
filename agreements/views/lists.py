"""Lists: searched, filtered, sorted and paged, always by the same few lines."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from agreements import rights
from agreements.filters import AgreementFilters
from agreements.models import Agreement, User
from agreements.tables import AgreementTable

ROWS_ON_A_PAGE = 25


class ListPage(View):
    """A page of a list. A list says which rows the user may see, which filters stand above them and how a row shows."""

    http_method_names = ("get", "head", "options")
    template_name: ClassVar[str]
    table_class: ClassVar[type[tables.Table]]
    filters_class: ClassVar[type[django_filters.FilterSet]]
    context: ClassVar[dict[str, str]]

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """The rows that the user may see, in the list's own order, which is total."""
        raise NotImplementedError

    def table(self, request: HttpRequest, rows: QuerySet[Any]) -> tables.Table:
        """The table of the rows, sorted as the address asks where it names a column that can be sorted."""
        table = self.table_class(rows, order_by=request.GET.getlist("sort")[:1])
        table.request = request
        return table

    def more(self, request: HttpRequest) -> dict[str, Any]:
        """What else the page tells this user."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = self.filters_class(request.GET or None, queryset=self.rows(request.user), request=request)
        table = self.table(request, filters.qs)
        try:
            table.paginate(per_page=ROWS_ON_A_PAGE, page=request.GET.get("page", 1))
        except InvalidPage:
            return self.no_such_page(request, pages=table.paginator.num_pages)
        filtered = filters.is_bound and filters.form.has_changed()
        context = {**self.context, **self.more(request), "filters": filters, "table": table, "filtered": filtered}
        return render(request, self.template_name, context)

    def no_such_page(self, request: HttpRequest, *, pages: int) -> HttpResponse:
        """A clear answer to a page number that the list does not have, with the way back to its first page."""
        query = request.GET.copy()
        query.pop("page", None)
        context = {**self.context, "pages": pages, "first_page": f"{request.path}?{query.urlencode()}"}
        return render(request, "agreements/no_such_page.html", context, status=404)


class AgreementList(ListPage):
    """Agreements, plans and projects, the newest version of each."""

    template_name = "agreements/agreement_list.html"
    table_class = AgreementTable
    filters_class = AgreementFilters
    context: ClassVar[dict[str, str]] = {"nav": "agreements", "subnav": "agreements"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[Agreement]:
        return rights.visible_agreements(user).standing().select_related("unit").order_by("-year", "slug", "pk")

    def more(self, request: HttpRequest) -> dict[str, Any]:
        return {"may_start": rights.may_draft_somewhere(request.user)}
