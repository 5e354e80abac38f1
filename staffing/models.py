"""Who does the work a document promises: positions, their shares of a person-year, the staff chapter's words."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Section, Unit
from agreements.models.base import ContentRow, Versioned, never_blank, written_field


class Position(models.Model):
    """A position of an organisation, by its number; two without a number are the same only when a person says so."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions", verbose_name=_("unit"))
    number = models.CharField(_("position number"), max_length=50, null=True, blank=True)
    title = models.CharField(_("job title"), max_length=200)

    class Meta:
        verbose_name = pgettext_lazy("staff", "position")
        verbose_name_plural = _("positions")
        ordering = ("number", "title", "pk")
        constraints = (
            models.UniqueConstraint(fields=("unit", "number"), name="position_number_once"),
            never_blank("number", name="position_number_not_blank"),
            never_blank("title", name="position_title_given"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title


class StaffingTable(Versioned):
    """What a staffing section says besides its rows, as written."""

    section = models.OneToOneField(
        Section, on_delete=models.CASCADE, related_name="staffing", verbose_name=_("section")
    )
    headcount = written_field(_("headcount"))
    situation = written_field(_("staff situation"))
    work_ability = written_field(_("work ability management"))
    declared_total = written_field(_("declared total"))

    class Meta:
        verbose_name = _("staffing table")
        verbose_name_plural = _("staffing tables")
        constraints = (
            never_blank("headcount", name="staffing_headcount_not_blank"),
            never_blank("situation", name="staffing_situation_not_blank"),
            never_blank("work_ability", name="staffing_work_ability_not_blank"),
            never_blank("declared_total", name="staffing_declared_total_not_blank"),
        )

    def __str__(self) -> str:
        return str(self.section)


class Allocation(ContentRow):
    """A position's share of a person-year in one document, with the number and title that the document prints."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="allocations", verbose_name=_("section")
    )
    held_by = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="allocations", verbose_name=pgettext_lazy("staff", "position")
    )
    number = written_field(_("position number"))
    title = models.TextField(_("job title"))
    percent = written_field(_("share of a person-year"))
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to"), null=True, blank=True)
    tasks = written_field(_("key tasks"))

    class Meta(ContentRow.Meta):
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = (
            models.UniqueConstraint(fields=("section", "key"), name="allocation_key_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="allocation_period"),
            never_blank("number", name="allocation_number_not_blank"),
            never_blank("title", name="allocation_title_given"),
            never_blank("percent", name="allocation_percent_not_blank"),
            never_blank("tasks", name="allocation_tasks_not_blank"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.percent or ''}".strip()


class AllocationActual(models.Model):
    """What an allocation came to in a year, as written, by the key that it has in every version; the newest one holds.

    One without a percent takes back what it supersedes.
    """

    allocation_key = models.UUIDField(_("allocation key"), db_index=True)
    year = models.PositiveIntegerField(_("year"))
    percent = written_field(_("actual share of a person-year"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
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
        verbose_name = _("actual of an allocation")
        verbose_name_plural = _("actuals of allocations")
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("allocation_key", "year"), condition=Q(is_current=True), name="allocation_actual_one_holds"
            ),
            never_blank("percent", name="allocation_actual_not_blank"),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.percent or '–'}"
