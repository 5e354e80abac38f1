"""Writes a structure tree into a PDF."""

from collections.abc import Iterator
from typing import Any

import pydyf

from agreements.exports.pdf.headings import Cell, headings_of
from agreements.exports.pdf.tree import Node

_SCOPES = {"col": "/Column", "row": "/Row", "rowgroup": "/Row"}
_WIDEST_SPAN = 1000  # HTML's own limit
_PRINTED = 4  # the flag of an annotation that paper shows as the screen does


def write_tree(root: Node, pdf: pydyf.PDF) -> None:
    """Put everything inside `root` under the PDF's structure root, which is there and empty."""
    _Writer(pdf).write(root)


class _Writer:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._pages: list[dict[int, bytes]] = [{} for _page in pdf.page_references]
        self._links: list[bytes] = []
        self._cells: dict[Node, Cell] = {}
        self._headings: dict[Cell, list[Cell]] = {}
        self._names: dict[Cell, str] = {}
        self._named: dict[str, bytes] = {}

    def write(self, root: Node) -> None:
        structure = self._resolve(self._pdf.catalog["StructTreeRoot"])
        document = self._resolve(structure["K"][0])
        document["K"] = pydyf.Array(self._kids(root, document))
        self._resolve(structure["ParentTree"])["Nums"] = pydyf.Array(self._parents())
        structure["ParentTreeNextKey"] = len(self._pages) + len(self._links)
        if self._named:
            names = [item for name in sorted(self._named) for item in (pydyf.String(name), self._named[name])]
            structure["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

    def _resolve(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _parents(self) -> Iterator[Any]:
        """Numbers and what they lead to: from each page's marks, and from each link, back to the structure."""
        for number, marks in enumerate(self._pages):
            yield from (number, pydyf.Array(marks.get(mcid, "null") for mcid in range(max(marks, default=-1) + 1)))
        for number, reference in enumerate(self._links, start=len(self._pages)):
            yield from (number, reference)

    def _kids(self, node: Node, owner: pydyf.Dictionary) -> Iterator[Any]:
        for kid in node.content:
            if isinstance(kid, Node):
                yield self._element(kid, owner)
            elif isinstance(kid, tuple):
                yield self._mark(kid, node, owner)
            else:
                yield self._link(kid, node, owner)

    def _element(self, node: Node, parent: pydyf.Dictionary) -> bytes:
        element = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{node.role}", "P": parent.reference, "Pg": self._page(node.page)}
        )
        self._pdf.add_object(element)
        reference: bytes = element.reference
        if node.role == "Table":
            self._read_table(node)
        elif node.role == "L":
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": _numbering(node)})
        elif cell := self._cells.get(node):
            element["A"] = self._cell_attributes(cell)
            if name := self._names.get(cell):
                element["ID"] = pydyf.String(name)
                self._named[name] = reference
        element["K"] = pydyf.Array(self._kids(node, element))
        return reference

    def _page(self, number: int) -> bytes:
        reference: bytes = self._pdf.page_references[number]
        return reference

    def _mark(self, mark: tuple[int, int], node: Node, owner: pydyf.Dictionary) -> Any:
        page, mcid = mark
        self._pages[page][mcid] = owner.reference
        if page == node.page:
            return mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._page(page), "MCID": mcid})

    def _link(self, annotation: pydyf.Dictionary, node: Node, owner: pydyf.Dictionary) -> pydyf.Dictionary:
        annotation["StructParent"] = len(self._pages) + len(self._links)
        annotation["F"] = _PRINTED
        annotation["Contents"] = pydyf.String(node.text)
        self._links.append(owner.reference)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference})

    def _read_table(self, table: Node) -> None:
        """Find out which cells head which in the table, and give those that head others a name."""
        groups = [(table, row) for row in table.inside("TR")]
        for group in table.inside("THead", "TBody"):
            groups += [(group, row) for row in group.inside("TR")]
        rows: list[list[Cell]] = []
        for group, row in groups:
            cells = {node: _cell(node, in_head=not rows or group.role == "THead") for node in row.inside("TH", "TD")}
            self._cells.update(cells)
            rows.append(list(cells.values()))
        headings = headings_of(rows)
        self._headings.update(headings)
        for cell in dict.fromkeys(head for heads in headings.values() for head in heads):
            self._names[cell] = f"h{len(self._names) + 1:05}"

    def _cell_attributes(self, cell: Cell) -> pydyf.Dictionary:
        attributes = pydyf.Dictionary({"O": "/Table"})
        if cell.scope:
            attributes["Scope"] = _SCOPES[cell.scope]
        if cell.colspan > 1:
            attributes["ColSpan"] = cell.colspan
        if cell.rowspan > 1:
            attributes["RowSpan"] = cell.rowspan
        if headings := self._headings.get(cell):
            attributes["Headers"] = pydyf.Array(pydyf.String(self._names[heading]) for heading in headings)
        return attributes


def _numbering(node: Node) -> str:
    if not any(item.inside("Lbl") for item in node.inside("LI")):
        return "/None"
    return {"ol": "/Decimal", "ul": "/Disc"}.get(node.element.tag, "/None")


def _cell(node: Node, *, in_head: bool) -> Cell:
    scope = ""
    if node.role == "TH":
        scope = node.element.get("scope", "")
        scope = scope if scope in _SCOPES else "col" if in_head else "row"
    return Cell(scope, _span(node, "colspan"), _span(node, "rowspan"))


def _span(node: Node, attribute: str) -> int:
    written = node.element.get(attribute, "")
    return min(max(int(written), 1), _WIDEST_SPAN) if written.isascii() and written.isdigit() else 1
