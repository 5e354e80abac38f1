"""The rows of an agreement's content, to be found and looked at."""

from django.contrib import admin

from agreements.admin.base import ContentRows, found_by
from agreements.models import Content, Delivery, Fact, Goal, Measure, Module, TrainingTable


@admin.register(Goal)
class GoalAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("title", "outcome", "in_document")
    search_fields = found_by("title", "outcome", "section__agreement__title")


@admin.register(Measure)
class MeasureAdmin(ContentRows):
    document = "goal__section__agreement"
    list_display = ("text", "in_portfolio", "goal", "in_document")
    search_fields = found_by("text", "goal__title", "goal__section__agreement__title")


@admin.register(TrainingTable)
class TrainingTableAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("area", "section", "in_document")
    list_select_related = ("area", "section__agreement")
    search_fields = found_by("area__name", "section__agreement__title")


@admin.register(Module)
class ModuleAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("title", "section", "in_document")
    search_fields = found_by("title", "section__agreement__title")


@admin.register(Content)
class ContentAdmin(ContentRows):
    document = "module__section__agreement"
    list_display = ("title", "module", "in_document")
    search_fields = found_by("title", "module__title", "module__section__agreement__title")


@admin.register(Delivery)
class DeliveryAdmin(ContentRows):
    document = "content__module__section__agreement"
    list_display = ("title", "content", "in_document")
    search_fields = found_by("title", "content__title", "content__module__section__agreement__title")


@admin.register(Fact)
class FactAdmin(ContentRows):
    document = "section__agreement"
    list_display = ("label", "value", "in_document")
    list_display_links = ("value",)
    search_fields = found_by("label", "value", "section__agreement__title")
