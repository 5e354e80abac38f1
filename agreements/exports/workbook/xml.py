"""A sheet of a workbook in its file's own language, SpreadsheetML.

openpyxl writes the package and the styles. The sheets are written here, because its cells, merges and page setups cost
several times the writing of a bare sheet, and because it takes "=1+1" for a formula and "#N/A" for an error.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from agreements.exports.workbook.layout import Layout, PlacedCell
from agreements.exports.workbook.styles import Look
from agreements.exports.workbook.text_measure import utf16_length
from agreements.written import without_forbidden

_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST_IN_HEADER = 120  # characters in each of a header's two parts: Excel takes 255 in all
_MARGINS = 'left="0.55" right="0.55" top="0.67" bottom="0.67" header="0.3" footer="0.3"'  # inches


@dataclass(frozen=True, slots=True)
class Page:
    """What surrounds the cells.

    Header and footer have a left and a right part. The first `frozen` rows stay in sight. Below the first `titles` rows
    a `divided` sheet has fine lines between its columns. A page ends after each of the rows in `breaks`.
    """

    header: tuple[str, str]
    footer: tuple[str, str]
    frozen: int
    titles: int
    breaks: Sequence[int]
    divided: bool
    selected: bool


def page_text(text: str) -> str:
    """Text for a header or footer: of bearable length, its ampersands doubled, for they begin codes there."""
    clean = " ".join(without_forbidden(text).split())
    short = clean[:_MOST_IN_HEADER]
    while utf16_length(escaped := short.replace("&", "&&")) > _MOST_IN_HEADER:
        short = short[:-1]
    return escaped if short == clean else f"{escaped}…"


def sheet_xml(layout: Layout, page: Page, style_of: Callable[[Look], int]) -> str:
    """The sheet on A4 across, as wide as the page. `style_of` gives the number of a look in the stylesheet."""
    last = f"{column_name(len(layout.widths))}{len(layout.rows)}"
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{last}"/>',
            _view(page),
            '<sheetFormatPr defaultRowHeight="12.75"/>',
            _columns(layout),
            *_rows(layout, page, style_of),
            _merges(layout),
            _links(layout),
            f"<pageMargins {_MARGINS}/>",
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
            _header_and_footer(page),
            _breaks(page),
            # Position numbers and the like are text on purpose: no warning triangles on them.
            f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors>',
            "</worksheet>",
        )
    )


@lru_cache
def column_name(column: int) -> str:
    """The letters of a column, counted from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _view(page: Page) -> str:
    attributes = ("" if page.divided else ' showGridLines="0"') + (' tabSelected="1"' if page.selected else "")
    pane = ""
    if page.frozen:
        top = f"A{page.frozen + 1}"
        pane = (
            f'<pane ySplit="{page.frozen}" topLeftCell="{top}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="{top}" sqref="{top}"/>'
        )
    return f'<sheetViews><sheetView{attributes} workbookViewId="0">{pane}</sheetView></sheetViews>'


def _columns(layout: Layout) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(layout.widths, start=1)
    )
    return f"<cols>{columns}</cols>"


def _rows(layout: Layout, page: Page, style_of: Callable[[Look], int]) -> Iterator[str]:
    yield "<sheetData>"
    for at, row in enumerate(layout.rows, start=1):
        # A row whose height is not its own to keep grows when somebody writes more into it; a merged cell never does.
        own = ' customHeight="1"' if row.grown else ""
        yield f'<row r="{at}" ht="{row.height:.2f}"{own}>'
        divided, last = page.divided and at > page.titles, at == len(layout.rows)
        for placed in row.cells:
            look = _look(placed, divided=divided and placed.column > 1, last=last)
            yield f'<c r="{column_name(placed.column)}{at}" s="{style_of(look)}"{_content(placed)}'
        yield "</row>"
    yield "</sheetData>"


def _look(placed: PlacedCell, *, divided: bool, last: bool) -> Look:
    return Look(
        placed.cell.style,
        placed.rule,
        divided,
        last,
        placed.cell.indent,
        placed.number.format if placed.number else None,
        placed.text is not None and placed.text.startswith(_FORMULA_STARTS) and placed.number is None,
    )


def _content(placed: PlacedCell) -> str:
    if placed.number is not None:
        return f"><v>{placed.number.value!r}</v></c>"
    if placed.text:
        return f' t="inlineStr"><is><t xml:space="preserve">{_written(placed.text)}</t></is></c>'
    return "/>"


def _written(text: str) -> str:
    """The text without what XML cannot hold, and with what Excel would read as an escape (_x000D_) escaped itself."""
    clean = without_forbidden(text)
    return escape(_LOOKS_ESCAPED.sub("_x005F_", clean) if "_x" in clean else clean)


def _merges(layout: Layout) -> str:
    if not layout.merges:
        return ""
    merges = "".join(
        f'<mergeCell ref="{column_name(left)}{top}:{column_name(right)}{bottom}"/>'
        for top, left, bottom, right in layout.merges
    )
    return f'<mergeCells count="{len(layout.merges)}">{merges}</mergeCells>'


def _links(layout: Layout) -> str:
    links = [
        f'<hyperlink ref="{column_name(placed.column)}{at}" location={_location(placed.cell.target)}/>'
        for at, row in enumerate(layout.rows, start=1)
        for placed in row.cells
        if placed.cell.target and placed.text
    ]
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""


def _location(sheet: str) -> str:
    name = sheet.replace("'", "''")
    return quoteattr(f"'{name}'!A1")


def _breaks(page: Page) -> str:
    if not page.breaks:
        return ""
    breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in page.breaks)
    return f'<rowBreaks count="{len(page.breaks)}" manualBreakCount="{len(page.breaks)}">{breaks}</rowBreaks>'


def _header_and_footer(page: Page) -> str:
    header, footer = escape(_both_sides(page.header)), escape(_both_sides(page.footer))
    return f"<headerFooter><oddHeader>{header}</oddHeader><oddFooter>{footer}</oddFooter></headerFooter>"


def _both_sides(parts: tuple[str, str]) -> str:
    return "".join(f"&{side}{text}" for side, text in zip("LR", parts, strict=True) if text)
