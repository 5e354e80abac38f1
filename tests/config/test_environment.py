"""What the environment decides: development by itself, production by choice and complete."""

import re
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
