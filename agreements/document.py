"""The read model: a whole document as plain data, loaded in a fixed number of queries.

The screen, the PDF, the workbook and the JSON all render a `Document`; none of them sees a model instance.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agreements.amendment import Changes, amendment_words, load_changes
from agreements.models import Agreement, Section
from agreements.numbering import Numbered, numbers
from agreements.parties import DocumentParty, load_parties
from agreements.sections import DocumentSection, registry


@dataclass(frozen=True, slots=True)
class DocumentUnit:
    """A unit as the document prints it; `kind` is a `UnitKind` value."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class DocumentDecision:
    """The decision by which the city agreed, where it decides that way."""

    date: datetime.date | None
    section: str | None
    case_number: str | None

    def __bool__(self) -> bool:
        return bool(self.date or self.section or self.case_number)


@dataclass(frozen=True, slots=True)
class Document:
    """An agreement, a plan or a project: its head, and its sections in reading order.

    An amendment names the version that it supersedes; `changes` are what it is compared with, where that is printed.
    """

    slug: str
    version: int
    kind: str
    title: str
    year: int
    period_start: datetime.date
    period_end: datetime.date
    date: datetime.date | None
    cover: tuple[str, ...]
    language: str
    status: str
    signed: str | None
    units: tuple[DocumentUnit, ...]
    purpose: str | None
    changed_at: datetime.datetime
    holds_from: datetime.date | None
    decision: DocumentDecision
    parties: tuple[DocumentParty, ...]
    sections: tuple[DocumentSection, ...]
    supersedes: int | None = None
    changes: Changes | None = None

    @property
    def chapters(self) -> tuple[DocumentSection, ...]:
        """The sections that have a name of their own: the document's contents."""
        return tuple(section for section in self.sections if section.heading)

    @property
    def unit_name(self) -> str:
        """The printed name of the unit whose document this is."""
        return self.units[-1].name if self.units else ""

    @property
    def amendment_words(self) -> str:
        """What an amendment says of itself, in the language that is active; nothing for what amends nothing."""
        return amendment_words(self.supersedes, self.holds_from)


def load_document(agreement: Agreement, *, on: datetime.date | None = None) -> Document:
    """The agreement as a `Document`, on a day as it stands that day, else as it reads whatever the day.

    Whatever the day, an amendment has its changes with it. Which kinds of section there are decides how many queries
    that takes, never the length.
    """
    return Document(
        slug=agreement.slug,
        version=agreement.version,
        kind=agreement.kind,
        title=agreement.title,
        year=agreement.year,
        period_start=agreement.period_start,
        period_end=agreement.period_end,
        date=agreement.date,
        cover=tuple(agreement.cover),
        language=agreement.language,
        status=agreement.status,
        signed=agreement.signed,
        units=tuple(DocumentUnit(unit["kind"], unit["name"]) for unit in agreement.unit_chain),
        purpose=agreement.purpose,
        changed_at=agreement.changed_at,
        supersedes=agreement.supersedes.version if agreement.supersedes else None,
        holds_from=agreement.holds_from,
        decision=DocumentDecision(agreement.decision_date, agreement.decision_section, agreement.case_number),
        parties=load_parties([agreement])[agreement.pk],
        sections=_load_sections(agreement, on),
        changes=load_changes(agreement) if on is None else None,
    )


def _load_sections(agreement: Agreement, on: datetime.date | None) -> tuple[DocumentSection, ...]:
    sections_by_id = {section.pk: section for section in agreement.sections.all()}
    for section in sections_by_id.values():
        section.parent = sections_by_id[section.parent_id] if section.parent_id else None
    rows = list(in_reading_order(list(sections_by_id.values())))
    number_of = section_numbers([section for section, _level in rows])
    blocks = _load_blocks(agreement, [section for section, _level in rows], on)
    sections = tuple(
        DocumentSection(
            pk=row.pk,
            kind=registry[row.kind],
            number=number_of[row.pk],
            heading=row.heading,
            caption=row.caption,
            level=level,
            columns=row.columns,
            block=blocks[row.pk],
        )
        for row, level in rows
    )
    return tuple(replace(section, block=section.kind.derive(section.block, sections)) for section in sections)


def section_numbers(sections: Sequence[Section]) -> dict[int, str | None]:
    """The number of each section by its id, written or from its place; the sections are in reading order."""
    children: dict[int | None, list[Numbered]] = defaultdict(list)
    for section in sections:
        children[section.parent_id].append(Numbered(section.pk, section.number, section.auto_number))
    return numbers(children)


def _load_blocks(agreement: Agreement, sections: Sequence[Section], on: datetime.date | None) -> dict[int, Any]:
    by_kind: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        by_kind[section.kind].append(section)
    blocks: dict[int, Any] = {}
    for key, own in by_kind.items():
        blocks.update(registry[key].load(agreement, own, on=on))
    return blocks


def in_reading_order(sections: Sequence[Section]) -> Iterator[tuple[Section, int]]:
    """Each section with its level, parents before their children; siblings by position. Level 1 is a chapter."""
    children: dict[int | None, list[Section]] = defaultdict(list)
    for section in sorted(sections, key=lambda row: (row.position, row.pk)):
        children[section.parent_id].append(section)

    def walk(parent: int | None, level: int) -> Iterator[tuple[Section, int]]:
        for section in children[parent]:
            yield section, level
            yield from walk(section.pk, level + 1)

    return walk(None, 1)
