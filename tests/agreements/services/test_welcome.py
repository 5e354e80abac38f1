"""The mail to a new person."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from agreements.models import User
from agreements.services.welcome import awaits_welcome, welcome_link, welcome_send
from tests.agreements.people import NEW, give, unit, user

pytestmark = pytest.mark.usefixtures("examples")

PASSWORD = "tuulinen-laituri-61"


def newcomer() -> User:
    return give(NEW).user


def test_the_mail_tells_who_invites_where_and_how_to_sign_in() -> None:
    assert welcome_send(person=newcomer(), unit=unit(), by=user("pekka.salo"))
    (letter,) = mail.outbox
    assert letter.to == [NEW.email]
    assert "Pekka Salo" in letter.subject
    for words in ("Pekka Salo", "Gemensamma tjänster", NEW.email, "/password/"):
        assert words in letter.body
    assert "&#" not in letter.body


def test_the_link_leads_to_where_a_password_is_set_and_works_once() -> None:
    person, client = newcomer(), Client()
    assert awaits_welcome(person)
    address = re.sub("^https?://[^/]*", "", welcome_link(person))
    page = client.get(address, follow=True)
    assert page.status_code == 200
    form = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], form, follow=True)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not awaits_welcome(person)
    assert "password1" not in Client().get(address, follow=True).content.decode()


def test_a_mail_that_cannot_be_sent_is_told(settings: Settings) -> None:
    person = newcomer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert not welcome_send(person=person, unit=unit(), by=user("pekka.salo"))


def test_where_no_mail_leaves_none_is_said_to_have_left(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert not welcome_send(person=newcomer(), unit=unit(), by=user("pekka.salo"))


def test_whoever_has_a_password_or_has_signed_in_awaits_nothing() -> None:
    assert not awaits_welcome(user("helena.laine"))
