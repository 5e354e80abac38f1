"""Holds a PDF against the rules of PDF/A-3a, by the clauses of ISO 19005-3; no checker of these runs here.

A rule is a function that tells, in words, each place where the file breaks it. Together with what `outloud` checks of
PDF/UA-1 they cover what our press can do; what it never does (sound, film, forms to fill in) is forbidden whole.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

Rule = Callable[["File"], Iterator[str]]
RULES: list[Rule] = []


def words_of(text: str) -> set[str]:
    return set(text.split())


OPERATORS = words_of(
    "b B b* B* BDC BI BMC BT BX c cm cs CS d Do DP EI EMC ET EX f F f* g G gs h i ID j J k K l m M MP n q Q re rg RG "
    "ri s S sc SC scn SCN sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
BLEND_MODES = words_of(
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity"
)
STRUCTURE = words_of(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
    "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP "
    "WT WP Figure Formula Form"
)
INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
PREDEFINED = {NAMESPACES[prefix] for prefix in ("dc", "pdf", "pdfaExtension", "pdfaid", "xmp")}


def violations(data: bytes) -> list[str]:
    """What the file breaks, each with the name of its rule."""
    with pikepdf.open(BytesIO(data)) as pdf:
        file = File(data, pdf)
        return [f"{rule.__name__}: {words}" for rule in RULES for words in rule(file)]


class File:
    """A file with what several rules look at."""

    def __init__(self, data: bytes, pdf: Pdf) -> None:
        self.data, self.pdf, self.root = data, pdf, pdf.Root

    @cached_property
    def dictionaries(self) -> list[Object]:
        """All dictionaries, those inside others too, and the streams."""
        return [one for one in self.objects if isinstance(one, Dictionary | Stream)]

    @cached_property
    def objects(self) -> list[Any]:
        found: list[Any] = []
        waiting: list[Any] = [*self.pdf.objects, self.pdf.trailer]
        seen: set[tuple[int, int]] = set()
        while waiting:
            one = waiting.pop()
            if isinstance(one, Object) and one.is_indirect:
                if one.objgen in seen:
                    continue
                seen.add(one.objgen)
            found.append(one)
            if isinstance(one, Dictionary | Stream):
                waiting += [one[key] for key in one.keys()]  # noqa: SIM118
            elif isinstance(one, Array):
                waiting += list(one)
        return found

    @cached_property
    def instructions(self) -> list[tuple[int, list[Any], str]]:
        """The page's number, the operands and the operator of everything that is painted."""
        return [
            (number, list(one.operands), str(one.operator))
            for number, page in enumerate(self.pdf.pages)
            for one in pikepdf.parse_content_stream(page)
            if isinstance(one, pikepdf.ContentStreamInstruction)
        ]

    @cached_property
    def fonts(self) -> dict[str, Object]:
        return {name: font for page in self.pdf.pages for name, font in dict(page.Resources.get("/Font", {})).items()}

    @cached_property
    def used_codes(self) -> dict[str, set[int]]:
        """The codes of two bytes that are shown in each font."""
        codes: dict[str, set[int]] = {}
        font = ""
        for _page, operands, operator in self.instructions:
            if operator == "Tf":
                font = str(operands[0])
            elif operator in ("Tj", "TJ"):
                shown = operands[0] if isinstance(operands[0], Array) else [operands[0]]
                for text in (bytes(one) for one in shown if isinstance(one, String)):
                    pairs = zip(text[::2], text[1::2], strict=True)
                    codes.setdefault(font, set()).update(high * 256 + low for high, low in pairs)
        return codes

    @cached_property
    def packet(self) -> bytes:
        return bytes(self.root.Metadata.read_bytes())

    @cached_property
    def described(self) -> ElementTree.Element:
        """What the metadata describe: the properties inside it, as elements."""
        found = ElementTree.fromstring(self.packet).find(f"{RDF}RDF/{RDF}Description")
        assert found is not None
        return found

    def said(self, name: str) -> str | None:
        """The text of a property, that of its first item where it has several."""
        element = self.described.find(name, NAMESPACES)
        if element is None:
            return None
        item = element.find(".//rdf:li", NAMESPACES)
        return (element if item is None else item).text


def rule(function: Rule) -> Rule:
    RULES.append(function)
    return function


# --- 6.1 the file ----------------------------------------------------------------------------------------------


@rule
def header_6_1_2(file: File) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", file.data):
        yield "the file does not begin with its version and a comment of bytes above 127"


@rule
def trailer_6_1_3(file: File) -> Iterator[str]:
    if file.pdf.is_encrypted or "/Encrypt" in file.pdf.trailer:
        yield "encrypted"
    if len(file.pdf.trailer.get("/ID", [])) != 2:
        yield "no identifier"
    if not re.search(rb"%%EOF(\r?\n)?$", file.data[-8:]):
        yield "something follows the end"


@rule
def streams_6_1_7(file: File) -> Iterator[str]:
    for one in file.dictionaries:
        if not isinstance(one, Stream):
            continue
        filters = one.get("/Filter", Array())
        names = [str(name) for name in (filters if isinstance(filters, Array) else [filters])]
        if {"/LZWDecode", "/Crypt"} & set(names):
            yield f"a stream is packed with {names}"
        if {"/F", "/FFilter", "/FDecodeParms"} & set(one.keys()):
            yield "a stream is in another file"


@rule
def stream_keywords_6_1_7(file: File) -> Iterator[str]:
    starts = len(re.findall(rb"\bstream\r?\n", file.data))
    if starts != len(re.findall(rb"\nendstream\b", file.data)):
        yield "a stream does not end on a line of its own"


@rule
def objects_6_1_9(file: File) -> Iterator[str]:
    for found in re.finditer(rb"(.?)\b(\d+)( +)(\d+)( +)obj\b(.)", file.data, re.DOTALL):
        before, _number, *spaces, after = found.groups()
        if before not in (b"\n", b"\r") or spaces[0] != b" " or spaces[2] != b" " or after not in b"\r\n":
            yield f"an object begins as {found[0]!r}"


@rule
def permissions_6_1_12(file: File) -> Iterator[str]:
    if set(file.root.get("/Perms", Dictionary()).keys()) - {"/UR3", "/DocMDP"}:
        yield "permissions of another kind"
    for one in file.dictionaries:
        if one.get("/Type") == "/SigRef" and {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(one.keys()):
            yield "a signature's reference has a digest"


@rule
def limits_6_1_13(file: File) -> Iterator[str]:
    if len(file.pdf.objects) > 8_388_607:
        yield "too many objects"
    for one in file.objects:
        if isinstance(one, String) and len(bytes(one)) > 32_767 and b"\x30\x82" not in bytes(one)[:2]:
            yield "a text is too long"
        elif isinstance(one, Name) and len(str(one).encode()) > 128:
            yield f"a name is too long: {one}"
        elif isinstance(one, int) and not -(2**31) <= one < 2**31:
            yield f"a number is too great: {one}"
    depth = 0
    for _page, _operands, operator in file.instructions:
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        if depth > 28:
            yield "states of painting are nested too deeply"
            return
    for page in file.pdf.pages:
        _left, _bottom, width, height = map(float, page.MediaBox)
        if not (3 <= width <= 14_400 and 3 <= height <= 14_400):
            yield "a page is too small or too great"


# --- 6.2 what is shown -----------------------------------------------------------------------------------------


@rule
def content_6_2_2(file: File) -> Iterator[str]:
    kinds = {"Tf": "/Font", "gs": "/ExtGState", "Do": "/XObject", "cs": "/ColorSpace", "CS": "/ColorSpace"}
    for number, operands, operator in file.instructions:
        if operator not in OPERATORS:
            yield f"page {number + 1} has the operator {operator}"
        if operator not in kinds or str(operands[0]).startswith("/Device"):
            continue
        if operands[0] not in file.pdf.pages[number].Resources.get(kinds[operator], Dictionary()):
            yield f"page {number + 1} uses {operands[0]}, which its resources lack"


@rule
def output_intent_6_2_3(file: File) -> Iterator[str]:
    intents = list(file.root.get("/OutputIntents", []))
    if len(intents) != 1 or intents[0].S != "/GTS_PDFA1" or not str(intents[0].OutputConditionIdentifier):
        yield "there is not one output intent of PDF/A"
        return
    profile = bytes(intents[0].DestOutputProfile.read_bytes())
    if int(intents[0].DestOutputProfile.N) != 3 or profile[12:20] != b"mntrRGB ":
        yield "its profile is not one of a screen's three colours"
    if profile[8] > 4 or int.from_bytes(profile[:4], "big") != len(profile) or profile[36:40] != b"acsp":
        yield "its profile is not whole, or too new"


@rule
def colours_6_2_4(file: File) -> Iterator[str]:
    for number, operands, operator in file.instructions:
        if operator in ("k", "K") or (operator in ("cs", "CS") and operands[0] == "/DeviceCMYK"):
            yield f"page {number + 1} has colours of ink"
    for one in file.dictionaries:
        if "/DeviceCMYK" in (str(one.get("/ColorSpace", "")), str(one.get("/CS", ""))):
            yield "an image has colours of ink"


@rule
def graphics_state_6_2_5(file: File) -> Iterator[str]:
    for page in file.pdf.pages:
        for name, state in dict(page.Resources.get("/ExtGState", {})).items():
            if "/TR" in state or state.get("/TR2", Name.Default) != "/Default" or {"/HTP", "/HTO"} & set(state.keys()):
                yield f"the state {name} has a transfer function or a halftone"
            if "/RI" in state and str(state.RI) not in INTENTS:
                yield f"the state {name} has the intent {state.RI}"


@rule
def intents_6_2_6(file: File) -> Iterator[str]:
    yield from (
        str(operands) for _page, operands, name in file.instructions if name == "ri" and str(operands[0]) not in INTENTS
    )


@rule
def images_6_2_8(file: File) -> Iterator[str]:
    for one in file.dictionaries:
        if one.get("/Subtype") == "/Image" and ({"/Alternates", "/OPI"} & set(one.keys()) or one.get("/Interpolate")):
            yield "an image has others in its place, or is smoothed"


@rule
def forms_6_2_9(file: File) -> Iterator[str]:
    for one in file.dictionaries:
        if one.get("/Subtype") == "/PS" or (
            one.get("/Subtype") == "/Form" and {"/OPI", "/PS", "/Ref"} & set(one.keys())
        ):
            yield "a form is PostScript, or in another file"


@rule
def transparency_6_2_10(file: File) -> Iterator[str]:
    for one in file.dictionaries:
        modes = one.get("/BM", Array()) if one.get("/Type", Name.ExtGState) == "/ExtGState" else Array()
        for mode in modes if isinstance(modes, Array) else [modes]:
            if str(mode)[1:] not in BLEND_MODES:
                yield f"the blend mode {mode}"


@rule
def fonts_6_2_11(file: File) -> Iterator[str]:
    """Embedded, of a known kind, with an identity from codes to glyphs."""
    for name, font in file.fonts.items():
        inner = font.DescendantFonts[0]
        if [str(font.Subtype), str(font.Encoding), str(inner.Subtype)] != ["/Type0", "/Identity-H", "/CIDFontType2"]:
            yield f"{name} is of another kind"
        if inner.get("/CIDToGIDMap") != "/Identity" or "/FontFile2" not in inner.FontDescriptor:
            yield f"{name} is not embedded, or its glyphs are not found"
        if "/CIDSet" in inner.FontDescriptor:
            yield f"{name} has a list of glyphs, which would have to be complete"
        if str(inner.BaseFont) != str(inner.FontDescriptor.FontName) or not str(font.BaseFont).startswith(
            str(inner.BaseFont)
        ):
            yield f"{name} has several names"


@rule
def widths_6_2_11_5(file: File) -> Iterator[str]:
    """The widths that the file tells are those of the font's own glyphs, within a thousandth."""
    for name, font in file.fonts.items():
        inner = font.DescendantFonts[0]
        told = dict(_widths(inner.get("/W", Array())))
        program = TTFont(BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
        order, metrics, em = program.getGlyphOrder(), program["hmtx"], program["head"].unitsPerEm
        for code in file.used_codes.get(name, ()):
            if code >= len(order):
                yield f"{name} has no glyph {code}"
                continue
            own = metrics[order[code]][0] * 1000 / em
            if abs(told.get(code, float(inner.get("/DW", 1000))) - own) > 1:
                yield f"{name} tells {told.get(code)} for the width {own} of glyph {code}"


def _widths(widths: Object) -> Iterator[tuple[int, float]]:
    items = list(widths)
    while items:
        first, second, *items = items
        if isinstance(second, Array):
            yield from ((int(first) + place, float(width)) for place, width in enumerate(second))
        else:
            third, *items = items
            yield from ((code, float(third)) for code in range(int(first), int(second) + 1))


@rule
def unicode_6_2_11_7(file: File) -> Iterator[str]:
    """Each glyph that is shown stands for characters, none of them one that means nothing or is private."""
    for name, codes in file.used_codes.items():
        table = file.fonts[name].ToUnicode.read_bytes().decode("latin-1")
        pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", table)
        texts = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
        for code in codes:
            text = texts.get(code, "")
            if not text or set(text) & {"\0", "\ufeff", "\ufffe"} or any("\ue000" <= sign <= "\uf8ff" for sign in text):
                yield f"glyph {code} of {name} stands for {text!r}"


@rule
def missing_glyphs_6_2_11_8(file: File) -> Iterator[str]:
    yield from (f"{name} shows the sign of a missing glyph" for name, codes in file.used_codes.items() if 0 in codes)


# --- 6.3 to 6.5 annotations, forms, actions --------------------------------------------------------------------


@rule
def annotations_6_3(file: File) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages):
        for one in page.get("/Annots", Array()):
            kind, flags = str(one.Subtype), int(one.get("/F", 0))
            if kind not in ("/Link", "/Widget"):
                yield f"page {number + 1} has an annotation {kind}"
            if not flags & 4 or flags & (1 | 2 | 32 | 256):
                yield f"an annotation on page {number + 1} is not printed, or hidden"
            left, bottom, right, top = map(float, one.Rect)
            if kind == "/Widget" and "/AP" not in one and (left, bottom) != (right, top):
                yield f"a field on page {number + 1} has no looks"
            if {"/A", "/AA"} & set(one.keys()) and kind == "/Widget":
                yield f"a field on page {number + 1} does something"


@rule
def forms_6_4(file: File) -> Iterator[str]:
    form = file.root.get("/AcroForm", Dictionary())
    if form.get("/NeedAppearances") or "/XFA" in form or "/NeedsRendering" in file.root:
        yield "the form is drawn by the reader"


@rule
def signatures_6_4_3(file: File) -> Iterator[str]:
    """A signature covers the whole file but its own bytes."""
    for one in file.dictionaries:
        if one.get("/Type") != "/Sig":
            continue
        first, length, second, rest = map(int, one.ByteRange)
        hole = file.data[length:second]
        if first != 0 or second + rest != len(file.data) or not re.fullmatch(rb"<[0-9A-Fa-f]+>", hole):
            yield "a signature covers not the whole file"


@rule
def actions_6_5(file: File) -> Iterator[str]:
    for one in file.dictionaries:
        if one.get("/Type") == "/Action" and one.S not in ("/URI", "/GoTo"):
            yield f"an action {one.S}"
        if "/AA" in one or "/JS" in one or one.get("/S") == "/JavaScript":
            yield "something happens by itself"
    if "/JavaScript" in file.root.get("/Names", Dictionary()):
        yield "the file has scripts"


# --- 6.6 metadata ----------------------------------------------------------------------------------------------


@rule
def packet_6_6_2(file: File) -> Iterator[str]:
    if file.root.Metadata.get("/Subtype") != "/XML" or "/Filter" in file.root.Metadata:
        yield "the metadata are packed"
    begin = re.match(rb"<\?xpacket begin=\"(?:\xef\xbb\xbf)?\" id=\"W5M0MpCehiHzreSzNTczkc9d\"\?>", file.packet)
    if not begin or not file.packet.rstrip().endswith(b'<?xpacket end="r"?>'):
        yield "the metadata are in no packet"
    file.packet.decode("utf-8")


@rule
def properties_6_6_2_3(file: File) -> Iterator[str]:
    """A property is known to PDF/A by itself, or declared with its schema, its name and its type."""
    declared = dict(_declared(file.described))
    for element in file.described:
        space, name = element.tag[1:].split("}")
        if space not in PREDEFINED and (space, name) not in declared:
            yield f"{name} of {space} is not declared"
    prefixes = dict(re.findall(rb'xmlns:(\w+)="([^"]+)"', file.packet))
    for (space, name), (prefix, kind, category, words) in declared.items():
        if prefixes.get(prefix.encode()) != space.encode():
            yield f"{name} is declared with the prefix {prefix}, which stands for something else"
        if kind not in ("Text", "Integer", "Date", "seq Text") or category not in ("internal", "external") or not words:
            yield f"{name} is declared in another way"
        if any(not _is_of_kind(one, kind) for one in file.described.findall(f"{{{space}}}{name}")):
            yield f"{name} is no {kind}"


def _declared(described: ElementTree.Element) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for schema in described.findall("pdfaExtension:schemas/rdf:Bag/rdf:li", NAMESPACES):
        space = schema.findtext("pdfaSchema:namespaceURI", "", NAMESPACES)
        prefix = schema.findtext("pdfaSchema:prefix", "", NAMESPACES)
        assert schema.findtext("pdfaSchema:schema", "", NAMESPACES)
        for one in schema.findall("pdfaSchema:property/rdf:Seq/rdf:li", NAMESPACES):
            name, *rest = (
                one.findtext(f"pdfaProperty:{part}", "", NAMESPACES)
                for part in ("name", "valueType", "category", "description")
            )
            yield (space, name), (prefix, *rest)


def _is_of_kind(element: ElementTree.Element, kind: str) -> bool:
    text = element.text or ""
    if kind == "seq Text":
        return [inner.tag for inner in element] == [f"{RDF}Seq"] and all(one.text for one in element[0])
    if kind == "Date":
        return bool(datetime.date.fromisoformat(text[:10]))
    return not len(element) and bool(text) and (kind != "Integer" or text.isdigit())


@rule
def information_6_6_3(file: File) -> Iterator[str]:
    """The old dictionary says what the packet says."""
    pairs = {
        "/Title": "dc:title",
        "/Author": "dc:creator",
        "/Producer": "pdf:Producer",
        "/CreationDate": "xmp:CreateDate",
        "/ModDate": "xmp:ModifyDate",
    }
    for key in file.pdf.docinfo.keys():  # noqa: SIM118
        if key not in pairs:
            yield f"{key} stands in the old dictionary alone"
            continue
        old, new = str(file.pdf.docinfo[key]), file.said(pairs[key])
        if key.endswith("Date"):
            digits = re.sub(r"[-:T+]", "", (new or "").replace("Z", "+00:00"))
            old = re.sub(r"[D:'+-]", "", old)
            new = digits
        if old != new:
            yield f"{key} is {old!r} and {new!r}"


@rule
def identification_6_6_4(file: File) -> Iterator[str]:
    said = [file.said(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
    if said != ["3", "A", "1"]:
        yield f"the file says that it is {said}"


# --- 6.7 and what follows --------------------------------------------------------------------------------------


@rule
def structure_6_7(file: File) -> Iterator[str]:
    root = file.root.get("/StructTreeRoot")
    if root is None or not file.root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "the file is not tagged"
    for one in file.dictionaries:
        if one.get("/Type") == "/StructElem" and str(one.S)[1:] not in STRUCTURE:
            yield f"the structure {one.S}"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(file.root.get("/Lang", ""))):
        yield "the file has no language"


@rule
def attachments_6_8(file: File) -> Iterator[str]:
    """Each says its name, its type, when it was changed, and what it is to the document."""
    named = {one.objgen for one in file.root.get("/AF", Array())}
    for one in file.dictionaries:
        if "/EF" not in one:
            continue
        if not str(one.get("/F", "")) or not str(one.get("/UF", "")) or not str(one.get("/Desc", "")):
            yield "an attachment has no name or description"
        if str(one.get("/AFRelationship")) not in ("/Source", "/Data", "/Alternative", "/Supplement"):
            yield f"an attachment is {one.get('/AFRelationship')} to the document"
        if one.objgen not in named:
            yield "an attachment belongs to nothing"
        stream = one.EF.F
        if not re.fullmatch(r"/[a-z]+/[a-z0-9.+-]+", str(stream.get("/Subtype"))) or "/ModDate" not in stream.Params:
            yield "an attachment has no type or no time"
        if int(stream.Params.Size) != len(stream.read_bytes()):
            yield "an attachment is not as long as it says"


@rule
def whole_file_6_9_to_6_11(file: File) -> Iterator[str]:
    for key in ("/OCProperties", "/Requirements", "/Collection", "/OpenAction", "/AA"):
        if key in file.root:
            yield f"the file has {key}"
    if {"/AlternatePresentations", "/EmbeddedGoTo"} & set(file.root.get("/Names", Dictionary()).keys()):
        yield "the file is also shown in another way"
    if any("/PresSteps" in page for page in file.pdf.pages):
        yield "a page is shown step by step"
