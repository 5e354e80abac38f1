"""One's own account: password, second factors, sessions elsewhere; and the door with a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from agreements.models import User
from tests.agreements.one_time import SECRET, add_key, code_of, recovery_codes_of, with_app

pytestmark = pytest.mark.usefixtures("examples")
PERSON, PASSWORD, NEW = "helena.laine@example.org", "kirjasto-2026", "Uusi-ja-outo-sana-9"
CREDENTIALS = {"username": PERSON, "password": PASSWORD}


@pytest.fixture
def user(examples: None) -> User:
    return User.objects.get(email=PERSON)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def confirmed(user: User) -> Client:
    """Signed in, and a moment ago confirmed by the password."""
    client = signed_in(user)
    client.post("/account/confirm/", {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/accessibility/").context["user"].is_authenticated is True


def secret_on(page: str) -> str:
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    return found[1]


def test_nobody_has_an_account_page_without_signing_in() -> None:
    for path in ("/account/", "/account/app/", "/account/password/", "/account/keys/add/", "/account/codes/"):
        response = Client().get(path)
        assert response["Location"].startswith(f"/login/?next={path}")


def test_the_page_takes_as_many_queries_whatever_is_on_it(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(user)
    with django_assert_num_queries(3):
        assert client.get("/account/").status_code == 200
    with_app(user)
    recovery_codes_of(user)
    for number in range(5):
        Authenticator.objects.create(user=user, type="webauthn", data={"name": f"avain {number}"})
    with django_assert_num_queries(3):
        page = client.get("/account/").content.decode()
    assert page.count("avain ") >= 5


def test_every_page_links_to_ones_own_account(user: User) -> None:
    assert 'href="/account/"' in signed_in(user).get("/").content.decode()


def test_a_password_is_changed_with_the_old_one_and_ends_the_sessions_elsewhere(user: User) -> None:
    here, elsewhere = signed_in(user), signed_in(user)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/", form)["Location"] == "/account/"
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert Client().login(username=PERSON, password=NEW)
    assert [message.to for message in mail.outbox] == [[PERSON]]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"oldpassword": "väärä", "password1": NEW, "password2": NEW}, "oldpassword"),
        ({"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}, "password1"),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "!"}, "password2"),
        ({}, "oldpassword"),
    ],
)
def test_a_password_that_will_not_do_is_told_beside_its_field(user: User, form: dict[str, str], field: str) -> None:
    response = signed_in(user).post("/account/password/", form)
    assert response.status_code == 200
    assert f'aria-describedby="id_{field}_' in response.content.decode()
    assert Client().login(username=PERSON, password=PASSWORD)


def test_sessions_elsewhere_are_ended_on_demand(user: User) -> None:
    here, elsewhere = signed_in(user), signed_in(user)
    assert here.get("/account/sessions/").status_code == 405
    assert here.post("/account/sessions/")["Location"] == "/account/"
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_second_factor_is_added_after_confirming_and_brings_recovery_codes(user: User) -> None:
    client = signed_in(user)
    assert client.get("/account/app/")["Location"] == "/account/confirm/?next=%2Faccount%2Fapp%2F"
    assert client.post("/account/confirm/", {"password": "väärä", "next": "/account/app/"}).status_code == 200
    answer = client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/app/"})
    assert answer["Location"] == "/account/app/"
    page = client.get("/account/app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = secret_on(page)
    wrong = client.post("/account/app/", {"code": "000"}).content.decode()
    assert secret_on(wrong) == secret
    assert client.post("/account/app/", {"code": code_of(secret)})["Location"] == "/account/codes/"
    assert client.get("/account/codes/").content.decode().count("<code>") == 10


def test_secrets_of_second_factors_are_not_readable_in_the_database(user: User) -> None:
    stored = Authenticator.objects.get(user=with_app(user)).data["secret"]
    assert SECRET not in stored


def test_another_secret_key_makes_no_code_right(user: User, settings: Settings) -> None:
    with_app(user)
    authenticator = Authenticator.objects.get(user=user)
    settings.SECRET_KEY = "another-key-of-which-the-database-knows-nothing"
    assert not authenticator.wrap().validate_code(code_of())
    empty = "AAAAAAAAAAAAAAAA"
    assert not authenticator.wrap().validate_code(code_of(empty))


def test_the_door_asks_for_the_second_factor_and_takes_a_code_once(user: User) -> None:
    with_app(user)
    client, code = Client(), code_of()
    assert client.post("/login/", {**CREDENTIALS, "next": "/metrics/"})["Location"] == "/login/code/"
    assert not is_in(client)
    assert client.get("/login/")["Location"] == "/login/code/"
    assert client.post("/login/code/", {"code": "000"}).status_code == 200
    assert client.post("/login/code/", {"code": code})["Location"] == "/metrics/"
    assert is_in(client)
    again = Client()
    again.post("/login/", CREDENTIALS)
    assert again.post("/login/code/", {"code": code}).status_code == 200
    assert not is_in(again)


def test_a_recovery_code_opens_the_door_once(user: User) -> None:
    with_app(user)
    code = recovery_codes_of(user)[3]
    for opened in (True, False):
        client = Client()
        client.post("/login/", CREDENTIALS)
        client.post("/login/code/", {"code": code})
        assert is_in(client) is opened


def test_whoever_changes_their_mind_at_the_second_factor_is_back_at_the_door(user: User) -> None:
    with_app(user)
    client = Client()
    client.post("/login/", CREDENTIALS)
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/login/").status_code == 200


def test_codes_are_tried_five_times(user: User) -> None:
    with_app(user)
    client = Client()
    client.post("/login/", CREDENTIALS)
    for _ in range(5):
        client.post("/login/code/", {"code": "000000x"})
    client.post("/login/code/", {"code": code_of()})
    assert not is_in(client)


def test_a_second_factor_is_removed_after_confirming_and_takes_its_recovery_codes_along(user: User) -> None:
    recovery_codes_of(with_app(user))
    assert signed_in(user).post("/account/app/remove/")["Location"].startswith("/account/confirm/")
    assert confirmed(user).post("/account/app/remove/")["Location"] == "/account/"
    assert not Authenticator.objects.filter(user=user).exists()


def test_new_recovery_codes_replace_the_old_ones(user: User) -> None:
    old = recovery_codes_of(with_app(user))
    client = confirmed(user)
    assert client.post("/account/codes/new/")["Location"] == "/account/codes/"
    assert not set(old) & set(recovery_codes_of(user))


def test_another_persons_key_is_not_there(user: User) -> None:
    other = User.objects.get(email="sari.niemi@example.org")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "avain"})
    client = confirmed(user)
    for page in (f"/account/keys/{key.pk}/", f"/account/keys/{key.pk}/remove/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"name": "minun"}).status_code == 404


def test_what_a_key_says_is_not_believed_when_it_is_nonsense(user: User) -> None:
    client = confirmed(user)
    for credential in ("", "{", "[]", "1", "{}", '{"id": 1, "response": {}}', '{"rawId": "x", "response": "y"}'):
        client.get("/account/keys/add/")
        assert client.post("/account/keys/add/", {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()


def test_nonsense_for_a_key_opens_nothing(user: User) -> None:
    with_app(user)
    client = Client()
    client.post("/login/", CREDENTIALS)
    for credential in ("", "{", "1", "{}", '{"id": 1, "response": {}}', '{"rawId": "x", "response": "y"}'):
        assert client.post("/login/code/", {"credential": credential}).status_code == 200
    assert not is_in(client)


def test_nonsense_for_a_key_confirms_nothing_and_is_told_on_the_page(user: User) -> None:
    client = signed_in(user)
    add_key(user)
    for credential in ("", "{", "1", "{}", '{"rawId": "x", "response": "y"}'):
        response = client.post("/account/confirm/key/", {"credential": credential, "next": "/metrics/"})
        assert response.status_code == 200
        assert 'value="/metrics/"' in response.content.decode()


@pytest.mark.parametrize("address", ["https://example.com/", "//example.com", "javascript:alert(1)", "\\\\example.com"])
def test_the_door_never_leads_elsewhere(address: str) -> None:
    assert Client().post("/login/", {**CREDENTIALS, "next": address})["Location"] == "/"


def test_a_keys_name_is_not_endless(user: User) -> None:
    key = add_key(user)
    client = confirmed(user)
    assert client.post(f"/account/keys/{key.pk}/", {"name": "a" * 101}).status_code == 200
    assert client.post(f"/account/keys/{key.pk}/", {"name": ""}).status_code == 200
    assert client.post(f"/account/keys/{key.pk}/", {"name": "Varaava <b>"})["Location"] == "/account/"
    assert "Varaava &lt;b&gt;" in client.get("/account/").content.decode()
