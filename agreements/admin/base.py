"""What every admin page has: who may look, who may edit, and a search that knows Finnish letters."""

from operator import attrgetter
from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements import rights
from agreements.models import Agreement


def found_by(*fields: str) -> tuple[str, ...]:
    """The fields for `search_fields`, searched whatever the case of their letters."""
    return tuple(f"{field}__finds" for field in fields)


class Shown(admin.ModelAdmin):
    """Rows to look at. A superuser sees all of them, other staff those of their own units.

    `unit_path` leads from a row to its unit.
    """

    unit_path: ClassVar[str] = "unit"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows if _is_superuser(request) else rows.filter(rights.visible_through(request.user, self.unit_path))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


Told = dict[str, Any]


class Logged(admin.ModelAdmin):
    """Rows that the log may tell of: `told` says what, and `log` writes the entry, in the transaction of the deed."""

    def told(self, row: Any) -> Told | None:
        """What the log tells of the row as it is now; None for rows that it does not tell of."""
        return None

    def log(self, request: HttpRequest, row: Any, before: Told | None, after: Told | None) -> None:
        """The entry for a row that was added (no before), removed (no after) or changed."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.told(self.model._default_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        after = self.told(obj)
        if after is not None and before != after:
            self.log(request, obj, before, after)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            if (before := self.told(obj)) is not None:
                self.log(request, obj, before, None)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)


class Edited(Logged, Shown):
    """Rows that a superuser edits: units, people and catalogues."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)


class ContentRows(Shown):
    """Rows of an agreement's content; `document` leads from a row to the agreement, without a trailing `__`."""

    document: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.unit_path = f"{cls.document}__unit"
        if "list_select_related" not in vars(cls):
            cls.list_select_related = (cls.document,)
        if "list_filter" not in vars(cls):
            cls.list_filter = (f"{cls.document}__kind", f"{cls.document}__year", f"{cls.document}__status")

    @admin.display(description=_("agreement"))
    def in_document(self, row: Model) -> SafeString:
        agreement: Agreement = attrgetter(self.document.replace("__", "."))(row)
        address = reverse("admin:agreements_agreement_change", args=[agreement.pk])
        return format_html('<a href="{}" lang="{}">{}</a>', address, agreement.language, agreement.short_name)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)
