import datetime
import html
import re
from pathlib import Path
from typing import Protocol

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from agreements.models import Agreement, Membership, Status, User
from metrics.models import Assessment, Metric, Observation, Policy, Round
from metrics.recording import metrics_in_order
from metrics.services.observations import observation_record
from tests.agreements.files import small_pdf

pytestmark = pytest.mark.usefixtures("examples")
SLUG = "yhteiset-palvelut-2020"
PAGE = f"/agreements/{SLUG}/record/"
YEAR_END = datetime.date(2020, 12, 31)
PDF = small_pdf()


class Answer(Protocol):
    """What the tests ask of a response."""

    @property
    def content(self) -> bytes: ...

    @property
    def status_code(self) -> int: ...


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def signed_in(name: str = "helena.laine") -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def metrics(slug: str = SLUG) -> list[Metric]:
    """The document's metrics in the order of its page."""
    agreement = Agreement.objects.get(slug=slug)
    return metrics_in_order(Metric.objects.filter(measure__goal__section__agreement=agreement), agreement)


def record(metric: Metric, value: str, *, date: datetime.date = YEAR_END, by: str = "helena.laine") -> Observation:
    return observation_record(metric=metric, date=date, value=value, seen=None, by=person(by), at=timezone.now())


def row_of(page: Answer, metric: Metric) -> str:
    """What the metric's row says, in plain words."""
    found = re.search(rf'<tr [^>]*id="m-{metric.pk}".*?</tr>', page.content.decode(), re.DOTALL)
    assert found
    words = html.unescape(re.sub(r"<[^>]*>", " ", found[0]))
    return " ".join(words.replace("\u00ad", "").replace("\u2060", "").split())


def state_of(page: Answer, metric: Metric) -> str:
    found = re.search(rf'class="entry st st-(\w+)" id="m-{metric.pk}"', page.content.decode())
    assert found
    return found[1]


def dates_offered(page: Answer) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="\?date=([\d-]+)"', page.content.decode())))


def test_the_page_takes_a_fixed_number_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in()
    with django_assert_num_queries(16):
        client.get(PAGE)
    for metric in metrics()[:5]:
        record(metric, "5")
    with django_assert_num_queries(16):
        client.get(PAGE)


def test_saving_a_row_takes_a_fixed_number_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client, metric = signed_in(), metrics()[0]
    with django_assert_num_queries(10):
        response = client.post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": "5"})
    with django_assert_num_queries(11):
        client.post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": "6", "seen": response.json()["seen"]})
    with django_assert_num_queries(11):
        client.post(f"{PAGE}{metric.pk}/judge/", {"date": "2020-12-31", "value": "6"})


def test_each_metric_stands_with_its_target_last_year_and_last_observation() -> None:
    metric = metrics()[0]
    Metric.objects.filter(pk=metric.pk).update(prior="12")
    record(metric, "4", date=datetime.date(2020, 4, 30))
    said = row_of(signed_in().get(PAGE), metric)
    assert "7–11 = Ymmärretty: vähintään 7 (haarukka 7–11)" in said
    assert "12 30.4.2020: 4" in said


def test_the_usual_dates_are_one_press_away_and_the_last_day_is_the_default_afterwards() -> None:
    page = signed_in().get(PAGE)
    assert dates_offered(page)[:3] == ["2020-04-30", "2020-08-31", "2020-12-31"]
    assert 'name="date" value="2020-12-31"' in page.content.decode()


def test_a_project_of_two_years_offers_every_date_of_its_period() -> None:
    page = signed_in("virpi.aho").get("/agreements/lumme-2018/record/")
    dates = ["2018-04-30", "2018-08-31", "2018-12-31", "2019-04-30", "2019-08-31", "2019-12-31"]
    assert dates_offered(page) == dates


def test_a_follow_up_round_offers_its_date_and_tells_when_it_is_due() -> None:
    city = Agreement.objects.get(slug=SLUG).unit.root
    date, due = datetime.date(2020, 9, 15), datetime.date(2020, 9, 30)
    Round.objects.create(unit=city, date=date, due=due, kinds=["service_agreement"])
    client = signed_in()
    assert "2020-09-15" in dates_offered(client.get(PAGE))
    page = client.get(PAGE, {"date": "15.9.2020"}).content.decode()
    assert "Kierros 15.9.2020, määräpäivä 30.9.2020" in page


def test_a_date_outside_the_period_is_refused_at_its_field_and_kept_there() -> None:
    page = signed_in().get(PAGE, {"date": "2021-01-01"}).content.decode()
    assert "Anna päivä väliltä 1.1.2020–31.12.2020." in html.unescape(page)
    assert 'value="2021-01-01"' in page
    assert 'id="m-' not in page


def test_a_form_at_a_wrong_date_saves_nothing_and_keeps_the_words() -> None:
    metric = metrics()[0]
    page = signed_in().post(PAGE, {"date": "1.1.2021", f"value-{metric.pk}": "viisi", f"seen-{metric.pk}": ""})
    assert page.status_code == 422
    assert ">viisi</textarea>" in page.content.decode()
    assert not Observation.objects.exists()


def test_a_plain_form_saves_all_the_rows_that_were_filled() -> None:
    one, two, three = metrics()[:3]
    fields = {"date": "2020-12-31", "do": "save", f"value-{three.pk}": "", f"seen-{three.pk}": ""}
    fields |= {f"value-{one.pk}": "8", f"note-{one.pk}": "Kaksi\r\nriviä", f"evidence-{one.pk}": "https://example.org"}
    fields |= {f"value-{two.pk}": "Kyllä", f"colour-{two.pk}": "yellow", f"reason-{two.pk}": "Korona"}
    client = signed_in()
    response = client.post(PAGE, fields)
    assert response["Location"] == f"{PAGE}?date=2020-12-31"
    assert list(Observation.objects.order_by("pk").values_list("value", "note", "evidence", "closes")) == [
        ("8", "Kaksi\nriviä", "https://example.org", 2020),
        ("Kyllä", "", "", 2020),
    ]
    page = client.get(response["Location"])
    assert "2 mittaria tallennettiin." in page.content.decode()
    assert state_of(page, one) == "met"
    said = row_of(page, two)
    assert "Keltainen oma päätös: Keltainen, Helena Laine" in said
    assert "Korona" in said
    assert "ohjelma ehdotti:" in said


def test_colours_are_shown_before_anything_is_saved() -> None:
    one, two = metrics()[:2]
    page = signed_in().post(
        PAGE, {"date": "2020-12-31", "do": "preview", f"value-{one.pk}": "2", f"value-{two.pk}": ""}
    )
    assert state_of(page, one) == "missed"
    assert "2 on alle 7" in row_of(page, one)
    assert not Observation.objects.exists()
    judged = signed_in().post(f"{PAGE}{one.pk}/judge/", {"date": "2020-12-31", "value": "6,5"}).json()
    assert judged["state"] == "partial"
    assert "lähes: 6,5 / 7" in html.unescape(judged["colour"])
    assert not Observation.objects.exists()


def test_the_colour_follows_the_citys_own_tolerance_and_words() -> None:
    metric = metrics()[0]
    city = metric.measure.goal.section.agreement.unit.root
    Policy.objects.create(unit=city, tolerance_percent=50, words={"partial": {"fi": "Melkein"}})
    judged = signed_in().post(f"{PAGE}{metric.pk}/judge/", {"date": "2020-12-31", "value": "4"}).json()
    assert judged["state"] == "partial"
    assert "Melkein" in judged["colour"]


@pytest.mark.parametrize(
    ("value", "state", "reason"),
    [
        ("1.234", "undecided", "1.234 voidaan lukea kahdella tavalla"),
        ("1e5", "undecided", ""),
        ("NaN", "undecided", ""),
        ("12345678901234567890", "met", "12345678901234567890 on vähintään 7"),
        ("1\u202f234", "met", ""),
        ("\u22125", "missed", "−5 on alle 7"),
    ],
)
def test_odd_numbers_are_kept_as_written_and_never_green_unless_understood(value: str, state: str, reason: str) -> None:
    metric, client = metrics()[0], signed_in()
    judged = client.post(f"{PAGE}{metric.pk}/judge/", {"date": "2020-12-31", "value": value}).json()
    assert judged["state"] == state
    assert reason in html.unescape(judged["colour"])
    client.post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": value})
    assert Observation.objects.get().value == value


def test_one_fault_saves_nothing_and_is_told_above_and_beside_with_the_words_kept() -> None:
    one, two = metrics()[:2]
    fields = {"date": "2020-12-31", f"value-{one.pk}": "8", f"value-{two.pk}": "x" * 10_000, f"note-{two.pk}": "Miksi"}
    page = signed_in().post(PAGE, fields)
    said = html.unescape(page.content.decode())
    assert page.status_code == 422
    assert f'<a href="#value-{two.pk}">' in said
    assert said.replace("\u00a0", " ").count("Enintään 2000 merkkiä; nyt niitä on 10000.") == 2
    assert f"{'x' * 10_000}</textarea>" in said
    assert ">Miksi</textarea>" in said
    assert ">8</textarea>" in said
    assert not Observation.objects.exists()


def test_two_who_record_the_same_metric_see_both_texts_and_the_second_decides() -> None:
    metric, client = metrics()[0], signed_in()
    theirs = record(metric, "8")
    fields = {"date": "2020-12-31", "value": "9"}
    refused = client.post(f"{PAGE}{metric.pk}/", fields)
    assert refused.status_code == 409
    told = refused.json()
    assert told["seen"] == theirs.pk
    assert re.findall(r"<dd>(\d)", told["conflict"]) == ["8", "9"]
    assert Observation.objects.get() == theirs
    assert client.post(f"{PAGE}{metric.pk}/", {**fields, "seen": told["seen"]}).status_code == 200


def test_the_plain_form_shows_both_texts_and_keeps_its_own_in_the_field() -> None:
    metric, client = metrics()[0], signed_in()
    theirs = record(metric, "8")
    fields = {"date": "2020-12-31", f"value-{metric.pk}": "9", f"seen-{metric.pk}": ""}
    page = client.post(PAGE, fields)
    said = page.content.decode()
    assert re.findall(r"<dd>(\d)", said) == ["8", "9"]
    assert ">9</textarea>" in said
    assert f'name="seen-{metric.pk}" value="{theirs.pk}"' in said
    assert client.post(PAGE, {**fields, f"seen-{metric.pk}": str(theirs.pk)}).status_code == 302
    assert Observation.objects.get(is_current=True).value == "9"


def test_two_who_decide_the_same_colour_are_told_of_each_other() -> None:
    metric, client = metrics()[0], signed_in()
    address = f"{PAGE}{metric.pk}/colour/"
    first = client.post(address, {"date": "2020-12-31", "colour": "yellow", "reason": "Korona"})
    assert first.status_code == 200
    second = client.post(address, {"date": "2020-12-31", "colour": "red", "reason": "Ei"})
    assert second.status_code == 409
    assert "Korona" in second.json()["errors"]["reason"][0]
    seen = second.json()["seen_colour"]
    assert client.post(address, {"date": "2020-12-31", "colour": "", "seen_colour": seen}).status_code == 200
    assert not Assessment.objects.filter(is_current=True).exists()


def test_a_metric_that_was_removed_meanwhile_is_told_with_the_words() -> None:
    client, (gone, kept) = signed_in(), metrics()[:2]
    pk = gone.pk
    gone.delete()
    row = client.post(f"{PAGE}{pk}/", {"date": "2020-12-31", "value": "5"})
    assert (row.status_code, list(row.json()["errors"])) == (404, ["value"])
    page = client.post(PAGE, {"date": "2020-12-31", f"value-{pk}": "seitsemän", f"value-{kept.pk}": "8"})
    assert page.status_code == 422
    assert "seitsemän" in page.content.decode()
    assert not Observation.objects.exists()


def test_nothing_is_recorded_in_a_closed_year() -> None:
    metric = metrics()[0]
    Agreement.objects.filter(slug=SLUG).update(status=Status.CLOSED)
    client = signed_in()
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"date": "2020-12-31", f"value-{metric.pk}": "5"}).status_code == 403
    User.objects.update(language="en")
    row = client.post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": "5"})
    assert row.status_code == 403
    assert "while a document is in force. This one is not." in row.json()["errors"]["value"][0]
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("helena.laine", 200), ("pekka.salo", 200), ("tuula.heino", 403), ("maria.lindholm", 404), ("admin", 404)],
)
def test_the_page_is_for_those_who_record(name: str, status: int) -> None:
    metric, client = metrics()[0], signed_in(name)
    assert client.get(PAGE).status_code == status
    row = client.post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": "5"})
    assert row.status_code == status
    for view in ("judge", "colour"):
        answer = client.post(f"{PAGE}{metric.pk}/{view}/", {"date": "2020-12-31", "value": "5"})
        assert answer.status_code == status
    assert client.post(f"{PAGE}paste/", {"date": "2020-12-31", "text": "5"}).status_code == status
    assert Observation.objects.exists() == (status == 200)


def test_a_responsible_person_gets_only_their_own_metrics_wherever_the_unit_is() -> None:
    mine, other = metrics()[:2]
    Metric.objects.filter(pk=mine.pk).update(substitute=person("maria.lindholm"))
    client = signed_in("maria.lindholm")
    page = client.get(PAGE).content.decode()
    assert re.findall(r'id="m-(\d+)"', page) == [str(mine.pk)]
    fields = {"date": "2020-12-31", f"value-{mine.pk}": "8", f"value-{other.pk}": "8"}
    assert client.post(PAGE, fields).status_code == 422
    assert not Observation.objects.exists()
    assert client.post(f"{PAGE}{other.pk}/", {"date": "2020-12-31", "value": "5"}).status_code == 404
    assert client.post(f"{PAGE}{mine.pk}/", {"date": "2020-12-31", "value": "5"}).status_code == 200


def test_the_filters_show_what_is_missing_and_what_is_mine() -> None:
    one, two = metrics()[:2]
    Metric.objects.filter(pk=two.pk).update(responsible=person("helena.laine"))
    record(one, "8")
    client = signed_in()
    missing = client.get(PAGE, {"show": "missing"}).content.decode()
    assert f'id="m-{one.pk}"' not in missing
    assert f'id="m-{two.pk}"' in missing
    own = client.get(PAGE, {"show": "own"}).content.decode()
    assert re.findall(r'id="m-(\d+)"', own) == [str(two.pk)]


def test_what_is_recorded_once_shows_in_every_document_that_has_the_indicator() -> None:
    here, there = metrics()[0], metrics("yhteiset-palvelut-2021")[0]
    Agreement.objects.filter(slug="yhteiset-palvelut-2021").update(
        status=Status.IN_FORCE, signed="paper", period_start=datetime.date(2020, 1, 1), period_end=YEAR_END
    )
    there.indicator = here.indicator
    there.save()
    signed_in().post(f"{PAGE}{here.pk}/", {"date": "2020-12-31", "value": "8"})
    page = signed_in().get("/agreements/yhteiset-palvelut-2021/record/", {"date": "2020-12-31"}).content.decode()
    assert re.search(rf'<textarea [^>]*id="value-{there.pk}"[^>]*>8</textarea>', page)


def paste(text: str, **fields: str) -> Answer:
    return signed_in().post(f"{PAGE}paste/", {"date": "2020-12-31", "text": text, **fields})


def test_a_pasted_column_shows_first_what_goes_where_and_its_form_saves_it() -> None:
    first, second, third, fourth = metrics()[:4]
    page = paste("8\n\nKyllä\n", start=str(second.pk))
    assert page.status_code == 200
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page.content.decode()))
    assert not Observation.objects.exists()
    assert {name: value for name, value in fields.items() if name.startswith("value")} == {
        f"value-{second.pk}": "8",
        f"value-{fourth.pk}": "Kyllä",
    }
    assert signed_in().post(PAGE, fields).status_code == 302
    assert set(Observation.objects.values_list("indicator", "value")) == {
        (second.indicator_id, "8"),
        (fourth.indicator_id, "Kyllä"),
    }
    assert first.indicator_id != third.indicator_id


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\t2\n3\t4", "Leikepöydällä on 2 saraketta. Kopioi vain toteumien sarake."),
        ("1\n" * 60, "Leikepöydällä on 60 riviä, mutta valitusta mittarista alkaen mittareita on vain 53."),
        ("\n\n", "Liitettävää ei ole. Kopioi ensin taulukosta toteumien sarake."),
        ("1" * 200_001, "Liitettävä teksti on liian pitkä: enintään 200000 merkkiä."),
    ],
)
def test_a_paste_that_does_not_fit_is_told_why_and_saves_nothing(text: str, message: str) -> None:
    page = paste(text)
    assert page.status_code == 422
    assert message in html.unescape(page.content.decode())
    assert "Tallenna nämä" not in page.content.decode()
    assert not Observation.objects.exists()


def with_evidence(settings: Settings, folder: Path) -> tuple[Metric, str]:
    """A metric, and the address of the file that proves its actual."""
    settings.MEDIA_ROOT = folder
    metric = metrics()[0]
    file = SimpleUploadedFile("tilasto.pdf", PDF, content_type="text/html")
    row = signed_in().post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": "8", "file": file}).json()
    assert row["file"] == "tilasto.pdf"
    return metric, row["file_address"]


def test_evidence_is_downloaded_and_never_shown(settings: Settings, tmp_path: Path) -> None:
    _metric, address = with_evidence(settings, tmp_path)
    response = signed_in("tuula.heino").get(address)
    assert b"".join(response) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="tilasto.pdf"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_evidence_is_for_those_who_may_read_a_document_that_has_the_indicator(
    settings: Settings, tmp_path: Path
) -> None:
    metric, address = with_evidence(settings, tmp_path)
    assert signed_in("maria.lindholm").get(address).status_code == 404
    assert Client().get(address).status_code == 302
    Metric.objects.filter(pk=metric.pk).update(responsible=person("maria.lindholm"))
    response = signed_in("maria.lindholm").get(address)
    assert response.status_code == 200
    response.close()


def test_evidence_that_is_not_there_is_not_found(settings: Settings, tmp_path: Path) -> None:
    _metric, address = with_evidence(settings, tmp_path)
    next(path for path in tmp_path.rglob("*.pdf")).unlink()
    assert signed_in().get(address).status_code == 404
    assert signed_in().get("/evidence/0/").status_code == 404


def test_a_file_of_the_wrong_kind_is_told_beside_its_field() -> None:
    metric = metrics()[0]
    file = SimpleUploadedFile("page.html", b"<script>")
    row = signed_in().post(f"{PAGE}{metric.pk}/", {"date": "2020-12-31", "value": "8", "file": file})
    assert (row.status_code, list(row.json()["errors"])) == (422, ["file"])
    assert not Observation.objects.exists()


@pytest.mark.parametrize("date", ["", "soon", "2021-01-01", "2019-12-31"])
def test_a_row_at_a_wrong_date_is_refused(date: str) -> None:
    row = signed_in().post(f"{PAGE}{metrics()[0].pk}/", {"date": date, "value": "8"})
    assert (row.status_code, list(row.json()["errors"])) == (422, ["date"])


def test_an_agreement_in_force_leads_to_the_page_those_who_record() -> None:
    assert PAGE in signed_in().get(f"/agreements/{SLUG}/").content.decode()
    assert PAGE not in signed_in("tuula.heino").get(f"/agreements/{SLUG}/").content.decode()


def test_a_role_that_has_ended_records_nothing() -> None:
    Membership.objects.filter(user=person("helena.laine")).update(until=datetime.date(2020, 1, 1))
    assert signed_in().get(PAGE).status_code == 404
