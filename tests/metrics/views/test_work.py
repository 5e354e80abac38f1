"""The work list."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from metrics.models import Metric, Policy
from tests.metrics.follow_ups import YEAR_END, metric, metrics_of, record, ten_times, turku_round, unit, user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")

# The session and the user, and what there is to do.
QUERIES = 12


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2020, 12, 18))


def rows(name: str, query: str = "") -> list[str]:
    """The metrics on the page, by the ends of their addresses."""
    return re.findall(r'<th role="rowheader"[^>]*class="name"><a href="([^"]*)"', page_of(name, query, of="/work/"))


def count(name: str, query: str = "") -> int:
    """How many rows the list has on all its pages."""
    found = re.search(r'<p class="result-count[^>]*>(.*?)</p>', page_of(name, query, of="/work/"), re.DOTALL)
    return int(re.findall(r"\d+", found[1])[-1]) if found else 0


def test_a_row_leads_to_its_place_on_the_recording_page_at_the_rounds_date() -> None:
    turku_round()
    first = metrics_of("yhteiset-palvelut-2020")[0]
    assert rows("helena.laine")[0] == f"/agreements/yhteiset-palvelut-2020/record/?date=2020-12-31#m{first.pk}"


def test_what_is_done_is_not_on_the_list() -> None:
    turku_round()
    before = count("helena.laine")
    assert before == len(metrics_of("yhteiset-palvelut-2020"))
    record(metric("Täydennyskoulutuspäivien"), "9")
    assert count("helena.laine") == before - 1


def test_missing_late_and_undecided_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2021, 1, 10))
    turku_round()
    record(metric("Infratiimin"), "Aika hyvin")
    assert count("helena.laine", "?need=undecided") == 1
    late = count("helena.laine", "?need=late")
    assert late > 0
    assert count("helena.laine") == count("helena.laine", "?need=missing") + late + 1


def test_one_persons_are_found_and_those_of_nobody() -> None:
    turku_round()
    webinars = metric("Täydennyskoulutuspäivien")
    Metric.objects.filter(pk=webinars.pk).update(responsible=user("helena.laine"), substitute=user("mikko.saarinen"))
    for query in ("?person=mine", f"?person={user('helena.laine').pk}", f"?person={user('mikko.saarinen').pk}"):
        assert [row.rpartition("#")[2] for row in rows("helena.laine", query)] == [f"m{webinars.pk}"]
    assert count("helena.laine", "?person=nobody") == count("helena.laine") - 1
    assert [row.rpartition("#")[2] for row in rows("mikko.saarinen", "?person=mine")] == [f"m{webinars.pk}"]


def test_a_unit_is_chosen_among_those_that_have_work() -> None:
    turku_round()
    common = unit("Yhteiset palvelut").pk
    page = page_of("pekka.salo", of="/work/")
    assert f'<option value="{common}">' in page
    assert f'<option value="{unit("Porvoon kaupunginkirjasto").pk}">' not in page
    assert all("/yhteiset-palvelut-2020/" in row for row in rows("pekka.salo", f"?unit={common}"))


@pytest.mark.parametrize("query", ["?unit=999999", "?person=somebody", "?need=everything"])
def test_a_choice_that_there_is_not_finds_nothing(query: str) -> None:
    turku_round()
    assert rows("helena.laine", query) == []


def test_a_page_that_there_is_not_is_said_so() -> None:
    client = Client()
    client.force_login(user("helena.laine"))
    assert client.get("/work/?page=99").status_code == 404


def test_whoever_records_nothing_has_no_work() -> None:
    turku_round()
    assert rows("kaisa.lehto") == rows("admin") == []


def test_the_citys_own_words_stand_on_the_rows() -> None:
    turku_round()
    Policy.objects.create(unit=unit("Turku"), words={"nodata": {"fi": "Puuttuu tieto"}, "notdue": {"fi": "Odottaa"}})
    page = page_of("helena.laine", of="/work/")
    assert "Puuttuu tieto" in page
    assert "Odottaa" in page


def test_counts_by_unit_and_person_lead_to_what_they_count() -> None:
    turku_round()
    page = page_of("helena.laine", of="/work/")
    assert f'href="?unit={unit("Yhteiset palvelut").pk}"' in page
    assert 'href="?person=nobody"' in page


def test_ten_times_the_metrics_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    turku_round()
    record(metric("Täydennyskoulutuspäivien"), "9", YEAR_END)
    client = Client()
    client.force_login(user("pekka.salo"))
    with django_assert_num_queries(QUERIES):
        client.get("/work/")
    ten_times("yhteiset-palvelut-2020")
    with django_assert_num_queries(QUERIES):
        client.get("/work/")
    with django_assert_num_queries(QUERIES):
        client.get("/work/?person=nobody&page=2")
