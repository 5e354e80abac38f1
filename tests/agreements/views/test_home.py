"""The home page says what is here for this user."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Membership, Unit, User
from agreements.views.home import SHOWN_DOCUMENTS
from tests.agreements.signed import DRAFT, sign, to_be_signed
from tests.agreements.ways import in_review, sent_back

# The session, the user, the roles; the drafts and their number; the documents and their number; the changes.
OWN = 8
# What comments and follow-up lay on the desk.
QUERIES = OWN + 1 + 14

pytestmark = pytest.mark.usefixtures("examples")


def home_of(name: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    response = client.get("/")
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00ad", "").replace("\u2060", "")


def drafts_on(page: str) -> list[str]:
    agenda = re.search(r'<ol class="agenda">.*?</ol>', page, re.DOTALL)
    return re.findall(r'<h3><a href="(/agreements/[^"/]*/)"', agenda[0]) if agenda else []


def documents_on(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader"[^>]*><a href="/agreements/([^"/]*)/"', page)


def turku_drafts(count: int) -> None:
    unit = Unit.objects.get(name_fi="Asiakaspalvelut")
    for year in range(2030, 2030 + count):
        Agreement.objects.create(
            **{"slug": f"asiakaspalvelut-{year}", "kind": "service_agreement", "unit": unit, "title": "Sopimus"},
            **{"unit_chain": [{"kind": "result_unit", "name": "Asiakaspalvelut"}], "year": year},
            **{"period_start": datetime.date(year, 1, 1), "period_end": datetime.date(year, 12, 31)},
            changed_at=timezone.now(),
        )


@pytest.mark.parametrize("name", ["helena.laine", "tuula.heino", "admin"])
def test_the_page_takes_as_many_queries_for_anybody(
    name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    turku_drafts(30)
    with django_assert_num_queries(QUERIES):
        client.get("/")


@pytest.mark.parametrize(
    ("name", "drafts"),
    [
        ("helena.laine", ["/agreements/yhteiset-palvelut-2021/"]),
        ("pekka.salo", ["/agreements/yhteiset-palvelut-2021/"]),
        ("sari.niemi", []),
        ("mikko.saarinen", []),
        ("anna-leena.virta", []),
        ("kaisa.lehto", []),
    ],
)
def test_a_draft_awaits_those_who_may_edit_it(name: str, drafts: list[str]) -> None:
    assert drafts_on(home_of(name)) == drafts


def test_own_documents_are_those_of_own_units() -> None:
    assert documents_on(home_of("helena.laine")) == ["yhteiset-palvelut-2021", "yhteiset-palvelut-2020"]
    assert documents_on(home_of("virpi.aho")) == ["lumme-2018"]
    assert len(documents_on(home_of("juhani.makela"))) == 4


def test_unit_and_role_stand_under_the_heading() -> None:
    page = home_of("helena.laine")
    membership = Membership.objects.get(user__email="helena.laine@example.org")
    assert f"Yhteiset palvelut, {membership.get_role_display()}" in page


def test_a_role_that_has_ended_is_none() -> None:
    Membership.objects.filter(user__email="helena.laine@example.org").update(until=datetime.date(2020, 1, 1))
    page = home_of("helena.laine")
    assert documents_on(page) == []
    assert "helena.laine@example.org" in re.sub(r"<header.*?</header>", "", page, count=1, flags=re.DOTALL)


def test_staff_without_a_role_are_shown_the_administration() -> None:
    main = home_of("admin").split("<main", 1)[1]
    assert 'href="/admin/"' in main


def test_a_long_list_is_cut_and_leads_to_the_whole() -> None:
    turku_drafts(30)
    page = home_of("sari.niemi")
    assert len(drafts_on(page)) == len(documents_on(page)) == SHOWN_DOCUMENTS
    assert 'href="/agreements/?status=draft"' in page
    # And what was never recorded in the document in force.
    assert re.findall(r'<span class="mut num">(\d+)</span>', page) == ["31"]
    assert re.search(r'<a href="/agreements/">[^<]*\b31\b[^<]*</a>', page)


def test_only_one_button_is_the_primary_one() -> None:
    turku_drafts(3)
    assert home_of("sari.niemi").count("hds-button--primary") == 1


def test_what_was_sent_back_is_told_with_its_reason_and_leads_to_its_way() -> None:
    sent_back()
    page = home_of("helena.laine")
    assert "Toinen tavoite on liian matala." in page
    assert f'<h3><a href="/agreements/{DRAFT}/status/?version=1">' in page
    assert "Toinen tavoite" not in home_of("anna-leena.virta")


def test_a_signature_is_asked_for_with_how_many_have_signed_and_is_the_first_thing_to_do() -> None:
    document = to_be_signed()
    sign(document, "juhani.makela")
    page = home_of("helena.laine")
    assert re.search(r'<p class="voice">1\D+3\D*</p>', page)
    assert page.count("hds-button--primary") == 1
    assert re.search(f'hds-button--primary" href="/agreements/{DRAFT}/sign/', page)
    assert f"/agreements/{DRAFT}/sign/" not in home_of("juhani.makela")


def test_a_review_is_the_first_thing_to_do_and_is_gone_for_who_sent_it() -> None:
    in_review()
    page = home_of("anna-leena.virta")
    assert "Luettavaksi." in page
    assert page.count("hds-button--primary") == 1
    assert DRAFT not in "".join(drafts_on(home_of("helena.laine")))
