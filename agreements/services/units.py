"""Units as their administrators look after them: named, ended, and new ones below. Moving them is left to the admin."""

import datetime
import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.log import about_unit, columns_of
from agreements.models import Event, Unit, UnitKind, User
from agreements.services.log import log_entry
from agreements.units import tops_by_unit
from agreements.written import checked_text

LONGEST_UNIT_NAME = 200
FIRST_YEAR, LAST_YEAR = 1500, 2999
FIELDS = ("name_fi", "name_sv", "valid_from", "valid_to")


class UnitChangedMeanwhileError(Exception):
    """Somebody else changed the unit; `current` is the unit now."""

    def __init__(self, current: Unit) -> None:
        super().__init__()
        self.current = current


def seen_of_unit(unit: Unit) -> str:
    """What the unit's page says of it, short: whoever saves tells what they saw by it."""
    words = "\x00".join(str(getattr(unit, field)) for field in FIELDS)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def refusal_to_edit(unit: Unit) -> str:
    """The sentence for whom may look into the unit but not change it."""
    return _("The administrators of %(unit)s look after it and the units below it.") % {"unit": unit}


@transaction.atomic
def unit_change(
    *,
    unit: Unit,
    name_fi: str,
    name_sv: str,
    valid_from: datetime.date | None,
    valid_to: datetime.date | None,
    seen: str,
    by: User,
    at: datetime.datetime,
) -> Unit:
    """The unit under other names, or of another time. Documents keep the names that they were made with.

    `seen` is what the person saw of it. Raises PermissionDenied; UnitChangedMeanwhileError; ValidationError by field.
    """
    by = _locked(unit, by)
    row: Unit = Unit.objects.get(pk=unit.pk)
    if seen_of_unit(row) != seen:
        raise UnitChangedMeanwhileError(row)
    before = columns_of(row, *FIELDS)
    row.name_fi, row.name_sv = _checked_names(name_fi, name_sv)
    row.valid_from, row.valid_to = valid_from, valid_to
    _check_days(valid_from, valid_to)
    _check_alone(row)
    if columns_of(row, *FIELDS) != before:
        row.save(update_fields=FIELDS)
        detail = {"before": before, "after": columns_of(row, *FIELDS)}
        log_entry(event=Event.UNIT_CHANGED, by=by, at=at, about=about_unit(row), unit=row.pk, detail=detail)
    return row


@transaction.atomic
def unit_add(
    *,
    parent: Unit,
    kind: str,
    name_fi: str,
    name_sv: str,
    valid_from: datetime.date | None,
    valid_to: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> Unit:
    """A new unit below the given one, the last of those there. The roles that hold above hold in it.

    Raises PermissionDenied; ValidationError by field.
    """
    by = _locked(parent, by)
    if kind not in UnitKind.values or kind == UnitKind.CITY:
        raise ValidationError({"kind": _("Choose one of the choices.")})
    fi, sv = _checked_names(name_fi, name_sv)
    _check_days(valid_from, valid_to)
    row = Unit(parent=parent, kind=kind, name_fi=fi, name_sv=sv, valid_from=valid_from, valid_to=valid_to)
    _check_alone(row)
    row.save()
    detail = {"before": None, "after": {"kind": kind, "parent": parent.name_fi, **columns_of(row, *FIELDS)}}
    log_entry(event=Event.UNIT_CHANGED, by=by, at=at, about=about_unit(row), unit=row.pk, detail=detail)
    return row


def _locked(unit: Unit, by: User) -> User:
    """Who does it, as they are now that the top of the unit's organisation is locked. Raises PermissionDenied."""
    Unit.objects.select_for_update(of=("self",)).get(pk=tops_by_unit()[unit.pk])
    now = User.objects.get(pk=by.pk)
    if not rights.administered_units(now).filter(pk=unit.pk).exists():
        raise PermissionDenied(refusal_to_edit(unit))
    return now


def _checked_names(name_fi: str, name_sv: str) -> tuple[str, str]:
    """The names, each on one line. Raises ValidationError by field."""
    names, errors = [], {}
    for field, text in (("name_fi", name_fi), ("name_sv", name_sv)):
        try:
            written = checked_text(text, longest=LONGEST_UNIT_NAME, required=field == "name_fi")
        except ValidationError as error:
            errors[field] = error.messages
        else:
            names.append(" ".join(written.split()))
    if errors:
        raise ValidationError(errors)
    return names[0], names[1]


def _check_days(valid_from: datetime.date | None, valid_to: datetime.date | None) -> None:
    for field, day in (("valid_from", valid_from), ("valid_to", valid_to)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError({field: _("This year is hardly right.")})
    if valid_from and valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day is before the first.")})


def _check_alone(unit: Unit) -> None:
    """No other unit beside it has its name: people choose units by their names."""
    beside = Unit.objects.filter(parent=unit.parent_id).exclude(pk=unit.pk)
    names = beside.order_by().values_list("name_fi", flat=True)
    if unit.parent_id and any(name.casefold() == unit.name_fi.casefold() for name in names):
        raise ValidationError({"name_fi": _("There is a unit of this name here already.")})
