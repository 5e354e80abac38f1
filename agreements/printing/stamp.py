"""The number that a page has in a book of many documents, beside the number that it has in its own.

It stands at the top right, above the running head and outside the margins of our own pages, and is no content: a
screen reader passes over it. The typeface is the house's, with the few letters that are needed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.conf import settings
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

_POINTS_PER_MM = 72 / 25.4
_FROM_TOP = 6.5 * _POINTS_PER_MM
# Where the running head ends on our pages, upright and broad.
_FROM_RIGHT, _FROM_RIGHT_OF_BROAD = 18 * _POINTS_PER_MM, 15 * _POINTS_PER_MM
_SIZE = 8
_INK = "0.294 0.325 0.388 rg"
_RESOURCE = Name("/BookNumber")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A font inside a PDF: the numbers of its letters, and how wide each is in thousandths of the size."""

    font: pikepdf.Object
    glyphs: dict[str, int]
    widths: dict[str, float]

    def width(self, text: str) -> float:
        """The text's width in points."""
        return sum(self.widths[letter] for letter in text) * _SIZE / 1000

    def encoded(self, text: str) -> str:
        """The text as the content of a page says it."""
        return "".join(f"{self.glyphs[letter]:04X}" for letter in text)


def make_stamp(pdf: pikepdf.Pdf, texts: Iterable[str]) -> Stamp:
    """Put the typeface, with the letters of the texts, into the PDF. The same texts give the same bytes."""
    letters = sorted({letter for text in texts for letter in text})
    font = _subset(letters)
    glyphs = {letter: font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in letters}
    scale = 1000 / font["head"].unitsPerEm
    advances = {letter: font["hmtx"][font.getBestCmap()[ord(letter)]][0] * scale for letter in letters}
    return Stamp(_embedded(pdf, font, glyphs, advances), glyphs, advances)


def stamp_page(pdf: pikepdf.Pdf, page: pikepdf.Page, stamp: Stamp, text: str) -> None:
    """Write the text at the page's top right, as it is turned to be read, over whatever stands there."""
    # What the page's own content leaves turned or scaled must not move the number.
    page.contents_add(pdf.make_stream(b"q\n"), prepend=True)
    place = " ".join(f"{value:.2f}" for value in _place(page, stamp.width(text)))
    page.contents_add(
        pdf.make_stream(
            b"\nQ\n/Artifact << /Type /Pagination /Subtype /Header >> BDC\nq\n"
            + f"BT {_INK} {_RESOURCE} {_SIZE} Tf {place} Tm <{stamp.encoded(text)}> Tj ET\n".encode("ascii")
            + b"Q\nEMC\n"
        )
    )
    page.add_resource(stamp.font, Name.Font, _RESOURCE, replace_existing=True)


def _place(page: pikepdf.Page, width: float) -> tuple[float, float, float, float, float, float]:
    """The text's matrix: where its line begins and which way it runs, on a page that may be turned."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    turn = int(page.obj.get(Name.Rotate, 0)) % 360
    is_broad = (right - left > top - bottom) == (turn in (0, 180))
    begin = width + (_FROM_RIGHT_OF_BROAD if is_broad else _FROM_RIGHT)
    match turn:
        case 90:
            return 0, 1, -1, 0, left + _FROM_TOP, top - begin
        case 180:
            return -1, 0, 0, -1, left + begin, bottom + _FROM_TOP
        case 270:
            return 0, -1, 1, 0, right - _FROM_TOP, bottom + begin
    return 1, 0, 0, 1, right - begin, top - _FROM_TOP


def _subset(letters: list[str]) -> TTFont:
    path = settings.BASE_DIR / "static" / "vendor" / "source-sans" / "SourceSans3-Regular.ttf"
    font = TTFont(path, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.name_IDs = []
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(letters))
    subsetter.subset(font)
    file = BytesIO()
    font.save(file)
    file.seek(0)
    return TTFont(file, recalcTimestamp=False)


def _embedded(pdf: pikepdf.Pdf, font: TTFont, glyphs: dict[str, int], advances: dict[str, float]) -> pikepdf.Object:
    file = BytesIO()
    font.save(file)
    scale = 1000 / font["head"].unitsPerEm
    head, lines = font["head"], font["hhea"]
    name = Name("/SOPIMU+SourceSans3-Regular")
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax)]),
            ItalicAngle=0,
            Ascent=round(lines.ascent * scale),
            Descent=round(lines.descent * scale),
            CapHeight=660,
            StemV=80,
            FontFile2=pdf.make_indirect(pdf.make_stream(file.getvalue(), Length1=len(file.getvalue()))),
        )
    )
    widths = [item for letter in glyphs for item in (glyphs[letter], Array([round(advances[letter])]))]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        FontDescriptor=descriptor,
        CIDToGIDMap=Name.Identity,
        W=Array(widths),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(pdf.make_stream(_to_unicode(glyphs))),
        )
    )


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    """Which letter each glyph is, for whoever copies the number."""
    pairs = [f"<{glyph:04X}> <{ord(letter):04X}>" for letter, glyph in glyphs.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        *(f"{len(block)} beginbfchar {' '.join(block)} endbfchar" for block in blocks),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines).encode("ascii")
