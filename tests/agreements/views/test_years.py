import datetime

import pytest
from django.test import Client
from django.utils import timezone

from agreements.document import load_document
from agreements.exports.json import document_as_json
from agreements.models import Agreement, User
from metrics.models import Metric, Observation

pytestmark = pytest.mark.usefixtures("examples")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


def test_the_unit_makes_next_year_itself_and_takes_it_back() -> None:
    client = signed_in("sari.niemi")
    old = Agreement.objects.get(slug="asiakaspalvelut-2021")
    before = document_as_json(load_document(old))
    assert client.get("/agreements/asiakaspalvelut-2021/next-year/").status_code == 200
    response = client.post("/agreements/asiakaspalvelut-2021/next-year/")
    assert response["Location"] == "/agreements/asiakaspalvelut-2022/carried-over/"
    draft = Agreement.objects.get(slug="asiakaspalvelut-2022")
    assert (draft.status, draft.previous, draft.changed_by) == ("draft", old, User.objects.get(name="Sari Niemi"))
    assert client.post("/agreements/asiakaspalvelut-2022/take-back/")["Location"] == "/agreements/asiakaspalvelut-2021/"
    assert not Agreement.objects.filter(slug="asiakaspalvelut-2022").exists()
    assert document_as_json(load_document(old)) == before


def test_the_report_tells_what_was_carried_changed_and_left() -> None:
    client = signed_in("maria.lindholm")
    client.post("/agreements/porvoo-ake-2026/next-year/")
    page = client.get("/agreements/porvoo-ake-2027/carried-over/").content.decode()
    assert "<del>Toteutus 2026</del> <ins>Toteutus 2027</ins>" in page
    assert "37" in page


def test_this_years_actuals_become_prior_values_with_their_source() -> None:
    metric = Metric.objects.filter(measure__goal__section__agreement__slug="asiakaspalvelut-2021").first()
    assert metric is not None
    observation = Observation.objects.create(
        indicator=metric.indicator,
        date=datetime.date(2021, 12, 31),
        closes=2021,
        value="Kyllä",
        recorded_at=timezone.now(),
    )
    signed_in("sari.niemi").post("/agreements/asiakaspalvelut-2021/next-year/")
    carried = Metric.objects.get(measure__goal__section__agreement__slug="asiakaspalvelut-2022", key=metric.key)
    assert (carried.prior, carried.prior_from) == ("Kyllä", observation)


def test_a_draft_that_was_edited_stays() -> None:
    client = signed_in("sari.niemi")
    client.post("/agreements/asiakaspalvelut-2021/next-year/")
    Agreement.objects.filter(slug="asiakaspalvelut-2022").update(changed_at=timezone.now())
    response = client.post("/agreements/asiakaspalvelut-2022/take-back/", follow=True)
    assert Agreement.objects.filter(slug="asiakaspalvelut-2022").exists()
    assert response.redirect_chain == [("/agreements/asiakaspalvelut-2022/carried-over/", 302)]


def test_twice_makes_one() -> None:
    client = signed_in("helena.laine")
    response = client.post("/agreements/yhteiset-palvelut-2020/next-year/")
    assert response.status_code == 200
    assert Agreement.objects.filter(slug__startswith="yhteiset-palvelut-2021").count() == 1


@pytest.mark.parametrize(("name", "status"), [("kaisa.lehto", 403), ("anna-leena.virta", 403), ("virpi.aho", 404)])
def test_others_are_refused(name: str, status: int) -> None:
    client = signed_in(name)
    assert client.get("/agreements/asiakaspalvelut-2021/next-year/").status_code == status
    assert client.post("/agreements/asiakaspalvelut-2021/next-year/").status_code == status
    assert not Agreement.objects.filter(slug="asiakaspalvelut-2022").exists()


def test_only_those_who_may_edit_take_a_draft_back() -> None:
    assert signed_in("kaisa.lehto").post("/agreements/yhteiset-palvelut-2021/take-back/").status_code == 403
    assert Agreement.objects.filter(slug="yhteiset-palvelut-2021").exists()
