"""The kinds of section: what a kind must know, and the registry that holds them.

An app brings its kinds by registering an instance of each in `AppConfig.ready()`. Everything that is done to every
section of a document (loading, exporting, reading in, carrying to the next year) asks the kind and nothing else, so a
new kind of section is a new class.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement, Section

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
    def name(self) -> str:
        """Number and heading, or the caption: what contents and navigation call it; may be empty."""
        return " ".join(part for part in (self.number, self.heading or self.caption) if part)


class SectionKind(ABC, Generic[Block]):
    """What the application knows about one kind of section. `key` is its name in the database and in JSON."""

    key: ClassVar[str]
    label: ClassVar["StrOrPromise"]
    screen_template: ClassVar[str]
    print_template: ClassVar[str]

    @abstractmethod
    def load(self, agreement: "Agreement", sections: "Sequence[Section]") -> Mapping[int, Block]:
        """The blocks of all the agreement's sections of this kind by section id, in a fixed number of queries."""

    def derive(self, block: Block, sections: Sequence[DocumentSection]) -> Block:
        """The block completed by what the document's other sections say; most kinds need nothing of it."""
        return block

    @abstractmethod
    def as_json(self, section: DocumentSection) -> Json:
        """What the section's JSON says beyond number, heading, caption, level and kind."""

    @abstractmethod
    def read(self, section: "Section", data: Mapping[str, Any]) -> None:
        """Write the section's rows from its JSON. The section is saved and empty."""

    @abstractmethod
    def carry(self, source: "Section", target: "Section") -> None:
        """Write the rows that next year's section takes over from this year's. The target is saved and empty."""


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
