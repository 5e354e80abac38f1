"""What a screen reader reads of the PDF.

WeasyPrint tags page by page: what runs on to the next page becomes a second paragraph or a second table there, running
heads are content, and a cell gets the headings of other rows. So the tree is built here from the HTML's elements: one
structure element for each, whatever pages it stands on. What belongs to no element is an artifact: running heads and
feet, a table's headings repeated on its next page, leaders, a drawn sign beside its word.

WeasyPrint's boxes tell which mark on which page belongs to which element. The insides of it that this takes, a page's
`_page_box` and a stream's `_tags`, are touched in this module and nowhere else.
"""

from collections.abc import Callable
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import MarginBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from agreements.exports.pdf.tree import Node, Tree
from agreements.exports.pdf.tree_writer import write_tree

_INVISIBLE = str.maketrans("", "", "\u00ad\u2060\u200b")
# One glyph serves several characters: text that is copied out of the PDF gets the usual one.
_USUAL = str.maketrans({"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"})


class Tagger:
    """Follows a WeasyPrint rendering while it is written, and gives the PDF its structure tree."""

    def __init__(self, rendering: Any) -> None:
        self._tree = Tree()
        self._fonts = rendering.fonts
        for number, page in enumerate(rendering.pages):
            page.bookmarks = [(level, label.translate(_INVISIBLE), *rest) for level, label, *rest in page.bookmarks]
            # What the stylesheet adds to a link (a leader, a page number) stands inside it already.
            page.links = [link for link in page.links if link[3].element_tag == "a"]
            page.paint = self._painter(number, page)

    def finish(self, rendering: Any, pdf: pydyf.PDF) -> None:
        """WeasyPrint's finisher: puts the tree into the PDF."""
        write_tree(self._tree.root, pdf)

    def _painter(self, number: int, page: Any) -> Callable[..., None]:
        paint = page.paint

        def paint_and_tag(stream: Any, scale: float = 1) -> None:
            paint(stream, scale)
            self._take_over(number, page, stream)

        return paint_and_tag

    def _take_over(self, number: int, page: Any, stream: Any) -> None:
        """Read the painted page into the tree. WeasyPrint is left a blank page to tag."""
        marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        _read(page._page_box, self._tree.root, self._tree, number, marks)
        _make_artifacts(stream.stream, set(marks.values()))
        stream._tags.clear()
        page._page_box = page._page_box.copy_with_children([])
        for font in self._fonts.values():
            font.to_unicode = {glyph: _usual(text) for glyph, text in font.to_unicode.items()}


def _read(box: Any, parent: Node, tree: Tree, page: int, marks: dict[Any, int]) -> None:
    """Read the box and those inside it into the tree, in reading order; takes the marks that are content."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, MarginBox) or box.is_leader:
        return
    node = tree.node_for(box.element, box.element_tag, parent, page)
    if node is None:
        return
    if isinstance(box, TextBox) and box in marks:
        node.kids.append((page, marks.pop(box)))
    if box.link_annotation:
        node.kids.append(box.link_annotation)
    for child in box.children:
        _read(child, node, tree, page, marks)


def _make_artifacts(stream: list[Any], mcids: set[int]) -> None:
    """Turn the marks of these ids into artifacts. The stream holds tag, properties and operator one after the other."""
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in mcids:
            stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _usual(text: str) -> str:
    return text.translate(_USUAL) if len(text) == 1 else text.translate(_INVISIBLE)
