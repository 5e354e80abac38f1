"""A training plan of one competence area: modules, their contents, this year's deliveries."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from agreements.kinds.training_sheet import training_sheet
from agreements.models import Agreement, CompetenceArea, Content, Delivery, Module, Section, TrainingTable
from agreements.sections import Carried, CarryNote, DocumentSection, Json, SectionKind
from agreements.sheets import Sheet

if TYPE_CHECKING:
    from agreements.document import Document


@dataclass(frozen=True, slots=True)
class ContentRow:
    title: str
    deliveries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleRow:
    title: str
    contents: tuple[ContentRow, ...]

    @property
    def span(self) -> int:
        """How many rows of the table the module's cell covers."""
        return max(1, len(self.contents))


@dataclass(frozen=True, slots=True)
class Training:
    """The training plan of an area, under the name that the document prints: the catalogue's may change."""

    area: str
    modules: tuple[ModuleRow, ...]


class TrainingKind(SectionKind[Training]):
    key = "training"
    label = _("Training plan")
    screen_template = "agreements/sections/training.html"
    print_template = "agreements/print/training.html"
    columns = ("module", "content", "delivery")
    column_labels = {"module": _("module"), "content": _("content"), "delivery": _("delivery")}
    started_columns = columns
    table = ("module", "content", "delivery")
    single = "training"

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, Training]:
        modules: dict[int, dict[tuple[int, str], dict[tuple[int, str], list[str]]]] = {}
        for section, *module, content, content_title, delivery in _rows(agreement):
            contents = modules.setdefault(section, {}).setdefault((module[0], module[1]), {})
            if content is not None:
                deliveries = contents.setdefault((content, content_title), [])
                deliveries += [delivery] if delivery is not None else []
        return {
            section.pk: Training(
                _printed_area(section) or "",
                tuple(
                    ModuleRow(title, tuple(ContentRow(name, tuple(found)) for (_pk, name), found in contents.items()))
                    for (_pk, title), contents in modules.get(section.pk, {}).items()
                ),
            )
            for section in sections
        }

    def title(self, section: DocumentSection) -> str:
        return section.block.area or super().title(section)

    def as_json(self, section: DocumentSection) -> Json:
        return {
            "columns": {column: section.columns.get(column) for column in self.columns},
            "modules": [
                {
                    "title": module.title,
                    "contents": [
                        {"title": content.title, "deliveries": list(content.deliveries)} for content in module.contents
                    ],
                }
                for module in section.block.modules
            ],
        }

    def sheet(self, section: DocumentSection, document: "Document") -> Sheet | None:
        return training_sheet(section)

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        self.start(section).save()
        for at, module_data in enumerate(data["modules"]):
            module = Module.objects.create(section=section, position=at, title=module_data["title"])
            for place, content_data in enumerate(module_data["contents"]):
                content = Content.objects.create(module=module, position=place, title=content_data["title"])
                Delivery.objects.bulk_create(
                    Delivery(content=content, position=order, title=title)
                    for order, title in enumerate(content_data["deliveries"])
                )

    def start(self, section: Section) -> TrainingTable:
        """The area is the chapter that the table stands in; the catalogue gains it when it is new."""
        name = _printed_area(section) or str(self.label)
        area, _created = CompetenceArea.objects.get_or_create(unit=section.agreement.unit, name=name[:200])
        return TrainingTable(section=section, area=area)

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        """Modules and contents go on; how they are delivered is planned anew each year."""
        TrainingTable.objects.create(section=target, area=source.training.area)
        contents = 0
        for module in source.modules.all():
            new = Module.objects.create(section=target, key=module.key, position=module.position, title=module.title)
            carried = Content.objects.bulk_create(
                Content(module=new, key=content.key, position=content.position, title=content.title)
                for content in module.contents.all()
            )
            contents += len(carried)
        deliveries = Delivery.objects.filter(content__module__section=source).count()
        return [CarryNote(Carried.ROWS, contents), CarryNote(Carried.LEFT, deliveries)]


def _printed_area(section: Section) -> str | None:
    """The competence area's name in this document: the table's own heading, or the chapter's that it stands in."""
    return section.heading or (section.parent.heading if section.parent else None)


def _rows(agreement: Agreement) -> Iterator[tuple[Any, ...]]:
    """Section, module and its title, content and its title, delivery: one row a delivery, None where there is none."""
    modules = Module.objects.filter(section__agreement=agreement).order_by(
        *("position", "pk", "contents__position", "contents__pk"),
        *("contents__deliveries__position", "contents__deliveries__pk"),
    )
    yield from modules.values_list(
        *("section", "pk", "title", "contents__pk", "contents__title", "contents__deliveries__title")
    )
