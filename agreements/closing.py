"""The report with which a document's year is closed: an app brings it, so that the root app knows none of them."""

import datetime
from collections.abc import Callable

from agreements.document import Document
from agreements.exports.json import document_as_json
from agreements.exports.pdf.archive import Archive
from agreements.freezing import canonical_json

FORMAT = 1
"""The form of the JSON. A closing keeps the form it was made in."""

Printer = Callable[[Document, int, datetime.date, Archive], bytes]
"""Prints the report of a document, loaded on the day, of the unit of the id, as an archival PDF."""

_printers: list[Printer] = []


def register(printer: Printer) -> None:
    """Set what prints the report; the last one registered does."""
    _printers[:] = [printer]


def print_report(document: Document, *, unit: int, on: datetime.date, archive: Archive) -> bytes:
    """The report as an archival PDF."""
    return _printers[0](document, unit, on, archive)


def closing_content(document: Document, *, on: datetime.date, signed: str | None) -> str:
    """What is frozen when a document is closed, as canonical JSON: the whole document with its actuals and colours as
    they stand on the day, and the SHA-256 of the content that was signed.
    """
    return canonical_json(
        {"format": FORMAT, "on": on.isoformat(), "signed": signed, "document": document_as_json(document)}
    )
