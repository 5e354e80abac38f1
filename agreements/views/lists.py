"""Lists: searched, filtered, sorted and paged, always by the same few lines."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.core.paginator import InvalidPage
from django.db.models import Model, QuerySet
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

    def rows(self, user: User) -> QuerySet[Any]:
        """The rows that the user may see, in the list's own order."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = self.filters_class(request.GET or None, queryset=self.rows(request.user), request=request)
        table = self.table_class(filters.qs, order_by=request.GET.getlist("sort") or None)
        table.request = request
        try:
            table.paginate(per_page=ROWS_ON_A_PAGE, page=request.GET.get("page", 1))
        except InvalidPage:
            return render(request, "agreements/no_such_page.html", self.context, status=404)
        return render(request, self.template_name, {**self.context, "filters": filters, "table": table})


class AgreementList(ListPage):
    """Agreements, plans and projects, the newest version of each."""

    template_name = "agreements/agreement_list.html"
    table_class = AgreementTable
    filters_class = AgreementFilters
    context: ClassVar[dict[str, str]] = {"nav": "agreements"}

    def rows(self, user: User) -> QuerySet[Agreement]:
        return rights.visible_agreements(user).newest()
