"""Documents that are harder to print than the five."""

import datetime
from dataclasses import replace
from typing import Any

from agreements.document import Document, DocumentDecision, DocumentUnit
from agreements.kinds.text import Text
from agreements.sections import DocumentSection, registry
from metrics.sections import GoalRow, GoalTable, MeasureRow, MetricRow

COLUMNS = {
    "goal": "Tavoite",
    "measure": "Toimenpide",
    "in_portfolio": "Salkussa (K/E)",
    "metric": "Mittari",
    "target": "Tavoitetaso",
    "prior": "Toteutunut 2020",
    "actual": "Toteutunut 2021",
    "colour": "Värikoodi",
}


def metric(
    text: str,
    *,
    target: str | None = None,
    prior: str | None = None,
    actual: str | None = None,
    colour: str | None = None,
) -> MetricRow:
    return MetricRow(1, text, target, prior, actual, colour)


def goal_section(*goals: GoalRow) -> DocumentSection:
    return section("goals", GoalTable(tuple(goals)), columns=COLUMNS)


def goal(*measures: MeasureRow, title: str = "Hyvä kirjasto") -> GoalRow:
    return GoalRow(title, None, measures)


def text_section(html: str, *, heading: str = "Luku") -> DocumentSection:
    return section("text", Text(html), heading=heading)


def section(
    kind: str, block: object, *, heading: str | None = None, columns: dict[str, str] | None = None
) -> DocumentSection:
    return DocumentSection(
        pk=1,
        kind=registry[kind],
        number=None,
        heading=heading,
        caption=None,
        level=1,
        columns=columns or {},
        block=block,
    )


def document(*sections: DocumentSection, **changes: Any) -> Document:
    """A service agreement in force, without a database."""
    agreement = Document(
        slug="esimerkki",
        version=3,
        kind="service_agreement",
        title="Palvelutuotantosopimus 2021",
        year=2021,
        period_start=datetime.date(2021, 1, 1),
        period_end=datetime.date(2021, 12, 31),
        date=None,
        cover=(),
        language="fi",
        status="draft",
        signed=None,
        units=(DocumentUnit("city", "Turku"), DocumentUnit("result_unit", "Asiakaspalvelut")),
        purpose=None,
        changed_at=datetime.datetime(2021, 3, 4, 23, 30, tzinfo=datetime.UTC),
        holds_from=None,
        decision=DocumentDecision(None, None, None),
        parties=(),
        sections=sections,
    )
    return replace(agreement, **changes)
