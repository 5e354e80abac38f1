"""What was observed and what a person made of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import never_blank, one_of
from metrics.models.metric import Indicator


class Colour(models.TextChoices):
    GREEN = "green", _("green")
    YELLOW = "yellow", _("yellow")
    RED = "red", _("red")


class Observation(models.Model):
    """A value of an indicator at a date; recorded once, it serves every document that has the indicator.

    `closes` is the year whose actual this is; an interim observation closes none. A correction supersedes and never
    overwrites.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", verbose_name=_("indicator")
    )
    date = models.DateField(_("date"))
    closes = models.PositiveIntegerField(_("closes the year"), null=True, blank=True)
    value = models.TextField(_("value"))
    note = models.TextField(_("note"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True, help_text=_("A link or a short description."))
    evidence_file = models.FileField(_("evidence file"), upload_to="evidence/%Y", blank=True)
    evidence_name = models.CharField(_("name of the evidence file"), max_length=255, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    is_current = models.BooleanField(_("holds"), default=True, help_text=_("False once another one supersedes it."))

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("-date", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "closes"),
                condition=Q(is_current=True),
                name="observation_one_closes_a_year",
            ),
            models.UniqueConstraint(
                fields=("indicator", "date"),
                condition=Q(is_current=True),
                name="observation_one_at_a_date",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="observation_not_its_own_successor"),
            never_blank("value", name="observation_value_given"),
        )

    def __str__(self) -> str:
        return f"{self.date}: {self.value}"


class Assessment(models.Model):
    """A person's colour and reason for a metric (by its key, in every version) in a year; the newest one holds."""

    metric_key = models.UUIDField(_("metric key"), db_index=True)
    year = models.PositiveIntegerField(_("year"))
    colour = models.CharField(_("colour"), max_length=10, choices=Colour)
    reason = models.TextField(_("reason"))
    assessed_at = models.DateTimeField(_("assessed at"))
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessed by")
    )
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    is_current = models.BooleanField(_("holds"), default=True, help_text=_("False once another one supersedes it."))

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("metric_key", "year"), condition=Q(is_current=True), name="assessment_one_holds"
            ),
            one_of("colour", Colour, name="assessment_colour_known"),
            never_blank("reason", name="assessment_reason_given"),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.get_colour_display()}"
