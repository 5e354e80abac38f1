"""Rules of PDF/A-3a on annotations, metadata, structure and attachments: clauses 6.3 to 6.11 of ISO 19005-3."""

import datetime
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Array, Dictionary

from tests.agreements.exports.pdf.pdfa_file import NAMESPACES, RDF, File, rule, words_of

STRUCTURE = words_of(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
    "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP "
    "WT WP Figure Formula Form"
)
PREDEFINED = {NAMESPACES[prefix] for prefix in ("dc", "pdf", "pdfaExtension", "pdfaid", "xmp")}


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
