"""The turn of the year: next year's draft from this year's document, made by the unit itself, and taken back."""

import datetime
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from agreements import rights
from agreements.document import in_reading_order
from agreements.models import Agreement, Party, Section, Status, User
from agreements.models.agreement import FOLLOWED
from agreements.refusals import refuse
from agreements.sections import registry
from agreements.year_numbers import shift_years


def next_slug(agreement: Agreement) -> str:
    """The address of next year's document: the year in this one's moved on, or put behind it."""
    shifted = shift_years(agreement.slug, 1) or ""
    return shifted if shifted != agreement.slug else f"{agreement.slug}-{agreement.year + 1}"


@transaction.atomic
def next_year_make(*, agreement: Agreement, by: User, at: datetime.datetime) -> Agreement:
    """Next year's draft, with a report of what was carried, changed and left in `carry_report`.

    Raises PermissionDenied for whom may not start one, ValidationError when next year's document exists already or an
    amendment has superseded this version.
    """
    if not rights.may(by, agreement).start_next_year:
        refuse("start_next_year", agreement)
    slug = next_slug(agreement)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if Agreement.objects.filter(supersedes=locked, status__in=FOLLOWED).exists():
        raise ValidationError(
            _("An amendment has superseded this version. Next year's document is made from the version that holds.")
        )
    if Agreement.objects.filter(slug=slug).exists() or agreement.next.exists():
        raise ValidationError(_("Next year's document has been made already."))
    return document_carry_to_next_year(agreement=agreement, slug=slug, at=at, by=by)


@transaction.atomic
def next_year_take_back(*, draft: Agreement, by: User) -> None:
    """Delete a draft that was made from the previous year's, or from nothing, as long as only its start is in it.

    Raises PermissionDenied for whom may not edit it, ValidationError once it has been edited, commented on or sent, or
    when another document refers to it.
    """
    draft = Agreement.objects.select_for_update().get(pk=draft.pk)
    if not rights.may(by, draft).edit:
        refuse("edit", draft)
    if not is_untouched(draft):
        raise ValidationError(_("The draft has been edited, commented on or sent, and can no longer be taken back."))
    try:
        draft.delete()
    except ProtectedError as error:
        raise ValidationError(_("Another document refers to the draft: it can no longer be taken back.")) from error


def is_untouched(draft: Agreement) -> bool:
    """Is the draft still as the turn of the year, or `agreement_start`, made it, and was it never sent? One query."""
    as_made = draft.status == Status.DRAFT and draft.carried_at is not None and draft.carried_at == draft.changed_at
    told = draft.comments.values("pk").union(draft.status_changes.values("pk"), all=True)
    return as_made and not told.exists()


@transaction.atomic
def document_carry_to_next_year(
    *, agreement: Agreement, slug: str, at: datetime.datetime, by: User | None = None
) -> Agreement:
    """The draft itself: what each kind of section carries, with the year numbers in column headings moved on by one.

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
        carried_at=at,
        changed_at=at,
        changed_by=by,
    )
    Party.objects.bulk_create(
        Party(agreement=draft, position=party.position, title=party.title, name=party.name, user=party.user)
        for party in agreement.parties.all()
    )
    draft.carry_report = _carry_sections(agreement, draft)
    draft.save(update_fields=["carry_report"])
    return draft


def _carry_sections(agreement: Agreement, draft: Agreement) -> list[dict[str, Any]]:
    """Every section, and for each what became of its rows and headings, as data for the report."""
    carried: dict[int, Section] = {}
    report = []
    for source, _level in in_reading_order(list(agreement.sections.select_related("agreement"))):
        target = Section.objects.create(
            agreement=draft,
            parent=carried[source.parent_id] if source.parent_id else None,
            key=source.key,
            position=source.position,
            kind=source.kind,
            number=source.number,
            auto_number=source.auto_number,
            heading=source.heading,
            caption=source.caption,
            columns={column: shift_years(heading, 1) for column, heading in source.columns.items()},
        )
        notes = registry[source.kind].carry(source, target)
        carried[source.pk] = target
        report.append(
            {
                "key": str(source.key),
                "notes": [asdict(note) for note in notes if note.count],
                "headings": _changed_headings(source, target),
            }
        )
    return report


def _changed_headings(source: Section, target: Section) -> list[dict[str, str]]:
    pairs = [(heading, target.columns.get(column)) for column, heading in source.columns.items()]
    return [{"before": before, "after": after} for before, after in pairs if before and after and before != after]


def _next_year(date: datetime.date) -> datetime.date:
    """The same day of the next year; the 29th of February becomes the 28th."""
    try:
        return date.replace(year=date.year + 1)
    except ValueError:
        return date.replace(year=date.year + 1, day=28)
