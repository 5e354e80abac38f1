"""Joins the structure trees of tagged PDFs, so that a screen reader reads a book of many documents as one.

Each document becomes a part with its name and its language. What numbers things within one PDF (the marks of its
pages, the names of its headings) is numbered on, so that nothing of one document answers for another.
"""

from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_FIGURE = b"/Figure << /MCID 0 >> BDC\nq\n"


class JoinedTree:
    """The structure tree of a new PDF, to which documents are added in their order."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._parents: list[tuple[int, pikepdf.Object]] = []
        self._names: dict[str, pikepdf.Object] = {}
        self._roles = Dictionary()
        self._next = 0
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._book = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array([])))
        self._root.K = Array([self._book])

    def add(self, tree: pikepdf.Object, pages: Iterable[pikepdf.Page], *, name: str, language: str) -> None:
        """A tagged document whose pages stand in the new PDF already. `tree` is its structure root, copied there."""
        prefix = f"{len(self._book.K)}-"
        for top in _elements(tree):
            if top.get(Name.S) == Name.Document:
                top.S, top.T, top.Lang = Name.Part, String(name), String(language)
            top.P = self._book
            self._book.K.append(top)
            for element in _with_descendants(top):
                self._rename(element, prefix)
        self._number_on(tree, pages)
        for role, standard in tree.get(Name.RoleMap, Dictionary()).items():
            self._roles[role] = standard

    def add_pictures(self, pages: list[pikepdf.Page], texts: list[str], *, name: str, language: str) -> None:
        """A document without a structure, such as a scan: each page is a picture with a text in its place."""
        part = self._part(name, language)
        for page, text in zip(pages, texts, strict=True):
            figure = self._pdf.make_indirect(
                Dictionary(
                    Type=Name.StructElem, S=Name.Figure, P=part, Pg=page.obj, Alt=String(text), K=0,
                    A=Dictionary(O=Name.Layout, BBox=page.mediabox, Placement=Name.Block),
                )
            )  # fmt: skip
            page.contents_add(self._pdf.make_stream(_FIGURE), prepend=True)
            page.contents_add(self._pdf.make_stream(b"\nQ\nEMC\n"))
            page.obj.StructParents = self._next
            self._parents.append((self._next, Array([figure])))
            self._next += 1
            part.K.append(figure)

    def write(self) -> None:
        """Put the tree into the PDF."""
        numbers = [item for number, value in self._parents for item in (number, value)]
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self._root.ParentTreeNextKey = self._next
        if self._names:
            named = [item for name in sorted(self._names) for item in (String(name), self._names[name])]
            self._root.IDTree = self._pdf.make_indirect(Dictionary(Names=Array(named)))
        if len(self._roles.keys()):
            self._root.RoleMap = self._roles
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _part(self, name: str, language: str) -> pikepdf.Object:
        part = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Part, P=self._book, T=String(name), Lang=String(language), K=Array([])
            )
        )
        self._book.K.append(part)
        return part

    def _rename(self, element: pikepdf.Object, prefix: str) -> None:
        """Give the element's name, and the names by which a cell calls its headings, the document's prefix."""
        if Name.ID in element:
            name = f"{prefix}{element.ID}"
            element.ID = String(name)
            self._names[name] = element
        for attributes in _each(element.get(Name.A)):
            if isinstance(attributes, Dictionary) and Name.Headers in attributes:
                attributes.Headers = Array([String(f"{prefix}{heading}") for heading in attributes.Headers])

    def _number_on(self, tree: pikepdf.Object, pages: Iterable[pikepdf.Page]) -> None:
        """Let the document's pages and links lead to their elements under numbers that nothing else has."""
        if Name.ParentTree not in tree:
            return
        known = dict(pikepdf.NumberTree(tree.ParentTree).items())
        for page in pages:
            for owner, key in ((page.obj, Name.StructParents), *((each, Name.StructParent) for each in links_of(page))):
                if key not in owner:
                    continue
                parent = known.get(int(owner[key]))
                if parent is None:
                    del owner[key]
                    continue
                owner[key] = self._next
                self._parents.append((self._next, parent))
                self._next += 1


def links_of(page: pikepdf.Page) -> Iterable[pikepdf.Object]:
    """The page's annotations."""
    return page.obj.get(Name.Annots, Array([]))


def _with_descendants(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(_elements(element))


def _elements(parent: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements right inside: what else may stand there is marked content or an annotation."""
    return (kid for kid in _each(parent.get(Name.K)) if isinstance(kid, Dictionary) and Name.S in kid)


def _each(value: pikepdf.Object | None) -> Iterable[pikepdf.Object]:
    """What may be missing, one or an array of them."""
    if value is None:
        return ()
    return value if isinstance(value, Array) else (value,)
