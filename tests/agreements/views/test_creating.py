"""The page on which a document is started from nothing."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Membership, Role, Unit, User

pytestmark = pytest.mark.usefixtures("examples")

ADDRESS = "/agreements/new/"
# The session and the user; the units for each of the three kinds.
QUERIES = 5


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


def unit(name: str = "Yhteiset palvelut") -> int:
    pk: int = Unit.objects.get(name_fi=name).pk
    return pk


def filled(**changed: object) -> dict[str, object]:
    usual = {"kind": "service_agreement", "unit": unit(), "year": 2027, "language": "fi", "start": "form"}
    return {**usual, **changed}


def choices(page: str, field: str) -> list[str]:
    select = re.search(rf'<select name="{field}".*?</select>', page, re.DOTALL)
    return [unescape(label).strip() for label in re.findall(r"<option[^>]*>([^<]*)", select[0])] if select else []


def test_a_unit_head_starts_a_document_and_comes_to_its_editor() -> None:
    client = signed_in("helena.laine")
    response = client.post(ADDRESS, filled())
    assert response["Location"] == "/agreements/yhteiset-palvelut-2027/edit/"
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2027")
    assert (agreement.title, agreement.changed_by) == (
        "PALVELUTUOTANTOSOPIMUS 2027",
        User.objects.get(name="Helena Laine"),
    )
    assert client.get(response["Location"]).status_code == 200
    page = client.get("/agreements/yhteiset-palvelut-2027/").content.decode()
    assert "/agreements/yhteiset-palvelut-2027/take-back/" in page


def test_what_was_typed_is_in_the_document() -> None:
    data = filled(
        kind="grant_project", title="Lumme 2", period_start="1.4.2027", period_end="2028-12-31", start="empty"
    )
    signed_in("helena.laine").post(ADDRESS, data)
    agreement = Agreement.objects.get(title="Lumme 2")
    assert (agreement.period_start, agreement.period_end) == (datetime.date(2027, 4, 1), datetime.date(2028, 12, 31))
    assert not agreement.sections.exists()


@pytest.mark.parametrize(
    ("name", "kinds", "units"),
    [
        ("helena.laine", 3, ["Yhteiset palvelut"]),
        ("mikko.saarinen", 2, ["Kirjastopalvelut", "Asiakaspalvelut", "Yhteiset palvelut"]),
    ],
)
def test_only_what_they_may_start_is_offered(name: str, kinds: int, units: list[str]) -> None:
    page = signed_in(name).get(ADDRESS).content.decode()
    assert len(choices(page, "kind")) == kinds
    assert choices(page, "unit") == units


def test_a_kind_is_started_in_the_units_that_are_theirs_for_it() -> None:
    mikko = User.objects.get(email="mikko.saarinen@example.org")
    Membership.objects.create(user=mikko, unit_id=unit("Asiakaspalvelut"), role=Role.UNIT_HEAD)
    response = signed_in("mikko.saarinen").post(ADDRESS, filled())
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r'id="id_unit_error".*?Asiakaspalvelut', page, re.DOTALL)
    assert not Agreement.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "poem"}, "kind"),
        ({"unit": "999999"}, "unit"),
        ({"unit": "x"}, "unit"),
        ({"year": "ensi vuonna"}, "year"),
        ({"year": "20270"}, "year"),
        ({"year": ""}, "year"),
        ({"language": "la"}, "language"),
        ({"title": "a\x0bb"}, "title"),
        ({"title": "\u200b"}, "title"),
        ({"title": "a" * 501}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"period_start": "30.2.2027"}, "period_start"),
        ({"period_start": "1.1.2028"}, "period_end"),
        ({"start": "magic"}, "start"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_with_the_rest_kept(changed: dict[str, str], field: str) -> None:
    response = signed_in("helena.laine").post(ADDRESS, filled(**{"title": "Oma otsikko", **changed}))
    page = response.content.decode()
    assert response.status_code == 200
    assert f'id="id_{field}_error"' in page
    assert page.count('class="errorlist"') == 1
    assert field == "title" or "Oma otsikko" in page
    assert not Agreement.objects.filter(changed_at__year__gte=2026, carried_at__isnull=False, year=2027).exists()


def test_a_unit_of_somebody_else_is_no_choice_and_extra_fields_are_nothing() -> None:
    client = signed_in("helena.laine")
    assert client.post(ADDRESS, filled(unit=unit("Asiakaspalvelut"))).status_code == 200
    assert not Agreement.objects.filter(year=2027).exists()
    client.post(ADDRESS, filled(status="in_force", slug="oma", version=7, unit_id=unit("Asiakaspalvelut")))
    agreement = Agreement.objects.get(year=2027)
    assert (agreement.status, agreement.slug, agreement.version) == ("draft", "yhteiset-palvelut-2027", 1)
    assert agreement.unit_id == unit()


def test_twice_makes_one() -> None:
    client = signed_in("helena.laine")
    client.post(ADDRESS, filled())
    assert 'id="id_title_error"' in client.post(ADDRESS, filled()).content.decode()
    assert Agreement.objects.filter(year=2027).count() == 1


@pytest.mark.parametrize("name", ["kaisa.lehto", "juhani.makela", "anna-leena.virta", "admin"])
def test_others_start_nothing(name: str) -> None:
    client = signed_in(name)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, filled()).status_code == 403
    for page in ("/", "/agreements/"):
        assert f'href="{ADDRESS}"' not in client.get(page).content.decode()


@pytest.mark.parametrize("page", ["/", "/agreements/"])
def test_those_who_may_find_the_way(page: str) -> None:
    assert f'href="{ADDRESS}"' in signed_in("helena.laine").get(page).content.decode()


def test_the_page_takes_as_many_queries_for_anybody(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in ("helena.laine", "pekka.salo"):
        client = signed_in(name)
        with django_assert_num_queries(QUERIES):
            client.get(ADDRESS)


def test_a_draft_is_thrown_away_while_only_its_start_is_in_it() -> None:
    client = signed_in("helena.laine")
    client.post(ADDRESS, filled())
    address = "/agreements/yhteiset-palvelut-2027/"
    client.post(f"{address}comments/", {"text": "Hyvä alku."})
    assert f"{address}take-back/" not in client.get(address).content.decode()
    assert client.post(f"{address}take-back/")["Location"] == address
    Agreement.objects.get(year=2027).comments.all().delete()
    assert client.post(f"{address}take-back/")["Location"] == "/agreements/"
    assert not Agreement.objects.filter(year=2027).exists()
    assert Agreement.objects.filter(slug="yhteiset-palvelut-2021").exists()
