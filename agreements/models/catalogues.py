"""What stands above documents and is shared by them: the goals that goals serve, the city's project portfolio."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.base import never_blank, one_of, written_field
from agreements.models.people import Unit


class Source(models.TextChoices):
    """Where a higher goal is set."""

    OPERATIVE_AGREEMENT = "operative_agreement", _("operative agreement")
    STRATEGY = "strategy", _("strategy")
    LIBRARY_ACT = "library_act", _("library act")


class HigherGoal(models.Model):
    """A goal above a document's own, set in an operative agreement, a strategy or the library act."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="higher_goals", verbose_name=_("unit"))
    source = models.CharField(_("set in"), max_length=20, choices=Source)
    title = models.CharField(_("goal"), max_length=500)
    position = models.PositiveIntegerField(_("position"), default=0)
    valid_from = models.PositiveIntegerField(_("from the year"), null=True, blank=True)
    valid_to = models.PositiveIntegerField(_("to the year"), null=True, blank=True)

    class Meta:
        verbose_name = _("higher goal")
        verbose_name_plural = _("higher goals")
        ordering = ("source", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("unit", "source", "title"), name="higher_goal_once"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="higher_goal_valid_years"),
            never_blank("title", name="higher_goal_title_given"),
            one_of("source", Source, name="higher_goal_source_known"),
        )

    def __str__(self) -> str:
        return self.title


class Phase(models.TextChoices):
    """How far a project of the portfolio is."""

    IDEA = "idea", _("idea")
    PREPARATION = "preparation", _("in preparation")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")
    STOPPED = "stopped", _("stopped")


class PortfolioEntry(models.Model):
    """A project in a city's portfolio; a measure marked K names it by its name, exactly.

    With a grant project of the application the sums are that document's own, otherwise those written here.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="portfolio", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=300)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project manager"),
    )
    phase = models.CharField(pgettext_lazy("project", "phase"), max_length=20, choices=Phase, default=Phase.IDEA)
    project = models.ForeignKey(
        "agreements.Agreement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portfolio_entries",
        verbose_name=_("grant project"),
    )
    applied = written_field(_("Grant applied for"))
    granted = written_field(_("Granted"))
    realised = written_field(_("Realised, total"))

    class Meta:
        verbose_name = _("portfolio entry")
        verbose_name_plural = _("portfolio entries")
        ordering = ("unit", "name")
        constraints = (
            models.UniqueConstraint(fields=("unit", "name"), name="portfolio_entry_once"),
            never_blank("name", name="portfolio_entry_name_given"),
            one_of("phase", Phase, name="portfolio_entry_phase_known"),
            *(
                never_blank(field, name=f"portfolio_entry_{field}_not_blank")
                for field in ("applied", "granted", "realised")
            ),
        )

    def __str__(self) -> str:
        return self.name
