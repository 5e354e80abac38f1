"""What people sign in with, for whoever has to help them: a second factor that is lost is removed here.

The library's own pages would show secrets, and things that nothing uses here.
"""

from typing import Any, cast

from allauth.account import admin as _account  # noqa: F401  # It registers its pages first.
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _second_factor  # noqa: F401
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as _city  # noqa: F401
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from agreements.admin.base import Logged, Shown, Told, found_by
from agreements.log import about_user
from agreements.models import Event, User
from agreements.services.log import log_entry

admin.site.unregister((Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken))


class Removed(Logged, Shown):
    """Rows that a superuser looks at and removes; nobody writes or reads what is secret in them."""

    unit_path = "user__memberships__unit"
    search_fields = found_by("user__name", "user__email")
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).distinct()

    def log(self, request: HttpRequest, row: Any, before: Told | None, after: Told | None) -> None:
        about, by = about_user(row.user_id), cast(User, request.user)
        log_entry(event=Event.FACTOR_REMOVED, by=by, about=about, detail=before)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj)


@admin.register(Authenticator)
class SecondFactorAdmin(Removed):
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    fields = ("user", "type", "created_at", "last_used_at")
    ordering = ("user__name", "pk")

    def told(self, row: Authenticator) -> Told:
        return {"factor": row.type}

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Recovery codes without another factor go along."""
        with transaction.atomic():
            super().delete_model(request, obj)
            delete_dangling_recovery_codes(obj.user)


@admin.register(SocialAccount)
class CityAccountAdmin(Removed):
    """The city's number for a person. Removed, the next sign-in by a vouched address joins the account anew."""

    list_display = ("user", "uid", "date_joined", "last_login")
    fields = ("user", "uid", "date_joined", "last_login")
    ordering = ("user__name", "pk")

    def told(self, row: SocialAccount) -> Told:
        return {"factor": "city"}
