"""The rows of content that the root app holds: goals and measures, the training plan, facts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, Section
from agreements.models.base import ContentRow, Versioned, never_blank, one_of, written_field
from agreements.models.catalogues import HigherGoal
from agreements.models.people import Unit


class InPortfolio(models.TextChoices):
    """Is the measure in the city's project portfolio? The letters are the official form's."""

    YES = "K", _("yes")
    NO = "E", _("no")


class Goal(ContentRow):
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="goals", verbose_name=_("section"))
    title = models.TextField(_("goal"))
    outcome = written_field(_("outcome"))
    serves = models.ForeignKey(
        HigherGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("serves")
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = (
            models.UniqueConstraint(fields=("section", "key"), name="goal_key_once"),
            never_blank("title", name="goal_title_given"),
            never_blank("outcome", name="goal_outcome_not_blank"),
        )

    def __str__(self) -> str:
        return self.title


class Measure(ContentRow):
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures", verbose_name=_("goal"))
    text = models.TextField(_("measure"))
    in_portfolio = models.CharField(
        _("in the project portfolio"), max_length=1, choices=InPortfolio, null=True, blank=True
    )
    project = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grant project")
    )
    portfolio_entry = written_field(_("portfolio entry"))

    class Meta(ContentRow.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = (
            models.UniqueConstraint(fields=("goal", "key"), name="measure_key_once"),
            never_blank("text", name="measure_text_given"),
            never_blank("portfolio_entry", name="measure_entry_not_blank"),
            one_of("in_portfolio", InPortfolio, name="measure_in_portfolio_known"),
            models.CheckConstraint(
                condition=Q(in_portfolio=InPortfolio.YES) | Q(project__isnull=True, portfolio_entry__isnull=True),
                name="measure_only_k_has_project",
            ),
        )

    def __str__(self) -> str:
        return self.text


class CompetenceArea(models.Model):
    """An entry of a regional task's catalogue of competence; each training table is about one."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="competence_areas", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("competence area")
        verbose_name_plural = _("competence areas")
        ordering = ("unit", "name")
        constraints = (
            models.UniqueConstraint(fields=("unit", "name"), name="competence_area_once"),
            never_blank("name", name="competence_area_name_given"),
        )

    def __str__(self) -> str:
        return self.name


class TrainingTable(Versioned):
    """What a training section is about."""

    section = models.OneToOneField(
        Section, on_delete=models.CASCADE, related_name="training", verbose_name=_("section")
    )
    area = models.ForeignKey(
        CompetenceArea, on_delete=models.PROTECT, related_name="tables", verbose_name=_("competence area")
    )

    class Meta:
        verbose_name = _("training table")
        verbose_name_plural = _("training tables")

    def __str__(self) -> str:
        return str(self.area)


class Module(ContentRow):
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="modules", verbose_name=_("section"))
    title = models.TextField(_("module"))

    class Meta(ContentRow.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        constraints = (
            models.UniqueConstraint(fields=("section", "key"), name="module_key_once"),
            never_blank("title", name="module_title_given"),
        )

    def __str__(self) -> str:
        return self.title


class Content(ContentRow):
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="contents", verbose_name=_("module"))
    title = models.TextField(_("content"))

    class Meta(ContentRow.Meta):
        verbose_name = _("training content")
        verbose_name_plural = _("training contents")
        constraints = (
            models.UniqueConstraint(fields=("module", "key"), name="content_key_once"),
            never_blank("title", name="content_title_given"),
        )

    def __str__(self) -> str:
        return self.title


class Delivery(ContentRow):
    """How a content is delivered this year; a content may have several deliveries or none."""

    content = models.ForeignKey(
        Content, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("training content")
    )
    title = models.TextField(_("delivery"))

    class Meta(ContentRow.Meta):
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = (
            models.UniqueConstraint(fields=("content", "key"), name="delivery_key_once"),
            never_blank("title", name="delivery_title_given"),
        )

    def __str__(self) -> str:
        return self.title


class Fact(ContentRow):
    """A labelled particular of a grant project: a contact, a date, a tag."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="facts", verbose_name=_("section"))
    label = written_field(_("label"))
    value = models.TextField(_("value"))

    class Meta(ContentRow.Meta):
        verbose_name = _("particular")
        verbose_name_plural = _("particulars")
        constraints = (
            models.UniqueConstraint(fields=("section", "key"), name="fact_key_once"),
            never_blank("label", name="fact_label_not_blank"),
            never_blank("value", name="fact_value_given"),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.value}" if self.label else self.value
