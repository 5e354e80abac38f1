"""The catalogues above documents: the goals that goals serve, and the city's project portfolio."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, HigherGoal, Kind, Phase, PortfolioEntry, Source, Unit, User
from agreements.refusals import refuse_in_units
from agreements.units import tops_by_unit
from agreements.written import checked_text

LONGEST = {"title": 300, "name": 300, "applied": 100, "granted": 100, "realised": 100}
FIRST_YEAR, LAST_YEAR = 1900, 2999
GOAL_FIELDS = ("source", "title", "valid_from", "valid_to")
ENTRY_FIELDS = ("name", "manager_id", "phase", "project_id", "applied", "granted", "realised")


class ChangedMeanwhileError(Exception):
    """Somebody else changed the row of the catalogue; `current` is the row now."""

    def __init__(self, current: HigherGoal | PortfolioEntry) -> None:
        super().__init__()
        self.current = current


def fingerprint(row: HigherGoal | PortfolioEntry) -> str:
    """What the row says, short: whoever saves tells what they saw by it."""
    fields = GOAL_FIELDS if isinstance(row, HigherGoal) else ENTRY_FIELDS
    words = "\x00".join(str(getattr(row, field)) for field in fields)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def higher_goal_set(
    *,
    unit: Unit,
    source: str,
    title: str,
    valid_from: int | None,
    valid_to: int | None,
    by: User,
    goal: HigherGoal | None = None,
    seen: str = "",
) -> HigherGoal:
    """A goal above those of documents: a new one of the unit, last of its source, or, when one is given, changed.

    `seen` is the fingerprint of what the person saw of it. One is ended by its last year: nothing that hangs on it is
    lost. Raises PermissionDenied; ValidationError by field; ChangedMeanwhileError.
    """
    unit = goal.unit if goal else unit
    _check_administers(unit, by)
    organisation = _locked_organisation(unit)
    row = HigherGoal.objects.get(pk=goal.pk) if goal else HigherGoal(unit=unit)
    if goal and fingerprint(row) != seen:
        raise ChangedMeanwhileError(row)
    text = _line("title", title, required=True)
    others = HigherGoal.objects.filter(unit__in=organisation).exclude(pk=row.pk)
    if any(other.casefold() == text.casefold() for other in others.values_list("title", flat=True)):
        raise ValidationError({"title": _("The organisation has a higher goal of these words already.")})
    _check_years(valid_from, valid_to)
    if source not in Source.values:
        raise ValidationError({"source": _("Choose one of the choices.")})
    if row.source != source:
        last = HigherGoal.objects.filter(unit=unit, source=source).aggregate(last=Max("position"))["last"]
        row.position = 0 if last is None else last + 1
    row.source, row.title, row.valid_from, row.valid_to = source, text, valid_from, valid_to
    row.save()
    return row


@transaction.atomic
def higher_goal_move(*, goal: HigherGoal, up: bool, by: User) -> None:
    """The goal one place up or down among those of its unit and source; at the end of them it stays.

    Raises PermissionDenied.
    """
    _check_administers(goal.unit, by)
    _locked_organisation(goal.unit)
    siblings = list(HigherGoal.objects.filter(unit=goal.unit, source=goal.source))
    at = next(place for place, each in enumerate(siblings) if each.pk == goal.pk)
    to = max(0, min(len(siblings) - 1, at + (-1 if up else 1)))
    siblings.insert(to, siblings.pop(at))
    for place, each in enumerate(siblings):
        each.position = place
    HigherGoal.objects.bulk_update(siblings, ["position"])


@transaction.atomic
def portfolio_entry_set(
    *,
    unit: Unit,
    name: str,
    manager: User | None,
    phase: str,
    project: Agreement | None,
    amounts: Mapping[str, str],
    by: User,
    entry: PortfolioEntry | None = None,
    seen: str = "",
) -> PortfolioEntry:
    """A project of the city's portfolio: a new one of the unit or, when one is given, changed.

    `amounts` are applied, granted and realised as written; `seen` the fingerprint of what the person saw of the entry.
    Raises PermissionDenied; ValidationError by field; ChangedMeanwhileError.
    """
    unit = entry.unit if entry else unit
    if not portfolio_units(by).filter(pk=unit.pk).exists():
        refuse_in_units("edit_project")
    organisation = _locked_organisation(unit)
    row = PortfolioEntry.objects.get(pk=entry.pk) if entry else PortfolioEntry(unit=unit)
    if entry and fingerprint(row) != seen:
        raise ChangedMeanwhileError(row)
    values = _entry_values(name, amounts)
    others = PortfolioEntry.objects.filter(unit__in=organisation).exclude(pk=row.pk)
    if any(other.casefold() == values["name"].casefold() for other in others.values_list("name", flat=True)):
        raise ValidationError({"name": _("The portfolio has a project of this name already.")})
    if phase not in Phase.values:
        raise ValidationError({"phase": _("Choose one of the choices.")})
    if project and (project.kind != Kind.GRANT_PROJECT or project.unit_id not in organisation):
        raise ValidationError({"project": _("Choose one of the choices.")})
    for field, value in values.items():
        setattr(row, field, value)
    row.manager, row.phase, row.project = manager, phase, project
    row.save()
    return row


def portfolio_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """The units whose projects the user adds and edits: those where they edit drafts of grant projects."""
    return rights.drafting_units(user, Kind.GRANT_PROJECT)


def _entry_values(name: str, amounts: Mapping[str, str]) -> dict[str, Any]:
    """The texts as they are stored. Raises ValidationError by field."""
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for field, text in {"name": name, **amounts}.items():
        try:
            values[field] = checked_text(text, longest=LONGEST[field], required=field == "name") or None
        except ValidationError as error:
            errors[field] = error.messages
    if errors:
        raise ValidationError(errors)
    values["name"] = " ".join(values["name"].split())
    return values


def _line(field: str, text: str, *, required: bool) -> str:
    """The text on one line. Raises ValidationError for the field."""
    try:
        return " ".join(checked_text(text, longest=LONGEST[field], required=required).split())
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _check_years(first: int | None, last: int | None) -> None:
    for field, year in (("valid_from", first), ("valid_to", last)):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError({field: _("A year has four digits.")})
    if first is not None and last is not None and last < first:
        raise ValidationError({"valid_to": _("The last year is before the first.")})


def _check_administers(unit: Unit, by: User) -> None:
    if not rights.administered_units(by).filter(pk=unit.pk).exists():
        raise PermissionDenied(_("The administrators of a unit look after its higher goals."))


def _locked_organisation(unit: Unit) -> set[int]:
    """The units of the unit's organisation, whose top is locked: names and places are given out one at a time."""
    tops = tops_by_unit()
    Unit.objects.select_for_update().get(pk=tops[unit.pk])
    return {each for each, top in tops.items() if top == tops[unit.pk]}
