"""Roles given and ended, for tests of people."""

import datetime
from typing import Any

from django.utils import timezone

from agreements.models import Membership, Unit, User
from agreements.services.people import NewPerson, role_end, role_give

NEW = NewPerson("uusi.ihminen@example.org", "Uusi Ihminen", "sv")


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def unit(name: str = "Yhteiset palvelut") -> Unit:
    found: Unit = Unit.objects.get(name_fi=name)
    return found


def days(number: int) -> datetime.date:
    """So many days from today."""
    return timezone.localdate() + datetime.timedelta(days=number)


def give(person: User | NewPerson, role: str = "viewer", **changed: Any) -> Membership:
    """The role given by the city's administrator in Yhteiset palvelut, unless something else is said."""
    values = {"unit": unit(), "by": user("pekka.salo"), "at": timezone.now()}
    return role_give(**{"person": person, "role": role, **values, **changed})


def give_administrator(name: str, at: str = "Yhteiset palvelut", **changed: Any) -> Membership:
    return give(user(name), "administrator", unit=unit(at), **changed)


def roles_in(where: Unit) -> dict[str, int]:
    """The ids of the unit's first role, and of two that are made once: `new`, a person's who has not signed in yet and
    who is a substitute for a while, and `past`, one that has ended.
    """
    first = Membership.objects.filter(unit=where).order_by("pk")[0]
    new = Membership.objects.filter(unit=where, user__email=NEW.email).first()
    if new is None:
        new = give(NEW, first.role, unit=where, until=days(60), substitute_for=first.user)
        role_end(role=give(user("juhani.makela"), unit=where), by=user("pekka.salo"), at=timezone.now())
    ended = Membership.objects.get(unit=where, user=user("juhani.makela"), role="viewer")
    return {"role": first.pk, "new": new.pk, "past": ended.pk}
