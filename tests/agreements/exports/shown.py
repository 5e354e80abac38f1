"""What a reader sees in a cell: its text, or its number as the number format shows it."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from openpyxl.cell import Cell, MergedCell

_PARTS = re.compile(r'"([^"]*)"|\[[^\]]*\]|(#,##0|0)(\.0+)?|(.)')


def shown(cell: Cell | MergedCell) -> str:
    """The cell's text; a number with decimal comma and a plain space between thousands; nothing for an empty cell."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "n":
        assert isinstance(value, int | float)
        return shown_number(value, cell.number_format)
    return str(value).replace("_x005F_", "_")


def shown_number(value: int | float, number_format: str) -> str:
    """The number under the format, of those forms that the workbook uses."""
    sections = number_format.split(";")
    negative = value < 0
    section = sections[1] if negative and len(sections) > 1 else sections[0]
    number = abs(Decimal(repr(value))) * (100 if "%" in section else 1)
    out = "-" if negative and len(sections) == 1 else ""
    for literal, digits, decimals, other in _PARTS.findall(section):
        if digits:
            places = Decimal(1).scaleb(-(len(decimals) - 1 if decimals else 0))
            rounded = number.quantize(places, ROUND_HALF_EVEN)
            out += f"{rounded:,f}" if "," in digits else f"{rounded:f}"
            out = out.replace(",", " ").replace(".", ",")
        else:
            out += literal + other
    return out
