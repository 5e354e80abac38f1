import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from agreements.models import User

pytestmark = pytest.mark.usefixtures("examples")
CREDENTIALS = {"username": "helena.laine@example.org", "password": "kirjasto-2026"}


def test_signs_in_by_e_mail_in_any_case() -> None:
    response = Client().post("/login/", {**CREDENTIALS, "username": "Helena.LAINE@example.org"})
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_a_wrong_password_is_told_beside_the_form_with_the_address_kept() -> None:
    response = Client().post("/login/", {**CREDENTIALS, "password": "wrong"})
    assert response.status_code == 200
    assert b"helena.laine@example.org" in response.content


def test_a_demo_user_cannot_sign_in_in_production(settings: Settings) -> None:
    settings.DEMO_USERS = False
    assert Client().post("/login/", CREDENTIALS).status_code == 200
    assert not Client().login(**CREDENTIALS)


def test_a_demo_user_who_is_signed_in_is_out_when_production_begins(settings: Settings) -> None:
    client = Client()
    client.force_login(User.objects.get(email=CREDENTIALS["username"]))
    assert client.get("/").status_code == 200
    settings.DEMO_USERS = False
    assert client.get("/").status_code == 302


def test_signing_out_takes_a_post() -> None:
    client = Client()
    client.login(**CREDENTIALS)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_language_is_switched_in_place_and_remembered(language: str) -> None:
    client = Client()
    client.login(**CREDENTIALS)
    response = client.post("/language/", {"language": language, "next": "/agreements/?q=a"})
    assert response["Location"] == "/agreements/?q=a"
    assert f'<html lang="{language}">' in client.get("/").content.decode()
    assert User.objects.get(email=CREDENTIALS["username"]).language == language


def test_before_signing_in_the_language_is_remembered_by_the_browser() -> None:
    client = Client(headers={"accept-language": "en"})
    assert '<html lang="fi">' in client.get("/login/").content.decode()
    client.post("/language/", {"language": "sv", "next": "/login/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sv"
    assert '<html lang="sv">' in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    "address", ["https://example.com/", "//example.com", "javascript:alert(1)", "", "\\\\example.com"]
)
def test_the_switch_never_leads_elsewhere(address: str) -> None:
    response = Client().post("/language/", {"language": "fi", "next": address})
    assert response["Location"] == "/"


def test_an_unknown_language_changes_nothing() -> None:
    client = Client()
    response = client.post("/language/", {"language": "../../etc", "next": "/login/"})
    assert response["Location"] == "/login/"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
