"""The tree of units, and a unit's page."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Membership, Unit, User
from agreements.services.units import seen_of_unit

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
    with django_assert_num_queries(10):
        client.get(f"/units/{top.pk}/")


# --- looking after units ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["edit", "new"])
@pytest.mark.parametrize(
    ("name", "of", "status"),
    [
        ("pekka.salo", "Turku", 200),
        ("pekka.salo", "Yhteiset palvelut", 200),
        ("helena.laine", "Yhteiset palvelut", 403),
        ("anna-leena.virta", "Kirjastopalvelut", 403),
        ("tuula.heino", "Turku", 403),
        ("kaisa.lehto", "Asiakaspalvelut", 403),
        ("helena.laine", "Kirjastopalvelut", 404),
        ("pekka.salo", "Porvoo", 404),
        ("admin", "Turku", 404),
    ],
)
def test_a_unit_is_looked_after_by_its_administrators(name: str, of: str, status: int, deed: str) -> None:
    client, address = signed_in(name), f"/units/{unit(of).pk}/{deed}/"
    assert client.get(address).status_code == status
    assert client.post(address).status_code == status
    page = client.get(f"/units/{unit(of).pk}/")
    assert (f'href="{address}"' in page.content.decode()) is (status == 200)


def test_whoever_may_not_look_after_a_unit_is_told_who_may() -> None:
    User.objects.filter(email="helena.laine@example.org").update(language="en")
    answer = signed_in("helena.laine").get(f"/units/{unit('Yhteiset palvelut').pk}/edit/")
    assert "The administrators of Yhteiset palvelut look after it" in answer.content.decode()


def test_a_unit_is_renamed_on_its_page() -> None:
    row = unit("Yhteiset palvelut")
    typed = {"name_fi": "Yhteiset", "name_sv": "", "valid_from": "1.1.2020", "valid_to": "", "seen": seen_of_unit(row)}
    answer = signed_in("pekka.salo").post(f"/units/{row.pk}/edit/", typed)
    assert answer.headers["Location"] == f"/units/{row.pk}/"
    row.refresh_from_db()
    assert (row.name_fi, row.name_sv, row.valid_from) == ("Yhteiset", "", datetime.date(2020, 1, 1))


def test_of_two_who_rename_a_unit_the_second_is_told_and_may_save_again() -> None:
    row, client = unit("Yhteiset palvelut"), signed_in("pekka.salo")
    typed = {"name_fi": "Yhteiset", "name_sv": "", "valid_from": "", "valid_to": "", "seen": seen_of_unit(row)}
    client.post(f"/units/{row.pk}/edit/", typed)
    page = client.post(f"/units/{row.pk}/edit/", {**typed, "name_fi": "Muut"}).content.decode()
    assert 'id="id_name_fi_error"' in page
    assert 'value="Muut"' in page
    fresh = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    assert client.post(f"/units/{row.pk}/edit/", {**typed, "name_fi": "Muut", "seen": fresh}).status_code == 302
    row.refresh_from_db()
    assert row.name_fi == "Muut"


def test_what_was_typed_for_a_unit_is_kept_when_the_role_has_ended_meanwhile() -> None:
    row = unit("Yhteiset palvelut")
    typed = {
        "name_fi": "Yhteiset ja muut palvelut",
        "name_sv": "",
        "valid_from": "",
        "valid_to": "",
        "seen": seen_of_unit(row),
    }
    answer = signed_in("helena.laine").post(f"/units/{row.pk}/edit/", typed)
    assert answer.status_code == 403
    assert "Yhteiset ja muut palvelut" in answer.content.decode()


def test_a_new_unit_is_made_below_and_leads_to_its_people() -> None:
    typed = {"kind": "library", "name_fi": "Pääkirjasto", "name_sv": "", "valid_from": "", "valid_to": ""}
    answer = signed_in("pekka.salo").post(f"/units/{unit('Asiakaspalvelut').pk}/new/", typed)
    made = unit("Pääkirjasto")
    assert answer.headers["Location"] == f"/units/{made.pk}/people/"
    assert made.parent == unit("Asiakaspalvelut")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name_fi": ""}, "name_fi"),
        ({"name_fi": "a\x00b"}, "name_fi"),
        ({"name_fi": "x" * 300}, "name_fi"),
        ({"name_fi": "Yhteiset palvelut"}, "name_fi"),
        ({"valid_from": "31.2.2021"}, "valid_from"),
        ({"valid_from": "1.1.2021", "valid_to": "1.1.2020"}, "valid_to"),
        ({"kind": "city"}, "kind"),
    ],
)
def test_what_is_wrong_with_a_new_unit_is_said_beside_its_field(typed: dict[str, str], field: str) -> None:
    before, parent = Unit.objects.count(), unit("Kirjastopalvelut")
    values = {"kind": "library", "name_fi": "Pääkirjasto", "name_sv": "", "valid_from": "", "valid_to": "", **typed}
    answer = signed_in("pekka.salo").post(f"/units/{parent.pk}/new/", values)
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Unit.objects.count() == before
