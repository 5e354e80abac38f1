"""The workbook against bare openpyxl writing the same cells unstyled."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from agreements.document import load_document
from agreements.exports.workbook import render_workbook
from agreements.models import Agreement

SheetRows = list[tuple[str, list[list[Any]]]]


def workbook(slug: str) -> Callable[[], object]:
    """The loaded document rendered, with its spans, widths, heights, styles and page set-up."""
    document = load_document(Agreement.objects.newest().get(slug=slug))
    return lambda: render_workbook(document)


def bare(slug: str) -> Callable[[], object]:
    """The values of that workbook's cells, sheet by sheet, written without any style."""
    document = load_document(Agreement.objects.newest().get(slug=slug))
    styled = load_workbook(BytesIO(render_workbook(document)))
    sheets = [(sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()]) for sheet in styled.worksheets]
    return lambda: _write(sheets)


def _write(sheets: SheetRows) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(BytesIO())
