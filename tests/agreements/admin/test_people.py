"""Roles in the admin: who gave one is written down, and one that goes on has not been ended."""

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import Membership
from agreements.services.people import role_end
from tests.agreements.people import days, give, unit, user

pytestmark = pytest.mark.usefixtures("examples")


def saved(path: str, **changed: object) -> Membership:
    """The role of Sari Niemi in Yhteiset palvelut, once the admin has saved it so."""
    values = {"user": user("sari.niemi").pk, "unit": unit().pk, "role": "viewer", "until": "", "substitute_for": ""}
    client = Client()
    client.force_login(user("admin"))
    assert client.post(f"/admin/agreements/membership/{path}", {**values, **changed}).status_code == 302
    return Membership.objects.get(user=user("sari.niemi"), unit=unit())


def test_a_new_role_says_who_gave_it() -> None:
    role = saved("add/", until=days(9).isoformat())
    assert (role.given_by, role.until) == (user("admin"), days(9))
    assert role.given_at


def test_a_role_that_goes_on_has_not_been_ended() -> None:
    role = role_end(role=give(user("sari.niemi")), by=user("pekka.salo"), at=timezone.now())
    role = saved(f"{role.pk}/change/")
    assert (role.until, role.ended_by, role.ended_at) == (None, None, None)
    assert role.given_by == user("pekka.salo")
