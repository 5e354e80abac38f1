"""The document as HTML for the press."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone, translation

from agreements.document import Document, DocumentUnit
from agreements.exports.pdf.archive import Archive
from agreements.exports.pdf.comparison import STYLES
from agreements.exports.pdf.press import print_html, printable
from agreements.models import Kind, Status, UnitKind
from agreements.outline import CHAPTER, outline
from agreements.sections import DocumentSection
from agreements.titles import display_title

_CONTENTS_DEPTH = 2


@dataclass(frozen=True, slots=True)
class PrintItem:
    """A section with its place on paper; `turned` when its table needs a landscape page among upright ones."""

    section: DocumentSection
    layout: str
    heading_level: int
    anchor: str
    turned: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's lines before and after the title; a line that is the title itself is in neither."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def render_pdf(document: Document, *, archive: Archive | None = None) -> bytes:
    """The PDF, in the document's own language. The same document gives the same bytes.

    With `archive` it is the archival file of a signed document, in which the hash of the content is printed.
    """
    html = document_as_html(document, sha256=archive.sha256 if archive else "")
    return print_html(html, further=STYLES if document.changes else (), archive=archive)


def document_as_html(document: Document, *, sha256: str = "") -> str:
    """What is printed, as HTML. Every character in it can be printed. `sha256` is that of the signed content."""
    with translation.override(document.language):
        context = {**_context(document), "sha256": sha256}
        return printable(render_to_string("agreements/print/document.html", context))


def _context(document: Document) -> dict[str, object]:
    title = display_title(document.title)
    upright = document.kind != Kind.SERVICE_AGREEMENT
    items = [
        PrintItem(
            section=item.section,
            layout=item.layout,
            heading_level=item.heading_level,
            anchor=f"s{number}",
            turned=upright and item.section.kind.is_wide(item.section),
        )
        for number, item in enumerate(outline(document).items, start=1)
    ]
    closing = _last_chapter(items) if document.parties else len(items)
    return {
        "document": document,
        "items": items[:closing],
        "closing": items[closing:],
        "contents": _contents(items) if document.kind == Kind.DEVELOPMENT_PLAN else [],
        "form": "upright" if upright else "broad",
        "title": title,
        "chain": " · ".join(unit.name for unit in document.units),
        "units": [(_unit_label(unit), unit.name) for unit in document.units],
        "cover": _cover(document.cover, title),
        "period": _period(document),
        "status": Status(document.status).label,
        "changed": timezone.localtime(document.changed_at),
        "sides": document.changes.sides() if document.changes else None,
    }


def _last_chapter(items: list[PrintItem]) -> int:
    """Where the last chapter begins: the signatures stay with it, for nobody signs an empty sheet."""
    return max((at for at, item in enumerate(items) if item.layout == CHAPTER), default=len(items))


def _contents(items: list[PrintItem]) -> list[PrintItem]:
    return [item for item in items if item.section.heading and item.section.level <= _CONTENTS_DEPTH]


def _cover(lines: tuple[str, ...], title: str) -> Cover:
    for place, line in enumerate(lines):
        if line.casefold() == title.casefold():
            return Cover(lines[:place], lines[place + 1 :])
    return Cover((), lines)


def _unit_label(unit: DocumentUnit) -> str:
    """What the unit is, where the agreement's form says it: a city and a library are known by their names."""
    labels = {kind.value: kind.label for kind in (UnitKind.SECTOR, UnitKind.SERVICE_AREA, UnitKind.RESULT_UNIT)}
    return str(labels.get(unit.kind, "")).capitalize()


def _period(document: Document) -> str:
    """The document's time as it is written in Finnish: "1.1.–31.12.2021", with the year once where it is one."""
    start, end = document.period_start, document.period_end
    year = "" if start.year == end.year else str(start.year)
    return f"{start.day}.{start.month}.{year}–{end.day}.{end.month}.{end.year}"
