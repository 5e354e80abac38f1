"""Who may do what: the one place that every view, command, export and admin page asks.

A role holds for its unit and everything below it. What lies outside a person's units does not exist for them.
"""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from agreements.models import Agreement, AgreementQuerySet, Kind, Membership, Role, Status, Unit, User

_EDIT: dict[str, set[str]] = {
    Role.COORDINATOR: {Kind.DEVELOPMENT_PLAN, Kind.GRANT_PROJECT},
    Role.UNIT_HEAD: set(Kind.values),
    Role.ADMINISTRATOR: set(Kind.values),
}
EDITING_ROLES = frozenset(_EDIT)
"""The roles that may edit drafts of some kind."""

_RECORD = [Role.COORDINATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR]
_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT unit_id FROM agreements_membership
        WHERE user_id = %s AND (until IS NULL OR until >= %s) {roles}
        UNION SELECT unit.id FROM agreements_unit unit JOIN below ON unit.parent_id = below.id
    ) SELECT id FROM below
"""


def _units_of(user: User, roles: Sequence[str] | None = None, on: datetime.date | None = None) -> RawSQL:
    """A subquery of the ids of the units in which the user has a role (one of the given ones) on the day."""
    named = f"AND role IN ({', '.join(['%s'] * len(roles))})" if roles else ""
    return RawSQL(_BELOW.format(roles=named), [user.pk, on or timezone.localdate(), *(roles or [])])  # noqa: S611


def visible_units(user: User | AnonymousUser) -> models.QuerySet[Unit]:
    """The units that the user may look into; nobody's when they are not signed in."""
    if not isinstance(user, User) or not user.is_active:
        nothing: models.QuerySet[Unit] = Unit.objects.none()
        return nothing
    units: models.QuerySet[Unit] = Unit.objects.filter(pk__in=_units_of(user))
    return units


def visible_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The agreements, plans and projects that the user may read, every version."""
    return Agreement.objects.filter(visible_through(user, "unit"))


def visible_through(user: User | AnonymousUser, path: str) -> models.Q:
    """The condition that a row's unit, at the end of the lookup path, is one that the user may look into."""
    if not isinstance(user, User) or not user.is_active:
        return models.Q(pk__in=[])
    return models.Q(**{f"{path}__in": _units_of(user)})


def may_read(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """May the user read the agreement? Agrees with `visible_agreements`."""
    return visible_agreements(user).filter(pk=agreement.pk).exists()


def editable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The drafts that the user may edit."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(_editable_by(user), status=Status.DRAFT)


def _editable_by(user: User) -> models.Q:
    """The condition that an agreement is of a kind that one of the user's roles in its unit edits."""
    condition = models.Q(pk__in=[])
    for role, kinds in _EDIT.items():
        condition |= models.Q(kind__in=kinds, unit__in=_units_of(user, [role]))
    return condition


def startable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents in force or closed from which the user may make next year's: those whose drafts they may edit."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(_editable_by(user), status__in=(Status.IN_FORCE, Status.CLOSED))


def recordable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The agreements in force whose actuals, all of them, the user may record and whose colours they may decide."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(status=Status.IN_FORCE, unit__in=_units_of(user, _RECORD))


def recordable_through(user: User | AnonymousUser, path: str, *, people: Sequence[str]) -> models.Q:
    """The condition that the user may record the row's actual: by a role in its document's unit, or as a person named
    in one of the row's own fields, wherever the unit is. The document, at the end of the path, is in force.
    """
    if not isinstance(user, User) or not user.is_active:
        return models.Q(pk__in=[])
    condition = models.Q(**{f"{path}__unit__in": _units_of(user, _RECORD)})
    for field in people:
        condition |= models.Q(**{field: user})
    return condition & models.Q(**{f"{path}__status": Status.IN_FORCE})


def administered_units(user: User | AnonymousUser) -> models.QuerySet[Unit]:
    """The units whose settings, catalogues and people the user looks after."""
    if not isinstance(user, User) or not user.is_active:
        nothing: models.QuerySet[Unit] = Unit.objects.none()
        return nothing
    units: models.QuerySet[Unit] = Unit.objects.filter(pk__in=_units_of(user, [Role.ADMINISTRATOR]))
    return units


def roles_of(user: User) -> models.QuerySet[Membership]:
    """The user's roles that hold today, with their units."""
    return user.memberships.valid(timezone.localdate()).select_related("unit")
