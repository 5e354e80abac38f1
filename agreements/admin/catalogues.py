"""Catalogues that documents refer to."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from agreements.admin.base import Edited, found_by
from agreements.collation import finnish_order
from agreements.models import CompetenceArea, Status


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
