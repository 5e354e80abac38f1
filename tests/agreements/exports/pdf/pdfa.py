"""Holds a PDF against the rules of PDF/A-3a, by the clauses of ISO 19005-3; no checker of these runs here.

A rule is a function that tells, in words, each place where the file breaks it. Together with what `outloud` checks of
PDF/UA-1 they cover what our press can do; what it never does (sound, film, forms to fill in) is forbidden whole.
Here are the rules on the file itself, clause 6.1.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

# They bring their rules with them.
from tests.agreements.exports.pdf import pdfa_said, pdfa_shown
from tests.agreements.exports.pdf.pdfa_file import RULES, File, rule

__all__ = ["RULES", "pdfa_said", "pdfa_shown", "violations"]


def violations(data: bytes) -> list[str]:
    """What the file breaks, each with the name of its rule."""
    with pikepdf.open(BytesIO(data)) as pdf:
        file = File(data, pdf)
        return [f"{rule.__name__}: {words}" for rule in RULES for words in rule(file)]


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
