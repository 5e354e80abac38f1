"""What the environment decides: development by itself, production by choice and complete."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import DEVELOPMENT_SECRET_KEY, read_environment

BASE = Path("/srv/site")
PRODUCTION = {
    "SOPIMUSKIRJA_ENV": "production",
    "SECRET_KEY": "k9-" + "abcdefghij" * 5,
    "ALLOWED_HOSTS": "sopimukset.example.fi, www.example.fi",
    "DATABASE_URL": "postgresql://user:hunter2@host/name",
}


def refusal(variables: dict[str, str]) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        read_environment(variables, base=BASE)
    return str(caught.value)


def test_with_no_variable_set_this_is_a_development_machine() -> None:
    environment = read_environment({}, base=BASE)
    assert not environment.production
    assert environment.secret_key == DEVELOPMENT_SECRET_KEY
    assert environment.database["NAME"] == BASE / "db.sqlite3"
    assert "localhost" in environment.allowed_hosts


def test_a_complete_production_environment_is_taken_as_it_is() -> None:
    environment = read_environment(PRODUCTION, base=BASE)
    assert environment.production
    assert environment.secret_key == PRODUCTION["SECRET_KEY"]
    assert environment.allowed_hosts == ["sopimukset.example.fi", "www.example.fi"]
    assert environment.database["PASSWORD"] == "hunter2"
    assert not environment.behind_tls_proxy


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_says_which_variable_is_missing_and_names_no_other(missing: str) -> None:
    said = refusal({name: value for name, value in PRODUCTION.items() if name != missing})
    assert re.findall(r"Set (\w+) to", said) == [missing]


def test_production_says_everything_that_is_missing_at_once() -> None:
    said = refusal({"SOPIMUSKIRJA_ENV": "production"})
    assert re.findall(r"Set (\w+) to", said) == ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOPIMUSKIRJA_ENV", "prod"),
        ("SOPIMUSKIRJA_ENV", "Production"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", DEVELOPMENT_SECRET_KEY),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://sopimukset.example.fi"),
        ("ALLOWED_HOSTS", " , "),
        ("DATABASE_URL", "  "),
        ("BEHIND_TLS_PROXY", "maybe"),
        ("EMAIL_PORT", "0"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_USE_TLS", "1"),
        ("LOG_LEVEL", "chatty"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_set(name: str, value: str) -> None:
    assert re.findall(r"Set (\w+) to", refusal(PRODUCTION | {name: value})) == [name]


@pytest.mark.parametrize("mode", [{}, PRODUCTION])
def test_a_wrong_database_url_is_refused_in_every_mode_without_its_password(mode: dict[str, str]) -> None:
    said = refusal(mode | {"DATABASE_URL": "mysql://user:hunter2@host/name"})
    assert "DATABASE_URL cannot be used" in said
    assert "hunter2" not in said


CITY = {
    "OIDC_SERVER_URL": "https://login.example.fi/",
    "OIDC_CLIENT_ID": "sopimuskirja",
    "OIDC_CLIENT_SECRET": "a-secret",
}


def test_without_its_variables_there_is_no_sign_in_through_the_city() -> None:
    assert read_environment(PRODUCTION, base=BASE).open_id_connect is None


def test_the_citys_sign_in_is_taken_as_it_is_named() -> None:
    city = read_environment(PRODUCTION | CITY | {"OIDC_NAME": "Turku"}, base=BASE).open_id_connect
    assert city
    assert (city.server_url, city.name, city.vouches_for_email) == ("https://login.example.fi", "Turku", False)
    assert read_environment(CITY | {"OIDC_VOUCHES_FOR_EMAIL": "yes"}, base=BASE).open_id_connect.vouches_for_email  # type: ignore[union-attr]


@pytest.mark.parametrize("missing", list(CITY))
@pytest.mark.parametrize("mode", [{}, PRODUCTION])
def test_a_citys_sign_in_that_is_half_configured_says_what_is_missing(mode: dict[str, str], missing: str) -> None:
    said = refusal(mode | {name: value for name, value in CITY.items() if name != missing})
    assert re.findall(r"Set (\w+) too", said) == [missing]
    assert len(re.findall(r"Set (\w+) too", refusal(mode | {"OIDC_NAME": "Turku"}))) == 3


@pytest.mark.parametrize(
    "address", ["http://login.example.fi", "http://localhost:8000", "login.example.fi", "https://["]
)
def test_the_citys_sign_in_is_spoken_to_in_secret(address: str) -> None:
    said = refusal(PRODUCTION | CITY | {"OIDC_SERVER_URL": address})
    assert re.findall(r"Set (\w+) to", said) == ["OIDC_SERVER_URL"]


def test_a_sign_in_service_on_this_machine_may_be_tried_in_development() -> None:
    assert read_environment(CITY | {"OIDC_SERVER_URL": "http://127.0.0.1:9000"}, base=BASE).open_id_connect


def test_a_session_lasts_an_hour_idle_and_twelve_hours_in_all_unless_told_otherwise() -> None:
    environment = read_environment({}, base=BASE)
    assert (environment.session_idle, environment.session_longest) == (timedelta(hours=1), timedelta(hours=12))
    told = read_environment({"SESSION_IDLE_MINUTES": "30", "SESSION_LONGEST_HOURS": "8"}, base=BASE)
    assert (told.session_idle, told.session_longest) == (timedelta(minutes=30), timedelta(hours=8))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_IDLE_MINUTES", "5"),
        ("SESSION_IDLE_MINUTES", "an hour"),
        ("SESSION_LONGEST_HOURS", "0"),
        ("SESSION_LONGEST_HOURS", "1000"),
    ],
)
def test_a_session_is_neither_too_short_to_work_in_nor_endless(name: str, value: str) -> None:
    assert re.findall(r"Set (\w+) to", refusal({name: value})) == [name]


def test_forwarded_addresses_are_believed_from_our_own_proxies_alone() -> None:
    assert read_environment({"PROXIES": "2"}, base=BASE).proxies == 0
    assert read_environment({"BEHIND_TLS_PROXY": "yes"}, base=BASE).proxies == 1
    assert read_environment({"BEHIND_TLS_PROXY": "yes", "PROXIES": "2"}, base=BASE).proxies == 2
    assert re.findall(r"Set (\w+) to", refusal({"BEHIND_TLS_PROXY": "yes", "PROXIES": "many"})) == ["PROXIES"]
