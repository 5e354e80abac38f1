"""The turn of the year: next year's draft from this year's document."""

import datetime
import re

from django.db import transaction

from agreements.document import in_reading_order
from agreements.models import Agreement, Party, Section, Status
from agreements.sections import registry

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def shift_years(text: str | None, years: int) -> str | None:
    """The text with every four-digit year moved on: "TA2020" by one year is "TA2021"."""
    return None if text is None else _YEAR.sub(lambda match: str(int(match[0]) + years), text)


@transaction.atomic
def document_carry_to_next_year(*, agreement: Agreement, slug: str, at: datetime.datetime) -> Agreement:
    """Next year's draft: the content as each kind of section carries it, year numbers in headings moved on by one.

    Parties keep their titles, not their signatures. Raises IntegrityError when the slug exists.
    """
    draft = Agreement.objects.create(
        slug=slug,
        kind=agreement.kind,
        unit=agreement.unit,
        unit_chain=agreement.unit_chain,
        title=shift_years(agreement.title, 1) or agreement.title,
        year=agreement.year + 1,
        period_start=_next_year(agreement.period_start),
        period_end=_next_year(agreement.period_end),
        cover=[shift_years(text, 1) for text in agreement.cover],
        language=agreement.language,
        status=Status.DRAFT,
        purpose=agreement.purpose,
        previous=agreement,
        changed_at=at,
    )
    Party.objects.bulk_create(
        Party(agreement=draft, position=party.position, title=party.title, name=party.name, user=party.user)
        for party in agreement.parties.all()
    )
    _carry_sections(agreement, draft)
    return draft


def _carry_sections(agreement: Agreement, draft: Agreement) -> None:
    carried: dict[int, Section] = {}
    for source, _level in in_reading_order(list(agreement.sections.select_related("agreement"))):
        target = Section.objects.create(
            agreement=draft,
            parent=carried[source.parent_id] if source.parent_id else None,
            key=source.key,
            position=source.position,
            kind=source.kind,
            number=source.number,
            heading=shift_years(source.heading, 1),
            caption=shift_years(source.caption, 1),
            columns={column: shift_years(heading, 1) for column, heading in source.columns.items()},
        )
        registry[source.kind].carry(source, target)
        carried[source.pk] = target


def _next_year(date: datetime.date) -> datetime.date:
    """The same day of the next year; the 29th of February becomes the 28th."""
    try:
        return date.replace(year=date.year + 1)
    except ValueError:
        return date.replace(year=date.year + 1, day=28)
