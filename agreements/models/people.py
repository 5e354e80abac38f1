"""Who uses the application, in which unit and in which role."""

import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from tree_queries.models import OrderableTreeNode
from tree_queries.query import TreeQuerySet

from agreements.models.base import never_blank, one_of


class Language(models.TextChoices):
    FINNISH = "fi", _("Finnish")
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with the e-mail address; without a password the account has none that works."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may do everything in the admin; it gives no role in any unit."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person; signs in by e-mail, reads the interface in a language of their own."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FINNISH)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_demo = models.BooleanField(
        _("demo user"),
        default=False,
        editable=False,
        help_text=_("Has a known password; cannot sign in in production."),
    )
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name", "email")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            one_of("language", Language, name="user_language_known"),
            never_blank("email", name="user_email_given"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """How the admin greets."""
        return str(self)


class UnitKind(models.TextChoices):
    CITY = "city", _("city")
    SECTOR = "sector", _("sector")
    SERVICE_AREA = "service_area", _("service area")
    RESULT_UNIT = "result_unit", _("result unit")
    LIBRARY = "library", _("library")


class Unit(OrderableTreeNode):
    """A city, a sector, a service area, a result unit or a library: a node of the organisation's tree."""

    # The base class gives this field no name to translate.
    position = models.PositiveIntegerField(_("position"), default=0, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    name_fi = models.CharField(_("name in Finnish"), max_length=200)
    name_sv = models.CharField(_("name in Swedish"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = TreeQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("position",)
        constraints = (
            never_blank("name_fi", name="unit_name_given"),
            one_of("kind", UnitKind, name="unit_kind_known"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="unit_valid_period"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; Finnish where there is no Swedish one."""
        return self.name_sv if self.name_sv and (get_language() or "fi").startswith("sv") else self.name_fi

    @property
    def root(self) -> "Unit":
        """The top of the unit's organisation: the city, whose catalogues and numbers its units share."""
        unit = self
        while unit.parent is not None:
            unit = unit.parent
        return unit


class Role(models.TextChoices):
    VIEWER = "viewer", _("viewer")
    COORDINATOR = "coordinator", _("coordinator")
    UNIT_HEAD = "unit_head", _("unit head")
    CONTROLLER = "controller", _("controller")
    DIRECTOR = "director", _("director")
    ADMINISTRATOR = "administrator", _("administrator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, on: datetime.date) -> "MembershipQuerySet":
        """The memberships that hold on the day; the last day is included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on))


class Membership(models.Model):
    """A person's role in a unit; it holds for the unit and everything below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user"))
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day; empty when there is no end.")
    )

    substitute_for = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("substitute for"),
        help_text=_("Whose place the person takes; they sign as a substitute."),
    )
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    given_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    # By whom and when it was ended before its last day, which is then the day before.
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("user", "unit", "role")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "unit", "role"), condition=Q(substitute_for=None), name="membership_once"
            ),
            models.UniqueConstraint(
                fields=("user", "unit", "role", "substitute_for"), name="membership_once_as_substitute"
            ),
            models.CheckConstraint(condition=~Q(substitute_for=F("user")), name="membership_substitutes_another"),
            one_of("role", Role, name="membership_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit}"
