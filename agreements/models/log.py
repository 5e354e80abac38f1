"""The log: who did what, when and from where, chained by hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.base import one_of


class Event(models.TextChoices):
    """What the log tells."""

    LOGIN = "login", _("signed in")
    LOGIN_FAILED = "login_failed", _("sign-in failed")
    LOGOUT = "logout", _("signed out")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    DENIED = "denied", _("denied")
    ROLE_GIVEN = "role_given", _("role given")
    ROLE_CHANGED = "role_changed", _("role changed")
    ROLE_ENDED = "role_ended", _("role ended")
    PERSON_ADDED = "person_added", _("person added")
    PERSON_CHANGED = "person_changed", _("person's details changed")
    PERSON_DEACTIVATED = "person_deactivated", _("person deactivated")
    PERSON_REACTIVATED = "person_reactivated", _("person reactivated")
    UNIT_CHANGED = "unit_changed", _("unit changed")
    RULE_CHANGED = "rule_changed", _("signing rule changed")
    STATUS_CHANGED = "status_changed", _("status changed")
    SIGNED = "signed", _("signed")
    SEALED = "sealed", _("sealed")
    EXPORTED = "exported", _("exported")
    PRINTED = "printed", _("printed in bulk")
    RESTORED = "restored", _("restored")
    CHECKED = "checked", _("file checked")


class LogEntry(models.Model):
    """One entry of the chain; never changed and never deleted, by the database's own word.

    Whatever it names it names as text and plain ids, so that it outlives what it tells of. `hash` is the SHA-256 of the
    entry's other columns and of `previous`, the hash of the entry before.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"), db_index=True)
    event = models.CharField(_("event"), max_length=30, choices=Event)
    user_id = models.BigIntegerField(_("user"), null=True, blank=True)
    who = models.CharField(_("who"), max_length=320, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    unit_id = models.BigIntegerField(_("unit"), null=True, blank=True, db_index=True)
    about = models.CharField(_("about"), max_length=200, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    previous = models.CharField(_("hash of the entry before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ("-number",)
        constraints = (one_of("event", Event, name="log_event_known"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.get_event_display()}"
