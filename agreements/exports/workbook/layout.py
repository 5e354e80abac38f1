"""Where the cells of a sheet come to stand: columns that cut no word, rows that cut no text. Pure Python.

A row of the description becomes one row of the file. When a text is taller than a row may be, the row becomes several,
and the text goes on from cell to cell; it is not merged over them, for LibreOffice takes a page on which no cell begins
for an empty one and does not print it.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import attrgetter

from agreements.exports.workbook.number_formats import FormattedNumber, formatted_number
from agreements.exports.workbook.text_measure import TextFont
from agreements.sheets import NUMERIC, RIGHT, Cell, Row, Rule, Style

CHARACTER = 5.25  # the width in points of the digit that columns are counted in: 7 pixels
INDENT = 9.0  # the width of one step, in points
_PADDING = 4.5  # what a cell keeps free beside its text, in points
_MARGIN = 4.5  # what a row keeps free above and below its text
_TALLEST = 396.0  # a row may be 409 points high
_LINES_OF_MARK = 3  # what the mark of continuation may take of a row
_WIDEST_WORD = 32  # a word with more characters than that is broken

# An A4 page across without its margins, in points.
_PAGE_WIDTH, _PAGE_HEIGHT = 760.0, 495.0

_BODY = TextFont(10)
_STRONG = TextFont(10, bold=True)
_SMALL = TextFont(9)
_SMALL_STRONG = TextFont(9, bold=True)
FONTS: Mapping[Style, TextFont] = {
    **dict.fromkeys(Style, _BODY),
    **dict.fromkeys((Style.STRONG, Style.STRONG_AMOUNT, Style.GREEN, Style.YELLOW, Style.RED), _STRONG),
    **dict.fromkeys((Style.HEADING, Style.AMOUNT_HEADING), _SMALL_STRONG),
    **dict.fromkeys((Style.USUAL_HEADING, Style.USUAL_AMOUNT_HEADING), _SMALL),
    **dict.fromkeys((Style.VOICE, Style.VOICE_AMOUNT, Style.SIGNATURE), _SMALL),
    Style.TITLE: TextFont(16, bold=True),
    Style.BAND: TextFont(11, bold=True),
}


@dataclass(slots=True)
class PlacedCell:
    """A cell of the file; `number` is what its text becomes, when it is one."""

    column: int
    text: str | None
    cell: Cell
    rule: Rule
    number: FormattedNumber | None = None


_COLUMN = attrgetter("column")


@dataclass(slots=True)
class PlacedRow:
    """A row of the file, its height in points.

    `grown` when merged cells need more than its own cells do; `leads` when it has to stand on the next row's page.
    """

    height: float
    grown: bool
    leads: bool
    cells: list[PlacedCell] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """Rows and columns count from 1; a merge is first row, first column, last row, last column.

    `starts` tells where each row of the description begins among `rows`, and behind the last one where they end.
    """

    widths: list[float]
    rows: list[PlacedRow]
    starts: list[int]
    merges: list[tuple[int, int, int, int]]

    @property
    def scale(self) -> float:
        """What the sheet shrinks to when it is fitted to the width of the page."""
        return min(1.0, _PAGE_WIDTH / (sum(self.widths) * CHARACTER))


def lay_out(widths: Sequence[float], rows: Sequence[Row], *, continued: str) -> Layout:
    """The rows placed. `continued` is added where a text goes on in the next cell, being taller than a row may be."""
    fitted = _fitted_widths(widths, rows)
    heights, grown, cut = _heights(fitted, rows)
    counts = [math.ceil(height / _TALLEST) for height in heights]
    starts = list(accumulate(counts, initial=0))
    placed = [
        PlacedRow(height / count, is_grown or count > 1, row.leads)
        for row, height, is_grown, count in zip(rows, heights, grown, counts, strict=True)
        for _ in range(count)
    ]
    layout = Layout(fitted, placed, starts, [])
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells, start=1):
            if cell is None:
                continue
            first, last = starts[at], starts[at + cell.rows]
            if pieces := cut.get((at, column)):
                _deal(layout, PlacedCell(column, None, cell, row.rule), pieces, first, last, continued)
            else:
                number = formatted_number(cell.text) if cell.text and cell.style in NUMERIC else None
                _put(layout, PlacedCell(column, cell.text, cell, row.rule, number), first, last)
    for placed_row in placed:
        placed_row.cells.sort(key=_COLUMN)
    return layout


def _deal(layout: Layout, placed: PlacedCell, pieces: Sequence[str], first: int, last: int, continued: str) -> None:
    """Put the pieces one below the other over the rows from `first` up to `last`, which is not theirs any more."""
    for at, piece in enumerate(pieces, start=1):
        left = len(pieces) - at
        end = first + 1 if left else last
        while left and end < last - left and sum(row.height for row in layout.rows[first:end]) < _TALLEST:
            end += 1
        _put(layout, replace(placed, text=piece + continued if left else piece), first, end)
        placed, first = replace(placed, rule=Rule.NONE), end


def _put(layout: Layout, placed: PlacedCell, first: int, last: int) -> None:
    """Put the cell at its place, and behind it the empty cells that it covers: lines are drawn on each of them."""
    layout.rows[first].cells.append(placed)
    width = placed.cell.columns
    if width == 1 and last - first == 1:
        return
    layout.merges.append((first + 1, placed.column, last, placed.column + width - 1))
    for row in range(first, last):
        rule = placed.rule if row == first else Rule.NONE
        for column in range(placed.column + (row == first), placed.column + width):
            layout.rows[row].cells.append(PlacedCell(column, None, placed.cell, rule))


def _fitted_widths(widths: Sequence[float], rows: Sequence[Row]) -> list[float]:
    """The widths, each raised to what its longest word or number needs to stay on one line."""
    fitted = list(widths)
    for row in rows:
        for column, cell in enumerate(row.cells):
            if cell is not None and cell.text and cell.columns == 1:
                for word in _long_words(cell, _inner_width(fitted, column, cell)):
                    needed = FONTS[cell.style].width(word) + _taken(cell)
                    fitted[column] = max(fitted[column], round(needed / CHARACTER + 0.05, 1))
    return fitted


def _long_words(cell: Cell, inner: float) -> Iterator[str]:
    """The parts of the cell's text that stay together and may be too wide for it."""
    text = cell.text or ""
    if cell.style in NUMERIC and formatted_number(text):
        yield text
        return
    shortest = max(1, int(inner / (FONTS[cell.style].size * 0.72)))
    if shortest <= _WIDEST_WORD:
        for match in re.finditer(rf"[^\s-]{{{shortest},}}-?", text):
            yield match[0][:_WIDEST_WORD]


def _heights(
    widths: Sequence[float], rows: Sequence[Row]
) -> tuple[list[float], list[bool], dict[tuple[int, int], list[str]]]:
    """The height of each row, whether it has to be set because a merged cell needs it, and the texts that are cut.

    The pieces of a cut text are found by row, counted from 0, and column, counted from 1.
    """
    heights = [max(row.height, _BODY.line + _MARGIN) for row in rows]
    grown = [row.height > 0 for row in rows]
    cut: dict[tuple[int, int], list[str]] = {}
    spans: list[tuple[int, int, float, int]] = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell is None or not cell.text:
                continue
            needed, pieces = _measure(cell.text, FONTS[cell.style], _inner_width(widths, column, cell))
            if pieces:
                cut[at, column + 1] = pieces
            if cell.rows > 1:
                spans.append((cell.rows, at, needed, len(pieces)))
            elif needed > heights[at]:
                heights[at] = needed
            grown[at] |= cell.columns > 1
    for count, at, needed, parts in sorted(spans):
        own = heights[at : at + count]
        # A piece takes whole rows, and may leave almost one of them unused.
        missing = needed + parts * min(max(own), _TALLEST) - sum(own)
        if missing > 0:
            heights[at + count - 1] += missing
            grown[at + count - 1] = True
    return heights, grown, cut


def _measure(text: str, font: TextFont, inner: float) -> tuple[float, list[str]]:
    """The height in points that the text needs; its pieces, joined the text, when it is taller than a row may be.

    What a row can show, a cell can hold: some thirty lines are far from Excel's 32,767 characters and 253 line feeds.
    """
    starts = font.line_starts(text, inner)
    most = int((_TALLEST - _MARGIN) / font.line)
    if len(starts) <= most:
        return len(starts) * font.line + _MARGIN, []
    lines = most - _LINES_OF_MARK
    ends = starts[lines::lines]
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return len(pieces) * _TALLEST, pieces


def _inner_width(widths: Sequence[float], column: int, cell: Cell) -> float:
    """The width in points that a cell leaves to its text."""
    width = widths[column] if cell.columns == 1 else sum(widths[column : column + cell.columns])
    return width * CHARACTER - _taken(cell)


def _taken(cell: Cell) -> float:
    """What of a cell's width, in points, its text does not get."""
    return _PADDING + (cell.indent + (cell.style in RIGHT)) * INDENT


def page_breaks(layout: Layout, headings: range) -> list[int]:
    """After which rows of the file a new page begins.

    No page ends in the midst of a merged cell's text or behind a heading, unless no page could hold the rows together.
    `headings` are the rows that every page repeats.
    """
    room = _PAGE_HEIGHT / layout.scale
    repeated = sum(row.height for row in layout.rows[headings.start : headings.stop])
    torn = _torn_boundaries(layout)
    breaks: list[int] = []
    start, used = 0, 0.0
    for at, row in enumerate(layout.rows):
        if used + row.height > room and at > start:
            whole = next((boundary for boundary in range(at, start, -1) if boundary not in torn), at)
            if whole > headings.stop:
                breaks.append(whole)
                start, used = whole, repeated + sum(earlier.height for earlier in layout.rows[whole:at])
            else:
                start, used = at, repeated
        used += row.height
    return breaks


def _torn_boundaries(layout: Layout) -> set[int]:
    """The boundaries between rows at which a page's end would cut through text or part a heading from what it heads."""
    torn = {at for at, row in enumerate(layout.rows, start=1) if row.leads}
    for top, left, bottom, _right in layout.merges:
        placed = next(placed for placed in layout.rows[top - 1].cells if placed.column == left)
        inner = _inner_width(layout.widths, left - 1, placed.cell)
        font = FONTS[placed.cell.style]
        left_over = len(font.line_starts(placed.text or "", inner)) * font.line
        for at in range(top, bottom):
            left_over -= layout.rows[at - 1].height
            if left_over <= 0:
                break
            torn.add(at)
    return torn
