"""The document as an Excel workbook: a cover, the chapters' text, and a sheet for each table."""

import datetime
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as FileCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from agreements.document import Document
from agreements.exports.front_sheets import BookSheet, book_sheets, changed_date
from agreements.exports.sheet_layout import Layout, PlacedCell, lay_out
from agreements.exports.sheet_styles import Look, StyleArrays
from agreements.models import Status
from agreements.titles import display_title
from agreements.written import without_forbidden

_A4 = 9
_MARGINS = {"left": 0.55, "right": 0.55, "top": 0.67, "bottom": 0.67, "header": 0.3, "footer": 0.3}  # inches
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST_FROZEN = 240  # points: taller headings would leave no room to scroll in
_MOST_IN_HEADER = 100  # characters in each of a header's two parts: Excel takes 255 in all


def render_workbook(document: Document) -> bytes:
    """The workbook as a file, in the document's language. The same document gives the same bytes at any time."""
    with translation.override(document.language):
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        styles = StyleArrays(workbook)
        continued = "\n" + _("(continues in the next cell)")
        for sheet in book_sheets(document):
            layout = lay_out(sheet.widths, sheet.rows, continued=continued)
            _write_sheet(workbook, sheet, layout, styles, document)
        _describe(workbook, document)
        return _saved(workbook, document.changed_at)


def _write_sheet(workbook: Workbook, sheet: BookSheet, layout: Layout, styles: StyleArrays, document: Document) -> None:
    worksheet = workbook.create_sheet(sheet.name)
    for column, width in enumerate(layout.widths, start=1):
        worksheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(layout.rows, start=1):
        dimension: dict[str, str] = {"ht": f"{row.height:.2f}"}
        if row.grown:
            # Rows without this grow by themselves when somebody writes more into them; a merged cell never does.
            dimension["customHeight"] = "1"
        worksheet.row_dimensions[at] = dimension
        for placed in row.cells:
            _write_cell(worksheet, at, placed, styles)
    worksheet.merged_cells = [
        f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        for top, left, bottom, right in layout.merges
    ]
    _set_up_page(worksheet, sheet, layout, document)


def _write_cell(worksheet: Worksheet, row: int, placed: PlacedCell, styles: StyleArrays) -> None:
    cell = FileCell(worksheet, row, placed.column)
    text, number, source = placed.text, placed.number, placed.cell
    if number is not None:
        cell._value = number.value
        look = Look(source.style, placed.rule, source.indent, number.format)
    elif text:
        # Set past openpyxl's guessing, which takes "=1+1" for a formula and "#N/A" for an error.
        cell._value = _storable(text)
        cell.data_type = "s"
        look = Look(source.style, placed.rule, source.indent, quoted=text.startswith(_FORMULA_STARTS))
    else:
        look = Look(source.style, placed.rule)
    cell._style = styles[look]
    if source.target and text:
        cell._hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(source.target)}!A1")
    worksheet._cells[row, placed.column] = cell


def _storable(text: str) -> str:
    """The text without what XML cannot hold, and with what Excel would read as an escape (_x000D_) escaped itself."""
    clean = without_forbidden(text)
    return _LOOKS_ESCAPED.sub("_x005F_", clean) if "_x" in clean else clean


def _set_up_page(worksheet: Worksheet, sheet: BookSheet, layout: Layout, document: Document) -> None:
    """A4 across, as wide as the page; headings that stay in sight and repeat; whose sheet it is, and which page."""
    worksheet.page_setup.paperSize = _A4
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_margins = PageMargins(**_MARGINS)
    worksheet.sheet_view.showGridLines = sheet.gridlines
    header, footer = worksheet.oddHeader, worksheet.oddFooter
    header.left.text = _in_header(" · ".join(unit.name for unit in document.units))
    header.right.text = _in_header(display_title(document.title))
    footer.left.text = _in_header(
        _("Version %(version)s · %(status)s · content changed %(date)s")
        % {"version": document.version, "status": Status(document.status).label, "date": changed_date(document)}
    )
    footer.right.text = _("Page %(page)s / %(pages)s") % {"page": "&P", "pages": "&N"}
    if sheet.headings:
        first, last = layout.starts[sheet.headings.start] + 1, layout.starts[sheet.headings.stop]
        worksheet.print_title_rows = f"{first}:{last}"
        if sum(row.height for row in layout.rows[:last]) <= _MOST_FROZEN:
            worksheet.freeze_panes = f"A{last + 1}"


def _in_header(text: str) -> str:
    """The text for a page's header or footer: in length, and with its ampersands doubled, for they begin codes there."""
    clean = " ".join(without_forbidden(text).split())
    short = clean if len(clean) <= _MOST_IN_HEADER else f"{clean[: _MOST_IN_HEADER - 1]}…"
    return short.replace("&", "&&")


def _describe(workbook: Workbook, document: Document) -> None:
    properties = workbook.properties
    properties.title = without_forbidden(document.title)
    properties.creator = without_forbidden(document.unit_name)
    properties.language = document.language
    properties.created = properties.modified = _in_utc(document.changed_at)
    # Excel would otherwise reckon on opening, and ask whether to save what nobody changed.
    workbook.calculation.fullCalcOnLoad = False


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0, tzinfo=None)


def _saved(workbook: Workbook, changed_at: datetime.datetime) -> bytes:
    # Not Workbook.save(), which writes the time of saving into the file.
    file = BytesIO()
    with _DatedZip(file, _in_utc(changed_at)) as archive:
        ExcelWriter(workbook, archive).write_data()
    return file.getvalue()


class _DatedZip(ZipFile):
    """A zip file whose members all bear one time."""

    def __init__(self, file: BytesIO, moment: datetime.datetime) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._moment = max(moment, datetime.datetime(1980, 1, 1)).timetuple()[:6]

    def writestr(self, name: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_DEFLATED
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())
