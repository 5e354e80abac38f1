"""A PDF with what the rules of PDF/A look at, and the list of those rules."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

Rule = Callable[["File"], Iterator[str]]
RULES: list[Rule] = []

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


def words_of(text: str) -> set[str]:
    return set(text.split())


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
