"""How the cells of the workbook look: one shared style array for each look that occurs.

Styling cell by cell costs openpyxl several times as much as writing the cells; here a cell is given an array of numbers
that was made once.
"""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE
from openpyxl.utils.indexed_list import IndexedList

from agreements.exports.sheet_layout import FONTS
from agreements.sheets import Rule, Style

_INK, _MUTED, _VIOLET = "1A1F2B", "4B5363", "41409A"
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
_RIGHT = (Style.AMOUNT, Style.STRONG_AMOUNT, Style.VOICE_AMOUNT, Style.AMOUNT_HEADING, Style.USUAL_AMOUNT_HEADING)


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides how a cell looks; `quoted` keeps a spreadsheet from ever reading its text as a formula."""

    style: Style
    rule: Rule = Rule.NONE
    indent: int = 0
    number_format: str | None = None
    quoted: bool = False


class StyleArrays:
    """The style arrays of one workbook, made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._arrays: dict[Look, StyleArray] = {}
        # The first font is the one that column widths are counted in, and that new cells are written in.
        workbook._fonts = IndexedList([_font(Style.TEXT)])
        workbook._named_styles["Normal"].font = _font(Style.TEXT)

    def __getitem__(self, look: Look) -> StyleArray:
        array = self._arrays.get(look)
        if array is None:
            array = self._arrays[look] = self._make(look)
        return array

    def _make(self, look: Look) -> StyleArray:
        workbook, style = self._workbook, look.style
        array = StyleArray()
        array.fontId = workbook._fonts.add(_font(style))
        if style in _FILLS:
            array.fillId = workbook._fills.add(PatternFill("solid", start_color=_FILLS[style]))
        if look.rule is not Rule.NONE:
            array.borderId = workbook._borders.add(Border(top=Side(look.rule.value, _INK)))
        array.alignmentId = workbook._alignments.add(_alignment(style, look.indent))
        array.numFmtId = self._number_format(look)
        array.quotePrefix = int(look.quoted)
        return array

    def _number_format(self, look: Look) -> int:
        code = look.number_format or ("@" if look.style is Style.IDENTIFIER else "General")
        if code in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[code]
        return BUILTIN_FORMATS_MAX_SIZE + self._workbook._number_formats.add(code)


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


def _alignment(style: Style, indent: int) -> Alignment:
    horizontal = "center" if style is Style.CHOICE else "right" if style in _RIGHT else "left"
    vertical = "bottom" if style in _HEADINGS or style is Style.SIGNATURE else "top"
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent)
