"""Reads a PDF as a screen reader does: its structure tree, with the text that each element marks on the pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

Marks = dict[tuple[int, int], str]


@dataclass(eq=False)
class Element:
    """A structure element: `marks` are its own pieces of text in order, `pages` where they stand, from 0."""

    role: str
    attributes: dict[str, Any] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    kids: list["Element"] = field(default_factory=list)
    parts: list["str | Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it, lines joined as they were before they were broken."""
        return joined([part if isinstance(part, str) else part.text for part in self.parts])

    @property
    def all_pages(self) -> list[int]:
        return [*self.pages, *(page for kid in self.kids for page in kid.all_pages)]

    def find(self, *roles: str) -> Iterator["Element"]:
        for kid in self.kids:
            if kid.role in roles:
                yield kid
            yield from kid.find(*roles)


def joined(lines: list[str]) -> str:
    """The lines as one: a hyphen at a line's end is taken for the line's, as nearly all are."""
    text = ""
    for line in lines:
        text = text[:-1] + line if text.endswith("-") and line[:1].islower() else f"{text} {line}"
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """What is left of the text whatever lines it is broken into: no spaces, no hyphens."""
    return re.sub(r"[-\s\u00ad\u2060]", "", text)


def read(pdf: bytes) -> Element:
    """The PDF's whole structure tree."""
    return _read(pdf)[0]


def artifacts(pdf: bytes) -> list[str]:
    """What each page shows that is no content, run together."""
    return _read(pdf)[1]


def unread(pdf: bytes) -> set[tuple[int, int]]:
    """The marks on pages, by page and id, that no element of the tree takes up."""
    return _read(pdf)[2]


@lru_cache(maxsize=16)
def _read(pdf: bytes) -> tuple[Element, list[str], set[tuple[int, int]]]:
    with Pdf.open(BytesIO(pdf)) as opened:
        marks, loose = _texts(opened)
        reading = _Reading(marks, {page.obj.objgen: number for number, page in enumerate(opened.pages)})
        tree = _element(opened.Root.StructTreeRoot.K[0], reading, 0)
        return tree, loose, set(marks) - reading.taken


class _Reading:
    def __init__(self, marks: Marks, pages: dict[Any, int]) -> None:
        self.marks, self.pages, self.taken = marks, pages, set[tuple[int, int]]()


def _element(source: Any, reading: _Reading, page: int) -> Element:
    page = reading.pages[source.Pg.objgen] if "/Pg" in source else page
    element = Element(str(source.S)[1:], _attributes(source))
    kids = source.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            element.kids.append(_element(kid, reading, page))
            element.parts.append(element.kids[-1])
        elif isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR":
            element.attributes["Annotation"] = str(kid.Obj.get("/Dest", ""))
        else:
            on, mcid = (
                (reading.pages[kid.Pg.objgen], int(kid.MCID)) if isinstance(kid, Dictionary) else (page, int(kid))
            )
            reading.taken.add((on, mcid))
            element.marks.append(reading.marks[on, mcid])
            element.parts.append(element.marks[-1])
            element.pages.append(on)
    return element


def _attributes(source: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"ID": str(source.ID)} if "/ID" in source else {}
    for key, value in dict(source.get("/A", {})).items():
        found[key[1:]] = [str(item) for item in value] if isinstance(value, Array) else value
    return found


def _texts(pdf: Pdf) -> tuple[Marks, list[str]]:
    marks: Marks = {}
    loose: list[str] = []
    for number, page in enumerate(pdf.pages):
        letters = {name: _letters(font) for name, font in dict(page.Resources.Font).items()}
        stack: list[int | None] = []
        loose.append("")
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):  # type: ignore[misc]
            match str(operator):
                case "BDC":
                    stack.append(int(operands[1].MCID) if "/MCID" in operands[1] else None)
                    if stack[-1] is not None:
                        marks.setdefault((number, stack[-1]), "")
                case "BMC":
                    stack.append(None)
                case "EMC":
                    stack.pop()
                case "Tf":
                    font = letters[str(operands[0])]
                case "Tj" | "TJ":
                    text = _shown(operands[0], font)
                    mcid = next((mcid for mcid in reversed(stack) if mcid is not None), None)
                    if mcid is None:
                        assert stack, f"Page {number + 1} shows {text!r} outside any mark."
                        loose[-1] += text
                    else:
                        marks[number, mcid] += text
    return marks, loose


def _shown(operand: Any, font: dict[int, str]) -> str:
    items = operand if isinstance(operand, Array) else [operand]
    codes = b"".join(bytes(item) for item in items if isinstance(item, pikepdf.String))
    return "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))


def _letters(font: Any) -> dict[int, str]:
    """What each glyph of the font stands for, by its ToUnicode map."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", table)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
