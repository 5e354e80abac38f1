"""Who has which role in a unit: given, changed and ended by the unit's administrators; people added and deactivated.

Each service locks the top of the unit's organisation, asks rights again, and writes in one transaction: of two
administrators the second one sees what the first one did.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import rights
from agreements.log import about_user, name_of, role_detail
from agreements.models import Event, Language, Membership, Role, Unit, User
from agreements.people import holds
from agreements.services.log import log_entry
from agreements.sessions import end_sessions
from agreements.units import tops_by_unit
from agreements.written import checked_text

LONGEST_NAME = 150
LONGEST_EMAIL = 254
LAST_YEAR = 2999


class RoleChangedMeanwhileError(Exception):
    """Somebody else changed the role; `current` is the role now."""

    def __init__(self, current: Membership) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who has no account yet, as they were written down."""

    email: str
    name: str
    language: str


def seen_of(role: Membership) -> str:
    """What can be changed of a role, short: whoever changes it tells what they saw by it."""
    return str(role.until or "")


def refusal_to_administer(unit: Unit) -> str:
    """The sentence for whom may look into the unit but not look after its people."""
    return _("The administrators of %(unit)s look after its people.") % {"unit": unit}


@transaction.atomic
def role_give(
    *,
    unit: Unit,
    person: User | NewPerson,
    role: str,
    by: User,
    at: datetime.datetime,
    until: datetime.date | None = None,
    substitute_for: User | None = None,
) -> Membership:
    """The role in the unit and below it, from now on until the end of the last day; the person is added when new.

    A role that the person had and that has ended begins again; the log tells of both times. A new person has no
    password: `welcome_send` sends them the way to set one.

    Raises PermissionDenied; ValidationError by field: person, name, role, until, substitute_for.
    """
    by = _locked([unit], by)
    _check_administers(unit, by)
    if role not in Role.values:
        raise ValidationError({"role": _("Choose one of the choices.")})
    _check_last_day(until, at)
    user = _added(person) if isinstance(person, NewPerson) else _locked_person(person)
    if not user.is_active:
        message = _("%(who)s has been deactivated. Reactivate the account before giving it a role.") % {"who": user}
        raise ValidationError({"person": message})
    if substitute_for:
        _check_substitute(unit, role, user, substitute_for, at)
    row = Membership.objects.filter(unit=unit, user=user, role=role, substitute_for=substitute_for).first()
    if row and holds(row, on=timezone.localdate(at)):
        message = _("%(who)s has this role here already. Its last day can be changed.") % {"who": user}
        raise ValidationError({"person": message})
    row = row or Membership(unit=unit, user=user, role=role, substitute_for=substitute_for)
    row.until, row.given_by, row.given_at, row.ended_by, row.ended_at = until, by, at, None, None
    row.save()
    if isinstance(person, NewPerson):
        added = {"person": name_of(user), "language": user.language}
        log_entry(event=Event.PERSON_ADDED, by=by, at=at, about=about_user(user), unit=unit.pk, detail=added)
    _log(Event.ROLE_GIVEN, row, by, at)
    return row


@transaction.atomic
def role_change(
    *, role: Membership, until: datetime.date | None, seen: str, by: User, at: datetime.datetime
) -> Membership:
    """The role with another last day; None when there is no end.

    `seen` is what the person saw of it. Raises PermissionDenied; RoleChangedMeanwhileError; ValidationError for until.
    """
    by = _locked([role.unit], by)
    _check_administers(role.unit, by)
    row = _fresh(role)
    if seen_of(row) != seen or not holds(row, on=timezone.localdate(at)):
        raise RoleChangedMeanwhileError(row)
    _check_last_day(until, at)
    if until and (row.until is None or until < row.until):
        _check_somebody_administers(row, after=until)
    before, row.until = row.until, until
    if until != before:
        row.save(update_fields=["until"])
        _log(Event.ROLE_CHANGED, row, by, at, until_before=_day(before))
    return row


@transaction.atomic
def role_end(*, role: Membership, by: User, at: datetime.datetime) -> Membership:
    """The role ends at once: yesterday was its last day. Ending one that has ended changes nothing.

    Raises PermissionDenied; ValidationError when nobody would administer the unit any more.
    """
    by = _locked([role.unit], by)
    _check_administers(role.unit, by)
    row, today = _fresh(role), timezone.localdate(at)
    if not holds(row, on=today):
        return row
    yesterday = today - datetime.timedelta(days=1)
    _check_somebody_administers(row, after=yesterday)
    before = row.until
    row.until, row.ended_by, row.ended_at = yesterday, by, at
    row.save(update_fields=["until", "ended_by", "ended_at"])
    _log(Event.ROLE_ENDED, row, by, at, until_before=_day(before))
    return row


@transaction.atomic
def person_deactivate(*, person: User, unit: Unit, by: User, at: datetime.datetime) -> User:
    """The person cannot sign in any more; their roles stay, for a return. Pressing twice does it once.

    `unit` is the one in which the log tells of it. Raises PermissionDenied.
    """
    return _set_active(person, unit, by, at, is_active=False)


@transaction.atomic
def person_reactivate(*, person: User, unit: Unit, by: User, at: datetime.datetime) -> User:
    """The person can sign in again, with the roles that hold still. Pressing twice does it once.

    `unit` is the one in which the log tells of it. Raises PermissionDenied.
    """
    return _set_active(person, unit, by, at, is_active=True)


def refusal_to_deactivate(*, person: User, by: User, on: datetime.date) -> str:
    """Why the user may not deactivate or reactivate the person, as a sentence; empty when they may.

    An administrator of every unit may in which the person has a role; when none holds, in which they have had one.
    """
    if person.pk == by.pk:
        return _("You cannot deactivate yourself: ask another administrator.")
    if person.is_staff or person.is_superuser:
        return _("%(who)s looks after the whole application: only another one who does may deactivate the account.") % {
            "who": person
        }
    held = Membership.objects.filter(user=person)
    units = set(held.valid(on).order_by().values_list("unit", flat=True))
    units = units or set(held.order_by().values_list("unit", flat=True))
    if not units or rights.administered_units(by).filter(pk__in=units).count() < len(units):
        return _(
            "%(who)s also has roles in units that you do not administer. Somebody who administers all of them may"
            " deactivate the account."
        ) % {"who": person}
    return ""


def _set_active(person: User, unit: Unit, by: User, at: datetime.datetime, *, is_active: bool) -> User:
    by = _locked(Unit.objects.filter(memberships__user=person).distinct(), by)
    user = _locked_person(person)
    if refusal := refusal_to_deactivate(person=user, by=by, on=timezone.localdate(at)):
        raise PermissionDenied(refusal)
    if user.is_active != is_active:
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        if not is_active:
            end_sessions(user=user)
        event = Event.PERSON_REACTIVATED if is_active else Event.PERSON_DEACTIVATED
        detail = {"person": name_of(user)}
        log_entry(event=event, by=by, at=at, about=about_user(user), unit=unit.pk, detail=detail)
    return user


def _log(event: Event, row: Membership, by: User, at: datetime.datetime, **further: str | None) -> None:
    """Tell the log what has become of the role."""
    detail = {**role_detail(row), **further}
    log_entry(event=event, by=by, at=at, about=about_user(row.user), unit=row.unit_id, detail=detail)


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _locked(units: Iterable[Unit], by: User) -> User:
    """Who does it, as they are now that the tops of the units' organisations are locked."""
    tops = tops_by_unit()
    list(Unit.objects.select_for_update(of=("self",)).filter(pk__in={tops[unit.pk] for unit in units}).order_by("pk"))
    return User.objects.get(pk=by.pk)


def _locked_person(person: User) -> User:
    """The person locked against other changes, but not against rows that name them: whoever writes such a row may
    stand before us at the log.
    """
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _fresh(role: Membership) -> Membership:
    return Membership.objects.select_related("user", "unit", "substitute_for").get(pk=role.pk)


def _check_administers(unit: Unit, by: User) -> None:
    if not rights.administered_units(by).filter(pk=unit.pk).exists():
        raise PermissionDenied(refusal_to_administer(unit))


def _check_last_day(until: datetime.date | None, at: datetime.datetime) -> None:
    if until and until < timezone.localdate(at):
        raise ValidationError({"until": _("This day has passed. To end a role at once there is a button of its own.")})
    if until and until.year > LAST_YEAR:
        raise ValidationError({"until": _("A year has four digits.")})


def _check_substitute(unit: Unit, role: str, user: User, substitute_for: User, at: datetime.datetime) -> None:
    """A substitute does the work of somebody who has the same role in the unit, its own or from above."""
    if substitute_for.pk == user.pk:
        raise ValidationError({"substitute_for": _("Nobody is their own substitute.")})
    chain = unit.ancestors(include_self=True)
    held = Membership.objects.valid(timezone.localdate(at)).filter(unit__in=chain, user=substitute_for, role=role)
    if not held.exists():
        message = _("%(who)s does not have this role in %(unit)s.") % {"who": substitute_for, "unit": unit}
        raise ValidationError({"substitute_for": message})


def _check_somebody_administers(row: Membership, *, after: datetime.date) -> None:
    """Unless the row is no administrator's, somebody else administers its unit after the day."""
    if row.role != Role.ADMINISTRATOR:
        return
    next_day = after + datetime.timedelta(days=1)
    others = Membership.objects.valid(next_day).filter(
        unit__in=row.unit.ancestors(include_self=True), role=Role.ADMINISTRATOR, user__is_active=True
    )
    if not others.exclude(pk=row.pk).exists():
        message = _("Nobody else administers %(unit)s then. Give somebody the administrator’s role first.")
        raise ValidationError({"until": message % {"unit": row.unit}})


def _added(person: NewPerson) -> User:
    """The new person's account, without a password. Raises ValidationError by field: person, name, language."""
    email = person.email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"person": error.messages}) from error
    if len(email) > LONGEST_EMAIL:
        raise ValidationError(
            {
                "person": _("At most %(longest)d characters; there are %(count)d.")
                % {"longest": LONGEST_EMAIL, "count": len(email)}
            }
        )
    try:
        name = " ".join(checked_text(person.name, longest=LONGEST_NAME, required=True).split())
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from error
    if person.language not in Language.values:
        raise ValidationError({"language": _("Choose one of the choices.")})
    taken = ValidationError({"person": _("Somebody has this address already. Check who, and give the role again.")})
    if User.objects.filter(email__iexact=email).exists():
        raise taken
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name, language=person.language)
    except IntegrityError as error:
        raise taken from error
