"""What a sheet of the workbook holds, as plain data: a kind of section describes its table, the renderer draws it."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What a cell is; the renderer knows how each looks."""

    TEXT = "text"
    STRONG = "strong"
    TITLE = "title"
    BAND = "band"
    HEADING = "heading"
    AMOUNT_HEADING = "amount_heading"
    USUAL_HEADING = "usual_heading"
    USUAL_AMOUNT_HEADING = "usual_amount_heading"
    CHOICE = "choice"
    IDENTIFIER = "identifier"
    VALUE = "value"
    AMOUNT = "amount"
    STRONG_AMOUNT = "strong_amount"
    VOICE = "voice"
    VOICE_AMOUNT = "voice_amount"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    LINK = "link"
    SIGNATURE = "signature"


# The cells in which a text that is one number becomes a number.
NUMERIC = frozenset({Style.VALUE, Style.AMOUNT, Style.STRONG_AMOUNT, Style.VOICE_AMOUNT})

# The cells that stand at the right, a step away from the next column.
RIGHT = frozenset(
    {Style.AMOUNT, Style.STRONG_AMOUNT, Style.VOICE_AMOUNT, Style.AMOUNT_HEADING, Style.USUAL_AMOUNT_HEADING}
)


class Rule(StrEnum):
    """The line above a row: the heavier, the higher the level that begins there."""

    NONE = "none"
    HAIRLINE = "hairline"
    THIN = "thin"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the rows and columns that it spans, its indent in steps; `target` names the sheet that it links to."""

    text: str | None = None
    style: Style = Style.TEXT
    rows: int = 1
    columns: int = 1
    indent: int = 0
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells by column; None where a cell from above or from the left covers the place.

    `rule` is drawn over the cells that begin in the row. `height` is the least height, in points. A row that `leads`
    the next one stays on its page.
    """

    cells: tuple[Cell | None, ...]
    rule: Rule = Rule.HAIRLINE
    height: float = 0
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: column widths in characters, heading rows that stay in sight and repeat on every page, and the rows.

    `caption` is what is printed over the table besides the section's own name.
    """

    widths: tuple[float, ...]
    headings: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: str | None = None


def heading_cell(printed: str | None, usual: str, *, amount: bool = False) -> Cell:
    """The heading of a column: as printed, or the program's usual word for it, which looks different."""
    if printed:
        return Cell(printed, Style.AMOUNT_HEADING if amount else Style.HEADING)
    return Cell(usual, Style.USUAL_AMOUNT_HEADING if amount else Style.USUAL_HEADING)


def band(text: str, columns: int, style: Style = Style.BAND, rule: Rule = Rule.THIN) -> Row:
    """A row of one cell over all columns, which leads what follows."""
    return Row((Cell(text, style, columns=columns), *(None for _ in range(columns - 1))), rule, leads=True)
