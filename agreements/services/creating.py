"""A document from nothing: an empty one, or one with the chapters and tables of its official form."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, Fact, Kind, Party, Section, Unit, User
from agreements.official_forms import FORMS, PARTIES, TITLES, Part
from agreements.sections import registry
from agreements.written import checked_text

LONGEST_TITLE = 500
LONGEST_SLUG = 80
_KIND_IN_SLUG = {Kind.SERVICE_AGREEMENT: "", Kind.DEVELOPMENT_PLAN: "ake", Kind.GRANT_PROJECT: "hanke"}


@transaction.atomic
def agreement_start(
    *,
    kind: str,
    unit: Unit,
    year: int,
    language: str,
    by: User,
    at: datetime.datetime,
    title: str = "",
    period: tuple[datetime.date, datetime.date] | None = None,
    from_form: bool = True,
) -> Agreement:
    """A new draft, by default of the whole year, under the kind's own title, with what the official form has.

    It can be taken back as long as nobody has edited it or commented on it (`next_year_take_back`): `carried_at` says
    when it was made, of this draft too.

    Raises PermissionDenied for whom may not edit drafts of the kind in the unit; ValidationError by field.
    """
    if not rights.may_draft(by, kind=kind, unit=unit.pk):
        raise PermissionDenied(_("You may not start a document of this kind in this unit."))
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    start, end = period or (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    title = _title(kind, language, year, title)
    _check(kind, unit, year, title, start, end)
    agreement = Agreement(
        kind=kind,
        unit=unit,
        unit_chain=chain_of(unit, language),
        title=title,
        year=year,
        period_start=start,
        period_end=end,
        language=language,
        carried_at=at,
        changed_at=at,
        changed_by=by,
    )
    _insert(agreement)
    if from_form:
        titles = [words.in_(language, year=year) for words in PARTIES.get(kind, ())]
        Party.objects.bulk_create(
            Party(agreement=agreement, position=place, title=title) for place, title in enumerate(titles)
        )
        _add_parts(agreement, None, FORMS[kind])
    return agreement


def chain_of(unit: Unit, language: str) -> list[dict[str, str]]:
    """The units from the top down to this one, under their names in the language, as a document prints them."""
    with translation.override(language):
        return [{"kind": each.kind, "name": each.name} for each in unit.ancestors(include_self=True)]


def slugs_for(kind: str, unit: Unit, year: int) -> Iterable[str]:
    """The addresses that the document may get, the best first: of the unit, the kind and the year, in ASCII."""
    ending = "-".join(part for part in (_KIND_IN_SLUG[Kind(kind)], str(year)) if part)
    name = slugify(unit.name_fi) or f"unit-{unit.pk}"
    for number in range(1, 1_000):
        numbered = ending if number == 1 else f"{ending}-{number}"
        yield f"{name[: LONGEST_SLUG - len(numbered) - 1].strip('-')}-{numbered}"


def _title(kind: str, language: str, year: int, title: str) -> str:
    try:
        written = checked_text(title, longest=LONGEST_TITLE)
    except ValidationError as error:
        raise ValidationError({"title": error.messages}) from error
    return written or TITLES[kind].in_(language, year=year)


def _check(kind: str, unit: Unit, year: int, title: str, start: datetime.date, end: datetime.date) -> None:
    """Raises ValidationError by field for what cannot be."""
    if end < start:
        raise ValidationError({"period_end": [_("The last day is before the first.")]})
    if (unit.valid_to and unit.valid_to < start) or (unit.valid_from and unit.valid_from > end):
        raise ValidationError({"unit": [_("The unit does not exist in that period.")]})
    if Agreement.objects.filter(kind=kind, unit=unit, year=year, title=title).exists():
        message = _("The unit has such a document already. Another one needs another title.")
        raise ValidationError({"title": [message]})


def _insert(agreement: Agreement) -> None:
    """Save the document under the first address that is free, even when another takes one at the same moment."""
    for slug in slugs_for(agreement.kind, agreement.unit, agreement.year):
        if Agreement.objects.filter(slug=slug).exists():
            continue
        agreement.slug = slug
        try:
            with transaction.atomic():
                agreement.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise ValidationError(_("The unit has too many documents of this year."))


def _add_parts(agreement: Agreement, parent: Section | None, parts: Iterable[Part]) -> None:
    """Each part as a section with the usual headings of its columns, and what the form says of it."""
    language, year = agreement.language, agreement.year
    for place, part in enumerate(parts):
        kind = registry[part.kind]
        own = {name: words.in_(language, year=year) if words else None for name, words in part.columns.items()}
        section = Section.objects.create(
            agreement=agreement,
            parent=parent,
            position=place,
            kind=part.kind,
            number=part.number,
            heading=part.heading.in_(language, year=year) if part.heading else None,
            caption=part.caption.in_(language, year=year) if part.caption else None,
            columns={**kind.usual_columns(agreement), **own},
        )
        if kind.single:
            kind.start(section).save()
        _add_facts(section, part)
        _add_parts(agreement, section, part.parts)


def _add_facts(section: Section, part: Part) -> None:
    agreement = section.agreement
    known = {
        "contact": agreement.changed_by.name if agreement.changed_by else "",
        "email": agreement.changed_by.email if agreement.changed_by else "",
        "start": _day(agreement.period_start),
        "end": _day(agreement.period_end),
    }
    facts = [(words.in_(agreement.language, year=agreement.year), known[what]) for words, what in part.facts]
    Fact.objects.bulk_create(
        Fact(section=section, position=place, label=label, value=value)
        for place, (label, value) in enumerate(facts)
        if value
    )


def _day(day: datetime.date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
