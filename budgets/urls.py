"""The addresses of money: budget lines, budgets by unit, the project portfolio."""

from django.urls import path

from budgets.views.lists import BudgetLineList
from budgets.views.overview import budget_overview
from budgets.views.portfolio import EntryList, Portfolio, portfolio_entry, portfolio_entry_new

urlpatterns = [
    path("budget-lines/", BudgetLineList.as_view(), name="budget-line-list"),
    path("budgets/", budget_overview, name="budget-overview"),
    path("portfolio/", Portfolio.as_view(), name="portfolio"),
    path("portfolio/projects/", EntryList.as_view(), name="portfolio-entry-list"),
    path("portfolio/projects/new/", portfolio_entry_new, name="portfolio-entry-new"),
    path("portfolio/projects/<int:pk>/", portfolio_entry, name="portfolio-entry"),
]
