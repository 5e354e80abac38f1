"""Units, people and their roles: what the admin is for."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import Edited, found_by
from agreements.collation import finnish_order
from agreements.models import Membership, Unit, User

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
    autocomplete_fields = ("user", "unit")


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

    @admin.display(description=_("name in Finnish"), ordering=finnish_order("name_fi"))
    def display_name(self, unit: Unit) -> str:
        return unit.name_fi
