"""Who may do what: the one place that every view, command, export and admin page asks.

A role holds for its unit and everything below it. What lies outside a person's units does not exist for them.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from agreements.models import Agreement, AgreementQuerySet, Kind, Membership, Role, Status, Unit, User

# Which roles edit drafts of which kinds.
_EDIT = (
    ((Role.UNIT_HEAD, Role.ADMINISTRATOR), tuple(Kind.values)),
    ((Role.COORDINATOR,), (Kind.DEVELOPMENT_PLAN.value, Kind.GRANT_PROJECT.value)),
)
EDITING_ROLES = frozenset(role for roles, _kinds in _EDIT for role in roles)
"""The roles that may edit drafts of some kind."""

_EDIT_BUDGETS = (Role.CONTROLLER,)
_COMMENT = tuple(role for role in Role if role != Role.VIEWER)

_RECORD = (Role.COORDINATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR)
_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT unit_id FROM agreements_membership
        WHERE user_id = %s AND (until IS NULL OR until >= %s) {roles}
        UNION SELECT unit.id FROM agreements_unit unit JOIN below ON unit.parent_id = below.id
    ) SELECT id FROM below
"""


_ABOVE = """
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM agreements_unit WHERE id = %s
        UNION SELECT unit.id, unit.parent_id FROM agreements_unit unit JOIN above ON unit.id = above.parent_id
    ) SELECT id FROM above
"""
_STARTABLE = (Status.IN_FORCE, Status.CLOSED)


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


@dataclass(frozen=True, slots=True)
class May:
    """What somebody may do with one agreement; each agrees with the query set of the same right."""

    read: bool
    edit: bool
    edit_budget: bool
    start_next_year: bool
    record: bool
    comment: bool

    def edits(self, right: str) -> bool:
        """Whether rows of a kind that asks for the right ("edit" or "budget") may be edited."""
        return self.edit_budget if right == "budget" else self.edit


def may(user: User | AnonymousUser, agreement: Agreement) -> May:
    """What the user may do with the agreement, from one query."""
    roles = _roles_at(user, agreement.unit_id)
    edits = any(agreement.kind in kinds and roles.intersection(editors) for editors, kinds in _EDIT)
    return May(
        read=bool(roles),
        edit=edits and agreement.status == Status.DRAFT,
        edit_budget=(edits or bool(roles.intersection(_EDIT_BUDGETS))) and agreement.status == Status.DRAFT,
        start_next_year=edits and agreement.status in _STARTABLE,
        record=bool(roles.intersection(_RECORD)) and agreement.status == Status.IN_FORCE,
        comment=bool(roles.intersection(_COMMENT)) and agreement.status != Status.CLOSED,
    )


def _roles_at(user: User | AnonymousUser, unit: int) -> frozenset[str]:
    """The roles that the user has in the unit, its own and those that hold from above."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    memberships = user.memberships.valid(timezone.localdate()).filter(unit__in=RawSQL(_ABOVE, [unit]))  # noqa: S611
    return frozenset(memberships.order_by().values_list("role", flat=True))


def editable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The drafts that the user may edit."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(_editable_by(user), status=Status.DRAFT)


def _editable_by(user: User) -> models.Q:
    """The condition that an agreement is of a kind that one of the user's roles in its unit edits."""
    condition = models.Q(pk__in=[])
    for roles, kinds in _EDIT:
        condition |= models.Q(kind__in=kinds, unit__in=_units_of(user, roles))
    return condition


def kept_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents whose drafts the user edits, whatever their status: those that are theirs to look after."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(_editable_by(user))


def commentable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents beside which the user may write comments: every one that is not closed."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(unit__in=_units_of(user, _COMMENT)).exclude(status=Status.CLOSED)


def drafting_units(user: User | AnonymousUser, kind: str) -> models.QuerySet[Unit]:
    """The units in which the user may start a document of the kind: those where they edit drafts of it."""
    units: models.QuerySet[Unit] = Unit.objects.none()
    if isinstance(user, User) and user.is_active:
        roles = [role for editors, kinds in _EDIT if kind in kinds for role in editors]
        units = Unit.objects.filter(pk__in=_units_of(user, roles))
    return units


def may_draft(user: User | AnonymousUser, *, kind: str, unit: int) -> bool:
    """May the user start a document of the kind in the unit? One query."""
    roles = _roles_at(user, unit)
    return any(kind in kinds and roles.intersection(editors) for editors, kinds in _EDIT)


def may_draft_somewhere(user: User | AnonymousUser) -> bool:
    """May the user start a document of some kind in some unit? One query."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.memberships.valid(timezone.localdate()).filter(role__in=EDITING_ROLES).exists()


def startable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents in force or closed from which the user may make next year's: those whose drafts they may edit."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(_editable_by(user), status__in=_STARTABLE)


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


def recording_units(user: User | AnonymousUser) -> models.QuerySet[Unit]:
    """The units in whose documents the user records actuals by a role."""
    if not isinstance(user, User) or not user.is_active:
        nothing: models.QuerySet[Unit] = Unit.objects.none()
        return nothing
    units: models.QuerySet[Unit] = Unit.objects.filter(pk__in=_units_of(user, _RECORD))
    return units


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
