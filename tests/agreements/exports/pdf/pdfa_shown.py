"""Rules of PDF/A-3a on what is shown: clause 6.2 of ISO 19005-3."""

import re
from collections.abc import Iterator
from io import BytesIO

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object

from tests.agreements.exports.pdf.pdfa_file import File, rule, words_of

OPERATORS = words_of(
    "b B b* B* BDC BI BMC BT BX c cm cs CS d Do DP EI EMC ET EX f F f* g G gs h i ID j J k K l m M MP n q Q re rg RG "
    "ri s S sc SC scn SCN sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
BLEND_MODES = words_of(
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity"
)
INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}


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
