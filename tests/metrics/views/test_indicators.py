"""The list of indicators, an indicator's page, and the pages on which they are described, joined and split."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import User
from metrics.models import DifferentIndicators, Indicator, Metric, Observation
from metrics.services.indicators import fingerprint, indicator_join
from tests.metrics.follow_ups import metric, record, user

pytestmark = pytest.mark.usefixtures("examples")

NOTICES = "Lounais-Suomen kirjastojen extranetissä"
DAYS, TRAININGS = "Täydennyskoulutuspäivien", "Täydennyskoulutusten lukumäärä"
PLAN = "turku-ake-2024"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def page_of(name: str, path: str, *, status: int = 200) -> str:
    response = signed_in(name).get(path)
    assert response.status_code == status
    return unescape(response.content.decode()).replace("\u00ad", "").replace("\u2060", "")


def address(text: str = NOTICES, slug: str = "yhteiset-palvelut-2020") -> str:
    return f"/indicators/{metric(text, slug).indicator_id}/"


def test_the_list_has_the_indicators_of_ones_organisation_and_documents_only() -> None:
    assert "Extranetin" not in page_of("maria.lindholm", "/indicators/?text=extranetissä")
    assert address() in page_of("helena.laine", "/indicators/?text=extranetissä")
    assert 'role="rowheader"' not in page_of("admin", "/indicators/")


def test_the_list_shows_the_latest_value_and_the_trend() -> None:
    record(metric(NOTICES), "121")
    page = page_of("helena.laine", "/indicators/?text=extranetissä")
    assert 'aria-label="2019: 132; 2020: 121"' in page
    assert re.search(r'121 <span class="voice">2020</span>', page)


def test_a_page_of_the_list_takes_as_many_queries_as_another(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in("tuula.heino")
    for query in ("?page=1", "?text=extranetissä"):
        with django_assert_num_queries(7):
            assert client.get(f"/indicators/{query}").status_code == 200


def test_a_page_that_the_list_has_not_is_a_404() -> None:
    page_of("tuula.heino", "/indicators/?page=99", status=404)


def test_targets_and_values_stand_in_the_table_under_the_chart() -> None:
    record(metric(NOTICES), "121")
    page = page_of("mikko.saarinen", address())
    assert 'role="img"' in page
    rows = re.findall(r'<tr role="row" class="st.*?</tr>', page, re.DOTALL)
    years = [re.search(r"<b>(\d+)</b>", row) for row in rows]
    assert [year[1] for year in years if year] == ["2024", "2023", "2022", "2021", "2020", "2019"]
    assert "vähintään 88 (haarukka 88–132)" in rows[4]
    assert "<b>121</b>" in rows[4]
    assert "Vihreä" in rows[4]
    assert "121 ≥ 88" in rows[4]
    assert "Helena Laine" in rows[4]


def test_documents_that_the_reader_may_not_read_are_not_named() -> None:
    record(metric(NOTICES, PLAN), "164", datetime.date(2024, 12, 31), by="mikko.saarinen")
    page = page_of("helena.laine", address())
    assert "<b>164</b>" in page
    assert "/agreements/turku-ake-2024/" not in page
    assert "Toteutussuunnitelma" not in page
    assert "/agreements/turku-ake-2024/" in page_of("mikko.saarinen", address())


def test_an_indicator_of_another_organisation_does_not_exist() -> None:
    for path in (address(), f"{address()}edit/"):
        page_of("maria.lindholm", path, status=404)
    assert signed_in("maria.lindholm").post(f"{address()}join/").status_code == 404
    assert signed_in("maria.lindholm").post(f"{address()}split/").status_code == 404
    own = f"/metrics/{metric(NOTICES).pk}/own-indicator/"
    assert signed_in("maria.lindholm").post(own).status_code == 404


def test_the_page_takes_as_many_queries_however_long_the_history(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, path = signed_in("mikko.saarinen"), address()
    with django_assert_num_queries(21):
        client.get(path)
    indicator = metric(NOTICES).indicator
    Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").update(indicator=indicator)
    for year in range(2005, 2019):
        Observation.objects.create(
            indicator=indicator,
            **{"date": datetime.date(year, 12, 31), "closes": year, "value": "5", "recorded_at": timezone.now()},
        )
    with django_assert_num_queries(21):
        client.get(path)


def test_the_definition_is_written_by_those_who_look_after_it() -> None:
    assert f"{address()}edit/" in page_of("helena.laine", address())
    assert f"{address()}edit/" not in page_of("juhani.makela", address())
    page_of("juhani.makela", f"{address()}edit/", status=403)
    texts = {"name": "Tiedotteet", "definition": "Vuoden aikana julkaistut.", "source": "Extranet", "cycle": "31.12."}
    texts["seen"] = fingerprint(metric(NOTICES).indicator)
    response = signed_in("helena.laine").post(f"{address()}edit/", texts, follow=True)
    assert response.redirect_chain[-1][0] == address()
    page = page_of("helena.laine", address())
    assert "Vuoden aikana julkaistut." in page
    assert "<h1" in page
    assert ">Tiedotteet</h1>" in page


def test_what_is_wrong_stands_by_its_field_and_what_was_typed_stays() -> None:
    response = signed_in("helena.laine").post(
        f"{address()}edit/", {"name": "", "definition": "kirjoitettu", "cycle": "x" * 101}
    )
    page = response.content.decode()
    assert "error-summary" in page
    assert page.count('aria-invalid="true"') == 2
    assert "kirjoitettu" in page


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_is_replaced() -> None:
    client, seen = signed_in("helena.laine"), fingerprint(metric(NOTICES).indicator)
    client.post(f"{address()}edit/", {"name": "Tiedotteet", "source": "Extranet", "seen": seen})
    mine = {"name": "Tiedotteet", "source": "Kalenteri", "seen": seen}
    page = client.post(f"{address()}edit/", mine).content.decode()
    assert "Extranet</li>" in page
    assert "Kalenteri</textarea>" in page
    assert metric(NOTICES).indicator.source == "Extranet"
    again = fingerprint(metric(NOTICES).indicator)
    assert f'value="{again}"' in page
    client.post(f"{address()}edit/", {**mine, "seen": again})
    assert metric(NOTICES).indicator.source == "Kalenteri"


def test_pairs_that_look_alike_are_proposed_and_never_joined_unasked() -> None:
    page = page_of("mikko.saarinen", "/indicators/links/")
    assert "<mark>Täydennyskoulutuspäivien</mark> lukumäärä." in page
    assert "<mark>Täydennyskoulutusten</mark> lukumäärä" in page
    assert "<mark>Webinaareihin osallistuneiden</mark>" in page
    assert not Indicator.objects.filter(main__isnull=False).exists()


def test_metrics_of_one_document_are_never_proposed() -> None:
    assert "Infratiimin" not in page_of("mikko.saarinen", "/indicators/links/")


def test_nothing_is_proposed_to_those_who_look_after_only_one_of_the_two() -> None:
    assert "<mark>" not in page_of("helena.laine", "/indicators/links/")
    assert "<mark>" not in page_of("juhani.makela", "/indicators/links/")


def test_the_same_wording_in_another_document_is_proposed_as_such() -> None:
    plan = metric(NOTICES, PLAN)
    plan.indicator = Indicator.objects.create(unit=plan.indicator.unit, name=plan.text)
    plan.save()
    client = signed_in("mikko.saarinen")
    User.objects.filter(email="mikko.saarinen@example.org").update(language="en")
    page = client.get("/indicators/links/").content.decode()
    assert page.count("Same wording") == 1
    assert page.index("Same wording") < page.index("Alike, look closely")


def test_a_pair_is_joined_and_split_again() -> None:
    client = signed_in("mikko.saarinen")
    days, trainings = metric(DAYS).indicator, metric(TRAININGS, PLAN).indicator
    response = client.post(f"/indicators/{days.pk}/join/", {"into": trainings.pk, "from": "links"})
    assert response["Location"] == "/indicators/links/"
    assert Indicator.objects.get(pk=days.pk).main == trainings
    assert "<mark>Täydennyskoulutuspäivien</mark>" not in page_of("mikko.saarinen", "/indicators/links/")
    assert client.get(f"/indicators/{days.pk}/")["Location"] == f"/indicators/{trainings.pk}/"
    page = page_of("mikko.saarinen", f"/indicators/{trainings.pk}/")
    assert f'action="/indicators/{days.pk}/split/"' in page
    assert client.post(f"/indicators/{days.pk}/split/")["Location"] == f"/indicators/{days.pk}/"
    assert Indicator.objects.get(pk=days.pk).main is None


def test_a_pair_that_is_declared_different_is_not_proposed_again() -> None:
    client = signed_in("mikko.saarinen")
    days, trainings = metric(DAYS).indicator, metric(TRAININGS, PLAN).indicator
    assert client.post(f"/indicators/{days.pk}/different/", {"into": trainings.pk}).status_code == 302
    assert DifferentIndicators.objects.count() == 1
    assert "<mark>Täydennyskoulutuspäivien</mark>" not in page_of("mikko.saarinen", "/indicators/links/")


def test_a_refusal_is_told_on_the_page_that_one_came_from() -> None:
    days, trainings = metric(DAYS), metric(TRAININGS, PLAN)
    for of, value in ((days, "11"), (trainings, "17")):
        Observation.objects.create(
            indicator=of.indicator,
            **{"date": datetime.date(2020, 12, 31), "closes": 2020, "value": value, "recorded_at": timezone.now()},
        )
    client = signed_in("mikko.saarinen")
    response = client.post(
        f"/indicators/{days.indicator_id}/join/", {"into": trainings.indicator_id, "from": "links"}, follow=True
    )
    messages = unescape(response.content.decode()).split('class="messages"')[1].split("<h1>")[0]
    assert "2020: “11”" in messages or "2020: ”11”" in messages
    assert not Indicator.objects.filter(main__isnull=False).exists()


@pytest.mark.parametrize("into", ["", "0", "x", "99999999"])
def test_an_indicator_that_cannot_be_chosen_is_told(into: str) -> None:
    path = address(DAYS)
    for action in ("join", "different"):
        response = signed_in("mikko.saarinen").post(f"{path}{action}/", {"into": into}, follow=True)
        assert "hds-notification--error" in response.content.decode()
    assert not Indicator.objects.filter(main__isnull=False).exists()


def test_a_metric_gets_an_indicator_of_its_own() -> None:
    plan = metric(NOTICES, PLAN)
    before = plan.indicator_id
    response = signed_in("mikko.saarinen").post(f"/metrics/{plan.pk}/own-indicator/")
    own = metric(NOTICES, PLAN).indicator_id
    assert own != before
    assert response["Location"] == f"/indicators/{own}/"
    again = signed_in("mikko.saarinen").post(f"/metrics/{plan.pk}/own-indicator/", follow=True)
    assert "hds-notification--error" in again.content.decode()


def test_the_proposals_take_as_many_queries_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in("mikko.saarinen")
    with django_assert_num_queries(8):
        client.get("/indicators/links/")
    indicator_join(
        indicator=metric(DAYS).indicator,
        into=metric(TRAININGS, PLAN).indicator,
        by=user("pekka.salo"),
        at=timezone.now(),
    )
    with django_assert_num_queries(8):
        client.get("/indicators/links/")
