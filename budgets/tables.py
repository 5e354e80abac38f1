"""How the list of budget lines shows its rows."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_order
from agreements.expressions import WrittenNumber, document_name
from agreements.tables import NAME, NUMBER, ListColumn, document_link, in_order_of, written
from budgets.models import BudgetLine, Column, LineRole, Side

DOCUMENT = "section__agreement__"


def amount_column(column: Column) -> ListColumn:
    """A column of amounts as written, sorted as numbers."""
    return ListColumn(column.label, attrs=NUMBER, sort=(WrittenNumber(column.value),))


class BudgetLineTable(tables.Table):
    label = ListColumn(_("Budget line"), attrs=NAME, sort=(finnish_order("label"),))
    document = ListColumn(_("Agreement"), empty_values=(), sort=(finnish_order(document_name(DOCUMENT)),))
    year = ListColumn(_("Year"), accessor=f"{DOCUMENT}year", attrs=NUMBER, sort=(f"{DOCUMENT}year",))
    side = ListColumn(_("Income or expense"), sort=(in_order_of("side", Side),))
    role = ListColumn(_("Line type"), sort=(in_order_of("role", LineRole),))
    level = ListColumn(_("Level"), sort=("level",))
    statement = amount_column(Column.STATEMENT)
    prior_budget = amount_column(Column.PRIOR_BUDGET)
    budget = amount_column(Column.BUDGET)
    amended = amount_column(Column.AMENDED)
    forecast = amount_column(Column.FORECAST)
    actual = amount_column(Column.ACTUAL)

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Budget lines")}

    def render_label(self, record: BudgetLine, value: str) -> SafeString:
        return written(value, record.section.agreement.language)

    def render_document(self, record: BudgetLine) -> SafeString:
        return document_link(record.section.agreement)

    def render_side(self, record: BudgetLine) -> str:
        return capfirst(record.get_side_display() or "")

    def render_role(self, record: BudgetLine) -> str:
        return capfirst(record.get_role_display())

    def render_level(self, record: BudgetLine) -> str:
        return capfirst(record.get_level_display())
