"""The admin of staffing: it edits the catalogue of positions and shows the rest."""

from django.contrib import admin

from agreements.admin.base import ContentRows, Edited, found_by
from agreements.collation import finnish_order
from staffing.models import Allocation, Position, StaffingTable


@admin.register(Position)
class PositionAdmin(Edited):
    """A document prints its own number and title: editing a position changes none."""

    list_display = ("title", "number", "unit")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    search_fields = found_by("title", "number", "unit__name_fi", "unit__name_sv")
    ordering = (finnish_order("title").asc(), "number", "pk")


@admin.register(StaffingTable)
class StaffingTableAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("section", "headcount", "declared_total", "in_document")
    search_fields = found_by("headcount", "situation", "work_ability", "declared_total", "section__agreement__title")


@admin.register(Allocation)
class AllocationAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("title", "number", "percent", "in_document")
    search_fields = found_by("title", "number", "tasks", "section__agreement__title")
