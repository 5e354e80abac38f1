"""A metric's page: what is shown of it, and the forms for its target and its people."""

import datetime
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from metrics.models import Metric
from metrics.services.targets import target_changes
from tests.metrics.follow_ups import decide, metric, record, user

pytestmark = pytest.mark.usefixtures("examples")

NOTICES = "Lounais-Suomen kirjastojen extranetissä"
DRAFT = "yhteiset-palvelut-2021"
TARGET = "88–132 (≤ edellisen vuoden toteuma)"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def address(slug: str = "yhteiset-palvelut-2020") -> str:
    return f"/metrics/{metric(NOTICES, slug).pk}/"


def page_of(name: str, path: str, *, status: int = 200) -> str:
    response = signed_in(name).get(path)
    assert response.status_code == status
    return unescape(response.content.decode()).replace("\u00ad", "").replace("\u2060", "")


def test_it_shows_the_target_and_how_it_is_understood() -> None:
    page = page_of("helena.laine", address())
    assert TARGET in page
    assert "vähintään 88 (haarukka 88–132)" in page
    assert f"/indicators/{metric(NOTICES).indicator_id}/" in page


@pytest.mark.parametrize(("name", "leads"), [("helena.laine", True), ("juhani.makela", False)])
def test_it_leads_those_who_may_record_to_the_recording_page(name: str, leads: bool) -> None:
    assert ("/agreements/yhteiset-palvelut-2020/record/" in page_of(name, address())) == leads
    assert "/record/" not in page_of(name, address(DRAFT))


def test_corrections_stay_in_sight() -> None:
    record(metric(NOTICES), "112")
    record(metric(NOTICES), "121")
    page = page_of("helena.laine", address())
    assert page.index("<b>121</b>") < page.index("<s>112</s>")


def test_colours_that_people_decided_are_shown_with_their_reason() -> None:
    record(metric(NOTICES), "50")
    decide(metric(NOTICES), "yellow", "Extranet oli poissa käytöstä.")
    page = page_of("helena.laine", address())
    assert page.count("Extranet oli poissa käytöstä.") == 2


@pytest.mark.parametrize(("name", "status"), [("sari.niemi", 404), ("maria.lindholm", 404), ("juhani.makela", 200)])
def test_metrics_of_other_units_do_not_exist(name: str, status: int) -> None:
    page_of(name, address(), status=status)


def test_a_responsible_person_finds_the_metric_wherever_its_unit_is() -> None:
    Metric.objects.filter(pk=metric(NOTICES).pk).update(responsible=user("maria.lindholm"))
    page = page_of("maria.lindholm", address())
    assert TARGET in page
    assert 'href="/agreements/yhteiset-palvelut-2020/#' not in page
    assert "<form" not in page.split("<main", 1)[1]
    assert 'href="/agreements/yhteiset-palvelut-2020/record/"' in page
    assert signed_in("maria.lindholm").post(f"{address()}people/", {"responsible": ""}).status_code == 403


def test_a_new_target_is_saved_with_its_reason_and_shown_in_the_history() -> None:
    response = signed_in("helena.laine").post(
        f"{address(DRAFT)}target/", {"after": "100–200", "reason": "Enemmän tiedotteita", "seen": TARGET}, follow=True
    )
    page = unescape(response.content.decode())
    assert metric(NOTICES, DRAFT).target == "100–200"
    assert "Enemmän tiedotteita" in page
    assert "vähintään 100" in page


def test_a_target_without_a_reason_is_refused_and_what_was_typed_stays() -> None:
    response = signed_in("helena.laine").post(
        f"{address(DRAFT)}target/", {"after": "jotain uutta", "reason": "", "seen": TARGET}
    )
    assert response.status_code == 422
    assert "jotain uutta" in response.content.decode()
    assert metric(NOTICES, DRAFT).target == TARGET


def test_a_target_that_somebody_changed_meanwhile_is_shown_before_it_is_overwritten() -> None:
    client, path = signed_in("helena.laine"), f"{address(DRAFT)}target/"
    client.post(path, {"after": "100", "reason": "Ensin", "seen": TARGET})
    response = client.post(path, {"after": "120", "reason": "Sitten", "seen": TARGET})
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert 'name="seen" value="100"' in page
    assert "120</textarea>" in page
    client.post(path, {"after": "120", "reason": "Sitten", "seen": "100"})
    assert [change.after for change in reversed(target_changes(metric(NOTICES, DRAFT)))] == [
        {"target": "100"},
        {"target": "120"},
    ]


def test_a_target_in_force_has_no_form_and_no_door() -> None:
    assert "/target/" not in page_of("helena.laine", address())
    client = signed_in("helena.laine")
    assert client.post(f"{address()}target/", {"after": "1", "reason": "2", "seen": TARGET}).status_code == 403
    assert signed_in("sari.niemi").post(f"{address(DRAFT)}target/", {"after": "1"}).status_code == 404


def test_people_are_chosen_or_named_by_their_address() -> None:
    client, path = signed_in("helena.laine"), f"{address()}people/"
    client.post(path, {"responsible": user("mikko.saarinen").pk, "substitute_email": "VIRPI.AHO@example.org"})
    assert (metric(NOTICES).responsible, metric(NOTICES).substitute) == (user("mikko.saarinen"), user("virpi.aho"))
    assert "Virpi Aho" in page_of("helena.laine", address())


@pytest.mark.parametrize(
    "posted",
    [
        {"responsible_email": "nobody@example.org"},
        {"responsible_email": "x"},
        {"responsible": "0"},
        {"responsible_email": "kaisa.lehto@example.org", "substitute_email": "kaisa.lehto@example.org"},
    ],
)
def test_people_who_cannot_be_named_are_told_beside_the_field(posted: dict[str, str]) -> None:
    response = signed_in("helena.laine").post(f"{address()}people/", posted)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert metric(NOTICES).responsible is None


def test_people_of_other_organisations_are_not_in_the_list() -> None:
    page = page_of("helena.laine", address())
    assert "Sari Niemi" in page
    assert "Virpi Aho" not in page


def test_the_page_takes_as_many_queries_however_much_was_recorded(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, path = signed_in("helena.laine"), address()
    record(metric(NOTICES), "1")
    with django_assert_num_queries(20):
        client.get(path)
    for month in range(1, 12):
        record(metric(NOTICES), str(month), datetime.date(2020, month, 28))
    with django_assert_num_queries(20):
        client.get(path)


def test_less_is_better_where_somebody_says_so() -> None:
    client, path = signed_in("helena.laine"), f"{address()}direction/"
    assert client.post(path, {"direction": "less"})["Location"] == address()
    assert (
        "selected>vähemmän" in client.get(address()).content.decode()
        or "less" in client.get(address()).content.decode()
    )
    refused = client.post(path, {"direction": "sideways"})
    assert refused.status_code == 422
    assert signed_in("kaisa.lehto").post(path, {"direction": "sideways"}).status_code == 403
    assert signed_in("maria.lindholm").post(path, {"direction": "less"}).status_code == 404
