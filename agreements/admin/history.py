"""What happened to documents, what people said beside them and who is on them: to be found and looked at."""

from django.contrib import admin

from agreements.admin.base import ContentRows, found_by
from agreements.models import Change, Comment, Presence, Revision


@admin.register(Revision)
class RevisionAdmin(ContentRows):
    document = "agreement"
    list_display = ("number", "deed", "at", "by", "reason", "in_document")
    list_select_related = ("agreement", "by")
    list_filter = ("deed", "agreement__kind", "agreement__year", "agreement__status")
    search_fields = found_by("reason", "by__name", "agreement__title")
    date_hierarchy = "at"


@admin.register(Change)
class ChangeAdmin(ContentRows):
    document = "revision__agreement"
    list_display = ("kind", "row", "revision", "in_document")
    list_select_related = ("revision__agreement",)
    list_filter = ("kind", "revision__deed", "revision__agreement__kind", "revision__agreement__year")
    search_fields = found_by("kind", "revision__by__name", "revision__agreement__title")


@admin.register(Comment)
class CommentAdmin(ContentRows):
    document = "agreement"
    list_display = ("text", "kind", "by", "at", "resolved_at", "in_document")
    list_select_related = ("agreement", "by")
    search_fields = found_by("text", "by__name", "agreement__title")


@admin.register(Presence)
class PresenceAdmin(ContentRows):
    document = "agreement"
    list_display = ("user", "row", "seen_at", "in_document")
    list_select_related = ("agreement", "user")
    search_fields = found_by("user__name", "agreement__title")
