"""Many documents as a zip file: each as a PDF and a workbook, and a list of what is inside."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.printing.front import Entry, source_in_words

# The first day that a zip file knows: the time of packing says nothing about the documents.
_WHEN = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_BLOCK = 1 << 20
# A spreadsheet takes what begins so for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ParcelPart:
    """A document of the parcel: how the list tells of it, its address, and where its files lie."""

    entry: Entry
    slug: str
    pdf: Path
    workbook: Path


def write_parcel(parts: Sequence[ParcelPart], file: BinaryIO) -> None:
    """Write the zip file, block by block. The same documents give the same bytes, in the language that is active."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parcel:
        rows = []
        for stem, part in zip(stems_of(parts), parts, strict=True):
            _pack(parcel, f"{stem}.pdf", part.pdf)
            workbook = _pack(parcel, f"{stem}.xlsx", part.workbook)
            rows.append((part.entry, f"{stem}.pdf", f"{stem}.xlsx", workbook))
        name = f"{slugify(_('Contents')) or 'contents'}.csv"
        parcel.writestr(_info(f"00-{name}"), _list(rows))


def stems_of(parts: Sequence[ParcelPart]) -> Iterator[str]:
    """A file name for each document without its ending: its place in the order, its address and its version."""
    digits = max(2, len(str(len(parts))))
    for number, part in enumerate(parts, start=1):
        yield f"{number:0{digits}}-{slugify(part.slug) or 'document'}-v{part.entry.version}"


def _pack(parcel: zipfile.ZipFile, name: str, source: Path) -> str:
    """Copy the file into the parcel. Returns its SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as read, parcel.open(_info(name), "w") as write:
        while block := read.read(_BLOCK):
            digest.update(block)
            write.write(block)
    return digest.hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _WHEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _READABLE
    return info


def _list(rows: Sequence[tuple[Entry, str, str, str]]) -> bytes:
    """The list as a spreadsheet of this country opens it: semicolons, and a mark that says UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        (
            *(_("Document"), _("Unit"), _("Kind"), _("Year"), _("Version"), _("Status"), _("Pages"), _("Taken from")),
            *(_("PDF"), _("SHA-256 of the PDF"), _("Workbook"), _("SHA-256 of the workbook")),
            _("SHA-256 of the signed content"),
        )
    )
    for entry, pdf, workbook, sha256 in rows:
        writer.writerow(
            (
                *(_plain(entry.name), _plain(entry.unit), entry.kind, entry.year, entry.version, entry.status),
                *(entry.pages, source_in_words(entry.source), pdf, entry.sha256, workbook, sha256, entry.record_sha256),
            )
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(text: str) -> str:
    """The text as one line that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULAS) else line
