"""One document of a print job: its PDF, out of the store where it was signed, and its workbook."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from agreements.document import load_document
from agreements.exports.pdf.press import print_html
from agreements.exports.pdf.render import document_as_html
from agreements.exports.workbook import render_workbook
from agreements.models import Agreement, PartSource, Scan, SignedRecord

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A document's files, and what they were made of; `workbook` only where it was asked for."""

    pdf: bytes
    workbook: bytes | None
    source: PartSource
    pages: int
    mark: str
    record_sha256: str


def print_part(agreement: Agreement, *, workbook: bool) -> PrintedPart:
    """The document's PDF: the scan of the paper that was signed, else the sealed original, else printed now.

    Raises whatever the press does; pikepdf's PdfError for a scan that cannot be read.
    """
    scan, record = _scan_of(agreement), _record_of(agreement)
    document = load_document(agreement)
    if scan is not None:
        source, mark, pdf = PartSource.SCANNED, scan.sha256, bytes(scan.file)
    elif record is not None and record.pdf is not None:
        source, mark, pdf = PartSource.SEALED, record.sha256, bytes(record.pdf)
    else:
        html = document_as_html(document)
        source, mark, pdf = PartSource.PRINTED, _digest(html), print_html(html)
    return PrintedPart(
        pdf=pdf,
        workbook=render_workbook(document) if workbook else None,
        source=source,
        pages=pages_of(pdf),
        mark=mark,
        record_sha256=record.sha256 if record else "",
    )


def mark_of(agreement: Agreement) -> str:
    """The mark that the document's PDF would have now: the SHA-256 of what it is made of. Nothing is printed."""
    if (scan := _scan_of(agreement, with_file=False)) is not None:
        return scan.sha256
    record = _record_of(agreement, with_file=False)
    if record is not None and record.pdf_sha256:
        return record.sha256
    return _digest(document_as_html(load_document(agreement)))


def pages_of(pdf: bytes) -> int:
    """How many pages the PDF has. Raises PdfError for what is no PDF, PasswordError for one that is locked."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _scan_of(agreement: Agreement, *, with_file: bool = True) -> Scan | None:
    scans = Scan.objects.filter(agreement=agreement, content_type=_PDF)
    return scans.only("sha256", *(["file"] if with_file else [])).first()


def _record_of(agreement: Agreement, *, with_file: bool = True) -> SignedRecord | None:
    records = SignedRecord.objects.filter(agreement=agreement)
    return records.only("sha256", "pdf_sha256", *(["pdf"] if with_file else [])).first()


def _digest(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()
