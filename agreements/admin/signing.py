"""How documents were agreed and sealed, and the log: to be found and looked at."""

from typing import cast

from django.contrib import admin
from django.http import HttpRequest

from agreements.admin.base import ContentRows, Edited, Shown, Told, found_by
from agreements.log import about_unit, columns_of
from agreements.models import (
    ClosingRecord,
    Event,
    LogEntry,
    Notice,
    Scan,
    Signature,
    SignedRecord,
    SigningRule,
    StatusChange,
    User,
)
from agreements.services.log import log_entry


@admin.register(StatusChange)
class StatusChangeAdmin(ContentRows):
    document = "agreement"
    list_display = ("number", "move", "before", "after", "at", "by", "in_document")
    list_select_related = ("agreement", "by")
    list_filter = ("move", "agreement__kind", "agreement__year")
    search_fields = found_by("reason", "by__name", "agreement__title")
    date_hierarchy = "at"


@admin.register(Signature)
class SignatureAdmin(ContentRows):
    document = "agreement"
    list_display = ("title", "name", "substitute_for", "signed", "at", "voided", "in_document")
    list_select_related = ("agreement", "voided")
    list_filter = ("signed", "agreement__kind", "agreement__year", "agreement__status")
    search_fields = found_by("title", "name", "agreement__title")


class SealedRows(ContentRows):
    document = "agreement"
    list_display = ("in_document", "at", "level", "sha256")
    search_fields = found_by("sha256", "pdf_sha256", "agreement__title")


@admin.register(SignedRecord)
class SignedRecordAdmin(SealedRows):
    document = "agreement"


@admin.register(ClosingRecord)
class ClosingRecordAdmin(SealedRows):
    document = "agreement"


@admin.register(Scan)
class ScanAdmin(ContentRows):
    document = "agreement"
    list_display = ("name", "content_type", "at", "by", "in_document")
    list_select_related = ("agreement", "by")
    search_fields = found_by("name", "sha256", "agreement__title")


@admin.register(SigningRule)
class SigningRuleAdmin(Edited):
    list_display = ("unit", "kind", "signatures", "in_order", "asks_decision")
    list_select_related = ("unit",)
    list_filter = ("kind",)
    search_fields = found_by("unit__name_fi", "unit__name_sv")

    def told(self, row: SigningRule) -> Told:
        return columns_of(row, "unit", "kind", "signatures", "in_order", "asks_decision")

    def log(self, request: HttpRequest, row: SigningRule, before: Told | None, after: Told | None) -> None:
        about, detail = about_unit(row.unit_id), {"before": before, "after": after}
        log_entry(event=Event.RULE_CHANGED, by=cast(User, request.user), about=about, unit=row.unit_id, detail=detail)


@admin.register(Notice)
class NoticeAdmin(ContentRows):
    document = "change__agreement"
    list_display = ("user", "change", "sent_at", "in_document")
    list_select_related = ("change__agreement", "user")
    search_fields = found_by("user__name", "change__agreement__title")


@admin.register(LogEntry)
class LogEntryAdmin(Shown):
    unit_path = "unit_id"
    list_display = ("number", "at", "event", "who", "address", "about")
    list_filter = ("event",)
    search_fields = found_by("who", "about", "address")
    date_hierarchy = "at"
