"""What is measured: a document's metrics and the indicators behind them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.models import Measure, Unit
from agreements.models.base import ContentRow, never_blank, one_of, written_field


class Direction(models.TextChoices):
    """Which way an actual may leave its target and still reach it."""

    MORE = "more", _("more is better")
    LESS = "less", _("less is better")
    WITHIN = "within", _("must stay within")


class Indicator(models.Model):
    """What a metric measures year after year, in whichever document it stands.

    `main` is the indicator that a person has declared to be the same one; each keeps its own observations, so that the
    two can be split again.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("unit"))
    code = models.CharField(
        _("code"), max_length=100, null=True, blank=True, help_text=_("A short name that imports know it by.")
    )
    name = models.TextField(_("name"))
    definition = models.TextField(_("definition"), blank=True)
    source = models.TextField(_("source"), blank=True)
    unit_of_measurement = models.CharField(_("unit of measurement"), max_length=100, blank=True)
    cycle = models.CharField(_("how often"), max_length=100, blank=True)
    main = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="same_as",
        verbose_name=_("same as"),
    )
    joined_at = models.DateTimeField(_("declared the same at"), null=True, blank=True)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("declared the same by"),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "code"), name="indicator_code_once"),
            models.CheckConstraint(condition=~Q(main=F("id")), name="indicator_not_the_same_as_itself"),
            never_blank("code", name="indicator_code_not_blank"),
            never_blank("name", name="indicator_name_given"),
        )

    def __str__(self) -> str:
        return self.name


class DifferentIndicators(models.Model):
    """Two indicators that a person has declared different, however alike their names: they are not proposed again."""

    first = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", verbose_name=_("one indicator"))
    second = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="+", verbose_name=_("another indicator")
    )
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("declared by")
    )

    class Meta:
        verbose_name = _("pair of different indicators")
        verbose_name_plural = _("pairs of different indicators")
        ordering = ("-declared_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="different_indicators_once"),
            # Each pair has one spelling, so that "once" holds for it.
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="different_indicators_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


def main_indicator(path: str = "indicator") -> Coalesce:
    """The id of the indicator that stands for the one at the end of the path: its main one, or itself."""
    return Coalesce(f"{path}__main_id", f"{path}_id")


class Metric(ContentRow):
    """One line of a goal table: what is measured, its target and last year's value, all as written."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="metrics", verbose_name=_("measure"))
    text = models.TextField(_("metric"))
    target = written_field(_("target"))
    prior = written_field(_("prior-year value"))
    prior_from = models.ForeignKey(
        "metrics.Observation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prior-year value taken from"),
    )
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
