"""What was printed in bulk: to be found and looked at."""

from django.contrib import admin

from agreements.admin.base import Shown, found_by
from agreements.models import PrintJob, PrintPart


@admin.register(PrintJob)
class PrintJobAdmin(Shown):
    list_display = ("unit", "year", "form", "state", "ordered_by", "ordered_at", "finished_at", "size")
    list_select_related = ("unit", "ordered_by")
    list_filter = ("state", "form", "year")
    search_fields = found_by("unit__name_fi", "unit__name_sv", "ordered_by__name")
    date_hierarchy = "ordered_at"


@admin.register(PrintPart)
class PrintPartAdmin(Shown):
    unit_path = "job__unit"
    list_display = ("number", "name", "job", "state", "source", "pages", "made_at")
    list_select_related = ("job__unit",)
    list_filter = ("state", "source")
    search_fields = found_by("name", "reason", "sha256")
