"""The budget and the funding as sheets: amounts as written, right-aligned numbers where they are numbers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.sections import DocumentSection
from agreements.sheets import Cell, Row, Rule, Sheet, Style, heading_cell
from budgets.models import LineRole

if TYPE_CHECKING:
    from budgets.sections import Budget, BudgetRow, FundingGroup, FundingTable, Heading

_LABEL_WIDTH, _AMOUNT_WIDTH, _CHECK_WIDTH = 60, 18, 24


def budget_sheet(section: DocumentSection) -> Sheet:
    """The budget's lines; beside a total whether it agrees with the lines that it sums."""
    budget: Budget = section.block
    headings = (
        heading_cell(section.columns.get("label"), _("Euros")),
        *(heading_cell(*_words(heading), amount=True) for heading in budget.headings),
        Cell(_("Check"), Style.USUAL_HEADING, indent=1),
    )
    return Sheet(
        widths=(_LABEL_WIDTH, *(_AMOUNT_WIDTH for _heading in budget.headings), _CHECK_WIDTH),
        headings=(Row(headings, Rule.STRONG),),
        rows=tuple(
            _line_row(line, agrees, set_in=budget.has_groups and line.level > 0)
            for line, agrees in budget.checked_lines
        ),
    )


def _words(heading: "Heading") -> tuple[str | None, str]:
    """The heading as printed, or None, and the program's word."""
    return heading.text if heading.printed else None, heading.text


def _line_row(line: "BudgetRow", agrees: bool | None, *, set_in: bool) -> Row:
    plain = line.role == LineRole.LINE
    check = None if agrees is None else _("agrees with the rows") if agrees else _("does not agree with the rows")
    cells = (
        Cell(line.label, Style.TEXT if plain else Style.STRONG, indent=line.level if set_in else 0),
        *(Cell(amount, Style.AMOUNT if plain else Style.STRONG_AMOUNT) for amount in line.amounts.values()),
        Cell(check, Style.VOICE, indent=1),
    )
    rules = {LineRole.LINE: Rule.HAIRLINE, LineRole.SUBTOTAL: Rule.THIN, LineRole.RESULT: Rule.STRONG}
    return Row(cells, rules[LineRole(line.role)])


def funding_sheet(section: DocumentSection) -> Sheet:
    """The project's sums in their groups, under the printed words or the usual ones."""
    table: FundingTable = section.block
    return Sheet(
        widths=(_LABEL_WIDTH, _AMOUNT_WIDTH),
        headings=(Row((heading_cell(None, section.name), heading_cell(None, _("Euros"), amount=True)), Rule.STRONG),),
        rows=tuple(row for group in table.groups for row in _group_rows(group)),
    )


def _group_rows(group: "FundingGroup") -> Iterator[Row]:
    yield Row((Cell(group.heading.text, Style.BAND, columns=2), None), Rule.THIN, leads=True)
    for row in group.rows:
        style = Style.TEXT if row.label.printed else Style.VOICE
        yield Row((Cell(row.label.text, style, indent=1), Cell(row.amount, Style.AMOUNT)))
