"""A document's running text, as what its tables are held against."""

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from agreements.rows.snapshot import Row, Snapshot

_LEFT_OUT = {"table", "ul", "ol"}
_ENDS = {"p", "h4", "blockquote", "br"}


@dataclass(frozen=True, slots=True)
class Passage:
    """The running text of a section: a line for each paragraph."""

    row: Row
    text: str


def passages(snapshot: Snapshot) -> list[Passage]:
    """The document's running text, section by section, in reading order."""
    return [
        Passage(row, text)
        for row, _level in snapshot.sections()
        if row.state["html"] and (text := paragraphs(row.state["html"]))
    ]


def near(section: Row, snapshot: Snapshot) -> set[int]:
    """The sections whose text speaks of the section's table: the chapters it is in, what stands beside it in the
    innermost of them, and what stands right before it.
    """
    order = [row.pk for row, _level in snapshot.sections()]
    place = order.index(section.pk)
    found = {section.pk, *order[max(0, place - 1) : place]}
    above = snapshot.get("section", section.parent)
    if above is not None:
        found.update(row.pk for row in snapshot.of("section", above.pk))
    while above is not None:
        found.add(above.pk)
        above = snapshot.get("section", above.parent)
    return found


@lru_cache(maxsize=1024)
def paragraphs(html: str) -> str:
    """The words of the HTML's paragraphs, a line each. Lists and tables are left out: what stands there are parts."""
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._inside += 1
        if tag in _ENDS | _LEFT_OUT:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._inside = max(0, self._inside - 1)
        if tag in _ENDS | _LEFT_OUT:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data.replace("\n", " "))
