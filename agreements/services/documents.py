"""Making a document from its JSON."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from agreements.models import Agreement, Party, Section, Signature, Unit
from agreements.sections import registry
from agreements.written import check_written


@transaction.atomic
def document_create(*, data: Mapping[str, Any]) -> Agreement:
    """The agreement that the JSON describes, with everything in it, as version 1 of its slug.

    Takes the export's own form, with `unit_path` (the organisation's nodes from the top, made where they are missing),
    `changed` and `signed` beside it. It is made as a draft, gets its status at the end, and is not frozen. Raises
    ValidationError for text that cannot be stored, IntegrityError for a slug that exists, KeyError for a key that is
    missing.
    """
    check_written(data)
    path = data["unit_path"]
    agreement = Agreement.objects.create(
        slug=data["slug"],
        kind=data["kind"],
        unit=unit_at(path=path),
        unit_chain=[{"kind": node["kind"], "name": name} for node, name in zip(path, data["unit"], strict=True)],
        title=data["title"],
        year=data["year"],
        period_start=datetime.date.fromisoformat(data["period"]["start"]),
        period_end=datetime.date.fromisoformat(data["period"]["end"]),
        date=datetime.date.fromisoformat(data["date"]) if data["date"] else None,
        cover=data["cover"],
        language=data["language"],
        purpose=data["purpose"],
        changed_at=datetime.datetime.fromisoformat(data["changed"]),
    )
    for position, row in enumerate(data["parties"]):
        party = Party.objects.create(agreement=agreement, position=position, title=row["title"], name=row["name"])
        if data["signed"]:
            signature = {"title": party.title, "name": party.name, "signed": data["signed"]}
            Signature.objects.create(agreement=agreement, party=party, **signature)
    _create_sections(agreement, data["sections"])
    agreement.status, agreement.signed = data["status"], data["signed"]
    agreement.save(update_fields=("status", "signed"))
    return agreement


def unit_at(*, path: Sequence[Mapping[str, str]]) -> Unit:
    """The unit at the end of the path of names from the top; every node that is missing is made."""
    unit: Unit | None = None
    for node in path:
        unit, _created = Unit.objects.get_or_create(
            parent=unit, name_fi=node["fi"], defaults={"kind": node["kind"], "name_sv": node["sv"]}
        )
    if unit is None:
        raise ValueError("The path of units is empty.")
    return unit


def _create_sections(agreement: Agreement, rows: Sequence[Mapping[str, Any]]) -> None:
    """The flat list becomes a tree: a section stands under the nearest one before it of a lower level."""
    open_sections: list[tuple[int, Section]] = []
    for position, row in enumerate(rows):
        while open_sections and open_sections[-1][0] >= row["level"]:
            open_sections.pop()
        section = Section.objects.create(
            agreement=agreement,
            parent=open_sections[-1][1] if open_sections else None,
            position=position,
            kind=row["kind"],
            number=row["number"],
            heading=row["heading"],
            caption=row["caption"],
            columns=row.get("columns", {}),
        )
        registry[row["kind"]].read(section, row)
        open_sections.append((row["level"], section))
