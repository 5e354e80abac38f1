"""The admin of budgets: it shows what documents say of money, and edits none of it."""

from django.contrib import admin

from agreements.admin.base import ContentRows, found_by
from budgets.models import BudgetLine, BudgetTable, Funding


@admin.register(BudgetTable)
class BudgetTableAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("section", "signed_expenses", "in_document")
    search_fields = found_by("section__heading", "section__caption", "section__agreement__title")


@admin.register(BudgetLine)
class BudgetLineAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("label", "side", "role", "level", "prior_budget", "budget", "in_document")
    search_fields = found_by("label", "section__agreement__title")


@admin.register(Funding)
class FundingAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("section", "applied", "granted", "realised_total", "in_document")
    search_fields = found_by("applied", "granted", "section__heading", "section__agreement__title")
