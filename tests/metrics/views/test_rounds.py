"""The pages of rounds: set, followed, finished, read as they were."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from metrics.models import Policy, Round
from metrics.services.rounds import round_finish
from tests.metrics.follow_ups import decide, metric, metrics_of, record, ten_times, turku_round, unit, user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")

AUGUST = datetime.date(2020, 8, 31)
# The session, the user, the round with the units for it, its words; then what there is to do, or the reports.
OPEN_QUERIES = 19
FINISHED_QUERIES = 8


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def august() -> Round:
    return turku_round(date=AUGUST, due=datetime.date(2020, 9, 15))


def finished() -> Round:
    return round_finish(follow_up=august(), by=user("pekka.salo"), at=timezone.now())


def counts(page: str) -> dict[str, str]:
    """The figures of the first document of the page, by what stands over them."""
    row = page.split("<tbody", 1)[1].split("</tr>", 1)[0]
    return dict(re.findall(r'<td role="cell"[^>]*data-label="([^"]*)">([^<]*)</td>', row))


def test_an_administrator_sets_a_round_as_dates_are_written() -> None:
    answer = signed_in("pekka.salo").post(
        f"/rounds/new/{unit('Turku').pk}/", {"date": "31.12.2020", "due": "15.1.2021", "kinds": ["service_agreement"]}
    )
    follow_up = Round.objects.get()
    assert answer.headers["Location"] == f"/rounds/{follow_up.pk}/"
    assert (follow_up.date, follow_up.due) == (datetime.date(2020, 12, 31), datetime.date(2021, 1, 15))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"date": "31.2.2020"}, "date"),
        ({"date": "joulukuu"}, "date"),
        ({"date": "31.8.2020", "due": "1.9.2020"}, "date"),
        ({"due": "1.12.2020"}, "due"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["poem"]}, "kinds"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(typed: dict[str, str], field: str) -> None:
    august()
    values = {"date": "31.12.2020", "due": "15.1.2021", "kinds": ["service_agreement"], **typed}
    answer = signed_in("pekka.salo").post(f"/rounds/new/{unit('Turku').pk}/", values)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in page
    assert f'value="{values["date"]}"' in page
    assert f'value="{values["due"]}"' in page
    assert Round.objects.count() == 1


@pytest.mark.parametrize(("name", "status"), [("tuula.heino", 403), ("kaisa.lehto", 403), ("virpi.aho", 404)])
def test_others_neither_set_nor_finish_rounds(name: str, status: int) -> None:
    follow_up = august()
    client = signed_in(name)
    for action in ("finish", "remove"):
        assert client.post(f"/rounds/{follow_up.pk}/{action}/").status_code == status
    assert client.get(f"/rounds/{follow_up.pk}/edit/").status_code == status
    # Of a unit that they may not look into they learn nothing.
    hidden = status if name == "tuula.heino" else 404
    assert client.get(f"/rounds/new/{unit('Turku').pk}/").status_code == hidden
    assert Round.objects.get().finished_at is None


def test_an_open_round_shows_how_much_is_recorded() -> None:
    record(metric("Täydennyskoulutuspäivien"), "9", datetime.date(2020, 8, 20))
    page = page_of("pekka.salo", of=f"/rounds/{august().pk}/")
    assert f"1 / {len(metrics_of('yhteiset-palvelut-2020'))}" in page


def test_an_administrator_finishes_a_round_and_then_there_is_nothing_to_press() -> None:
    follow_up = august()
    client = signed_in("pekka.salo")
    assert f'action="/rounds/{follow_up.pk}/finish/"' in client.get(f"/rounds/{follow_up.pk}/").content.decode()
    client.post(f"/rounds/{follow_up.pk}/finish/")
    assert Round.objects.get().finished_at is not None
    page = client.get(f"/rounds/{follow_up.pk}/").content.decode()
    assert "/finish/" not in page
    assert client.get(f"/rounds/{follow_up.pk}/edit/").headers["Location"] == f"/rounds/{follow_up.pk}/"


def test_pressing_twice_finishes_once() -> None:
    follow_up = august()
    client = signed_in("pekka.salo")
    client.post(f"/rounds/{follow_up.pk}/finish/")
    before = Round.objects.values().get()
    answer = client.post(f"/rounds/{follow_up.pk}/finish/", follow=True)
    assert answer.status_code == 200
    assert "hds-notification--error" in answer.content.decode()
    assert Round.objects.values().get() == before


def test_a_finished_rounds_pages_show_what_was_reported_whatever_is_recorded_later() -> None:
    webinars = metric("Täydennyskoulutuspäivien")
    record(webinars, "10", datetime.date(2020, 8, 20))
    pages = [f"/rounds/{finished().pk}/"]
    pages += [f"{pages[0]}yhteiset-palvelut-2020/"]

    def shown(address: str) -> str:
        return re.sub(r'value="[^"]*"', "", page_of("helena.laine", of=address).split("<main", 1)[1])

    before = [shown(address) for address in pages]
    assert ">10</b>" in before[1]
    record(webinars, "1", datetime.date(2020, 8, 20))
    decide(webinars, "red", "Väärin laskettu.")
    assert [shown(address) for address in pages] == before


def test_four_states_stand_on_the_page_each_with_its_word_shape_and_colour() -> None:
    record(metric("Infratiimin"), "Aika hyvin", datetime.date(2020, 8, 20))
    record(metric("Käyttöönottoprojektin"), "15.8.2020", datetime.date(2020, 8, 20))
    page = page_of("helena.laine", of=f"/rounds/{finished().pk}/yhteiset-palvelut-2020/")
    cells = re.findall(r'<td role="cell" class="wide st st-(\w+)"[^>]*>(.*?)</td>', page, re.DOTALL)
    shown = {state: re.search(r"(<svg.*?</svg>)\s*<span>(.*?)</span>", cell, re.DOTALL) for state, cell in cells}
    words = {state: found[2] for state, found in shown.items() if found}
    assert words["notdue"] == "Ei vielä ajankohtainen"
    assert words["nodata"] == "Ei tietoa"
    assert words["undecided"] == "Arvioitava"
    assert words["missed"] == "Punainen"
    four = {
        found[1] for state, found in shown.items() if found and state in ("notdue", "nodata", "undecided", "missed")
    }
    assert len(four) == 4


def test_the_counts_of_a_document_are_those_of_its_report() -> None:
    record(metric("Täydennyskoulutuspäivien"), "10", datetime.date(2020, 8, 20))
    follow_up = finished()
    states = [row["state"] for row in follow_up.reports.get().metrics]
    row = counts(page_of("helena.laine", of=f"/rounds/{follow_up.pk}/"))
    assert row["Vihreä"] == str(states.count("met")) == "1"
    assert row["Ei tietoa"] == str(states.count("nodata"))
    assert row["Ei vielä ajankohtainen"] == str(states.count("notdue"))


def test_the_citys_own_words_stand_over_the_counts() -> None:
    Policy.objects.create(unit=unit("Turku"), words={"met": {"fi": "Toteutui"}})
    assert "Toteutui" in counts(page_of("helena.laine", of=f"/rounds/{finished().pk}/"))


def test_another_city_sees_none_of_it_and_another_unit_only_its_own() -> None:
    follow_up = finished()
    assert signed_in("maria.lindholm").get(f"/rounds/{follow_up.pk}/").status_code == 404
    assert signed_in("sari.niemi").get(f"/rounds/{follow_up.pk}/").status_code == 200
    assert signed_in("sari.niemi").get(f"/rounds/{follow_up.pk}/yhteiset-palvelut-2020/").status_code == 404


def test_rounds_are_listed_to_those_of_the_city_and_set_by_its_administrator() -> None:
    follow_up = august()
    assert f'href="/rounds/{follow_up.pk}/"' in page_of("helena.laine", of="/rounds/")
    assert "/rounds/new/" not in page_of("helena.laine", of="/rounds/")
    assert "/rounds/new/" in page_of("pekka.salo", of="/rounds/")
    assert "/rounds/new/" not in page_of("maria.lindholm", of="/rounds/")


@pytest.mark.parametrize(("is_finished", "queries"), [(False, OPEN_QUERIES), (True, FINISHED_QUERIES)])
def test_ten_times_the_metrics_take_no_more_queries(
    is_finished: bool, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("pekka.salo")
    ten_times("yhteiset-palvelut-2020")
    follow_up = finished() if is_finished else august()
    with django_assert_num_queries(queries):
        client.get(f"/rounds/{follow_up.pk}/")
