"""How wide text runs in Arial, and how many lines it takes. Pure Python.

Nobody can ask a spreadsheet for the height of a merged cell, so it is reckoned here, a little on the safe side. Arial
stands on every office machine; Liberation Sans, which replaces it elsewhere, has the same widths.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

# Widths of the characters of Latin-1 in thousandths of the font's size.
_REGULAR = {
    191: "'",
    222: "ijl",
    260: "|¦",
    278: " !,./:;I[\\]ft\u00a0·ÌÍÎÏìíîï",
    333: "()-`r¡¨\u00ad²³´¸¹",
    334: "{}",
    355: '"',
    368: "ªº",
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyzçýÿ",
    552: "¯±÷¶",
    556: "#$0123456789L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöøùúûüþµ",
    584: "+<=>~¬×",
    611: "FTZ¿ß",
    667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞ?",  # "?" also stands for every character beyond Latin-1
    722: "CDHNRUwÇÐÑÙÚÛÜ",
    737: "©®",
    778: "GOQÒÓÔÕÖØ",
    834: "Mm¼½¾",
    889: "%æ",
    944: "W",
    1000: "Æ",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl\u00a0·ÌÍÎÏìíîï",
    280: "|¦",
    333: "!()-:;[]`ft¡¨\u00ad²³´¸¹",
    368: "ªº",
    389: "*r{}",
    400: "°",
    474: '"',
    500: "z",
    552: "¯±÷",
    556: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿµ",
    584: "+<=>^~¬×",
    611: "FLTZbdghnopqu¿ßðñòóôõöøùúûüþ",
    667: "EPSVXYÈÉÊËÝÞ",
    722: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜ?",
    737: "©®",
    778: "GOQwÒÓÔÕÖØ",
    834: "M¼½¾",
    889: "%mæ",
    944: "W",
    1000: "ÆØ",
    1015: "@",
}
_UNITS = 200  # of the font's size, so that every width fits a byte


def _table(widths: dict[int, str]) -> bytes:
    by_character = {character: width for width, characters in widths.items() for character in characters}
    unknown = by_character["?"]
    return bytes(-(-by_character.get(chr(code), unknown) * _UNITS // 1000) for code in range(256))


_TABLES = {False: _table(_REGULAR), True: _table(_BOLD)}


@dataclass(frozen=True)
class TextFont:
    """Arial in a size in points; `line` is the height of its lines in points."""

    size: float
    bold: bool = False

    @cached_property
    def line(self) -> float:
        """A line takes 1.275 of the size in Excel, rounded to its pixels of 0.75 points."""
        return round(self.size * 1.275 / 0.75) * 0.75

    def width(self, text: str) -> float:
        """The width of one line of text in points."""
        return sum(self._widths(text)) * self.size / _UNITS

    def line_starts(self, text: str, width: float) -> list[int]:
        """Where in the text its lines begin, in a cell of that inner width in points."""
        room = int(width * _UNITS / self.size + 1e-6)
        starts: list[int] = []
        offset = 0
        for paragraph in text.split("\n"):
            starts.append(offset)
            widths = self._widths(paragraph)
            if sum(widths) > room:
                starts += [offset + at for at in _broken_at(paragraph, widths, room)]
            offset += len(paragraph) + 1
        return starts

    def _widths(self, text: str) -> bytes:
        return text.encode("latin-1", "replace").translate(_TABLES[self.bold])


def _broken_at(text: str, widths: bytes, room: int) -> Iterator[int]:
    """Where a paragraph's further lines begin: behind a space, within a word only where it is wider than the line."""
    reached = list(accumulate(widths))
    start, before = 0, 0
    while (end := bisect_right(reached, before + room, start)) < len(text):
        # A space may hang over the line's end.
        space = text.rfind(" ", start, end + 1)
        start = space + 1 if space >= start else max(end, start + 1)
        before = reached[start - 1]
        if start < len(text):
            yield start


def utf16_length(text: str) -> int:
    """The length as Excel counts it: a character beyond U+FFFF is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
