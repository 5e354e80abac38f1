"""The form that positions' actuals are recorded in."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from staffing.models import AllocationActual
from tests.metrics.follow_ups import user
from tests.staffing.works import allocation, works_for

pytestmark = pytest.mark.usefixtures("examples")

ADDRESS = "/agreements/turku-ake-2024/staff/"
# The session and the user, the document and what one may do with it, its positions and their actuals.
QUERIES = 6


def signed_in(name: str = "mikko.saarinen") -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def fields(**typed: str) -> dict[str, str]:
    """What is typed, by position number, as the form sends it."""
    return {f"actual-{allocation(number[1:]).pk}": text for number, text in typed.items()}


def test_the_fields_that_changed_are_saved() -> None:
    answer = signed_in().post(ADDRESS, fields(n402633="75 %", n402450="70 %", n402588=""))
    assert answer.headers["Location"] == ADDRESS
    assert {actual.percent for actual in AllocationActual.objects.all()} == {"70 %", "75 %"}
    page = signed_in().get(ADDRESS).content.decode()
    assert 'value="75 %"' in page
    assert "Mikko Saarinen" in page


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_saved() -> None:
    answer = signed_in().post(ADDRESS, fields(n402633="kaikki", n402450="70 %"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert AllocationActual.objects.get().percent == "70 %"
    assert f'id="actual-{allocation("402633").pk}-error"' in page
    assert 'value="kaikki"' in page
    assert page.count("errorlist") == 1


def test_nobody_overwrites_what_somebody_recorded_meanwhile() -> None:
    signed_in().post(ADDRESS, fields(n402633="75 %"))
    answer = signed_in("pekka.salo").post(ADDRESS, fields(n402633="60 %"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mikko Saarinen" in page
    assert 'value="60 %"' in page
    assert AllocationActual.objects.get().percent == "75 %"
    seen = {f"seen-{allocation('402633').pk}": str(AllocationActual.objects.get().pk)}
    assert signed_in("pekka.salo").post(ADDRESS, {**fields(n402633="60 %"), **seen}).status_code == 302
    assert AllocationActual.objects.get(is_current=True).percent == "60 %"


def test_a_field_of_another_document_or_of_none_is_not_listened_to() -> None:
    other = works_for("402633", "yhteiset-palvelut-2020", "10 %")
    foreign = {f"actual-{other.pk}": "5 %", "actual-0": "5 %", "actual-x": "5 %", "status": "closed", "unit_id": "1"}
    assert signed_in().post(ADDRESS, foreign).status_code == 302
    assert not AllocationActual.objects.exists()


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 30, "0"])
def test_a_seen_that_is_none_is_as_if_nothing_was_seen(seen: str) -> None:
    signed_in().post(ADDRESS, fields(n402633="75 %"))
    answer = signed_in().post(ADDRESS, {**fields(n402633="60 %"), f"seen-{allocation('402633').pk}": seen})
    assert answer.status_code == 422


@pytest.mark.parametrize(("name", "status"), [("kaisa.lehto", 403), ("tuula.heino", 403), ("helena.laine", 404)])
def test_others_do_not_record(name: str, status: int) -> None:
    assert signed_in(name).get(ADDRESS).status_code == status
    assert signed_in(name).post(ADDRESS, fields(n402633="75 %")).status_code == status
    assert not AllocationActual.objects.exists()


def test_a_draft_is_not_recorded() -> None:
    assert signed_in("helena.laine").get("/agreements/yhteiset-palvelut-2021/staff/").status_code == 403


def test_the_page_takes_as_many_queries_however_many_positions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in()
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)
    for _time in range(30):
        works_for("402633", "turku-ake-2024", "1 %")
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)
