"""Signing in through the city: with a real OpenID Connect provider in a process of its own, over HTTP."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from agreements.identity import ways
from agreements.models import User
from tests.oidc.conftest import Arrive, configure

pytestmark = pytest.mark.usefixtures("examples")
HELENA = "helena.laine@example.org"


def who(client: Client) -> str | None:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).email if number else None


def said_at_the_door(client: Client) -> str:
    return client.get("/login/").content.decode()


def test_an_account_with_the_address_that_the_city_vouches_for_is_opened(arrive: Arrive) -> None:
    client, before = Client(), User.objects.count()
    response = arrive(client, "helena", then="/agreements/")
    assert (response.status_code, response["Location"]) == (302, "/agreements/")
    assert who(client) == HELENA
    assert User.objects.count() == before


def test_whoever_has_come_once_is_known_by_the_citys_number_and_not_by_the_address(arrive: Arrive) -> None:
    arrive(Client(), "helena")
    User.objects.filter(email=HELENA).update(email="helena.virtanen@example.org")
    client = Client()
    arrive(client, "helena")
    assert who(client) == "helena.virtanen@example.org"


def test_an_address_that_was_given_to_somebody_new_does_not_open_the_old_account(arrive: Arrive) -> None:
    arrive(Client(), "helena")
    client = Client()
    assert arrive(client, "newcomer")["Location"] == "/login/"
    assert who(client) is None
    assert SocialAccount.objects.count() == 1


def test_an_address_that_the_city_has_not_made_sure_of_opens_nothing(arrive: Arrive) -> None:
    client = Client()
    assert arrive(client, "sari")["Location"] == "/login/"
    assert who(client) is None


def test_it_opens_the_account_where_the_settings_say_that_the_city_vouches_for_every_address(
    settings: Settings, city: str, arrive: Arrive
) -> None:
    configure(settings, city, vouches=True)
    client = Client()
    arrive(client, "sari")
    assert who(client) == "sari.niemi@example.org"


def test_a_stranger_gets_no_account_and_is_told_whom_to_ask(arrive: Arrive) -> None:
    client, before = Client(), User.objects.count()
    assert arrive(client, "stranger")["Location"] == "/login/"
    assert "stranger@example.org" in said_at_the_door(client)
    assert (who(client), User.objects.count()) == (None, before)


@pytest.mark.parametrize("known", [False, True])
def test_whoever_has_been_deactivated_does_not_come_in_this_way_either(arrive: Arrive, known: bool) -> None:
    if known:
        arrive(Client(), "helena")
    User.objects.filter(email=HELENA).update(is_active=False)
    client = Client()
    assert arrive(client, "helena")["Location"] == "/login/"
    assert who(client) is None


def test_a_demo_user_does_not_come_in_this_way_in_production(settings: Settings, arrive: Arrive) -> None:
    settings.DEMO_USERS = False
    client = Client()
    arrive(client, "helena")
    assert who(client) is None


def test_a_second_factor_is_asked_here_too(arrive: Arrive) -> None:
    Authenticator.objects.create(user=User.objects.get(email=HELENA), type="totp", data={"secret": ""})
    client = Client()
    assert arrive(client, "helena")["Location"] == "/login/code/"
    assert who(client) is None


def test_whoever_has_only_the_citys_sign_in_may_add_a_second_factor_and_has_no_way_to_sign_before(
    arrive: Arrive,
) -> None:
    user = User.objects.get(email=HELENA)
    user.set_unusable_password()
    user.save()
    client = Client()
    arrive(client, "helena")
    assert ways(user) == ()
    assert client.get("/account/app/").status_code == 200
    assert client.get("/account/password/first/").status_code == 200


def test_an_answer_that_nobody_asked_for_is_refused(arrive: Arrive) -> None:
    client = Client()
    response = client.get("/login/city/callback/", {"code": "x", "state": "y"})
    assert response["Location"] == "/login/"
    assert who(client) is None


def test_whoever_breaks_it_off_is_back_at_the_door_with_a_sentence(city: str) -> None:
    client = Client()
    state = client.get("/login/city/")["Location"].split("state=")[1].split("&")[0]
    response = client.get("/login/city/callback/", {"error": "access_denied", "state": state})
    assert response["Location"] == "/login/"
    assert 'class="messages"' in said_at_the_door(client)


def test_a_secret_that_the_city_does_not_know_leads_back_to_the_door(
    settings: Settings, city: str, arrive: Arrive
) -> None:
    configure(settings, city, secret="wrong")
    client = Client()
    assert arrive(client, "helena")["Location"] == "/login/"
    assert who(client) is None


def test_a_city_that_cannot_be_reached_leads_back_to_the_door(settings: Settings) -> None:
    configure(settings, "http://127.0.0.1:9")
    response = Client().get("/login/city/")
    assert response["Location"] == "/login/"


def test_without_a_city_there_is_neither_a_link_nor_an_address() -> None:
    assert "/login/city/" not in said_at_the_door(Client())
    assert Client().get("/login/city/").status_code == 404


def test_the_link_names_the_city_and_goes_on_to_where_somebody_was_going(city: str) -> None:
    page = Client().get("/login/", {"next": "/metrics/"}).content.decode()
    assert "Turku" in page
    assert 'href="/login/city/?next=%2Fmetrics%2F"' in page
