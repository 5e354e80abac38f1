"""The tree of units, and a unit's page."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Membership, Unit, User

pytestmark = pytest.mark.usefixtures("examples")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


def unit(name: str) -> Unit:
    found: Unit = Unit.objects.get(name_fi=name)
    return found


def units_on(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'<div class="node"><a href="[^"]*">([^<]*)</a>', page)]


def page_of(name: str, of: str) -> str:
    response = signed_in(name).get(f"/units/{unit(of).pk}/")
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00ad", "").replace("\u2060", "")


def test_the_tree_shows_own_units_and_those_below() -> None:
    assert units_on(signed_in("helena.laine").get("/units/").content.decode()) == ["Yhteiset palvelut"]
    assert units_on(signed_in("tuula.heino").get("/units/").content.decode()) == [
        *("Turku", "Vapaa-aikatoimiala", "Kirjastopalvelut", "Asiakaspalvelut", "Yhteiset palvelut")
    ]


def test_a_unit_counts_the_documents_of_all_below_it() -> None:
    page = signed_in("tuula.heino").get("/units/").content.decode()
    counts = dict(re.findall(r'href="/agreements/\?unit=(\d+)">(\d+)', page))
    names = ("Turku", "Kirjastopalvelut", "Asiakaspalvelut", "Yhteiset palvelut")
    assert [counts[str(unit(name).pk)] for name in names] == ["4", "4", "1", "2"]


def test_a_reader_of_swedish_sees_swedish_names() -> None:
    assert units_on(signed_in("maria.lindholm").get("/units/").content.decode()) == ["Borgå stadsbibliotek"]


def test_a_user_without_a_role_is_told_so() -> None:
    assert 'class="empty' in signed_in("admin").get("/units/").content.decode()


@pytest.mark.parametrize(
    ("name", "of", "status"),
    [
        ("helena.laine", "Yhteiset palvelut", 200),
        ("helena.laine", "Asiakaspalvelut", 404),
        ("helena.laine", "Kirjastopalvelut", 404),
        ("anna-leena.virta", "Asiakaspalvelut", 200),
        ("maria.lindholm", "Porvoo", 404),
        ("admin", "Turku", 404),
    ],
)
def test_a_unit_outside_ones_own_does_not_exist(name: str, of: str, status: int) -> None:
    assert signed_in(name).get(f"/units/{unit(of).pk}/").status_code == status


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 25])
def test_a_unit_that_does_not_exist_is_a_404(pk: str) -> None:
    assert signed_in("tuula.heino").get(f"/units/{pk}/").status_code == 404


def test_a_unit_shows_its_documents_newest_first() -> None:
    page = page_of("helena.laine", "Yhteiset palvelut")
    documents = re.findall(r'<li><a href="/agreements/([^"]*)/"', page)
    assert documents == ["yhteiset-palvelut-2021", "yhteiset-palvelut-2020"]


def test_the_chain_links_only_what_may_be_opened() -> None:
    chain = re.search(r'<ol class="chain".*?</ol>', page_of("helena.laine", "Yhteiset palvelut"), re.DOTALL)
    assert chain
    assert re.findall(r"<li>([^<]*)</li>", chain[0]) == ["Turku", "Vapaa-aikatoimiala", "Kirjastopalvelut"]
    chain = re.search(r'<ol class="chain".*?</ol>', page_of("tuula.heino", "Yhteiset palvelut"), re.DOTALL)
    assert chain
    assert chain[0].count("<a ") == 3


def test_people_with_a_role_today_are_named() -> None:
    for email, until in (("sari.niemi", datetime.date(2020, 1, 1)), ("mikko.saarinen", None)):
        user = User.objects.get(email=f"{email}@example.org")
        Membership.objects.create(user=user, unit=unit("Yhteiset palvelut"), role="viewer", until=until)
    User.objects.filter(email="kaisa.lehto@example.org").update(is_active=False)
    main = page_of("helena.laine", "Yhteiset palvelut").split("<main", 1)[1]
    assert "Helena Laine" in main
    assert "Mikko Saarinen" in main
    assert "Sari Niemi" not in main
    assert "Kaisa Lehto" not in page_of("tuula.heino", "Kirjastopalvelut")


def test_units_below_are_shown_as_a_tree() -> None:
    assert units_on(page_of("tuula.heino", "Vapaa-aikatoimiala")) == [
        *("Kirjastopalvelut", "Asiakaspalvelut", "Yhteiset palvelut")
    ]


def test_the_pages_take_as_many_queries_however_many_units_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, top = signed_in("tuula.heino"), unit("Kirjastopalvelut")
    parent = top
    for number in range(30):
        parent = Unit.objects.create(parent=parent if number % 3 else top, kind="library", name_fi=f"Kirjasto {number}")
    with django_assert_num_queries(4):
        client.get("/units/")
    with django_assert_num_queries(9):
        client.get(f"/units/{top.pk}/")
