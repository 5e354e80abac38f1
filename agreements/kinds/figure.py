"""A figure drawn from the document's own training sections: the competence areas and their modules."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from agreements.kinds.training import Training
from agreements.kinds.training_sheet import figure_sheet
from agreements.models import Agreement, Section
from agreements.sections import CarryNote, DocumentSection, Json, SectionKind
from agreements.sheets import Sheet

if TYPE_CHECKING:
    from agreements.document import Document


@dataclass(frozen=True, slots=True)
class FigureArea:
    title: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    areas: tuple[FigureArea, ...]


class FigureKind(SectionKind[Figure]):
    key = "figure"
    label = _("Figure of competence areas")
    screen_template = "agreements/sections/figure.html"
    print_template = "agreements/print/figure.html"

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, Figure]:
        return {section.pk: Figure(()) for section in sections}

    def derive(self, block: Figure, sections: Sequence[DocumentSection]) -> Figure:
        trainings = (section.block for section in sections if isinstance(section.block, Training))
        areas = (
            FigureArea(training.area, tuple(module.title for module in training.modules)) for training in trainings
        )
        return replace(block, areas=tuple(areas))

    def as_json(self, section: DocumentSection) -> Json:
        return {"areas": [{"title": area.title, "modules": list(area.modules)} for area in section.block.areas]}

    def sheet(self, section: DocumentSection, document: "Document") -> Sheet | None:
        return figure_sheet(section)

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        """A figure has no rows of its own."""

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        """A figure has no rows of its own."""
        return []
