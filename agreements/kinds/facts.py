"""Labelled particulars: a grant project's contact, dates and tags."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Fact, Section
from agreements.sections import Carried, CarryNote, DocumentSection, Json, SectionKind


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[FactRow, ...]


class FactsKind(SectionKind[Facts]):
    key = "facts"
    label = _("Particulars")
    screen_template = "agreements/sections/facts.html"
    print_template = "agreements/print/facts.html"
    table = ("fact",)

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, Facts]:
        rows: dict[int, list[FactRow]] = defaultdict(list)
        for fact in Fact.objects.filter(section__agreement=agreement):
            rows[fact.section_id].append(FactRow(fact.label, fact.value))
        return {section.pk: Facts(tuple(rows[section.pk])) for section in sections}

    def as_json(self, section: DocumentSection) -> Json:
        return {"facts": [asdict(fact) for fact in section.block.facts]}

    def passages(self, section: DocumentSection) -> Sequence[tuple[str | None, str]]:
        return [(fact.label or gettext("Tag"), fact.value) for fact in section.block.facts]

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        Fact.objects.bulk_create(
            Fact(section=section, position=position, label=fact["label"], value=fact["value"])
            for position, fact in enumerate(data["facts"])
        )

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        facts = Fact.objects.bulk_create(
            Fact(section=target, key=fact.key, position=fact.position, label=fact.label, value=fact.value)
            for fact in source.facts.all()
        )
        return [CarryNote(Carried.READ_AGAIN, len(facts))]
