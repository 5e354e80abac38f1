"""Where a request comes from, with and without proxies before the application."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from agreements.origin import address_of, console_user


def told(forwarded: str | None, *, proxies: int, settings: Settings, sender: str = "192.0.2.1") -> str:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=sender))


def test_without_a_proxy_nobody_is_believed_about_an_address(settings: Settings) -> None:
    assert told("198.51.100.9", proxies=0, settings=settings) == "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.9, 203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.9, 203.0.113.5, 192.0.2.8", 2, "203.0.113.5"),
        ("2001:DB8::5", 1, "2001:db8::5"),
        ("[2001:db8::5]", 1, "2001:db8::5"),
        ("::ffff:203.0.113.5", 1, "203.0.113.5"),
    ],
)
def test_behind_proxies_the_outermost_of_ours_says_where_from(
    settings: Settings, forwarded: str, proxies: int, address: str
) -> None:
    assert told(forwarded, proxies=proxies, settings=settings) == address


@pytest.mark.parametrize("forwarded", ["203.0.113.5", None])
def test_a_header_shorter_than_our_proxies_write_it_is_not_believed(settings: Settings, forwarded: str | None) -> None:
    assert told(forwarded, proxies=2, settings=settings) == "192.0.2.1"


@pytest.mark.parametrize("forwarded", ["unknown", "", "<script>", "1.2.3.4:80"])
def test_what_is_no_address_is_none(settings: Settings, forwarded: str) -> None:
    assert told(forwarded, proxies=1, settings=settings) == ""
    assert told(None, proxies=0, settings=settings, sender="") == ""


def test_a_command_is_run_by_somebody() -> None:
    assert console_user().endswith("manage.py)") or console_user() == "manage.py"
