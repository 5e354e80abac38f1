"""Catalogues that documents refer to."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from agreements.admin.base import Edited, found_by
from agreements.collation import finnish_order
from agreements.models import CompetenceArea, HigherGoal, PortfolioEntry, Status


@admin.register(CompetenceArea)
class CompetenceAreaAdmin(Edited):
    """Figures print an area's name: once a document that is no draft refers to it, the name stays."""

    list_display = ("name", "unit")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    search_fields = found_by("name", "unit__name_fi", "unit__name_sv")
    ordering = (finnish_order("name").asc(), "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        settled = (
            isinstance(obj, CompetenceArea) and obj.tables.exclude(section__agreement__status=Status.DRAFT).exists()
        )
        return ("unit", "name") if settled else ()


@admin.register(HigherGoal)
class HigherGoalAdmin(Edited):
    """One that goals serve is ended, not deleted: what hangs on it stays known."""

    list_display = ("title", "source", "unit", "valid_from", "valid_to")
    list_filter = ("source", "unit")
    list_select_related = ("unit",)
    search_fields = found_by("title", "unit__name_fi", "unit__name_sv")
    ordering = ("source", "unit", "position", "pk")


@admin.register(PortfolioEntry)
class PortfolioEntryAdmin(Edited):
    """Measures name a project by its name: one that is renamed is found by none of them."""

    list_display = ("name", "unit", "manager", "phase", "project")
    list_filter = ("phase", "unit")
    list_select_related = ("unit", "manager", "project")
    search_fields = found_by("name", "manager__name", "unit__name_fi", "unit__name_sv")
    autocomplete_fields = ("project",)
    ordering = (finnish_order("name").asc(), "pk")
