"""Signing in and out, and what becomes of passwords, is in the log."""

import pytest
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.test import Client
from django.urls import reverse

from agreements.models import Event, LogEntry, User

pytestmark = pytest.mark.django_db
PASSWORD = "kirjasto-2026"


@pytest.fixture
def helena() -> User:
    return User.objects.get(email__startswith="helena.laine")


def last() -> LogEntry:
    entry = LogEntry.objects.first()
    assert entry
    return entry


def sign_in(client: Client, email: str, password: str) -> int:
    return client.post(reverse("login"), {"username": email, "password": password}).status_code


def test_who_signs_in_is_told_with_their_address(client: Client, helena: User) -> None:
    assert sign_in(client, helena.email, PASSWORD) == 302
    entry = last()
    assert (entry.event, entry.user_id, entry.about) == (Event.LOGIN, helena.pk, f"user {helena.pk}")
    assert entry.address == "127.0.0.1"


def test_who_signs_out_is_told(client: Client, helena: User) -> None:
    client.force_login(helena)
    client.post(reverse("logout"))
    assert (last().event, last().user_id) == (Event.LOGOUT, helena.pk)


def test_a_wrong_password_is_told_with_whose_account_it_was(client: Client, helena: User) -> None:
    assert sign_in(client, helena.email.upper(), "wrong") == 200
    entry = last()
    assert (entry.event, entry.user_id, entry.who) == (Event.LOGIN_FAILED, None, helena.email)
    assert entry.about == f"user {helena.pk}"


def test_an_address_that_nobody_has_is_told_without_an_account(client: Client) -> None:
    sign_in(client, "nobody@example.fi", "wrong")
    assert (last().event, last().who, last().about) == (Event.LOGIN_FAILED, "nobody@example.fi", "")


def test_a_password_that_is_typed_where_the_address_belongs_is_not_kept(client: Client) -> None:
    from django.contrib.auth import authenticate

    authenticate(username="my-secret-password", password="helena")
    assert (last().event, last().who) == (Event.LOGIN_FAILED, "")


def test_passwords_are_never_in_the_log(client: Client, helena: User) -> None:
    sign_in(client, helena.email, "a-wrong-password")
    entry = last()
    assert "a-wrong-password" not in f"{entry.who} {entry.about} {entry.detail}"


@pytest.mark.parametrize("signal", [password_changed, password_set, password_reset])
def test_a_changed_password_is_told(helena: User, signal: object) -> None:
    signal.send(sender=User, request=None, user=helena)  # type: ignore[attr-defined]
    assert (last().event, last().user_id) == (Event.PASSWORD_CHANGED, helena.pk)


def test_second_factors_are_told_when_they_come_go_and_fail(helena: User) -> None:
    key = Authenticator(user=helena, type=Authenticator.Type.TOTP, data={})
    for signal, event in (
        (authenticator_added, Event.FACTOR_ADDED),
        (authenticator_removed, Event.FACTOR_REMOVED),
    ):
        signal.send(sender=Authenticator, request=None, user=helena, authenticator=key)
        assert (last().event, last().detail) == (event, {"factor": "totp"})
    authentication_failed.send(sender=Authenticator, request=None, user=helena, authenticator=None)
    assert (last().event, last().user_id, last().about) == (Event.LOGIN_FAILED, None, f"user {helena.pk}")
