"""The money of a document: budget lines by column, and a grant project's funding, all as written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Section
from agreements.models.base import ContentRow, Versioned, never_blank, one_of, written_field


class Column(models.TextChoices):
    """The columns that a budget table may have, in their usual order."""

    STATEMENT = "statement", _("Last year's financial statement")
    PRIOR_BUDGET = "prior_budget", _("Last year's budget")
    BUDGET = "budget", _("Budget")
    AMENDED = "amended", _("Amended budget")
    FORECAST = "forecast", _("Forecast")
    ACTUAL = "actual", _("Actual")


LAST_YEAR = (Column.STATEMENT.value, Column.PRIOR_BUDGET.value)
"""The columns that tell of the year before the document's."""


class Side(models.TextChoices):
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")


class LineRole(models.TextChoices):
    LINE = "line", _("line")
    SUBTOTAL = "subtotal", _("subtotal")
    RESULT = "result", _("result")


class Level(models.IntegerChoices):
    TOTAL = 0, _("total")
    GROUP = 1, _("group")
    DETAIL = 2, _("detail")


class BudgetTable(Versioned):
    """How a budget section is written."""

    section = models.OneToOneField(Section, on_delete=models.CASCADE, related_name="budget", verbose_name=_("section"))
    signed_expenses = models.BooleanField(_("expenses are written with a minus sign"), default=False)

    class Meta:
        verbose_name = _("budget table")
        verbose_name_plural = _("budget tables")

    def __str__(self) -> str:
        return str(self.section)


class BudgetLine(ContentRow):
    """A line of a budget table; one written amount for each column that the table has."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="budget_lines", verbose_name=_("section")
    )
    label = models.TextField(_("label"))
    side = models.CharField(_("side"), max_length=10, choices=Side, null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    role = models.CharField(
        pgettext_lazy("budget line", "role"), max_length=10, choices=LineRole, default=LineRole.LINE
    )
    statement = written_field(Column.STATEMENT.label)
    prior_budget = written_field(Column.PRIOR_BUDGET.label)
    budget = written_field(Column.BUDGET.label)
    amended = written_field(Column.AMENDED.label)
    forecast = written_field(Column.FORECAST.label)
    actual = written_field(Column.ACTUAL.label)

    class Meta(ContentRow.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = (
            models.UniqueConstraint(fields=("section", "key"), name="budget_line_key_once"),
            models.CheckConstraint(condition=Q(level__lte=Level.DETAIL), name="budget_line_level_known"),
            models.CheckConstraint(
                condition=Q(role=LineRole.RESULT, side__isnull=True)
                | (~Q(role=LineRole.RESULT) & Q(side__isnull=False)),
                name="budget_line_only_result_has_no_side",
            ),
            one_of("side", Side, name="budget_line_side_known"),
            one_of("role", LineRole, name="budget_line_role_known"),
            never_blank("label", name="budget_line_label_given"),
            *(never_blank(column, name=f"budget_line_{column}_not_blank") for column in Column.values),
        )

    def __str__(self) -> str:
        return self.label


class Funding(Versioned):
    """A grant project's money: what was applied for, what was granted, what was realised."""

    section = models.OneToOneField(Section, on_delete=models.CASCADE, related_name="funding", verbose_name=_("section"))
    applied = written_field(_("Grant applied for"))
    own = written_field(_("Own funding"))
    other_applied = written_field(_("Other grant applied for"))
    other_received = written_field(_("Other grant received"))
    total = written_field(_("Total"))
    granted = written_field(_("Granted"))
    realised_total = written_field(_("Realised, total"))
    realised_own = written_field(_("Realised, own funding"))
    realised_other = written_field(_("Realised, other grants"))
    realised_partner = written_field(_("Realised, partner's share"))

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = tuple(
            never_blank(field, name=f"funding_{field}_not_blank")
            for field in (
                *("applied", "own", "other_applied", "other_received", "total", "granted"),
                *("realised_total", "realised_own", "realised_other", "realised_partner"),
            )
        )

    def __str__(self) -> str:
        return str(self.section)
