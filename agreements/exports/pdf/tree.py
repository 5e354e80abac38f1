"""The elements of a PDF's structure tree, made from those of HTML."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import pydyf

_ROLES = {
    "p": "P",
    "div": "Div",
    "figcaption": "P",
    "blockquote": "BlockQuote",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "dt": "Lbl",
    "dd": "LBody",
    "a": "Link",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

Mark = tuple[int, int]
"""A page's number and the id of marked content on it."""


@dataclass(eq=False)
class Node:
    """A structure element. A kid is another one, or marked content, or the annotation of a link."""

    role: str
    element: Element
    page: int = 0
    kids: list["Node | Mark | pydyf.Dictionary"] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Is there content in it? Rows and cells stand in their table even when they are empty."""
        return self.role in {"TR", "TH", "TD"} or any(
            not isinstance(kid, Node) or kid.says_something for kid in self.kids
        )

    @property
    def content(self) -> Iterator["Node | Mark | pydyf.Dictionary"]:
        """The kids that say something. A Div that only holds others gives way to them; a label stands first."""
        for kid in sorted(self.kids, key=lambda kid: not (isinstance(kid, Node) and kid.role == "Lbl")):
            if not isinstance(kid, Node):
                yield kid
            elif kid.role == "Div" and all(isinstance(inner, Node) for inner in kid.kids):
                yield from kid.content
            elif kid.says_something:
                yield kid

    @property
    def text(self) -> str:
        """The words of the HTML element."""
        return " ".join("".join(self.element.itertext()).split())

    def inside(self, *roles: str) -> list["Node"]:
        """The kids of these roles."""
        return [kid for kid in self.kids if isinstance(kid, Node) and kid.role in roles]


class Tree:
    """The structure elements of a document, each found again by the HTML element that it stands for."""

    def __init__(self) -> None:
        self.root = Node("Document", Element("html"))
        self._nodes: dict[tuple[str, Element], Node] = {}
        self._levels: dict[Element, int] = {}
        self._last_level = 0

    def node_for(self, element: Element | None, tag: str | None, parent: Node, page: int) -> Node | None:
        """The node of a box inside `parent`: the element's own, or `parent` where the element means nothing.

        `tag` is the element's, with "::…" after it where the stylesheet added the box. None when the box is no
        content: a table's headings once more, on a later page.
        """
        if element is None or tag is None:
            return parent
        if tag == "li::marker":
            return self._node("Lbl", element, self._nodes["LI", element], page)
        if element is parent.element:
            return parent
        if tag == "thead" and (head := self._nodes.get(("THead", element))) and head.page < page:
            return None
        if tag == "li" and parent.role != "TOC":
            return self._node("LBody", element, self._node("LI", element, parent, page), page)
        if tag == "a" and parent.role == "TOCI":
            parent = self._node("Reference", element, parent, page)
        role = self._role(element, tag, parent)
        return self._node(role, element, parent, page) if role else parent

    def _role(self, element: Element, tag: str, parent: Node) -> str | None:
        if tag in _HEADINGS:
            return f"H{self._heading_level(element, _HEADINGS[tag])}"
        if tag == "ol" and element.get("role") == "doc-toc":
            return "TOC"
        if tag == "li":
            return "TOCI"
        if tag == "div" and parent.role == "L":
            return "LI"
        return _ROLES.get(tag)

    def _heading_level(self, element: Element, level: int) -> int:
        """The heading's level, or the nearest that skips none."""
        self._last_level = self._levels.setdefault(element, min(level, self._last_level + 1))
        return self._last_level

    def _node(self, role: str, element: Element, parent: Node, page: int) -> Node:
        key = (role, element)
        if key not in self._nodes:
            self._nodes[key] = Node(role, element, page)
            parent.kids.append(self._nodes[key])
        return self._nodes[key]
