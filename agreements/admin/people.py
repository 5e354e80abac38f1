"""Units, people and their roles: what the admin is for."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import Edited, Told, found_by
from agreements.collation import finnish_order
from agreements.log import about_unit, about_user, columns_of, name_of, role_detail
from agreements.models import Event, Membership, Unit, User
from agreements.people import holds
from agreements.services.log import log_entry

# Rights come from roles in units; Django's groups would be a second answer to the same question.
admin.site.unregister(Group)


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "language")


class UserChangeForm(DjangoUserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class MembershipInline(admin.TabularInline):
    model = Membership
    fk_name = "user"
    extra = 0
    fields = ("unit", "role", "until", "substitute_for", "given_at", "given_by")
    readonly_fields = ("given_at", "given_by")


def mark_role(request: HttpRequest, row: Membership) -> None:
    """Who gave a new role and when; one that holds has not been ended."""
    if row._state.adding:
        row.given_by, row.given_at = _who(request), timezone.now()
    if holds(row, on=timezone.localdate()):
        row.ended_by = row.ended_at = None


def log_role(request: HttpRequest, row: Membership, before: Told | None, after: Told | None) -> None:
    """Tell the log of a role that was given, changed or taken away in the admin."""
    event = Event.ROLE_GIVEN if before is None else Event.ROLE_ENDED if after is None else Event.ROLE_CHANGED
    detail = {**(after or before or {}), "before": before if after else None}
    log_entry(event=event, by=_who(request), about=about_user(row.user_id), unit=row.unit_id, detail=detail)


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)


def _person_event(before: Told | None, after: Told) -> Event:
    if before is None:
        return Event.PERSON_ADDED
    if before["is_active"] == after["is_active"]:
        return Event.PERSON_CHANGED
    return Event.PERSON_REACTIVATED if after["is_active"] == "True" else Event.PERSON_DEACTIVATED


@admin.register(User)
class UserAdmin(Edited, DjangoUserAdmin):
    """A person who leaves is made inactive: who wrote and recorded what must stay known."""

    unit_path = "memberships__unit"
    form = UserChangeForm
    add_form = UserCreationForm
    inlines = (MembershipInline,)
    list_display = ("display_name", "email", "language", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "memberships__role", "language")
    search_fields = found_by("name", "email")
    ordering = (finnish_order("name").asc(), "email")
    readonly_fields = ("is_demo", "last_login", "date_joined")
    filter_horizontal = ()
    add_form_template = None
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("name", "language")}),
        (_("Access"), {"fields": ("is_active", "is_demo", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "usable_password", "password1", "password2")}),)

    def told(self, row: User) -> Told:
        return columns_of(row, "email", "name", "language", "is_active", "is_staff", "is_superuser")

    def log(self, request: HttpRequest, row: User, before: Told | None, after: Told | None) -> None:
        event = _person_event(before, after or {})
        detail = {"person": name_of(row), "before": before, "after": after}
        log_entry(event=event, by=_who(request), about=about_user(row), detail=detail)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The person's roles, each of which the log tells of."""
        theirs = Membership.objects.filter(user=form.instance).select_related("user", "unit", "substitute_for")
        before = {row.pk: role_detail(row) for row in theirs}
        for each in formset.forms:
            mark_role(request, each.instance)
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            log_role(request, row, None, role_detail(row))
        for row, _changed in formset.changed_objects:
            log_role(request, row, before[row.pk], role_detail(row))
        for row in formset.deleted_objects:
            log_role(request, row, role_detail(row), None)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """A password that an administrator set is told like one that a person set."""
        with transaction.atomic():
            user = self.get_object(request, unquote(id))
            response: HttpResponse = super().user_change_password(request, id, form_url)
            if user and User.objects.get(pk=user.pk).password != user.password:
                log_entry(event=Event.PASSWORD_CHANGED, by=_who(request), about=about_user(user))
        return response

    @admin.display(description=_("name"), ordering=finnish_order("name"))
    def display_name(self, user: User) -> str:
        return str(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).distinct()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(Edited):
    list_display = ("user", "role", "unit", "until")
    list_filter = ("role", "unit__kind")
    list_select_related = ("user", "unit")
    search_fields = found_by("user__name", "user__email", "unit__name_fi", "unit__name_sv")
    ordering = (finnish_order("user__name").asc(), "pk")
    autocomplete_fields = ("user", "unit", "substitute_for")
    readonly_fields = ("given_at", "given_by", "ended_at", "ended_by")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        mark_role(request, obj)
        super().save_model(request, obj, form, change)

    def told(self, row: Membership) -> Told:
        return {**role_detail(row)}

    def log(self, request: HttpRequest, row: Membership, before: Told | None, after: Told | None) -> None:
        log_role(request, row, before, after)


@admin.register(Unit)
class UnitAdmin(Edited):
    """A document keeps the names that were current when it was made: renaming a unit changes none."""

    unit_path = "pk"
    list_display = ("display_name", "name_sv", "kind", "parent", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = found_by("name_fi", "name_sv")
    ordering = (finnish_order("name_fi").asc(), "pk")
    fields = ("parent", "position", "kind", "name_fi", "name_sv", "valid_from", "valid_to")

    def told(self, row: Unit) -> Told:
        names = ("name_fi", "name_sv", "valid_from", "valid_to", "kind", "parent")
        return columns_of(row, *names)

    def log(self, request: HttpRequest, row: Unit, before: Told | None, after: Told | None) -> None:
        detail = {"before": before, "after": after}
        log_entry(event=Event.UNIT_CHANGED, by=_who(request), about=about_unit(row), unit=row.pk, detail=detail)

    @admin.display(description=_("name in Finnish"), ordering=finnish_order("name_fi"))
    def display_name(self, unit: Unit) -> str:
        return unit.name_fi
