"""Many PDFs as one: what a reader sees, what a screen reader reads, and where links lead."""

import io
import re
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from outloud import check

from agreements.printing.book import BookPart, write_book
from agreements.printing.parts import pages_of
from tests.agreements.exports.pdf.reader import Element, artifacts, read, squeezed, unread
from tests.agreements.print_jobs import blank_pdf
from tests.agreements.printing.conftest import FRONT, entry

NUMBER = re.compile(r"(?:Compilation, page|Kooste, sivu) (\d+) / (\d+)")


def own_pages(parts: list[BookPart]) -> list[int]:
    return [part.entry.pages for part in parts]


def firsts(book: Path, parts: list[BookPart]) -> list[int]:
    """The places of the documents' first pages, from 0."""
    counts = own_pages(parts)
    front = pages_of(book.read_bytes()) - sum(counts)
    return [front + sum(counts[:place]) for place in range(len(counts))]


def number_on(shown: str) -> tuple[int, int] | None:
    found = NUMBER.search(shown)
    return (int(found[1]), int(found[2])) if found else None


def test_every_page_but_the_cover_is_numbered_on_and_keeps_its_own_number(book: Path, parts: list[BookPart]) -> None:
    shown = artifacts(book.read_bytes())
    pages = len(shown)
    assert [number_on(page) for page in shown] == [None, *((page, pages) for page in range(2, pages + 1))]
    first = firsts(book, parts)[0]
    assert f"Sivu 1 / {parts[0].entry.pages}" in shown[first]


def test_contents_name_each_document_with_its_page_and_lead_there(book: Path, parts: list[BookPart]) -> None:
    with pikepdf.open(book) as pdf:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        front = firsts(book, parts)[0]
        links = [link for page in pdf.pages[:front] for link in page.obj.get("/Annots", [])]
        assert [places[link.Dest[0].objgen] for link in links] == firsts(book, parts)
        assert all("/A" not in link for link in links)
    items = list(read(book.read_bytes()).find("TOCI"))
    for item, part, first in zip(items[: len(parts)], parts, firsts(book, parts), strict=True):
        assert squeezed(part.entry.name) in squeezed(item.text)
        assert str(first + 1) in item.text


def test_links_within_a_document_lead_to_its_pages_in_the_book(book: Path, parts: list[BookPart]) -> None:
    with pikepdf.open(book) as pdf, pikepdf.open(parts[2].pdf) as own:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        known = {page.obj.objgen: number for number, page in enumerate(own.pages)}
        names = dict(pikepdf.NameTree(own.Root.Names.Dests).items())
        first = firsts(book, parts)[2]
        old = [link for page in own.pages for link in page.obj.get("/Annots", []) if "/Dest" in link]
        new = [link for page in pdf.pages[first:] for link in page.obj.get("/Annots", []) if "/Dest" in link]
        assert len(old) > 10
        assert [places[link.Dest[0].objgen] - first for link in new] == [
            known[names[str(link.Dest)][0].objgen] for link in old
        ]


def test_each_document_has_a_bookmark_with_its_chapters_inside(book: Path, parts: list[BookPart]) -> None:
    with pikepdf.open(book) as pdf, pdf.open_outline() as outline:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        assert [item.title for item in outline.root] == [FRONT.title, *(part.entry.name for part in parts)]
        tops = [places[item.destination[0].objgen] for item in outline.root]  # type: ignore[index]
        assert tops == [0, *firsts(book, parts)]
        chapters = outline.root[3].children
        assert len(chapters) > 5
        assert all(places[each.destination[0].objgen] >= tops[3] for each in chapters)  # type: ignore[index]


def test_a_screen_reader_reads_every_document_with_its_name_and_language(book: Path, parts: list[BookPart]) -> None:
    with pikepdf.open(book) as pdf:
        (whole,) = pdf.Root.StructTreeRoot.K
        named = [(str(part.S), str(part.T), str(part.Lang)) for part in whole.K]
    assert named == [
        ("/Part", FRONT.title, "fi"),
        *(("/Part", part.entry.name, part.entry.language) for part in parts),
    ]


def test_nothing_of_a_document_is_lost_or_told_differently(book: Path, parts: list[BookPart]) -> None:
    inside = list(read(book.read_bytes()).find("Part"))
    for number in (0, 2):
        alone = read(parts[number].pdf.read_bytes())
        assert inside[number + 1].text == alone.text
        tables, own = list(inside[number + 1].find("Table")), list(alone.find("Table"))
        assert len(tables) == len(own) > 0
        for table, other in zip(tables, own, strict=True):
            assert headings_of(table) == headings_of(other)
    assert unread(book.read_bytes()) == set()


def headings_of(table: Element) -> list[tuple[str, tuple[str, ...]]]:
    names = {cell.attributes["ID"]: cell.text for cell in table.find("TH") if "ID" in cell.attributes}
    return [(cell.text, tuple(names[name] for name in cell.attributes.get("Headers", []))) for cell in table.find("TD")]


def test_a_scan_is_read_as_a_picture_with_a_text_for_each_page(book: Path, parts: list[BookPart]) -> None:
    with pikepdf.open(book) as pdf:
        figures = list(pdf.Root.StructTreeRoot.K[0].K[2].K)
        texts = [str(figure.Alt) for figure in figures]
        assert [str(figure.S) for figure in figures] == ["/Figure", "/Figure"]
    assert [text[:4] for text in texts] == ["scan", "scan"]
    assert [text[-1] for text in texts] == ["1", "2"]


def test_the_file_says_what_it_is_and_is_called_accessible_only_without_scans(
    book: Path, parts: list[BookPart]
) -> None:
    with pikepdf.open(book) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("fi", True)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        about = pdf.open_metadata()
        assert about["dc:title"] == FRONT.title
        assert "pdfuaid:part" not in about
    file = io.BytesIO()
    write_book(FRONT, [parts[0]], file)
    with pikepdf.open(file) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_a_book_without_scans_is_what_pdf_ua_asks_for(parts: list[BookPart], tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    with path.open("w+b") as file:
        write_book(FRONT, [parts[0], parts[2]], file)
    result = check(str(path), layers=["conformance"])
    assert [str(finding) for finding in result.findings] == []


def test_the_same_documents_give_the_same_bytes(book: Path, parts: list[BookPart]) -> None:
    file = io.BytesIO()
    write_book(FRONT, parts, file)
    assert file.getvalue() == book.read_bytes()


def test_what_a_program_put_into_a_scan_does_not_get_into_the_book(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(blank_pdf(pages=1))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        program = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
        box = pikepdf.Array([0, 0, 10, 10])
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        pdf.pages[0].obj.Annots = pikepdf.Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=box, A=action)
                )
                for kind, action in (("/Link", script), ("/Link", program), ("/Widget", script))
            ]
        )
        pdf.Root.OpenAction = script
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.pages[0].obj.Annots[2]]))
        path = tmp_path / "scan.pdf"
        pdf.save(path)
    file = io.BytesIO()
    write_book(FRONT, [BookPart(entry("scan", path.read_bytes(), source="scanned"), path)], file)
    with pikepdf.open(file) as made:
        last = made.pages[-1].obj
        assert "/AA" not in last
        assert "/Annots" not in last
        assert "/OpenAction" not in made.Root
    assert b"JavaScript" not in file.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_number_stands_at_the_top_right_however_a_page_is_turned(turn: int, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(blank_pdf(pages=1))) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        path = tmp_path / "turned.pdf"
        pdf.save(path)
    file = io.BytesIO()
    write_book(FRONT, [BookPart(entry("turned", path.read_bytes(), source="scanned"), path)], file)
    with pymupdf.open(stream=file.getvalue(), filetype="pdf") as seen:
        page = seen[-1]
        (place,) = page.search_for("/ 4") or page.search_for(f"/ {len(seen)}")
        place = place * page.rotation_matrix
        assert place.y1 < 40
        assert place.x1 > page.rect.width - 60
