"""The door is throttled without locking out a city, and a forgotten password is renewed by mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from agreements.models import User

pytestmark = pytest.mark.usefixtures("examples")
PERSON, PASSWORD, NEW = "helena.laine@example.org", "kirjasto-2026", "Uusi-ja-outo-sana-9"
CREDENTIALS = {"username": PERSON, "password": PASSWORD}
WRONG = {"username": PERSON, "password": "väärä"}


@pytest.fixture
def user(examples: None) -> User:
    return User.objects.get(email=PERSON)


def is_in(client: Client) -> bool:
    return client.get("/accessibility/").context["user"].is_authenticated is True


def attacked(times: int = 5) -> None:
    for _ in range(times):
        Client().post("/login/", WRONG)


def test_after_five_wrong_tries_the_account_waits_and_says_so_with_the_address_kept() -> None:
    attacked()
    client = Client()
    client.post("/language/", {"language": "en", "next": "/login/"})
    response = client.post("/login/", CREDENTIALS)
    assert response.status_code == 200
    assert "Wait for five minutes" in response.content.decode()
    assert PERSON in response.content.decode()


def test_an_account_that_waits_opens_to_nobody_new_in_any_case_of_its_letters() -> None:
    attacked()
    for name in (PERSON, PERSON.upper()):
        client = Client()
        client.post("/login/", {**CREDENTIALS, "username": name})
        assert not is_in(client)


def test_a_right_try_is_not_counted() -> None:
    for _ in range(12):
        client = Client()
        client.post("/login/", CREDENTIALS)
        assert is_in(client)


def test_others_at_the_same_address_go_on_signing_in() -> None:
    attacked(20)
    client = Client()
    client.post("/login/", {**CREDENTIALS, "username": "sari.niemi@example.org"})
    assert is_in(client)


def test_a_browser_that_has_been_let_in_before_is_let_in_though_others_try_the_account() -> None:
    client = Client()
    client.post("/login/", CREDENTIALS)
    client.post("/logout/")
    attacked(8)
    client.post("/login/", CREDENTIALS)
    assert is_in(client)


def test_such_a_browser_has_five_tries_too() -> None:
    client = Client()
    client.post("/login/", CREDENTIALS)
    client.post("/logout/")
    for _ in range(5):
        client.post("/login/", WRONG)
    client.post("/login/", CREDENTIALS)
    assert not is_in(client)


def test_a_made_up_cookie_makes_no_known_browser() -> None:
    attacked()
    client = Client()
    client.cookies["known"] = "eyJ4IjoieSJ9:1:made-up"
    client.post("/login/", CREDENTIALS)
    assert not is_in(client)


def test_one_password_tried_on_many_accounts_is_stopped_at_last(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "10/m/ip,5/5m/key"}
    for number in range(10):
        Client().post("/login/", {"username": f"somebody{number}@example.org", "password": PASSWORD})
    client = Client()
    client.post("/login/", CREDENTIALS)
    assert not is_in(client)


def test_a_forwarded_address_is_not_believed_without_a_proxy(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "2/m/ip"}
    for number in range(3):
        Client().post("/login/", WRONG, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    client = Client()
    client.post("/login/", CREDENTIALS, headers={"X-Forwarded-For": "192.0.2.9"})
    assert not is_in(client)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.post("/login/", CREDENTIALS, headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.9"})
    assert is_in(client)


def test_the_admin_has_no_door_of_its_own() -> None:
    response = Client().get("/admin/login/?next=/admin/")
    assert response["Location"] == "/login/?next=%2Fadmin%2F"
    assert Client().post("/admin/login/", CREDENTIALS)["Location"].startswith("/login/")


def link_in_mail() -> str:
    found = re.search(r"http://testserver(/password/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_forgotten_password_is_renewed_through_a_link_that_works_once(user: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(user)
    client = Client()
    assert client.post("/password/", {"email": PERSON.upper()})["Location"] == "/password/sent/"
    assert mail.outbox[-1].to == [PERSON]
    link = link_in_mail()
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": "1234", "password2": "1234"}).status_code == 200
    assert client.post(form, {"password1": NEW, "password2": NEW})["Location"] == "/password/new/"
    assert client.get("/password/new/").status_code == 200
    assert not is_in(elsewhere)
    assert Client().login(username=PERSON, password=NEW)
    used = Client().get(link)
    assert used.status_code == 200
    assert b"password1" not in used.content


def test_the_mail_speaks_the_accounts_language(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="en")
    Client().post("/password/", {"email": PERSON})
    assert mail.outbox[-1].subject == "A new password for Sopimuskirja"


def test_nobody_learns_which_addresses_have_an_account() -> None:
    there, not_there = (Client().post("/password/", {"email": each}) for each in (PERSON, "nobody@example.org"))
    assert (there.status_code, there["Location"]) == (not_there.status_code, not_there["Location"])
    assert len(mail.outbox) == 1


def test_whoever_is_not_in_use_gets_no_link(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    Client().post("/password/", {"email": PERSON})
    assert mail.outbox == []


def test_a_mailbox_is_not_filled_with_links() -> None:
    answers = [Client().post("/password/", {"email": PERSON}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_a_mail_server_that_fails_shows_nobody_an_error(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
    assert Client().post("/password/", {"email": PERSON}).status_code == 302


def test_a_link_that_is_no_link_is_told_so() -> None:
    for link in ("/password/1-x/", "/password/zz-set-password/", "/password/0-ä/"):
        response = Client().get(link)
        assert response.status_code == 200
        assert b"password1" not in response.content


def test_where_no_mail_is_sent_the_door_names_somebody_to_ask(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert b'href="/password/"' not in Client().get("/login/").content
