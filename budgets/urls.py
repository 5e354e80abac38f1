"""The addresses of budget lines."""

from django.urls import path

from budgets.views import BudgetLineList

urlpatterns = [path("budget-lines/", BudgetLineList.as_view(), name="budget-line-list")]
