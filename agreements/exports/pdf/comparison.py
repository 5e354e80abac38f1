"""A comparison as a PDF, by the press that prints the documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from agreements.cells import Cell
from agreements.comparison import ComparedRow, ComparedSection, Comparison
from agreements.exports.pdf.press import print_html, printable
from agreements.models import Agreement

_STYLES = (Path(__file__).with_name("comparison.css"),)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides of a comparison by their names, and what differs. `years` lie between the documents' years."""

    agreement: Agreement
    older: str
    newer: str
    comparison: Comparison
    years: int = 0

    @property
    def chain(self) -> str:
        return " · ".join(unit["name"] for unit in self.agreement.unit_chain)

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


def render_comparison_pdf(sides: Sides) -> bytes:
    """The comparison in the document's language. The same comparison gives the same bytes."""
    with translation.override(sides.agreement.language):
        html = render_to_string("agreements/print/comparison.html", {"sides": sides, "document": sides.agreement})
    return print_html(printable(html), further=_STYLES)
