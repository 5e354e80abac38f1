"""Addresses of databases: what they mean, what is refused, and that no message repeats a password."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.database_url import DatabaseUrlError, parse_database_url

BASE = Path("/srv/site")
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


def test_postgresql_address_gives_every_part() -> None:
    database = parse_database_url(
        "postgresql://kirjasto:salasana@db.example.fi:5433/sopimukset?sslmode=require", base=BASE
    )
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("kirjasto", "salasana")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.fi", "5433", "sopimukset")
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgres://host/name", "host", ""),
        ("postgresql:///name", "", ""),
        ("postgresql://user@[::1]:6000/name", "::1", "6000"),
        ("postgresql://user@%2Fvar%2Frun%2FPostgres/name", "/var/run/Postgres", ""),
    ],
)
def test_postgresql_host_and_port_may_be_left_out_or_be_special(url: str, host: str, port: str) -> None:
    database = parse_database_url(url, base=BASE)
    assert (database["HOST"], database["PORT"], database["NAME"]) == (host, port, "name")


def test_a_silent_host_is_given_up_unless_the_address_says_otherwise() -> None:
    assert parse_database_url("postgresql://h/n", base=BASE)["OPTIONS"] == {"connect_timeout": "10"}
    assert parse_database_url("postgresql://h/n?connect_timeout=3", base=BASE)["OPTIONS"] == {"connect_timeout": "3"}


@given(user=NAMES, password=NAMES, host=NAMES, name=NAMES, option=NAMES, port=st.integers(1, 65535))
def test_percent_encoding_carries_any_text(
    user: str, password: str, host: str, name: str, option: str, port: int
) -> None:
    encoded = [quote(text, safe="") for text in (user, password, host, name, option)]
    url = "postgresql://{}:{}@{}:{port}/{}?application_name={}".format(*encoded, port=port)
    database = parse_database_url(url, base=BASE)
    assert (database["USER"], database["PASSWORD"]) == (user, password)
    assert (database["HOST"], database["PORT"], database["NAME"]) == (host, str(port), name)
    assert database["OPTIONS"]["application_name"] == option


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/site.sqlite3", BASE / "data/site.sqlite3"),
        ("sqlite:////var/lib/site.sqlite3", Path("/var/lib/site.sqlite3")),
        ("sqlite:////var/lib/my%20site.sqlite3", Path("/var/lib/my site.sqlite3")),
    ],
)
def test_sqlite_address_names_a_file(url: str, path: Path) -> None:
    assert parse_database_url(url, base=BASE)["NAME"] == path


def test_sqlite_waits_writes_ahead_and_survives_a_crash() -> None:
    options = parse_database_url("sqlite:///x.sqlite3", base=BASE)["OPTIONS"]
    assert options["timeout"] == 20
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("hunter2", "postgresql nor sqlite"),
        ("mysql://u:hunter2@h/n", "postgresql nor sqlite"),
        ("u:hunter2@h/n", "postgresql nor sqlite"),
        ("postgresql://u:hunter2@[h/n", "not an address"),
        ("postgresql://u:hun ter2@h/n", "%20"),
        ("postgresql://u:hunter2@h/n\n", "control"),
        ("postgresql://u:hunter2#x@h/n", "%23"),
        ("postgresql://u:hunter2@x@h/n", "%40"),
        ("postgresql://u:hunter2/x@h/n", "ends in the name"),
        ("postgresql://u:hunter2/n", "%2F"),
        ("postgresql://:hunter2@h/n", "no user"),
        ("postgresql://u:hunter2@h:0/n", "65535"),
        ("postgresql://u:hunter2@h:65536/n", "65535"),
        ("postgresql://u:hunter2@h:abc/n", "65535"),
        ("postgresql://u:hunter2@h:/n", "65535"),
        ("postgresql://u:hunter2%@h/n", "%25"),
        ("postgresql://u:hunter2%ff@h/n", "UTF-8"),
        ("postgresql://u:hunter2%00@h/n", "null"),
        ("postgresql://u:hunter2@h", "name of one database"),
        ("postgresql://u:hunter2@h/", "name of one database"),
        ("postgresql://u:hunter2@h/a/b", "name of one database"),
        ("postgresql:n", "name of one database"),
        ("postgresql://u@h/n?hunter2", "sslmode"),
        ("postgresql://u@h/n?hunter2=1", "sslmode"),
        ("postgresql://u@h/n?sslmode=a&sslmode=b", "each given once"),
        ("sqlite://hunter2/x", "slashes"),
        ("sqlite:x", "slashes"),
        ("sqlite:///", "path of a file"),
        ("sqlite:////var/lib/", "path of a file"),
        ("sqlite:///:memory:", "path of a file"),
        ("sqlite:///x?mode=ro", "no options"),
    ],
)
def test_a_wrong_address_is_refused_with_advice_and_without_its_password(url: str, advice: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        parse_database_url(url, base=BASE)
    assert advice in str(caught.value)
    assert "hunter2" not in str(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"(postgres|sqlite)://[a-z:@/?#%\[\]=&0-9]{0,40}", fullmatch=True))
def test_any_text_at_all_is_read_or_refused(url: str) -> None:
    with suppress(DatabaseUrlError):
        assert parse_database_url(url, base=BASE)["NAME"]
