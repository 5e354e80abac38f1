"""Sanitised HTML as a tree."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 100


class TooDeepError(Exception):
    """The elements go further into each other than anybody writes."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of sanitised HTML: its tag, its attributes, and what it holds."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def elements(self, *tags: str) -> list["Element"]:
        """The children that have one of the tags."""
        return [child for child in self.children if isinstance(child, Element) and child.tag in tags]


def parsed(html: str) -> Element:
    """The root of the tree of the HTML, which must be well-formed: every tag closed but <br>. Raises TooDeepError."""
    reader = _Tree()
    reader.feed(html)
    reader.close()
    return reader.root


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if len(self._open) > DEEPEST:
            raise TooDeepError
        if tag != "br":
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
