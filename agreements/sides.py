"""Two sides of a comparison by their names, and what differs, as pages and prints tell it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.cells import Cell
from agreements.comparison import ComparedRow, ComparedSection, Comparison


@dataclass(frozen=True, slots=True)
class Sides:
    """What differs between the older and the newer side. `years` lie between the documents' years."""

    older: str
    newer: str
    comparison: Comparison
    years: int = 0

    @property
    def own(self) -> list[ComparedRow]:
        """The document's own rows that differ."""
        return [row for row in self.comparison.own if row.touched]

    @property
    def sections(self) -> list[ComparedSection]:
        """The sections in which something differs."""
        return [section for section in self.comparison.sections if section.touched]

    @property
    def unchanged(self) -> list[ComparedSection]:
        return [section for section in self.comparison.sections if not section.touched]

    @property
    def expected(self) -> list[tuple[str, ComparedRow, Cell]]:
        """What the turn of the year changed by itself: the section's name, the row and its field."""
        return list(self._expected())

    def _expected(self) -> Iterator[tuple[str, ComparedRow, Cell]]:
        for row in self.comparison.own:
            yield from (("", row, cell) for cell in row.expected)
        for section in self.comparison.sections:
            for row in section.all_rows:
                yield from ((section.title, row, cell) for cell in row.expected)

    @property
    def touched(self) -> list[tuple[str, list[ComparedRow]]]:
        """The rows that differ under the name of the section that they stand in; the document's own have none."""
        sections = [(section.title, [row for row in section.all_rows if row.touched]) for section in self.sections]
        return [("", self.own), *sections] if self.own else sections
