"""The list of budget lines."""

from typing import ClassVar

import django_tables2 as tables
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from agreements import rights
from agreements.models import User
from agreements.views.lists import ListPage
from budgets.filters import BudgetLineFilters
from budgets.models import BudgetLine, Column
from budgets.tables import BudgetLineTable


class BudgetLineList(ListPage):
    """The budget lines of every document that the user may read; a column of amounts that none has is left out."""

    template_name = "budgets/budget_line_list.html"
    table_class = BudgetLineTable
    filters_class = BudgetLineFilters
    context: ClassVar[dict[str, str]] = {"nav": "resources", "subnav": "budget"}

    def rows(self, user: User | AnonymousUser) -> QuerySet[BudgetLine]:
        documents = rights.visible_agreements(user).current()
        return (
            BudgetLine.objects.filter(section__agreement__in=documents)
            .select_related("section__agreement")
            .order_by("-section__agreement__year", "section__agreement__slug", "section__position", "position", "pk")
        )

    def table(self, request: HttpRequest, rows: QuerySet[BudgetLine]) -> tables.Table:
        table = super().table(request, rows)
        given = rows.order_by().aggregate(**{f"n_{column}": Count(column) for column in Column.values})
        for column in Column.values:
            if not given[f"n_{column}"]:
                table.columns.hide(column)
        return table
