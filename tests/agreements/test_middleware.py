"""Denials: who is turned away from what is logged, whichever view says it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Event, HigherGoal, LogEntry, Membership, Unit, User
from metrics.models import Indicator, Metric

pytestmark = pytest.mark.django_db
TURKU = "/agreements/yhteiset-palvelut-2021/"


def person(name: str) -> User:
    return User.objects.get(email__startswith=name)


@pytest.fixture
def helena(client: Client) -> Client:
    client.force_login(person("helena.laine"))
    return client


@pytest.fixture
def maria(client: Client) -> Client:
    """Of Porvoo: nothing of Turku exists for her."""
    client.force_login(person("maria.lindholm"))
    return client


def denials() -> list[LogEntry]:
    return list(LogEntry.objects.filter(event=Event.DENIED).order_by("number"))


def test_a_document_outside_ones_units_is_not_found_and_the_log_tells_of_it(maria: Client) -> None:
    assert maria.get(TURKU, REMOTE_ADDR="192.0.2.44").status_code == 404
    (entry,) = denials()
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    assert entry.about == "agreement yhteiset-palvelut-2021 v1"
    assert (entry.unit_id, entry.user_id) == (agreement.unit_id, person("maria.lindholm").pk)
    assert entry.address == "192.0.2.44"
    assert entry.detail == {"method": "GET", "path": TURKU, "status": 404}


def test_what_is_nowhere_is_no_denial(maria: Client) -> None:
    for address in ("/agreements/nowhere-2021/", "/units/999999999/", "/units/99999999999999999999999/", "/nowhere/"):
        assert maria.get(address).status_code == 404
    assert denials() == []


def test_what_is_missing_in_ones_own_document_is_no_denial(helena: Client) -> None:
    assert helena.get(f"{TURKU}?version=9").status_code == 404
    assert helena.get("/agreements/yhteiset-palvelut-2021/history/99/").status_code == 404
    assert denials() == []


def test_a_right_that_is_missing_is_told_with_the_document_and_its_unit(client: Client) -> None:
    client.force_login(person("kaisa.lehto"))
    assert client.get("/agreements/asiakaspalvelut-2021/next-year/").status_code == 403
    (entry,) = denials()
    assert entry.about == "agreement asiakaspalvelut-2021 v1"
    assert entry.unit_id == Agreement.objects.get(slug="asiakaspalvelut-2021").unit_id
    assert entry.detail["status"] == 403


def test_every_kind_of_address_with_a_number_knows_its_unit(maria: Client) -> None:
    turku = Unit.objects.get(name_fi="Turku")
    metric = Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2021").order_by("pk")[0]
    indicator = Indicator.objects.get(pk=metric.indicator_id)
    goal = HigherGoal.objects.filter(unit=turku).order_by("pk")[0]
    asked = {
        f"/units/{turku.pk}/": turku.pk,
        f"/higher-goals/new/{turku.pk}/": turku.pk,
        f"/higher-goals/{goal.pk}/": turku.pk,
        f"/metrics/{metric.pk}/": metric.measure.goal.section.agreement.unit_id,
        f"/indicators/{indicator.pk}/": indicator.unit_id,
        f"/policy/{turku.pk}/": turku.pk,
        f"/rounds/new/{turku.pk}/": turku.pk,
    }
    for address in asked:
        assert maria.get(address).status_code == 404, address
    assert {entry.detail["path"]: entry.unit_id for entry in denials()} == asked


def test_the_same_denial_is_told_once_in_ten_minutes(maria: Client) -> None:
    for _time in range(3):
        maria.get(TURKU)
    maria.get(f"{TURKU}history/")
    assert [entry.detail["path"] for entry in denials()] == [TURKU, f"{TURKU}history/"]


def test_a_denial_is_told_again_after_that(maria: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    maria.get(TURKU)
    later = timezone.now() + datetime.timedelta(minutes=11)
    monkeypatch.setattr("agreements.services.log.timezone.now", lambda: later)
    maria.get(TURKU)
    assert len(denials()) == 2


def test_whoever_has_not_signed_in_is_asked_to_and_not_denied(client: Client) -> None:
    assert client.get(TURKU).status_code == 302
    assert denials() == []


def test_a_role_that_was_taken_away_is_denied_at_saving(helena: Client) -> None:
    Membership.objects.filter(user=person("helena.laine")).delete()
    assert helena.post(f"{TURKU}edit/undo/", {}).status_code in (403, 404)
    assert [entry.detail["method"] for entry in denials()] == ["POST"]


def test_an_address_that_is_nowhere_costs_no_queries(
    helena: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the session and the person
        assert helena.get("/nowhere/").status_code == 404


def test_a_denial_costs_five_queries(maria: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """What the address is about, whether it is theirs, whether it has just been told, and the entry itself."""
    with django_assert_num_queries(2 + 2 + 5):  # the session and the person; the page's own
        maria.get(TURKU)
