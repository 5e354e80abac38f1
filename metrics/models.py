"""What a measure is followed by: metrics, the indicators behind them, observations and assessments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Measure, Unit
from agreements.models.base import ContentRow, never_blank, one_of, written_field


class Direction(models.TextChoices):
    """Which way an actual may leave its target and still reach it."""

    MORE = "more", _("more is better")
    LESS = "less", _("less is better")
    WITHIN = "within", _("must stay within")


class Colour(models.TextChoices):
    GREEN = "green", _("green")
    YELLOW = "yellow", _("yellow")
    RED = "red", _("red")


class Indicator(models.Model):
    """What a metric measures year after year, in whichever document it stands."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("unit"))
    code = models.CharField(
        _("code"), max_length=100, null=True, blank=True, help_text=_("A short name that imports know it by.")
    )
    name = models.TextField(_("name"))
    definition = models.TextField(_("definition"), blank=True)
    source = models.TextField(_("source"), blank=True)
    unit_of_measurement = models.CharField(_("unit of measurement"), max_length=100, blank=True)
    cycle = models.CharField(_("how often"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "code"), name="indicator_code_once"),
            never_blank("code", name="indicator_code_not_blank"),
            never_blank("name", name="indicator_name_given"),
        )

    def __str__(self) -> str:
        return self.name


class Metric(ContentRow):
    """One line of a goal table: what is measured, its target and last year's value, all as written."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="metrics", verbose_name=_("measure"))
    text = models.TextField(_("metric"))
    target = written_field(_("target"))
    prior = written_field(_("prior-year value"))
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="metrics", verbose_name=_("indicator")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="responsible_metrics",
        verbose_name=_("responsible person"),
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitute_metrics",
        verbose_name=_("substitute"),
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        constraints = (
            models.UniqueConstraint(fields=("measure", "key"), name="metric_key_once"),
            models.CheckConstraint(condition=~Q(responsible=F("substitute")), name="metric_substitute_is_another"),
            never_blank("text", name="metric_text_given"),
            never_blank("target", name="metric_target_not_blank"),
            never_blank("prior", name="metric_prior_not_blank"),
            one_of("direction", Direction, name="metric_direction_known"),
        )

    def __str__(self) -> str:
        return self.text


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
    evidence = models.TextField(_("evidence"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    superseded_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("-date", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "closes"),
                condition=Q(superseded_by__isnull=True),
                name="observation_one_closes_a_year",
            ),
            models.CheckConstraint(condition=~Q(superseded_by=F("id")), name="observation_not_its_own_successor"),
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
    superseded_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("metric_key", "year"), condition=Q(superseded_by__isnull=True), name="assessment_one_holds"
            ),
            one_of("colour", Colour, name="assessment_colour_known"),
            never_blank("reason", name="assessment_reason_given"),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.get_colour_display()}"
