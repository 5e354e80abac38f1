"""The page of a document's way, and the steps that are taken on it."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, SigningRule, Status, User
from tests.agreements.signed import DRAFT, SIGNERS, draft_with_parties, in_force, person, sign, to_be_signed
from tests.agreements.ways import undecided

pytestmark = pytest.mark.usefixtures("examples")
PAGE = f"/agreements/{DRAFT}/status/"


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def text(name: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client_of(name).get(PAGE).content.decode()).split())


def post(name: str, step: str, **fields: str) -> int:
    return client_of(name).post(f"{PAGE}{step}/", {"seen": "0", "reason": "", **fields}).status_code


def test_the_page_says_who_is_next_in_each_status() -> None:
    draft = draft_with_parties()
    assert "Helena Laine" in text("kaisa.lehto")
    assert post("helena.laine", "submit") == 302
    assert "Anna-Leena Virta" in text("kaisa.lehto")
    assert post("anna-leena.virta", "accept", seen="1") == 302
    assert "Juhani Mäkelä" in text("kaisa.lehto")
    draft.refresh_from_db()
    for name in SIGNERS:
        sign(draft, name)
    assert draft.status == Status.IN_FORCE


def test_only_the_steps_that_one_may_take_are_offered() -> None:
    draft_with_parties()
    offered = {
        name: re.findall(r"/status/([a-z-]+)/\?version=", client_of(name).get(PAGE).content.decode())
        for name in ("helena.laine", "kaisa.lehto", "anna-leena.virta", "pekka.salo")
    }
    assert offered == {
        "helena.laine": ["submit"],
        "kaisa.lehto": [],
        "anna-leena.virta": [],
        "pekka.salo": ["submit"],
    }
    post("helena.laine", "submit")
    page = client_of("anna-leena.virta").get(PAGE).content.decode()
    assert set(re.findall(r"/status/([a-z-]+)/\?version=", page)) == {"accept", "send-back"}


def test_a_step_without_its_reason_keeps_the_page_and_says_so_beside_the_field() -> None:
    draft_with_parties()
    post("helena.laine", "submit")
    response = client_of("anna-leena.virta").post(f"{PAGE}send-back/", {"seen": "1", "reason": "  "})
    assert response.status_code == 422
    assert 'id="send-back_reason_error"' in response.content.decode()


def test_whoever_is_overtaken_is_told_and_keeps_what_they_wrote() -> None:
    draft_with_parties()
    post("helena.laine", "submit")
    post("pekka.salo", "accept", seen="1")
    response = client_of("anna-leena.virta").post(f"{PAGE}send-back/", {"seen": "1", "reason": "Mittari puuttuu"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Pekka Salo" in page
    assert "Mittari puuttuu" in page
    assert re.search(r'name="seen" value="2"', page)


def test_a_forbidden_step_is_refused_with_who_may_and_outside_there_is_nothing() -> None:
    draft_with_parties()
    assert post("kaisa.lehto", "submit") == 403
    assert post("maria.lindholm", "submit") == 404
    assert Client().post(f"{PAGE}submit/").status_code == 302
    assert client_of("helena.laine").get(f"{PAGE}submit/").status_code == 405


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_nonsense_in_the_hidden_field_is_no_error_of_ours(seen: str) -> None:
    draft_with_parties()
    assert post("helena.laine", "submit", seen=seen) == 422
    assert Agreement.objects.get(slug=DRAFT).status == Status.DRAFT


def test_the_decision_is_asked_for_where_the_city_decides() -> None:
    draft = to_be_signed()
    client = client_of("helena.laine")
    assert "decision_date" not in client.get(PAGE).content.decode()
    SigningRule.objects.create(unit=draft.unit, kind=draft.kind, signatures=3, asks_decision=True)
    assert "decision_date" in client.get(PAGE).content.decode()
    wrong = client.post(f"{PAGE}decision/", {"decision_date": "kesä", "decision_section": "§ 3", "case_number": "7"})
    assert wrong.status_code == 422
    assert 'value="kesä"' in wrong.content.decode()
    right = {"decision_date": "28.1.2021", "decision_section": "§ 3", "case_number": "213-2021"}
    assert client.post(f"{PAGE}decision/", right).status_code == 302
    draft.refresh_from_db()
    assert (str(draft.decision_date), draft.decision_section, draft.case_number) == ("2021-01-28", "§ 3", "213-2021")


def test_closing_and_reopening_are_steps_too() -> None:
    document = in_force()
    assert post("helena.laine", "close", seen="3") == 302
    document.refresh_from_db()
    assert document.status == Status.CLOSED
    assert post("pekka.salo", "reopen", seen="4", reason="") == 422
    assert post("pekka.salo", "reopen", seen="4", reason="Luku puuttui") == 302
    document.refresh_from_db()
    assert document.status == Status.IN_FORCE


@pytest.mark.parametrize("steps", [0, 3])
def test_the_page_takes_a_fixed_number_of_queries(
    steps: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft_with_parties()
    for number in range(steps):
        post("helena.laine", "submit", seen=str(2 * number))
        post("helena.laine", "withdraw", seen=str(2 * number + 1))
    client = client_of("helena.laine")
    with django_assert_num_queries(11 if steps else 10):
        client.get(PAGE)


def test_whoever_is_too_late_for_a_step_is_told_and_keeps_their_words() -> None:
    to_be_signed()
    words = "The sums of the second table do not agree"
    response = client_of("anna-leena.virta").post(f"{PAGE}withdraw/", {"seen": "1", "reason": words})
    assert response.status_code == 403
    response = client_of("helena.laine").post(f"{PAGE}withdraw/", {"seen": "1", "reason": words})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Anna-Leena Virta") > 1
    assert words in page
    assert "/status/withdraw/?" not in page


def test_a_party_whom_the_document_does_not_name_is_called_as_their_account_is() -> None:
    document = to_be_signed()
    document.parties.update(name=None)
    page = text("kaisa.lehto")
    assert "Juhani Mäkelä (toimialajohtaja), Anna-Leena Virta (palvelualuejohtaja)" in page


def test_a_document_that_waits_for_the_decision_says_so_until_it_is_recorded() -> None:
    document = undecided()
    wait = "must be recorded before anybody signs"
    assert wait in english("anna-leena.virta")
    data = {"decision_date": "1.12.2020", "decision_section": "§ 12", "case_number": "1234-2020"}
    assert client_of("anna-leena.virta").post(f"{PAGE}decision/", data).status_code == 302
    document.refresh_from_db()
    assert wait not in english("anna-leena.virta")


def english(name: str) -> str:
    User.objects.update(language="en")
    return text(name)
