"""Who may do what: the one place that every view, command, export and admin page asks.

A role holds for its unit and everything below it. What lies outside a person's units does not exist for them.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from agreements.models import Agreement, AgreementQuerySet, Kind, LogEntry, Membership, Role, Status, Unit, User

_PLANS = (Kind.DEVELOPMENT_PLAN, Kind.GRANT_PROJECT)


Roles = frozenset[tuple[str, bool]]
"""Roles in a unit, and for each whether it was given there and not above."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What gives a right: one of the roles, for documents of the kinds, in its own unit alone or below it too."""

    roles: tuple[Role, ...]
    kinds: tuple[Kind, ...] = tuple(Kind)
    own_unit: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """Who may do something, and with documents of which statuses."""

    grants: tuple[Grant, ...]
    statuses: tuple[Status, ...] = tuple(Status)


_EDIT = (Grant((Role.UNIT_HEAD, Role.ADMINISTRATOR)), Grant((Role.COORDINATOR,), _PLANS))
_SEND = (
    Grant((Role.UNIT_HEAD,), own_unit=True),
    Grant((Role.ADMINISTRATOR,)),
    Grant((Role.COORDINATOR,), _PLANS),
)
_LEAD = (Grant((Role.DIRECTOR, Role.ADMINISTRATOR)),)
_RECORD = (Role.COORDINATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR)
_COMMENT = tuple(role for role in Role if role != Role.VIEWER)

RIGHTS = {
    "edit": Right(_EDIT, (Status.DRAFT,)),
    "edit_budget": Right((*_EDIT, Grant((Role.CONTROLLER,))), (Status.DRAFT,)),
    "start_next_year": Right(_EDIT, (Status.IN_FORCE, Status.CLOSED)),
    "record": Right((Grant(_RECORD),), (Status.IN_FORCE,)),
    "comment": Right((Grant(_COMMENT),), (Status.DRAFT, Status.IN_REVIEW, Status.TO_BE_SIGNED, Status.IN_FORCE)),
    "submit": Right(_SEND, (Status.DRAFT,)),
    "withdraw": Right(_SEND, (Status.IN_REVIEW,)),
    "accept": Right(_LEAD, (Status.IN_REVIEW,)),
    "send_back": Right(_LEAD, (Status.IN_REVIEW, Status.TO_BE_SIGNED)),
    "decide": Right((*_SEND, *_LEAD), (Status.IN_REVIEW, Status.TO_BE_SIGNED)),
    "sign": Right((Grant(_COMMENT),), (Status.TO_BE_SIGNED,)),
    "sign_on_paper": Right((*_SEND, *_LEAD), (Status.TO_BE_SIGNED,)),
    "amend": Right(_EDIT, (Status.IN_FORCE,)),
    "close": Right((*_SEND, *_LEAD), (Status.IN_FORCE,)),
    "reopen": Right((Grant((Role.ADMINISTRATOR,)),), (Status.CLOSED,)),
}
"""Every right on a document besides reading it, which any role gives. `decide` is recording the city's decision; `sign`
is what a party, or their substitute, needs besides being one. A document that an amendment superseded is not reopened.
"""

EDITING_ROLES = frozenset(role for grant in _EDIT for role in grant.roles)
"""The roles that may edit drafts of some kind."""

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

    read: bool = False
    edit: bool = False
    edit_budget: bool = False
    start_next_year: bool = False
    record: bool = False
    comment: bool = False
    submit: bool = False
    withdraw: bool = False
    accept: bool = False
    send_back: bool = False
    decide: bool = False
    sign: bool = False
    sign_on_paper: bool = False
    amend: bool = False
    close: bool = False
    reopen: bool = False

    def edits(self, right: str) -> bool:
        """Whether rows of a kind that asks for the right ("edit" or "budget") may be edited."""
        return self.edit_budget if right == "budget" else self.edit


def may(user: User | AnonymousUser, agreement: Agreement) -> May:
    """What the user may do with the agreement, from one query."""
    roles = _roles_at(user, agreement.unit_id)
    return May(read=bool(roles), **{name: _allows(right, agreement, roles) for name, right in RIGHTS.items()})


def _allows(right: Right, agreement: Agreement, roles: Roles) -> bool:
    return agreement.status in right.statuses and any(_gives(grant, agreement.kind, roles) for grant in right.grants)


def _gives(grant: Grant, kind: str, roles: Roles) -> bool:
    return kind in grant.kinds and any(role in grant.roles and (own or not grant.own_unit) for role, own in roles)


def _roles_at(user: User | AnonymousUser, unit: int) -> Roles:
    """The roles that the user has in the unit, and for each whether it was given there and not above."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    memberships = user.memberships.valid(timezone.localdate()).filter(_here_or_above(unit))
    return frozenset((role, own == unit) for role, own in memberships.order_by().values_list("role", "unit_id"))


def agreements_with(user: User | AnonymousUser, name: str) -> AgreementQuerySet:
    """The agreements, every version, with which the user has the right of the name."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    right = RIGHTS[name]
    return Agreement.objects.filter(_granted(user, right.grants), status__in=right.statuses)


def _granted(user: User, grants: Sequence[Grant]) -> models.Q:
    """The condition that one of the grants gives the user its right on the agreement."""
    condition = models.Q(pk__in=[])
    for grant in grants:
        units = _own_units(user, grant.roles) if grant.own_unit else _units_of(user, grant.roles)
        condition |= models.Q(kind__in=grant.kinds, unit__in=units)
    return condition


def _own_units(user: User, roles: Sequence[str]) -> models.QuerySet[Membership, int]:
    """The units in which the user was given one of the roles."""
    held = user.memberships.valid(timezone.localdate()).filter(role__in=roles)
    return held.order_by().values_list("unit_id", flat=True)


def people_with(agreement: Agreement, name: str) -> models.QuerySet[User]:
    """The people whom a role gives the right of the name, once the document has a status that allows it."""
    condition = models.Q(pk__in=[])
    for grant in RIGHTS[name].grants:
        if agreement.kind in grant.kinds:
            here = models.Q(unit=agreement.unit_id) if grant.own_unit else models.Q()
            condition |= models.Q(role__in=grant.roles) & here
    held = Membership.objects.valid(timezone.localdate()).filter(_here_or_above(agreement.unit_id), condition)
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user"))


def substitutions(user: User) -> list[Membership]:
    """The user's roles of today, of those that may sign, in which they are somebody's substitute. One query."""
    signing = [role for grant in RIGHTS["sign"].grants for role in grant.roles]
    held = user.memberships.valid(timezone.localdate()).filter(role__in=signing).exclude(substitute_for=None)
    return list(held.select_related("substitute_for"))


def _here_or_above(unit: int) -> models.Q:
    """The condition that a row's unit is the given one or one above it."""
    return models.Q(unit__in=RawSQL(_ABOVE, [unit]))  # noqa: S611


def editable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The drafts that the user may edit."""
    return agreements_with(user, "edit")


def kept_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents whose drafts the user edits, whatever their status: those that are theirs to look after."""
    if not isinstance(user, User) or not user.is_active:
        return Agreement.objects.none()
    return Agreement.objects.filter(_granted(user, _EDIT))


def commentable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents beside which the user may write comments: every one that is not closed."""
    return agreements_with(user, "comment")


def drafting_units(user: User | AnonymousUser, kind: str) -> models.QuerySet[Unit]:
    """The units in which the user may start a document of the kind: those where they edit drafts of it."""
    units: models.QuerySet[Unit] = Unit.objects.none()
    if isinstance(user, User) and user.is_active:
        roles = [role for grant in _EDIT if kind in grant.kinds for role in grant.roles]
        units = Unit.objects.filter(pk__in=_units_of(user, roles))
    return units


def may_draft(user: User | AnonymousUser, *, kind: str, unit: int) -> bool:
    """May the user start a document of the kind in the unit? One query."""
    roles = _roles_at(user, unit)
    return any(_gives(grant, kind, roles) for grant in _EDIT)


def may_draft_somewhere(user: User | AnonymousUser) -> bool:
    """May the user start a document of some kind in some unit? One query."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.memberships.valid(timezone.localdate()).filter(role__in=EDITING_ROLES).exists()


def startable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The documents in force or closed from which the user may make next year's: those whose drafts they may edit."""
    return agreements_with(user, "start_next_year")


def recordable_agreements(user: User | AnonymousUser) -> AgreementQuerySet:
    """The agreements in force whose actuals, all of them, the user may record and whose colours they may decide."""
    return agreements_with(user, "record")


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


def readable_entries(user: User | AnonymousUser) -> models.QuerySet[LogEntry]:
    """The entries of the log that the user may read: those of units that they administer, and of those that are of no
    unit what people of these units did and what was done to them.
    """
    units = administered_units(user)
    people = Membership.objects.filter(unit__in=units).order_by()
    named = Concat(models.Value("user "), Cast("user", models.CharField()))
    theirs = models.Q(user_id__in=people.values("user")) | models.Q(about__in=people.values_list(named))
    found: models.QuerySet[LogEntry] = LogEntry.objects.filter(
        models.Q(unit_id__in=units) | models.Q(unit_id=None) & theirs
    )
    return found


def roles_of(user: User) -> models.QuerySet[Membership]:
    """The user's roles that hold today, with their units."""
    return user.memberships.valid(timezone.localdate()).select_related("unit")
