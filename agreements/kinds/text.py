"""Running text, or a chapter's heading when the text is empty."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Section
from agreements.richtext import plain_text, sanitize
from agreements.sections import Carried, CarryNote, DocumentSection, Json, SectionKind


@dataclass(frozen=True, slots=True)
class Text:
    """Sanitised HTML, the form in which running text is kept."""

    html: str

    @property
    def plain(self) -> str:
        return plain_text(self.html)


class TextKind(SectionKind[Text]):
    key = "text"
    label = _("Running text")
    screen_template = "agreements/sections/text.html"
    print_template = "agreements/print/text.html"

    def load(
        self, agreement: Agreement, sections: Sequence[Section], *, on: datetime.date | None
    ) -> Mapping[int, Text]:
        return {section.pk: Text(sanitize(section.html)) for section in sections}

    def as_json(self, section: DocumentSection) -> Json:
        return {"text": section.block.plain, "html": section.block.html}

    def passages(self, section: DocumentSection) -> Sequence[tuple[str | None, str]]:
        return [(None, section.block.plain)] if section.block.html else []

    def read(self, section: Section, data: Mapping[str, Any]) -> None:
        section.html = sanitize(data["html"])
        section.save(update_fields=["html"])

    def carry(self, source: Section, target: Section) -> list[CarryNote]:
        target.html = source.html
        target.save(update_fields=["html"])
        return [CarryNote(Carried.READ_AGAIN, 1)] if source.html else []
