"""A city's own rules of follow-up: what its colours mean, and when reports are due."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Unit, User


class State(models.TextChoices):
    """Where a metric stands at a date; each has a word, a shape and a colour of its own."""

    MET = "met", _("Green")
    PARTIAL = "partial", _("Yellow")
    MISSED = "missed", _("Red")
    UNDECIDED = "undecided", _("To be assessed")
    NO_DATA = "nodata", _("No data")
    NOT_DUE = "notdue", _("Not due yet")


class Policy(models.Model):
    """The tolerances and words of a top unit; a unit without one follows the defaults.

    `words` is `{state: {language: word}}`; a word that is missing is the application's own.
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="policy", verbose_name=_("unit"))
    tolerance_percent = models.PositiveSmallIntegerField(
        _("tolerance, percent of the bound"), default=10, validators=[MaxValueValidator(100)]
    )
    tolerance_days = models.PositiveSmallIntegerField(
        _("tolerance of a deadline, days"), default=30, validators=[MaxValueValidator(366)]
    )
    words = models.JSONField(_("words of the states"), default=dict, blank=True)

    class Meta:
        verbose_name = _("policy of follow-up")
        verbose_name_plural = _("policies of follow-up")
        constraints = (
            models.CheckConstraint(condition=Q(tolerance_percent__lte=100), name="policy_tolerance_percent"),
            models.CheckConstraint(condition=Q(tolerance_days__lte=366), name="policy_tolerance_days"),
        )

    def __str__(self) -> str:
        return str(self.unit)


class Round(models.Model):
    """A follow-up round of a top unit: actuals as of `date`, recorded by `due`, in the named kinds of document."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="rounds", verbose_name=_("unit"))
    date = models.DateField(_("date of the round"))
    due = models.DateField(_("due date"))
    kinds = models.JSONField(_("kinds of document"), default=list)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("finished by"),
    )

    class Meta:
        verbose_name = _("follow-up round")
        verbose_name_plural = _("follow-up rounds")
        ordering = ("-date", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("unit", "date"), name="round_once_a_date"),
            models.CheckConstraint(condition=Q(due__gte=F("date")), name="round_due_not_before_its_date"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="round_finished_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.date}"


class RoundReport(models.Model):
    """A document's follow-up as it was when its round was finished; nothing recorded later changes it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reports", verbose_name=_("round"))
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="round_reports", verbose_name=_("agreement")
    )
    metrics = models.JSONField(_("metrics as reported"))

    class Meta:
        verbose_name = _("report of a round")
        verbose_name_plural = _("reports of rounds")
        ordering = ("round", "agreement")
        constraints = (models.UniqueConstraint(fields=("round", "agreement"), name="round_report_once"),)

    def __str__(self) -> str:
        return f"{self.agreement} {self.round.date}"


class Reminder(models.Model):
    """A digest that was sent, or was about to be: written first, so that nobody is ever reminded twice in a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("round"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("user"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-sent_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("round", "user"), name="reminder_once_a_round"),)

    def __str__(self) -> str:
        return f"{self.user} {self.round}"
