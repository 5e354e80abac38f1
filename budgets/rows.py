"""The kinds of row that the budgets app brings."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.rows.fields import ChoiceField, Field, FlagField, LineField, TextField
from agreements.rows.kinds import BUDGET, RowKind
from budgets.models import LAST_YEAR, BudgetLine, BudgetTable, Column, Funding, Level, LineRole, Side

LONGEST_AMOUNT = 100
FUNDING = (
    *("applied", "own", "other_applied", "other_received", "total"),
    *("realised_total", "realised_own", "realised_other", "realised_partner", "granted"),
)


class BudgetRows(RowKind):
    """How a budget table is written."""

    key = "budget"
    label = _("budget table")
    model = BudgetTable
    single = True
    right = BUDGET
    fields = (FlagField(name="signed_expenses", label=_("expenses are written with a minus sign")),)

    def title(self, state: Mapping[str, Any]) -> str:
        return str(self.label)


class LineRows(RowKind):
    """A budget line; it has a field for each amount column of its table."""

    key = "line"
    label = _("budget line")
    model = BudgetLine
    right = BUDGET
    depends_on_section = True
    printed = {"label": "label", **{column: column for column in Column.values}}
    defaults = {"side": Side.EXPENSE.value, "level": Level.GROUP.value}
    _words = (
        TextField(name="label", label=_("label"), required=True, longest=500),
        ChoiceField(name="side", label=_("side"), options=tuple(Side.choices)),
        ChoiceField(
            name="role", label=pgettext_lazy("budget line", "role"), options=tuple(LineRole.choices), required=True
        ),
        ChoiceField(name="level", label=_("level"), options=tuple(Level.choices), required=True),
    )
    _amounts = tuple(
        LineField(name=value, label=label, longest=LONGEST_AMOUNT, of_last_year=value in LAST_YEAR)
        for value, label in Column.choices
    )
    fields = (*_words, *_amounts)

    def fields_of(self, state: Mapping[str, Any], section: Mapping[str, Any] | None) -> tuple[Field, ...]:
        columns = (section or {}).get("columns") or {}
        return (*self._words, *(each for each in self._amounts if each.name in columns))

    def complete(self, row: BudgetLine, before: Mapping[str, Any] | None, agreement: Agreement) -> None:
        """A result has no side; every other line has one."""
        if row.role == LineRole.RESULT:
            row.side = None
        elif row.side is None:
            raise ValidationError({"side": [gettext("Choose whether the line is income or expense.")]})


class FundingRows(RowKind):
    """A grant project's sums."""

    key = "funding"
    label = _("funding")
    model = Funding
    single = True
    right = BUDGET
    printed = {name: name for name in FUNDING}
    fields = tuple(
        LineField(name=name, label=label, longest=LONGEST_AMOUNT)
        for name, label in (
            ("applied", _("Grant applied for")),
            ("own", _("Own funding")),
            ("other_applied", _("Other grant applied for")),
            ("other_received", _("Other grant received")),
            ("total", _("Total")),
            ("realised_total", _("Realised, total")),
            ("realised_own", _("Realised, own funding")),
            ("realised_other", _("Realised, other grants")),
            ("realised_partner", _("Realised, partner's share")),
            ("granted", _("Granted")),
        )
    )

    def title(self, state: Mapping[str, Any]) -> str:
        return str(self.label)
