"""Who is who in a unit: the roles that hold there, those that have ended, and finding a person by what was written."""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.collation import finnish_order
from agreements.models import Membership, Role, Unit, User
from agreements.models.people import MembershipQuerySet
from agreements.tables import in_order_of
from agreements.units import organisation_of

LONGEST_PERSON = 450  # A name and an address behind it.


def roles_at(unit: Unit, above: Sequence[Unit], *, on: datetime.date) -> list[Membership]:
    """The roles that hold in the unit on the day: its own first, then those from above, from the nearest unit on.

    `above` are the units above it, from the top.
    """
    chain = [unit.pk, *(each.pk for each in reversed(above))]
    rows = _rows(chain).valid(on).filter(user__is_active=True)
    return sorted(rows, key=lambda row: chain.index(row.unit_id))


def past_roles(unit: Unit, *, on: datetime.date) -> list[Membership]:
    """The unit's own roles that do not hold on the day: those that have ended, and those of deactivated people."""
    return [row for row in _rows([unit.pk]) if not (row.user.is_active and holds(row, on=on))]


def holds(row: Membership, *, on: datetime.date) -> bool:
    """Does the role hold on the day? Its last day is included."""
    return row.until is None or row.until >= on


def organisation_people(unit: Unit) -> list[User]:
    """The active people who have, or have had, a role in the unit's organisation, by name."""
    members = Membership.objects.filter(unit__in=organisation_of(unit.pk)).values("user")
    return list(User.objects.filter(pk__in=members, is_active=True).order_by(finnish_order("name"), "pk"))


def written_person(person: User) -> str:
    """The person as a list names them, to be found again by `found_person`."""
    return f"{person.name} ({person.email})" if person.name else person.email


def address_in(text: str) -> str:
    """The e-mail address in "Name (address)" or in the address itself; empty when there is none."""
    text = text.strip()
    inner = text.rpartition("(")[2].removesuffix(")").strip() if text.endswith(")") else text
    return inner if "@" in inner and " " not in inner else ""


def found_person(text: str, people: Iterable[User]) -> User | None:
    """Whom the text means: anybody by their address, active or not; one of the people by their name.

    None when nobody has the address. Raises ValidationError when the name is nobody's, or several people's.
    """
    if address := address_in(text):
        return User.objects.filter(email__iexact=address).first()
    name = " ".join(text.split()).casefold()
    found = [person for person in people if person.name.casefold() == name]
    if len(found) > 1:
        addresses = ", ".join(person.email for person in found)
        message = _("There are several of this name. Write one of the addresses: %(addresses)s.")
        raise ValidationError(message % {"addresses": addresses}, code="ambiguous")
    if not found:
        raise ValidationError(
            _("Nobody of the organisation is called so. Choose from the list, or write an e-mail address."),
            code="unknown",
        )
    return found[0]


def _rows(units: Sequence[int]) -> MembershipQuerySet:
    """The roles in the units with all that is told of them, the widest role first."""
    return (
        Membership.objects.filter(unit__in=units)
        .select_related("user", "unit", "substitute_for", "given_by", "ended_by")
        .order_by(in_order_of("role", Role).desc(), finnish_order("user__name"), "pk")
    )
