"""How a document is laid out to be read: heading levels, what stands in the margin, what the contents list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.document import Document
from agreements.models import Kind
from agreements.sections import DocumentSection

CHAPTER, SUBCHAPTER, SIDE, BARE = "chapter", "subchapter", "side", "bare"


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A section with its place on the page.

    `layout` is chapter, subchapter (heading over the full width), side (heading in the margin) or bare (no heading).
    `heading_level` is the level of the section's own heading, `inner_level` that of a heading inside it; both 2 to 6.
    `table` is the goal table's number among the document's goal tables, None for other kinds.
    """

    section: DocumentSection
    layout: str
    heading_level: int
    inner_level: int
    table: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    items: tuple[OutlineItem, ...]
    tables: int

    @property
    def contents(self) -> tuple[OutlineItem, ...]:
        """The items that contents and navigation list: those with a heading, and an agreement's untitled tables."""
        return tuple(item for item in self.items if item.section.heading or item.section.kind.key == "goals")


def outline(document: Document) -> Outline:
    """The document's sections with their places. Headings never skip a level, whatever the nesting."""
    tabled = [section.pk for section in document.sections if section.kind.key == "goals"]
    return Outline(tuple(_items(document, tabled)), len(tabled))


def _items(document: Document, tabled: Sequence[int]) -> Iterator[OutlineItem]:
    plan = document.kind == Kind.DEVELOPMENT_PLAN
    last_heading = 1
    for section in document.sections:
        level = min(section.level + 1, last_heading + 1, 6)
        if section.label:
            last_heading = level
        yield OutlineItem(
            section=section,
            layout=_layout(section, plan=plan),
            heading_level=level,
            inner_level=min((level if section.label else last_heading) + 1, 6),
            table=tabled.index(section.pk) + 1 if section.pk in tabled else None,
        )


def _layout(section: DocumentSection, *, plan: bool) -> str:
    if not section.label:
        return BARE
    if section.level == 1 and (plan or section.number):
        return CHAPTER
    return SUBCHAPTER if plan and (section.level == 2 or section.kind.key == "goals") else SIDE
