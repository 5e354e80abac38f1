"""The files that a document can be taken out as."""

from collections.abc import Callable
from dataclasses import dataclass

from agreements.document import Document
from agreements.exports.json import render_json
from agreements.exports.pdf import render_pdf
from agreements.exports.workbook import render_workbook


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A file format: its ending, its name, its media type, and what renders a document in the document's language."""

    extension: str
    label: str
    content_type: str
    render: Callable[[Document], bytes]


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS = {
    export.extension: export
    for export in (
        ExportFormat("json", "JSON", "application/json", render_json),
        ExportFormat("pdf", "PDF", "application/pdf", render_pdf),
        ExportFormat("xlsx", "Excel", _XLSX, render_workbook),
    )
}
