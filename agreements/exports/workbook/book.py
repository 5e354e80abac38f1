"""The document as an Excel workbook: a cover, the chapters' text, and a sheet for each table."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from agreements.document import Document
from agreements.exports.workbook.front import BookSheet, book_sheets, changed_date
from agreements.exports.workbook.layout import Layout, lay_out, page_breaks
from agreements.exports.workbook.styles import StyleSheet
from agreements.exports.workbook.xml import Page, page_text, sheet_xml
from agreements.models import Status
from agreements.titles import display_title
from agreements.written import without_forbidden

_COMPRESSION = 4  # of 9: a twentieth larger than at the usual 6, in two thirds of the time
_MOST_FROZEN = 240  # points: taller headings would leave no room to scroll in


@dataclass(frozen=True, slots=True)
class BookDetails:
    """What surrounds a workbook's sheets: its properties, the two parts of every page's header, what its footers say.

    `moment` is the time that the file bears.
    """

    title: str
    creator: str
    language: str
    header: tuple[str, str]
    footer: str
    moment: datetime.datetime


def render_workbook(document: Document) -> bytes:
    """The workbook as a file, in the document's language. The same document gives the same bytes at any time."""
    with translation.override(document.language):
        details = BookDetails(
            title=document.title,
            creator=document.unit_name,
            language=document.language,
            header=(" · ".join(unit.name for unit in document.units), display_title(document.title)),
            footer=_state(document),
            moment=document.changed_at,
        )
        return render_sheets(book_sheets(document), details)


def render_sheets(sheets: Sequence[BookSheet], details: BookDetails) -> bytes:
    """A workbook of the sheets, in the language that is active. The same sheets and details give the same bytes."""
    workbook = Workbook(write_only=True)
    styles = StyleSheet(workbook)
    parts: dict[str, str] = {}
    left, right = details.header
    header = page_text(left), page_text(right)
    footer = page_text(details.footer), _("Page %(page)s / %(pages)s") % {"page": "&P", "pages": "&N"}
    continued = "\n" + _("(continues in the next cell)")
    for sheet in sheets:
        layout = lay_out(sheet.widths, sheet.rows, continued=continued)
        worksheet = workbook.create_sheet(sheet.name)
        frozen = _repeat_headings(worksheet, sheet, layout)
        titles, end = layout.starts[sheet.headings.start], layout.starts[sheet.headings.stop]
        breaks = page_breaks(layout, range(titles, end))
        page = Page(header, footer, frozen, titles, breaks, sheet.divided, selected=not parts)
        parts[sheet.name] = sheet_xml(layout, page, styles.number)
    _describe(workbook, details)
    return _saved(workbook, parts, _in_utc(details.moment))


def _state(document: Document) -> str:
    return _("Version %(version)s · %(status)s · content changed %(date)s") % {
        "version": document.version,
        "status": Status(document.status).label,
        "date": changed_date(document),
    }


def _repeat_headings(worksheet: Worksheet, sheet: BookSheet, layout: Layout) -> int:
    """Have the headings printed on every page; how many rows to keep in sight on screen."""
    if not sheet.headings:
        return 0
    first, last = layout.starts[sheet.headings.start] + 1, layout.starts[sheet.headings.stop]
    worksheet.print_title_rows = f"{first}:{last}"
    return last if sum(row.height for row in layout.rows[:last]) <= _MOST_FROZEN else 0


def _describe(workbook: Workbook, details: BookDetails) -> None:
    properties = workbook.properties
    properties.title = without_forbidden(details.title)
    properties.creator = without_forbidden(details.creator)
    properties.language = details.language
    properties.created = properties.modified = _in_utc(details.moment)
    # Excel would otherwise reckon on opening, and ask whether to save what nobody changed.
    workbook.calculation.fullCalcOnLoad = False


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0, tzinfo=None)


def _saved(workbook: Workbook, parts: Mapping[str, str], changed_at: datetime.datetime) -> bytes:
    # Not Workbook.save(), which writes the time of saving into the file.
    file = BytesIO()
    with _DatedZip(file, changed_at) as archive:
        _Writer(workbook, archive, parts).write_data()
    return file.getvalue()


class _Writer(ExcelWriter):
    """Writes the package around sheets that are written already, by their names."""

    def __init__(self, workbook: Workbook, archive: ZipFile, parts: Mapping[str, str]) -> None:
        super().__init__(workbook, archive)
        self._package = archive
        self._parts = parts

    def write_worksheet(self, ws: Any) -> None:
        self._package.writestr(ws.path.removeprefix("/"), self._parts[ws.title])
        self.manifest.append(ws)


class _DatedZip(ZipFile):
    """A zip file whose members all bear one time."""

    def __init__(self, file: BytesIO, moment: datetime.datetime) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        # The format knows no time before 1980.
        self._moment = max(moment, datetime.datetime(1980, 1, 1)).timetuple()[:6]

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        info = ZipInfo(zinfo_or_arcname, self._moment)
        info.compress_type = ZIP_DEFLATED
        super().writestr(info, data, compresslevel=_COMPRESSION)
