from typing import ClassVar

from django.db.models import QuerySet

from agreements.models import User
from agreements.views.lists import ListPage
from budgets.filters import BudgetLineFilters
from budgets.models import BudgetLine
from budgets.tables import BudgetLineTable


class BudgetLineList(ListPage):
    template_name = "budgets/budget_line_list.html"
    table_class = BudgetLineTable
    filters_class = BudgetLineFilters
    context: ClassVar[dict[str, str]] = {"nav": "metrics"}

    def rows(self, user: User) -> QuerySet[BudgetLine]:
        return BudgetLine.objects.none()
