"""The admin of staffing: it edits the catalogue of positions and shows the rest."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from agreements.admin.base import ContentRows, Edited, Shown, found_by
from agreements.collation import finnish_order
from staffing.models import Allocation, AllocationActual, Position, StaffingTable


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


@admin.register(AllocationActual)
class AllocationActualAdmin(Shown):
    list_display = ("allocation_key", "year", "percent", "recorded_by", "recorded_at", "is_current")
    list_filter = ("year", "is_current")
    list_select_related = ("recorded_by",)
    search_fields = found_by("percent", "recorded_by__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """An actual knows its allocation by the key only."""
        rows = admin.ModelAdmin.get_queryset(self, request)
        if request.user.is_superuser:
            return rows
        allocations = AllocationAdmin(Allocation, self.admin_site).get_queryset(request)
        return rows.filter(allocation_key__in=allocations.values("key"))
