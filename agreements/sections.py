"""The kinds of section: what a kind must know, and the registry that holds them.

An app brings its kinds by registering an instance of each in `AppConfig.ready()`. Everything that is done to every
section of a document (loading, exporting, reading in, carrying to the next year) asks the kind and nothing else, so a
new kind of section is a new class.
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.utils import translation
from django.utils.text import capfirst

if TYPE_CHECKING:
    from django.db import models
    from django_stubs_ext import StrOrPromise

    from agreements.checks import Checked, Finding
    from agreements.document import Document
    from agreements.models import Agreement, Section
    from agreements.rows.snapshot import Row, Snapshot
    from agreements.sheets import Sheet

Block = TypeVar("Block")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """One section of a document in reading order; `block` is what its kind loaded."""

    pk: int
    kind: "SectionKind[Any]"
    number: str | None
    heading: str | None
    caption: str | None
    level: int
    columns: Mapping[str, str | None]
    block: Any

    @property
    def anchor(self) -> str:
        """The section's name in an address: stays the same while the section lives."""
        return f"s{self.pk}"

    @property
    def label(self) -> str:
        """Number and heading as printed; empty when the section has neither."""
        return " ".join(part for part in (self.number, self.heading) if part)

    @property
    def name(self) -> str:
        """What contents, navigation and sheets call the section: its own words where it has any."""
        return self.label or self.caption or self.kind.title(self)

    @property
    def count(self) -> int | None:
        """How many rows a reader would count in the section, where counting says something."""
        return self.kind.rows(self.block)

    @property
    def printed_columns(self) -> list[tuple[str, str]]:
        """The columns that have a printed heading, in the kind's order: key and heading."""
        return [(column, heading) for column in self.kind.columns if (heading := self.columns.get(column))]


class Carried(StrEnum):
    """What the turn of the year does to the rows of a section."""

    ROWS = "rows"
    PRIOR_FILLED = "prior_filled"
    PRIOR_MISSING = "prior_missing"
    READ_AGAIN = "read_again"
    EMPTIED = "emptied"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class CarryNote:
    """What became of so many of a section's rows at the turn of the year."""

    code: Carried
    count: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What the program makes of what stands in a field, in the reader's words; it never replaces it.

    `tone` is "understood", "people" where a person has to decide, or "differs" where rows say otherwise.
    """

    text: str
    tone: str = "understood"


class SectionKind(ABC, Generic[Block]):
    """What the application knows about one kind of section.

    `key` is its name in the database and in JSON, `columns` the keys of the headings that its sections may print.
    `column_labels` are the usual words of the columns that people may name, `started_columns` those that a new
    section prints, and `optional_columns` those that a table has or has
    not; `last_year_columns` tell of the year before. `table` has the kinds of row that its
    table has, each standing in the one before; `single` the kind of the one row that says what the table does not.
    `reported` says whether a plan's or a project's follow-up report repeats the section: it tells of the means.
    """

    key: ClassVar[str]
    label: ClassVar["StrOrPromise"]
    screen_template: ClassVar[str]
    print_template: ClassVar[str]
    columns: ClassVar[tuple[str, ...]] = ()
    column_labels: ClassVar["Mapping[str, StrOrPromise]"] = {}
    started_columns: ClassVar[tuple[str, ...]] = ()
    optional_columns: ClassVar[tuple[str, ...]] = ()
    last_year_columns: ClassVar[tuple[str, ...]] = ()
    table: ClassVar[tuple[str, ...]] = ()
    single: ClassVar[str] = ""
    reported: ClassVar[bool] = False
    has_hints: ClassVar[bool] = False

    @abstractmethod
    def load(
        self, agreement: "Agreement", sections: "Sequence[Section]", *, on: datetime.date | None
    ) -> Mapping[int, Block]:
        """The blocks of all the agreement's sections of this kind by section id, in a fixed number of queries.

        On a day they also tell how the content stands that day; with None only what does not depend on any day.
        """

    @property
    def row_kinds(self) -> tuple[str, ...]:
        """The kinds of row that its sections have."""
        return (*self.table, self.single) if self.single else self.table

    def usual_columns(self, agreement: "Agreement") -> dict[str, str | None]:
        """The headings of a new section's columns, in the document's language."""
        with translation.override(agreement.language):
            return {column: capfirst(str(self.column_labels[column])) for column in self.started_columns}

    def start(self, section: "Section") -> "models.Model":
        """A new section's single row, not saved; asked only of kinds that have one."""
        raise LookupError(f"Sections of the kind {self.key!r} have no single row.")

    def hints(self, section: "Row", snapshot: "Snapshot", *, of: "Row | None" = None) -> Mapping[str, Hint]:
        """What the editor says under the section's fields, by the field's id in the page ("metric-12-target").

        With a row, only what can change when that row is edited. Asks the database nothing.
        """
        return {}

    def row_hints(self, row: "Row", year: int) -> Mapping[str, Hint] | None:
        """The hints that can change when the row is edited, where no other row has its part in them; else None.

        `year` is the document's.
        """
        return None if self.has_hints else {}

    def checks(self, sections: "Sequence[Row]", checked: "Checked") -> "Iterable[Finding]":
        """What is worth a look in the document's sections of this kind before it is sent; warnings all.

        Asks the database at most what other documents say, in a fixed number of queries whatever the length.
        """
        return ()

    def title(self, section: DocumentSection) -> str:
        """What to call a section that has neither heading nor caption."""
        return str(self.label)

    def rows(self, block: Block) -> int | None:
        """How many things a reader of contents would count in the section; None where counting says nothing."""
        return None

    def is_wide(self, section: DocumentSection) -> bool:
        """Has the section a table that needs a landscape page where the document stands upright?"""
        return False

    def derive(self, block: Block, sections: Sequence[DocumentSection]) -> Block:
        """The block completed by what the document's other sections say; most kinds need nothing of it."""
        return block

    @abstractmethod
    def as_json(self, section: DocumentSection) -> Json:
        """What the section's JSON says beyond number, heading, caption, level and kind."""

    def sheet(self, section: DocumentSection, document: "Document") -> "Sheet | None":
        """The section's table as a sheet of the workbook; None when its words go to the sheet of the chapters' text."""
        return None

    def passages(self, section: DocumentSection) -> "Sequence[tuple[str | None, str]]":
        """For the sheet of the chapters' text: labels with their texts, where the section has no sheet of its own."""
        return ()

    @abstractmethod
    def read(self, section: "Section", data: Mapping[str, Any]) -> None:
        """Write the section's rows from its JSON. The section is saved and empty."""

    @abstractmethod
    def carry(self, source: "Section", target: "Section") -> "list[CarryNote]":
        """Write the rows that next year's section takes over from this year's, and tell what became of them.

        The target is saved and empty.
        """


class Registry:
    """The kinds of section by key, in the order in which they were registered."""

    def __init__(self) -> None:
        self._kinds: dict[str, SectionKind[Any]] = {}

    def register(self, kind: SectionKind[Any]) -> None:
        """Add a kind; a second kind of the same key raises ValueError."""
        if kind.key in self._kinds:
            raise ValueError(f"A kind of section named {kind.key!r} is registered already.")
        self._kinds[kind.key] = kind

    def __getitem__(self, key: str) -> SectionKind[Any]:
        return self._kinds[key]

    def __contains__(self, key: object) -> bool:
        return key in self._kinds

    def __iter__(self) -> Iterator[SectionKind[Any]]:
        return iter(self._kinds.values())


registry = Registry()
