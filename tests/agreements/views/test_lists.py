"""What every list does, asked of each of them; then what is the agreements' own."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Goal, Measure, Section, Unit, User
from agreements.services.amending import agreement_amend
from budgets.models import BudgetLine
from metrics.models import Indicator, Metric
from staffing.models import Allocation, Position

LISTS = ("/agreements/", "/metrics/", "/positions/", "/budget-lines/")
# The session, the user; units and years to choose from; the number of rows, the rows;
# the shares of the positions; the columns of amounts that have any.
QUERIES = {"/agreements/": 7, "/metrics/": 6, "/positions/": 7, "/budget-lines/": 7}

pytestmark = pytest.mark.usefixtures("examples")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


def names(page: str) -> list[str]:
    """The names of the rows: the header cells of the table's body, without what was added to break them."""
    cells = re.findall(r'<th role="rowheader"[^>]*>(.*?)</th>', page, re.DOTALL)
    return [
        unescape(re.sub(r"<[^>]*>", "", cell)).replace("\u00ad", "").replace("\u2060", "").strip() for cell in cells
    ]


def rows_of(name: str, address: str) -> list[str]:
    response = signed_in(name).get(address)
    assert response.status_code == 200
    return names(response.content.decode())


def many_more(count: int) -> None:
    """More of everything for Turku, each in a document and under a unit of its own."""
    unit = Unit.objects.get(name_fi="Asiakaspalvelut")
    for number in range(count):
        below = Unit.objects.create(parent=unit, kind="library", name_fi=f"Kirjasto {number}")
        agreement = Agreement.objects.create(
            **{"slug": f"kirjasto-{number}", "kind": "service_agreement", "unit": below, "title": "Sopimus"},
            **{"unit_chain": [{"kind": "library", "name": f"Kirjasto {number}"}], "year": 2030 + number},
            **{"period_start": datetime.date(2030, 1, 1), "period_end": datetime.date(2030, 12, 31)},
            changed_at=timezone.now(),
        )
        section = Section.objects.create(agreement=agreement, kind="goals")
        goal = Goal.objects.create(section=section, title="Tavoite")
        measure = Measure.objects.create(goal=goal, text="Toimenpide")
        Metric.objects.create(measure=measure, text="Mittari", indicator=Indicator.objects.create(unit=unit, name="M"))
        position = Position.objects.create(unit=unit, number=f"9{number}", title="kirjastonhoitaja")
        Allocation.objects.create(section=section, held_by=position, title="kirjastonhoitaja", percent="50 %")
        BudgetLine.objects.create(section=section, label="Tulot", side="income", level=1, budget="100")


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_as_many_queries_however_long_it_is(
    address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("tuula.heino")
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)
    many_more(30)
    with django_assert_num_queries(QUERIES[address]):
        assert len(names(client.get(address).content.decode())) == 25
    with django_assert_num_queries(QUERIES[address]):
        client.get(f"{address}?text=T&year=2031&kind=service_agreement&sort=-label&page=1")


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_cut_into_pages_of_25(address: str) -> None:
    many_more(30)
    first, second = rows_of("tuula.heino", address), rows_of("tuula.heino", f"{address}?page=2")
    assert len(first) == 25
    assert second


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("page", ["99", "0", "-1", "abc", "9" * 40, "1.5", ""])
def test_a_page_that_does_not_exist_is_answered_clearly(address: str, page: str) -> None:
    response = signed_in("tuula.heino").get(f"{address}?year=2024&page={page}")
    assert response.status_code == 404
    content = response.content.decode()
    assert f'href="{address}?year=2024"' in content
    assert "<h1>" in content


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "sort", ["nonsense", "-", "", "--year", "password", "unit__memberships__user__password", "a,b"]
)
def test_a_column_that_does_not_exist_sorts_nothing(address: str, sort: str) -> None:
    assert rows_of("tuula.heino", f"{address}?sort={sort}") == rows_of("tuula.heino", address)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("size", ["1000", "0", "-5", "x"])
def test_nobody_outside_chooses_how_long_a_page_is(address: str, size: str) -> None:
    assert rows_of("tuula.heino", f"{address}?per_page={size}") == rows_of("tuula.heino", address)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_column_that_offers_sorting_sorts(address: str, sign: str) -> None:
    client = signed_in("tuula.heino")
    offered = re.findall(r'href="\?sort=(\w+)"', client.get(address).content.decode())
    assert len(offered) >= 2
    for column in offered:
        page = client.get(f"{address}?sort={sign}{column}").content.decode()
        assert page.count(f'aria-sort="{"descending" if sign else "ascending"}"') == 1


@pytest.mark.parametrize("address", LISTS)
def test_a_wrong_choice_is_named_beside_its_field_and_filters_nothing(address: str) -> None:
    response = signed_in("tuula.heino").get(f"{address}?year=tomorrow&kind=poem&unit=0&text=")
    content = response.content.decode()
    assert content.count('class="errorlist"') == 3
    assert names(content) == rows_of("tuula.heino", address)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["a%00b", "x" * 201])
def test_a_search_that_cannot_be_made_is_kept_and_explained(address: str, text: str) -> None:
    content = signed_in("tuula.heino").get(f"{address}?text={text}").content.decode()
    assert content.count('class="errorlist"') == 1
    assert names(content) == rows_of("tuula.heino", address)
    if "%" not in text:
        assert f'value="{text}"' in content


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "text", ["'; DROP TABLE", "%", "_", "\\", "<script>alert(1)</script>", "{{7*7}}", "\ud83d\ude00"]
)
def test_signs_are_searched_as_themselves(address: str, text: str) -> None:
    response = signed_in("tuula.heino").get(address, {"text": text.encode("utf-16", "surrogatepass").decode("utf-16")})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    if text in ("_", "\\"):
        assert names(response.content.decode()) == []


@pytest.mark.parametrize("address", LISTS)
def test_what_is_not_found_is_said_with_a_way_out(address: str) -> None:
    content = signed_in("tuula.heino").get(f"{address}?text=kvanttifysiikka").content.decode()
    assert names(content) == []
    assert f'href="{address}"><span>' in content


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_nothing_is_said_without_a_search_form(address: str) -> None:
    content = signed_in("admin").get(address).content.decode()
    assert 'class="empty' in content
    assert '<form class="filters"' not in content


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_to_sign_in(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("address", LISTS)
def test_a_list_answers_to_reading_only(address: str) -> None:
    assert signed_in("tuula.heino").post(address).status_code == 405


def test_agreements_of_other_units_do_not_exist() -> None:
    assert rows_of("helena.laine", "/agreements/") == ["Yhteiset palvelut 2021", "Yhteiset palvelut 2020"]
    assert rows_of("maria.lindholm", "/agreements/") == ["Toimintasuunnitelma 2026"]
    turku = Unit.objects.get(name_fi="Turku").pk
    content = signed_in("maria.lindholm").get(f"/agreements/?unit={turku}").content.decode()
    assert 'class="errorlist"' in content


def test_a_unit_stands_for_what_is_below_it() -> None:
    sector = Unit.objects.get(name_fi="Vapaa-aikatoimiala").pk
    result_unit = Unit.objects.get(name_fi="Asiakaspalvelut").pk
    assert len(rows_of("tuula.heino", f"/agreements/?unit={sector}")) == 4
    assert rows_of("tuula.heino", f"/agreements/?unit={result_unit}") == ["Asiakaspalvelut 2021"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("YHTEISET", ["Yhteiset palvelut 2021", "Yhteiset palvelut 2020"]),
        ("palvelut 2020 yhteiset", ["Yhteiset palvelut 2020"]),
        ("Gemensamma", ["Yhteiset palvelut 2021", "Yhteiset palvelut 2020"]),
        ("toteutussuunnitelma", ["Toteutussuunnitelma 2024"]),
        ("yhteiset 1999", []),
    ],
)
def test_every_word_of_a_search_must_be_found_somewhere(text: str, found: list[str]) -> None:
    assert rows_of("tuula.heino", f"/agreements/?text={text}") == found


def test_filters_narrow_each_other() -> None:
    assert rows_of("tuula.heino", "/agreements/?kind=service_agreement&status=draft") == ["Yhteiset palvelut 2021"]
    assert rows_of("tuula.heino", "/agreements/?year=2021&status=in_force") == ["Asiakaspalvelut 2021"]


def test_agreements_are_sorted_by_name_in_finnish_order_and_by_status_in_its_own() -> None:
    everything = rows_of("tuula.heino", "/agreements/?sort=name")
    assert everything == [
        *("Asiakaspalvelut 2021", "Toteutussuunnitelma 2024", "Yhteiset palvelut 2020", "Yhteiset palvelut 2021")
    ]
    assert rows_of("tuula.heino", "/agreements/?sort=-name") == everything[::-1]
    assert rows_of("tuula.heino", "/agreements/?sort=status")[0] == "Yhteiset palvelut 2021"


def test_a_list_shows_the_version_in_force_and_the_amendment_that_is_being_made() -> None:
    first = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    second = agreement_amend(
        agreement=first,
        holds_from=first.period_end,
        by=User.objects.get(email="helena.laine@example.org"),
        at=timezone.now(),
    )
    assert len(rows_of("helena.laine", "/agreements/")) == 3
    assert len(rows_of("helena.laine", "/agreements/?year=2020&status=in_force")) == 1
    metrics = rows_of("helena.laine", "/metrics/?year=2020")
    assert metrics
    Agreement.objects.filter(pk=second.pk).update(status="in_force", signed="paper")
    assert len(rows_of("helena.laine", "/agreements/")) == 2
    assert len(rows_of("helena.laine", "/agreements/?year=2020&status=in_force")) == 1
    assert rows_of("helena.laine", "/metrics/?year=2020") == metrics


def test_the_words_of_a_document_are_marked_as_its_language() -> None:
    content = signed_in("maria.lindholm").get("/agreements/").content.decode()
    assert '<html lang="sv">' in content
    assert re.search(r'<a href="/agreements/porvoo-ake-2026/" lang="fi">', content)
