"""The page of a top unit's policy."""

import re

import pytest
from django.test import Client

from metrics.models import Policy
from tests.metrics.follow_ups import unit, user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def address(of: str = "Turku") -> str:
    return f"/policy/{unit(of).pk}/"


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("name", "of", "status"),
    [
        ("pekka.salo", "Turku", 200),
        ("tuula.heino", "Turku", 403),
        ("helena.laine", "Turku", 404),
        ("pekka.salo", "Porvoo", 404),
        ("pekka.salo", "Yhteiset palvelut", 404),
        ("admin", "Turku", 404),
    ],
)
def test_it_is_the_administrators_of_the_top_unit(name: str, of: str, status: int) -> None:
    client = signed_in(name)
    assert client.get(address(of)).status_code == status
    if status != 200:
        assert client.post(address(of), {"tolerance_percent": 5, "tolerance_days": 5}).status_code == status
        assert not Policy.objects.exists()


def test_the_defaults_are_shown_where_nothing_is_set() -> None:
    page = page_of("pekka.salo", of=address())
    assert (value(page, "tolerance_percent"), value(page, "tolerance_days")) == ("10", "30")
    assert [value(page, f"nodata_{language}") for language in ("fi", "sv", "en")] == [
        "Ei tietoa",
        "Ingen uppgift",
        "No data",
    ]


def test_what_is_saved_is_shown_again() -> None:
    client = signed_in("pekka.salo")
    answer = client.post(address(), {"tolerance_percent": "5", "tolerance_days": "14", "met_fi": "Toteutui"})
    assert answer.headers["Location"] == address()
    page = page_of("pekka.salo", of=address())
    assert (value(page, "tolerance_percent"), value(page, "met_fi"), value(page, "met_sv")) == ("5", "Toteutui", "Grön")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"tolerance_percent": "1.234"}, "tolerance_percent"),
        ({"tolerance_percent": "1e5"}, "tolerance_percent"),
        ({"tolerance_days": "NaN"}, "tolerance_days"),
        ({"tolerance_days": "12345678901234567890"}, "tolerance_days"),
        ({"tolerance_days": "-1"}, "tolerance_days"),
        ({"met_fi": "x" * 10_000}, "met_fi"),
        ({"met_fi": "Sama", "missed_fi": "sama"}, "missed_fi"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(typed: dict[str, str], field: str) -> None:
    answer = signed_in("pekka.salo").post(address(), {"tolerance_percent": "5", "tolerance_days": "14", **typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert value(page, field) == typed[field]
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}"' in page
    assert not Policy.objects.exists()
