"""How the workbook's cells look: one entry of the stylesheet for each look that occurs, shared by all its cells."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE
from openpyxl.utils.indexed_list import IndexedList

from agreements.exports.workbook.layout import FONTS
from agreements.sheets import RIGHT, Rule, Style

_INK, _MUTED, _VIOLET, _HAIRLINE = "1A1F2B", "4B5363", "41409A", "C3C9D3"
_LINES = {
    Rule.HAIRLINE: Side("thin", _HAIRLINE),
    Rule.THIN: Side("thin", _INK),
    Rule.STRONG: Side("medium", _INK),
}
_USUAL_HEADINGS = (Style.USUAL_HEADING, Style.USUAL_AMOUNT_HEADING)
_HEADINGS = (Style.HEADING, Style.AMOUNT_HEADING, *_USUAL_HEADINGS)
_COLOURS = {
    **dict.fromkeys((*_USUAL_HEADINGS, Style.VOICE, Style.VOICE_AMOUNT, Style.SIGNATURE), _MUTED),
    Style.LINK: _VIOLET,
    Style.GREEN: "17653A",
    Style.YELLOW: "5C4300",
    Style.RED: "A31621",
}
_FILLS = {
    **dict.fromkeys(_HEADINGS, "F3F4F8"),
    Style.GREEN: "E5F3E9",
    Style.YELLOW: "FFF2C4",
    Style.RED: "FBE5E5",
}


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides how a cell looks.

    `divided` draws a fine line at the cell's left, `last` a strong one below it; `quoted` keeps a spreadsheet from ever
    reading the cell's text as a formula.
    """

    style: Style
    rule: Rule = Rule.NONE
    divided: bool = False
    last: bool = False
    indent: int = 0
    number_format: str | None = None
    quoted: bool = False


class StyleSheet:
    """The numbers of the looks in the stylesheet of one workbook, made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._numbers: dict[Look, int] = {}
        self._parts: dict[Hashable, int] = {}
        # The lists that a workbook keeps its styles in, of which openpyxl's stubs know nothing.
        self._lists = lists = cast(Any, workbook)
        # The first font is the one that column widths are counted in, and that new cells are written in.
        lists._fonts = IndexedList([_font(Style.TEXT)])
        lists._named_styles["Normal"].font = _font(Style.TEXT)

    def number(self, look: Look) -> int:
        """The number by which cells of that look refer to it."""
        number = self._numbers.get(look)
        if number is None:
            number = self._numbers[look] = self._lists._cell_styles.add(self._array(look))
        return number

    def _array(self, look: Look) -> StyleArray:
        lists, style = self._lists, look.style
        array = StyleArray()
        array.fontId = self._part(lists._fonts, _font, style)
        array.fillId = self._part(lists._fills, _fill, style) if style in _FILLS else 0
        array.borderId = self._part(lists._borders, _border, look.rule, look.divided, look.last)
        array.alignmentId = self._part(lists._alignments, _alignment, style, look.indent)
        array.numFmtId = self._number_format(look)
        array.quotePrefix = int(look.quoted)
        return array

    def _part(self, parts: Any, make: Callable[..., Any], *key: Any) -> int:
        """The place of the font, fill, border or alignment in its list. Hashing one costs, so it is done once."""
        number = self._parts.get((make, key))
        if number is None:
            number = self._parts[make, key] = parts.add(make(*key))
        return number

    def _number_format(self, look: Look) -> int:
        code = look.number_format or ("@" if look.style is Style.IDENTIFIER else "General")
        if code in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[code]
        return BUILTIN_FORMATS_MAX_SIZE + int(self._lists._number_formats.add(code))


@cache
def _font(style: Style) -> Font:
    font = FONTS[style]
    return Font(
        name="Arial",
        size=font.size,
        bold=font.bold,
        italic=style in _USUAL_HEADINGS,
        underline="single" if style is Style.LINK else None,
        color=_COLOURS.get(style, _INK),
    )


@cache
def _fill(style: Style) -> PatternFill:
    return PatternFill("solid", start_color=_FILLS[style])


@cache
def _border(rule: Rule, divided: bool, last: bool) -> Border:
    return Border(
        top=_LINES.get(rule, Side()),
        left=_LINES[Rule.HAIRLINE] if divided else Side(),
        bottom=_LINES[Rule.STRONG] if last else Side(),
    )


@cache
def _alignment(style: Style, indent: int) -> Alignment:
    horizontal = "center" if style is Style.CHOICE else "right" if style in RIGHT else "left"
    vertical = "bottom" if style in _HEADINGS or style is Style.SIGNATURE else "top"
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent + (style in RIGHT))
