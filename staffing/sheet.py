"""The staffing section as a sheet: positions with their shares, and below them what the staff chapter says."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.sections import DocumentSection
from agreements.sheets import Cell, Row, Rule, Sheet, Style, heading_cell

if TYPE_CHECKING:
    from staffing.sections import AllocationRow, Staffing

_WIDTHS = {"number": 16, "title": 32, "percent": 14, "tasks": 78}
_LABEL_COLUMNS = ("number", "title")


def staffing_sheet(section: DocumentSection) -> Sheet:
    """The positions in the form's columns, the one for numbers only where a position has one; then the texts."""
    staffing: Staffing = section.block
    columns = [column for column in _WIDTHS if column != "number" or staffing.has_numbers]
    headings: tuple[Row, ...] = ()
    if staffing.allocations:
        headings = (Row(tuple(_heading(section, column) for column in columns), Rule.STRONG),)
    return Sheet(
        widths=tuple(_WIDTHS[column] for column in columns),
        headings=headings,
        rows=(*_position_rows(section, staffing, columns), *_text_rows(section, staffing, columns)),
        caption=section.columns.get("table"),
    )


def _heading(section: DocumentSection, column: str) -> Cell:
    usual = {
        "number": _("Position number"),
        "title": _("Job title"),
        "percent": _("Share of a person-year"),
        "tasks": _("Key tasks"),
    }
    return heading_cell(section.columns.get(column), usual[column], amount=column == "percent")


def _position_rows(section: DocumentSection, staffing: "Staffing", columns: Sequence[str]) -> Iterator[Row]:
    for row in staffing.allocations:
        cells = _position_cells(row)
        yield Row(tuple(cells[column] for column in columns))
    yield from _total_rows(section, staffing, columns)


def _position_cells(row: "AllocationRow") -> dict[str, Cell]:
    return {
        "number": Cell(row.number, Style.IDENTIFIER),
        "title": Cell(row.title),
        "percent": Cell(row.percent, Style.AMOUNT),
        "tasks": Cell(row.tasks),
    }


def _total_rows(section: DocumentSection, staffing: "Staffing", columns: Sequence[str]) -> Iterator[Row]:
    """The declared total, and below it what the shares come to."""
    if staffing.declared_total:
        label = _label(section.columns.get("total") or _("Total"), Style.STRONG, columns)
        yield Row((*label, Cell(), Cell(staffing.declared_total, Style.STRONG)), Rule.THIN)
    percent, years = staffing.total_percent, staffing.person_years
    if percent is not None and years is not None:
        verdict = _("does not agree with the rows") if staffing.problems else _("agrees with the rows")
        note = f"{_comma(years)} {_('person-years')}" + (f" · {verdict}" if staffing.declared_total else "")
        share = Cell(f"{_comma(percent)} %", Style.VOICE_AMOUNT)
        yield Row((*_label(_("Check"), Style.VOICE, columns), share, Cell(note, Style.VOICE)))


def _text_rows(section: DocumentSection, staffing: "Staffing", columns: Sequence[str]) -> Iterator[Row]:
    """Headcount and the two texts: those that are given, and those that the document prints a heading for."""
    texts = (
        ("headcount", _("Total"), staffing.headcount),
        ("situation", _("Staff situation"), staffing.situation),
        ("work_ability", _("Work ability management"), staffing.work_ability),
    )
    for column, usual, text in texts:
        printed = section.columns.get(column)
        if printed or text:
            value = Cell(text, Style.VALUE, columns=2)
            yield Row((*_label(printed or usual, Style.STRONG if printed else Style.VOICE, columns), value, None))


def _label(text: str | None, style: Style, columns: Sequence[str]) -> tuple[Cell | None, ...]:
    """A label over the columns before the share."""
    covered = sum(column in _LABEL_COLUMNS for column in columns)
    return (Cell(text, style, columns=covered), *(None for _column in range(covered - 1)))


def _comma(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
