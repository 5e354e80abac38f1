"""Many PDFs as one: a cover and contents before them, their pages numbered on, their links and structure kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from django.utils import translation
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from agreements.printing.front import Entry, Front, document_of_link, print_front
from agreements.printing.stamp import make_stamp, stamp_page
from agreements.printing.structure import JoinedTree, links_of

_PRODUCER = "Sopimuskirja"
_SAFE_LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class BookPart:
    """A document of the book: how the contents tell of it, and where its PDF lies."""

    entry: Entry
    pdf: Path


@dataclass(frozen=True, slots=True)
class _Outlined:
    """A bookmark: the page that it leads to, counted in its own PDF, and how high on it."""

    title: str
    page: int
    place: tuple[float, float]
    inside: "tuple[_Outlined, ...]"


def write_book(front: Front, parts: Sequence[BookPart], file: BinaryIO) -> int:
    """Write the book. The same front and PDFs give the same bytes. Returns how many pages it has.

    Raises PdfError for a PDF that cannot be read.
    """
    cover = print_front(front, [part.entry for part in parts])
    with pikepdf.new() as book:
        tree = JoinedTree(book)
        firsts = [0]
        bookmarks = [_join(book, tree, BytesIO(cover), name=front.title, language=front.language)]
        for part in parts:
            firsts.append(len(book.pages))
            entry = part.entry
            bookmarks.append(_join(book, tree, part.pdf, name=entry.name, language=entry.language))
        pages = len(book.pages)
        _lead_to_documents(book, range(firsts[1] if parts else pages), firsts)
        _number_pages(book, front.language)
        _write_bookmarks(book, [front.title, *(part.entry.name for part in parts)], firsts, bookmarks)
        tree.write()
        _describe(book, front, whole=all(part.entry.is_tagged for part in parts))
        book.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return pages


def _join(
    book: pikepdf.Pdf, tree: JoinedTree, source: Path | BinaryIO, *, name: str, language: str
) -> tuple[_Outlined, ...]:
    """Add the PDF's pages with their structure; returns its bookmarks."""
    with pikepdf.open(source) as pdf:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        bookmarks = _bookmarks_of(pdf, places)
        _clean(pdf, places)
        first = len(book.pages)
        book.pages.extend(pdf.pages)
        pages = [book.pages[number] for number in range(first, len(book.pages))]
        if Name.StructTreeRoot in pdf.Root:
            root = book.copy_foreign(pdf.make_indirect(pdf.Root.StructTreeRoot))
            tree.add(root, pages, name=name, language=language)
        else:
            texts = _texts_of_pictures(name, len(pages), language)
            tree.add_pictures(pages, texts, name=name, language=language)
        for page in pages:
            for link in links_of(page):
                _lead(link, pages)
    return bookmarks


def _texts_of_pictures(name: str, pages: int, language: str) -> list[str]:
    with translation.override(language):
        return [
            _("%(document)s: scan of page %(page)d") % {"document": name, "page": page} for page in range(1, pages + 1)
        ]


def _clean(pdf: pikepdf.Pdf, places: dict[tuple[int, int], int]) -> None:
    """Leave of the PDF's annotations only links that lead somewhere harmless; a link within it counts its page.

    The seal, a form's fields and whatever somebody's program put into a scan mean nothing in the book.
    """
    names = _named_places(pdf)
    for page in pdf.pages:
        kept = []
        for annotation in links_of(page):
            if annotation.get(Name.Subtype) != Name.Link:
                continue
            destination = annotation.get(Name.Dest)
            action = annotation.get(Name.A, Dictionary())
            if action.get(Name.S) == Name.GoTo:
                destination = action.get(Name.D)
            place = _resolved(destination, names)
            if place is not None and place[0].objgen in places:
                annotation.Dest = Array([places[place[0].objgen], *list(place)[1:]])
                if Name.A in annotation:
                    del annotation[Name.A]
                kept.append(annotation)
            elif action.get(Name.S) == Name.URI and str(action.get(Name.URI, "")).startswith(_SAFE_LINKS):
                kept.append(annotation)
        for key in (Name.AA, Name.Annots):
            if key in page.obj:
                del page.obj[key]
        if kept:
            page.obj.Annots = Array(kept)


def _named_places(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    names = pdf.Root.get(Name.Names, Dictionary())
    if Name.Dests not in names:
        return {}
    return {str(name): place for name, place in pikepdf.NameTree(names.Dests).items()}


def _resolved(destination: Any, names: dict[str, pikepdf.Object]) -> pikepdf.Object | None:
    """The array that a destination is or names; None where it leads nowhere within the PDF."""
    if isinstance(destination, String | Name):
        destination = names.get(str(destination))
    if isinstance(destination, Dictionary):
        destination = destination.get(Name.D)
    if isinstance(destination, Array) and len(destination) and isinstance(destination[0], Dictionary):
        return destination
    return None


def _lead(link: pikepdf.Object, pages: Sequence[pikepdf.Page]) -> None:
    """Let a link that counts its page lead to the page itself."""
    if Name.Dest in link:
        link.Dest = Array([pages[int(link.Dest[0])].obj, *list(link.Dest)[1:]])


def _lead_to_documents(book: pikepdf.Pdf, front: Iterable[int], firsts: Sequence[int]) -> None:
    """Let the links of the contents lead to the first pages of the documents. `firsts[0]` is the cover's."""
    for number in front:
        for link in links_of(book.pages[number]):
            document = document_of_link(str(link.get(Name.A, Dictionary()).get(Name.URI, "")))
            if document is not None:
                link.Dest = Array([book.pages[firsts[document]].obj, Name.Fit])
                del link[Name.A]


def _number_pages(book: pikepdf.Pdf, language: str) -> None:
    """Number every page but the cover within the whole."""
    pages = len(book.pages)
    with translation.override(language):
        texts = [
            _("Compilation, page %(page)d / %(pages)d") % {"page": page + 1, "pages": pages} for page in range(pages)
        ]
    stamp = make_stamp(book, texts)
    for page, text in list(zip(book.pages, texts, strict=True))[1:]:
        stamp_page(book, page, stamp, text)


def _bookmarks_of(pdf: pikepdf.Pdf, places: dict[tuple[int, int], int]) -> tuple[_Outlined, ...]:
    """The PDF's bookmarks that lead to a page of it."""
    names = _named_places(pdf)

    def read(items: Iterable[OutlineItem]) -> Iterator[_Outlined]:
        for item in items:
            place = _resolved(item.destination, names)
            if place is not None and place[0].objgen in places:
                left, top = (float(each) for each in list(place)[2:4]) if len(place) > 3 else (0.0, 0.0)
                yield _Outlined(item.title, places[place[0].objgen], (left, top), tuple(read(item.children)))

    with pdf.open_outline() as outline:
        return tuple(read(outline.root))


def _write_bookmarks(
    book: pikepdf.Pdf, names: Sequence[str], firsts: Sequence[int], bookmarks: Sequence[tuple[_Outlined, ...]]
) -> None:
    """A bookmark for each document, with its own ones inside."""

    def item(mark: _Outlined, first: int) -> OutlineItem:
        left, top = mark.place
        made = OutlineItem(mark.title, first + mark.page, "XYZ", left=left, top=top)
        made.children.extend(item(each, first) for each in mark.inside)
        made.is_closed = True
        return made

    with book.open_outline() as outline:
        for name, first, marks in zip(names, firsts, bookmarks, strict=True):
            top = OutlineItem(name, first, "Fit")
            # Under the document's name its own title says nothing new: the chapters follow at once.
            inside = marks[0].inside if len(marks) == 1 else marks
            top.children.extend(item(mark, first) for mark in inside)
            top.is_closed = True
            outline.root.append(top)


def _describe(book: pikepdf.Pdf, front: Front, *, whole: bool) -> None:
    """What the file says of itself; it is called PDF/UA-1 only where every document was tagged by us."""
    book.Root.Lang = String(front.language)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    book.Root.PageMode = Name.UseOutlines
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about["dc:title"] = front.title
        about["dc:language"] = {front.language}
        about["pdf:Producer"] = _PRODUCER
        if whole:
            about["pdfuaid:part"] = "1"
    book.docinfo[Name.Title] = String(front.title)
    book.docinfo[Name.Producer] = String(_PRODUCER)
