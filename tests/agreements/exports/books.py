"""Documents to render as workbooks, and the workbooks opened again."""

import datetime
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from agreements.document import Document, DocumentDecision, load_document
from agreements.exports.workbook import render_workbook
from agreements.kinds.text import Text
from agreements.models import Agreement
from agreements.sections import DocumentSection, registry
from metrics.sections import GoalRow, GoalTable, MetricRow
from tests.agreements.exports.shown import shown

SLUGS = ["asiakaspalvelut-2021", "yhteiset-palvelut-2020", "turku-ake-2024", "lumme-2018", "porvoo-ake-2026"]
HEADINGS = ["goal", "measure", "in_portfolio", "metric", "target", "prior", "actual", "colour"]


def example(slug: str) -> Document:
    return load_document(Agreement.objects.newest().get(slug=slug))


def opened(document: Document) -> Workbook:
    return load_workbook(BytesIO(render_workbook(document)))


def sheets(document: Document) -> Sequence[Worksheet]:
    """The sheets behind the cover and the chapters."""
    return opened(document).worksheets[2:]


def texts(sheet: Worksheet) -> list[str]:
    return [text for row in sheet.iter_rows() for cell in row if (text := shown(cell))]


def plain_spaces(text: str) -> str:
    return text.replace("\xa0", " ")


def goal_section(*goals: GoalRow, columns: Mapping[str, str | None] | None = None, pk: int = 1) -> DocumentSection:
    headings = {column: f"{column} heading" for column in HEADINGS} if columns is None else columns
    return DocumentSection(pk, registry["goals"], None, None, None, 1, headings, GoalTable(goals))


def text_section(html: str, *, heading: str | None = "Luku", pk: int = 1) -> DocumentSection:
    return DocumentSection(pk, registry["text"], "1.", heading, None, 1, {}, Text(html))


def metric(
    text: str,
    *,
    target: str | None = None,
    prior: str | None = None,
    actual: str | None = None,
    colour: str | None = None,
) -> MetricRow:
    return MetricRow(1, text, target, prior, actual, colour)


def made(*sections: DocumentSection, **changes: Any) -> Document:
    """A small document with these sections."""
    values: dict[str, Any] = {
        "slug": "kirjasto-2030",
        "version": 2,
        "kind": "service_agreement",
        "title": "PALVELUTUOTANTOSOPIMUS 2030",
        "year": 2030,
        "period_start": datetime.date(2030, 1, 1),
        "period_end": datetime.date(2030, 12, 31),
        "date": None,
        "cover": (),
        "language": "fi",
        "status": "draft",
        "signed": None,
        "units": (),
        "purpose": None,
        "changed_at": datetime.datetime(2029, 11, 3, 22, 30, tzinfo=datetime.UTC),
        "holds_from": None,
        "decision": DocumentDecision(None, None, None),
        "parties": (),
        **changes,
    }
    return Document(**values, sections=sections)
