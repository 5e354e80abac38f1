"""The addresses of reports: who gets them, as of which day, and what a wrong address answers."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Status, Unit, User
from tests.metrics.reports.recorded import record_2020

pytestmark = pytest.mark.django_db

SLUG = "yhteiset-palvelut-2020"


@pytest.fixture
def recorded(examples: None) -> Agreement:
    return record_2020()


def signed_in(client: Client, person: str) -> Client:
    client.force_login(User.objects.get(email=f"{person}@example.org"))
    return client


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_reader_gets_the_report_as_of_the_day(
    client: Client, recorded: Agreement, extension: str, start: bytes
) -> None:
    address = reverse("followup-export", args=[SLUG, extension])
    response = signed_in(client, "anna-leena.virta").get(address, {"on": "2021-01-20"})
    assert response.content.startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="{SLUG}-2021-01-20.{extension}"'


def test_the_report_of_another_unit_does_not_exist(client: Client, recorded: Agreement) -> None:
    address = reverse("followup-export", args=[SLUG, "pdf"])
    assert signed_in(client, "maria.lindholm").get(address).status_code == 404


def test_a_draft_has_no_report_and_no_link_to_one(client: Client, examples: None) -> None:
    signed_in(client, "helena.laine")
    draft = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    assert draft.status == Status.DRAFT
    address = reverse("followup-export", args=[draft.slug, "pdf"])
    assert client.get(address).status_code == 404
    assert address not in client.get(draft.get_absolute_url()).content.decode()


def test_the_agreements_page_leads_to_its_report(client: Client, examples: None) -> None:
    page = signed_in(client, "helena.laine").get(reverse("agreement", args=[SLUG])).content.decode()
    assert all(reverse("followup-export", args=[SLUG, extension]) in page for extension in ("pdf", "xlsx"))


@pytest.mark.parametrize("query", ["on=tomorrow", "on=2021-02-30", "on=1.2.2021"])
def test_a_day_that_is_none_is_refused(client: Client, examples: None, query: str) -> None:
    signed_in(client, "helena.laine")
    assert client.get(f"{reverse('followup-export', args=[SLUG, 'pdf'])}?{query}").status_code == 400
    assert client.get(f"{reverse('summary')}?{query}").status_code == 400


@pytest.mark.parametrize(("query", "status"), [("year=x", 400), ("year=1999", 404), ("unit=0", 404), ("unit=x", 400)])
def test_a_year_or_a_unit_that_is_none_is_refused(client: Client, examples: None, query: str, status: int) -> None:
    assert signed_in(client, "tuula.heino").get(f"{reverse('summary')}?{query}").status_code == status


def test_a_unit_of_others_does_not_exist(client: Client, examples: None) -> None:
    library = Unit.objects.get(name_fi="Porvoon kaupunginkirjasto")
    assert signed_in(client, "tuula.heino").get(reverse("summary"), {"unit": library.pk}).status_code == 404


def test_the_summary_shows_what_is_red_and_why(client: Client, recorded: Agreement) -> None:
    page = signed_in(client, "anna-leena.virta").get(reverse("summary"), {"year": 2020}).content.decode()
    metric = "Toteutuneiden job shadowing"
    assert metric in page.replace("\u00ad", "")
    assert "Pandemia keskeytti" in page.replace("\u00ad", "")
    assert f"{reverse('summary-export', args=['pdf'])}?year=2020&amp;on=" in page


def test_the_summary_keeps_to_a_unit(client: Client, recorded: Agreement) -> None:
    unit = Unit.objects.get(name_fi="Asiakaspalvelut")
    page = signed_in(client, "tuula.heino").get(reverse("summary"), {"unit": unit.pk}).content.decode()
    assert "asiakaspalvelut-2021" in page
    assert SLUG not in page


def test_somebody_without_a_unit_is_told_so(client: Client, examples: None) -> None:
    signed_in(client, "admin")
    assert client.get(reverse("summary")).status_code == 200
    assert client.get(reverse("summary-export", args=["pdf"])).status_code == 404


def test_the_summary_as_a_file_asks_the_same_question(client: Client, recorded: Agreement) -> None:
    signed_in(client, "anna-leena.virta")
    query = {"year": "2020", "on": "2021-01-20"}
    for extension, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        response = client.get(reverse("summary-export", args=[extension]), query)
        assert response.content.startswith(start)
        assert response["Content-Disposition"].endswith(f'2020-2021-01-20.{extension}"')


def test_the_summary_takes_as_many_queries_whatever_it_shows(
    client: Client, recorded: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(client, "tuula.heino")
    for year in (2020, 2021):
        with django_assert_num_queries(13):
            client.get(reverse("summary"), {"year": year})
