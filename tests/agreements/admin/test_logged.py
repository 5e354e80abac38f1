"""What is done in the admin to people, roles, units, rules and policies is in the log."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.sites import site
from django.test import Client
from django.urls import reverse

from agreements.models import Event, LogEntry, Membership, Role, SigningRule, Unit, User
from metrics.models import Policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(User.objects.get(email="admin@example.org"))
    return client


@pytest.fixture
def kaisa() -> User:
    return User.objects.get(email="kaisa.lehto@example.org")


def told(after: int) -> list[LogEntry]:
    return list(LogEntry.objects.filter(number__gt=after).order_by("number"))


def last_number() -> int:
    entry = LogEntry.objects.first()
    return entry.number if entry else 0


def send(client: Client, model: str, page: str, fields: dict[str, Any], *arguments: Any) -> list[LogEntry]:
    """The entries that sending the admin's page writes."""
    before = last_number()
    response = client.post(reverse(f"admin:{model}_{page}", args=arguments), fields)
    assert response.status_code == 302, response.context["errors"]
    return told(before)


def user_fields(user: User, **others: Any) -> dict[str, Any]:
    roles = list(user.memberships.all())
    fields: dict[str, Any] = {
        **{"email": user.email, "name": user.name, "language": user.language, "is_active": "on"},
        "memberships-TOTAL_FORMS": len(roles),
        "memberships-INITIAL_FORMS": len(roles),
    }
    for number, role in enumerate(roles):
        fields |= {
            f"memberships-{number}-{name}": value
            for name, value in {"id": role.pk, "user": user.pk, "unit": role.unit_id, "role": role.role}.items()
        }
    return {name: value for name, value in (fields | others).items() if value is not None}


def test_a_unit_that_is_renamed_is_told_as_it_was_and_as_it_is(superuser: Client) -> None:
    unit = Unit.objects.get(name_fi="Yhteiset palvelut")
    fields = {"parent": unit.parent_id, "position": unit.position, "kind": unit.kind, "name_fi": "Tuki"}
    (entry,) = send(superuser, "agreements_unit", "change", fields, unit.pk)
    assert (entry.event, entry.about, entry.unit_id) == (Event.UNIT_CHANGED, f"unit {unit.pk}", unit.pk)
    assert (entry.detail["before"]["name_fi"], entry.detail["after"]["name_fi"]) == ("Yhteiset palvelut", "Tuki")


def test_what_was_not_changed_is_not_told(superuser: Client) -> None:
    unit = Unit.objects.get(name_fi="Yhteiset palvelut")
    fields = {"parent": unit.parent_id, "position": 7, "kind": unit.kind, "name_fi": unit.name_fi}
    assert send(superuser, "agreements_unit", "change", {**fields, "name_sv": unit.name_sv}, unit.pk) == []


def test_a_role_is_told_when_it_is_given_changed_and_taken_away(superuser: Client, kaisa: User) -> None:
    unit = Unit.objects.get(name_fi="Turku")
    fields = {"user": kaisa.pk, "unit": unit.pk, "role": Role.CONTROLLER}
    (given,) = send(superuser, "agreements_membership", "add", fields)
    assert (given.event, given.unit_id, given.about) == (Event.ROLE_GIVEN, unit.pk, f"user {kaisa.pk}")
    assert given.detail["role"] == "controller"
    assert given.detail["unit"] == "Turku"
    row = Membership.objects.get(user=kaisa, unit=unit, role=Role.CONTROLLER)
    (changed,) = send(superuser, "agreements_membership", "change", {**fields, "until": "2099-01-31"}, row.pk)
    assert (changed.event, changed.detail["until"]) == (Event.ROLE_CHANGED, "2099-01-31")
    assert changed.detail["before"]["until"] is None
    (ended,) = send(superuser, "agreements_membership", "delete", {"post": "yes"}, row.pk)
    assert (ended.event, ended.detail["role"]) == (Event.ROLE_ENDED, "controller")


def test_roles_that_are_deleted_together_are_each_told(superuser: Client, kaisa: User) -> None:
    roles = [
        Membership.objects.create(user=kaisa, unit=unit, role=Role.DIRECTOR) for unit in Unit.objects.order_by("pk")[:2]
    ]
    fields = {"action": "delete_selected", "_selected_action": [role.pk for role in roles], "post": "yes"}
    entries = send(superuser, "agreements_membership", "changelist", fields)
    assert [entry.event for entry in entries] == [Event.ROLE_ENDED] * 2


def test_roles_beside_a_persons_details_are_told(superuser: Client, kaisa: User) -> None:
    old, unit = kaisa.memberships.get(), Unit.objects.get(name_fi="Turku")
    more = {
        "memberships-TOTAL_FORMS": 2,
        "memberships-0-until": "2099-12-31",
        "memberships-1-user": kaisa.pk,
        "memberships-1-unit": unit.pk,
        "memberships-1-role": Role.DIRECTOR,
    }
    entries = send(superuser, "agreements_user", "change", user_fields(kaisa, **more), kaisa.pk)
    assert [entry.event for entry in entries] == [Event.ROLE_GIVEN, Event.ROLE_CHANGED]
    assert entries[1].detail["before"]["until"] is None
    assert entries[1].unit_id == old.unit_id
    old.delete()
    gone = user_fields(kaisa, **{"memberships-0-DELETE": "on"})
    (ended,) = send(superuser, "agreements_user", "change", gone, kaisa.pk)
    assert (ended.event, ended.detail["role"]) == (Event.ROLE_ENDED, "director")


@pytest.mark.parametrize(
    ("others", "event"),
    [
        ({"name": "Kaisa Lehtonen"}, Event.PERSON_CHANGED),
        ({"is_staff": "on"}, Event.PERSON_CHANGED),
        ({"is_active": None}, Event.PERSON_DEACTIVATED),
    ],
)
def test_a_persons_details_are_told(superuser: Client, kaisa: User, others: dict[str, Any], event: Event) -> None:
    (entry,) = send(superuser, "agreements_user", "change", user_fields(kaisa, **others), kaisa.pk)
    assert (entry.event, entry.about) == (event, f"user {kaisa.pk}")
    assert entry.detail["before"] != entry.detail["after"]


def test_a_new_person_and_their_password_are_told_without_the_password(superuser: Client, kaisa: User) -> None:
    fields = {
        **{"email": "new@example.org", "name": "Uusi", "language": "fi", "usable_password": "true"},
        **{"password1": "long-enough-5821", "password2": "long-enough-5821"},
        **{"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0},
    }
    (added,) = send(superuser, "agreements_user", "add", fields)
    assert (added.event, added.detail["after"]["email"]) == (Event.PERSON_ADDED, "new@example.org")
    before = last_number()
    passwords = {"usable_password": "true", "password1": "another-5821", "password2": "another-5821"}
    address = reverse("admin:auth_user_password_change", args=[kaisa.pk])
    assert superuser.post(address, {**passwords, "set-password": "1"}).status_code == 302
    (changed,) = told(before)
    assert (changed.event, changed.about) == (Event.PASSWORD_CHANGED, f"user {kaisa.pk}")
    assert "5821" not in str([added.detail, changed.detail])


def test_a_signing_rule_is_told(superuser: Client) -> None:
    unit = Unit.objects.get(name_fi="Turku")
    fields = {"unit": unit.pk, "kind": "grant_project", "signatures": 2}
    (entry,) = send(superuser, "agreements_signingrule", "add", fields)
    assert (entry.event, entry.unit_id, entry.detail["before"]) == (Event.RULE_CHANGED, unit.pk, None)
    assert entry.detail["after"]["signatures"] == "2"
    rule = SigningRule.objects.get(unit=unit, kind="grant_project")
    (entry,) = send(superuser, "agreements_signingrule", "delete", {"post": "yes"}, rule.pk)
    assert entry.detail["after"] is None


def test_a_policy_is_told(superuser: Client) -> None:
    unit = Unit.objects.get(name_fi="Turku")
    Policy.objects.filter(unit=unit).delete()
    fields = {"unit": unit.pk, "tolerance_percent": 12, "tolerance_days": 5, "words": "{}"}
    (entry,) = send(superuser, "metrics_policy", "add", fields)
    assert (entry.event, entry.detail["what"]) == (Event.UNIT_CHANGED, "policy")
    assert entry.detail["after"]["tolerance_percent"] == 12


def test_a_second_factor_that_is_removed_in_the_admin_is_told(superuser: Client, kaisa: User) -> None:
    key = Authenticator.objects.create(user=kaisa, type=Authenticator.Type.TOTP, data={})
    (entry,) = send(superuser, "mfa_authenticator", "delete", {"post": "yes"}, key.pk)
    assert (entry.event, entry.about) == (Event.FACTOR_REMOVED, f"user {kaisa.pk}")
    assert entry.detail == {"factor": "totp"}


def test_an_entry_that_cannot_be_written_takes_the_deed_back(
    superuser: Client, kaisa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **more: Any) -> None:
        raise ZeroDivisionError

    role = kaisa.memberships.get()
    monkeypatch.setattr(site._registry[Membership], "log", fail)
    with pytest.raises(ZeroDivisionError):
        superuser.post(reverse("admin:agreements_membership_delete", args=[role.pk]), {"post": "yes"})
    assert Membership.objects.filter(pk=role.pk).exists()
