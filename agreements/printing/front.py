"""What stands before the documents of a book: a cover, the contents with page numbers, and each document's hash."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.exports.pdf.press import print_html, printable
from agreements.models import PartSource
from agreements.printing.parts import pages_of

_STYLES = (Path(__file__).with_name("book.css"),)
# The contents are printed before the documents are there: a link to one is an address until they are.
_LINK = "https://document.invalid/"
_LINKED = re.compile(re.escape(_LINK) + r"(\d+)")
_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the contents tell of it. `page`, the first one in the book, is worked out here."""

    name: str
    unit: str
    kind: str
    status: str
    version: int
    year: int
    language: str
    source: str
    sha256: str
    record_sha256: str
    pages: int
    changed: bool = False
    page: int = 0

    @property
    def taken_from(self) -> str:
        return source_in_words(self.source)

    @property
    def is_tagged(self) -> bool:
        """Can a screen reader read it as a text?"""
        return self.source != PartSource.SCANNED


@dataclass(frozen=True, slots=True)
class Front:
    """What the cover says."""

    title: str
    chain: str
    chosen: str
    ordered_by: str
    made_at: datetime.datetime
    language: str
    left_out: tuple[str, ...] = ()


def print_front(front: Front, entries: Sequence[Entry]) -> bytes:
    """The cover and the contents as a PDF: the same bytes for the same facts."""
    before = 0
    for _try in range(_MOST_TRIES):
        pdf = print_html(_html(front, _placed(entries, before)), further=_STYLES)
        pages = pages_of(pdf)
        if pages == before:
            break
        # The numbers begin after the contents, whose length is known only now.
        before = pages
    return pdf


def source_in_words(source: str) -> str:
    """Where a document's pages come from, as it is printed, in the language that is active."""
    return {
        PartSource.SEALED: _("The sealed original"),
        PartSource.SCANNED: _("The scan of the signed paper"),
    }.get(PartSource(source), _("Printed from the database"))


def document_of_link(address: str) -> int | None:
    """The number of the document that a link of the contents leads to; None for any other address."""
    found = _LINKED.fullmatch(address)
    return int(found[1]) if found else None


def _placed(entries: Sequence[Entry], before: int) -> list[Entry]:
    placed = []
    page = before + 1
    for entry in entries:
        placed.append(replace(entry, page=page))
        page += entry.pages
    return placed


def _html(front: Front, entries: Sequence[Entry]) -> str:
    with translation.override(front.language):
        context = {
            "front": front,
            "entries": entries,
            "pages": entries[-1].page + entries[-1].pages - 1 if entries else 0,
            "sealed": sum(entry.source != PartSource.PRINTED for entry in entries),
            "link": _LINK,
        }
        return printable(render_to_string("agreements/print/book.html", context))
