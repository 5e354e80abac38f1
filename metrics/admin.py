"""The admin of metrics: it edits the catalogue of indicators and the policy of follow-up, and shows the rest."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from agreements.admin.base import ContentRows, Edited, Shown, Told, found_by
from agreements.collation import finnish_order
from agreements.models import User
from metrics.models import (
    Assessment,
    DifferentIndicators,
    Indicator,
    Metric,
    Observation,
    Policy,
    Reminder,
    Round,
    RoundReport,
)
from metrics.services.policy import policy_log, policy_told


@admin.register(Indicator)
class IndicatorAdmin(Edited):
    list_display = ("name", "code", "unit", "unit_of_measurement", "cycle")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    search_fields = found_by("name", "code", "definition", "source")
    ordering = (finnish_order("name").asc(), "pk")
    # Whether two are the same is decided on their own page, which looks at what both have recorded.
    readonly_fields = ("main", "joined_at", "joined_by")


@admin.register(DifferentIndicators)
class DifferentIndicatorsAdmin(Shown):
    unit_path = "first__unit"
    list_display = ("first", "second", "declared_by", "declared_at")
    list_select_related = ("first", "second", "declared_by")
    search_fields = found_by("first__name", "second__name")


@admin.register(Metric)
class MetricAdmin(ContentRows):
    document = "measure__goal__section__agreement"
    list_display = ("text", "target", "prior", "indicator", "in_document")
    list_select_related = ("measure__goal__section__agreement", "indicator")
    search_fields = found_by("text", "target", "indicator__name", "measure__goal__section__agreement__title")


@admin.register(Observation)
class ObservationAdmin(Shown):
    unit_path = "indicator__unit"
    list_display = ("indicator", "date", "closes", "value", "recorded_by", "recorded_at")
    list_filter = ("closes",)
    list_select_related = ("indicator", "recorded_by")
    search_fields = found_by("value", "note", "indicator__name", "recorded_by__name")
    date_hierarchy = "date"


@admin.register(Assessment)
class AssessmentAdmin(Shown):
    list_display = ("metric_key", "year", "colour", "reason", "assessed_by", "assessed_at")
    list_filter = ("year", "colour")
    list_select_related = ("assessed_by",)
    search_fields = found_by("reason", "assessed_by__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """An assessment knows its metric by the key only."""
        rows = admin.ModelAdmin.get_queryset(self, request)
        if request.user.is_superuser:
            return rows
        metrics = MetricAdmin(Metric, self.admin_site).get_queryset(request)
        return rows.filter(metric_key__in=metrics.values("key"))


@admin.register(Policy)
class PolicyAdmin(Edited):
    list_display = ("unit", "tolerance_percent", "tolerance_days")
    list_select_related = ("unit",)
    search_fields = found_by("unit__name_fi", "unit__name_sv")

    def told(self, row: Policy) -> Told:
        return policy_told(row)

    def log(self, request: HttpRequest, row: Policy, before: Told | None, after: Told | None) -> None:
        policy_log(policy=row, before=before, after=after, by=cast(User, request.user))


@admin.register(Round)
class RoundAdmin(Shown):
    list_display = ("unit", "date", "due", "finished_at", "finished_by")
    list_filter = ("unit",)
    list_select_related = ("unit", "finished_by")
    search_fields = found_by("unit__name_fi", "unit__name_sv")


@admin.register(RoundReport)
class RoundReportAdmin(ContentRows):
    document = "agreement"
    list_display = ("round", "in_document")
    list_select_related = ("round__unit", "agreement")
    search_fields = found_by("agreement__title", "agreement__slug")


@admin.register(Reminder)
class ReminderAdmin(Shown):
    unit_path = "round__unit"
    list_display = ("user", "round", "sent_at")
    list_select_related = ("user", "round__unit")
    search_fields = found_by("user__name", "user__email", "round__unit__name_fi")
