"""The log's page: whose it is, what it tells, and how it is filtered."""

import re
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from agreements.log import about_user
from agreements.models import Agreement, Event, LogEntry, Membership, Role, Unit, User
from agreements.services.log import log_entry
from agreements.triggers import remove_triggers
from tests.agreements.logged import SLUG, told_log

pytestmark = pytest.mark.usefixtures("examples")


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def signed_in(name: str, language: str = "en") -> Client:
    User.objects.filter(pk=person(name).pk).update(language=language)
    client = Client()
    client.force_login(person(name))
    return client


@pytest.fixture
def log() -> int:
    return told_log()


@pytest.fixture
def pekka(log: int) -> Client:
    """The administrator of Turku."""
    return signed_in("pekka.salo")


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    content = response.content.decode()
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", content[content.index("<main") : content.index("</main")])).split()
    )


def numbers(client: Client, address: str) -> list[int]:
    """The numbers of the entries on the page."""
    return [int(number) for number in re.findall(r"entry (\d+)", words(client, address))]


def events(client: Client, query: str) -> set[str]:
    found = LogEntry.objects.filter(number__in=numbers(client, f"/log/?{query}"))
    return set(found.order_by().values_list("event", flat=True))


# --- whose it is ---


@pytest.mark.parametrize("name", ["helena.laine", "kaisa.lehto", "juhani.makela", "tuula.heino", "admin"])
def test_who_administers_nothing_is_told_who_reads_the_log(name: str) -> None:
    response = signed_in(name).get("/log/")
    assert response.status_code == 403
    assert "Only the administrator of a unit may read the log." in response.content.decode()


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/log/").status_code == 302


def test_an_administrator_reads_what_happened_in_their_units_and_below(pekka: Client) -> None:
    assert numbers(pekka, "/log/")[:3] == [LogEntry.objects.latest("number").number - back for back in range(3)]


def test_another_citys_log_is_not_theirs(log: int) -> None:
    porvoo = Unit.objects.get(name_fi="Porvoon kaupunginkirjasto")
    maria = person("maria.lindholm")
    Membership.objects.create(user=maria, unit=porvoo, role=Role.ADMINISTRATOR)
    client = signed_in("maria.lindholm")
    mine = LogEntry.objects.filter(user_id=maria.pk)
    assert set(numbers(client, "/log/")) == set(mine.values_list("number", flat=True))
    assert "Helena Laine" not in words(client, "/log/")
    helena = person("helena.laine").pk
    for query in (f"document={SLUG}", f"person={helena}", f"unit={Unit.objects.get(name_fi='Turku').pk}"):
        assert "Select a valid choice" in client.get(f"/log/?{query}").content.decode()


def test_sign_ins_of_their_people_are_theirs_to_read_also_failed_ones(pekka: Client) -> None:
    helena = person("helena.laine")
    with transaction.atomic():
        mine = log_entry(event=Event.LOGIN, by=helena, about=about_user(helena))
        failed = log_entry(event=Event.LOGIN_FAILED, by=None, who=helena.email, about=about_user(helena))
        others = log_entry(event=Event.LOGIN, by=person("maria.lindholm"))
        nobodys = log_entry(event=Event.LOGIN_FAILED, by=None, who="stranger@example.fi")
    found = numbers(pekka, "/log/")
    assert {mine.number, failed.number} <= set(found)
    assert not {others.number, nobodys.number} & set(found)


# --- what it tells ---


@pytest.mark.parametrize(
    "sentence",
    [
        "Signed in Pekka Salo Pekka Salo (pekka.salo@example.org) 192.0.2.17",
        "Sign-in failed: a wrong password or address",
        "Sign-in failed: a wrong code or key",
        "A second factor was added: an authenticator app",
        "A second factor was removed: a security key",
        "The password was changed",
        "An account was made for Kaisa Lehto (kaisa.lehto@example.org)",
        "was given the role viewer in Yhteiset palvelut, until 31.8.2021, as substitute for Tuula Heino",
        "The role viewer of Kaisa Lehto (kaisa.lehto@example.org) in Yhteiset palvelut was changed, until 30.9.2021",
        "The role viewer of Kaisa Lehto (kaisa.lehto@example.org) in Yhteiset palvelut was ended",
        "The details of Kaisa Lehto (kaisa.lehto@example.org) were changed: name: Kaisa → K.",
        "Kaisa Lehto (kaisa.lehto@example.org) was deactivated",
        "Kaisa Lehto (kaisa.lehto@example.org) was reactivated",
        "The unit Yhteiset palvelut was added",
        "The unit was changed: valid to: – → 31.12.2022",
        "The settings of follow-up were changed: tolerance, %: 10 → 12",
        "The rule of signing was changed (service agreement): signatures: 3 → 2",
        f"Tried to open a page that their role does not allow: /agreements/{SLUG}/edit/",
        "Tried to do what their role, or the document’s status, does not allow:",
        "Tried to look at what is outside their own units: /agreements/porvoo-ake-2026/",
        "The document was downloaded (PDF) Yhteiset palvelut 2021",
        "The follow-up of the units was downloaded (2021, XLSX)",
        "2 documents of 2021 were ordered as one file",
        "Confirming who they are failed: a wrong password, code or key",
        "A file of the signed document was checked: changed",
        "The report of the closing was frozen and sealed (PAdES B-B)",
        "Metric was brought back as it was after step 3",
        "Sent for review",
        "Sent back: Mittari 3 puuttuu.",
        "The decision was recorded: 1.2.2021, § 12",
        "Signed: Palvelupäällikkö Helena Laine, in the application, with a code",
        "The content was frozen as it was signed, and its PDF sealed (PAdES B-B)",
    ],
)
def test_each_kind_of_entry_is_a_sentence(pekka: Client, sentence: str) -> None:
    assert sentence in words(pekka, "/log/") + words(pekka, "/log/?page=2")


def test_every_event_has_words_in_every_language(log: int) -> None:
    from agreements.log_words import sentence

    for entry in LogEntry.objects.all():
        for language in ("fi", "sv", "en"):
            with translation.override(language):
                assert sentence(entry)
    assert set(LogEntry.objects.values_list("event", flat=True)) == set(Event.values) - {Event.LOGOUT}


@pytest.mark.parametrize("detail", [[], "text", 5, None, {"before": 5, "after": []}, {"until": {}, "documents": 4}])
@pytest.mark.parametrize("event", Event.values)
def test_an_entry_that_somebody_altered_is_shown_all_the_same(pekka: Client, event: str, detail: object) -> None:
    remove_triggers()
    newest = LogEntry.objects.order_by("-number")[:1].get()
    LogEntry.objects.filter(pk=newest.pk).update(event=event, detail=detail or {}, about="unit 99999999999999999")
    assert numbers(pekka, "/log/")[0] == newest.number


def test_what_is_not_there_any_more_is_named_as_the_log_names_it(pekka: Client) -> None:
    unit = Agreement.objects.get(slug=SLUG).unit_id
    with transaction.atomic():
        log_entry(event=Event.EXPORTED, by=None, who="<b>", about="agreement gone-2019 v2", unit=unit, detail={})
    assert "A file was downloaded agreement gone-2019 v2 <b>" in words(pekka, "/log/")


def test_a_document_is_linked_to_the_version_that_it_was(pekka: Client) -> None:
    assert f'href="/agreements/{SLUG}/?version=1"' in pekka.get("/log/").content.decode()


# --- filters ---


def test_entries_are_filtered_by_event(pekka: Client) -> None:
    assert events(pekka, "event=denied") == {"denied"}
    assert events(pekka, "event=exported") == {"exported"}


def test_entries_are_filtered_by_document(pekka: Client) -> None:
    found = events(pekka, f"document={SLUG}")
    assert {"signed", "status_changed", "exported"} <= found
    assert not {"login", "role_given", "unit_changed"} & found


def test_entries_are_filtered_by_person_who_did_or_was_meant(pekka: Client) -> None:
    kaisa = person("kaisa.lehto")
    assert {"role_given", "denied"} <= events(pekka, f"person={kaisa.pk}")


def test_entries_are_filtered_by_unit_and_all_below_it(pekka: Client) -> None:
    turku = Unit.objects.get(name_fi="Turku").pk
    assert "signed" in events(pekka, f"unit={turku}")
    assert "login" not in events(pekka, f"unit={turku}")


def test_entries_are_filtered_by_period(pekka: Client) -> None:
    assert numbers(pekka, "/log/?since=1.1.2020&until=31.12.2999")
    assert numbers(pekka, "/log/?until=31.12.2020") == []
    assert numbers(pekka, "/log/?since=2999-01-01") == []


def test_entries_are_searched(pekka: Client) -> None:
    assert events(pekka, "text=192.0.2.17 KAISA") == {"denied"}


@pytest.mark.parametrize("query", ["event=party", "since=tomorrow", "person=x", "unit=0", "document=nowhere", "page=x"])
def test_what_cannot_be_understood_is_told(pekka: Client, query: str) -> None:
    assert pekka.get(f"/log/?{query}").status_code in (200, 404)


@pytest.mark.parametrize("sort", ["at", "-at", "what", "-who", "nonsense"])
def test_entries_are_sorted(pekka: Client, sort: str) -> None:
    assert numbers(pekka, f"/log/?sort={sort}")


def test_the_page_takes_as_many_queries_whatever_its_length(
    pekka: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    turku = Agreement.objects.get(slug=SLUG)
    with django_assert_num_queries(QUERIES):
        pekka.get(f"/log/?event=exported&document={SLUG}")
    with transaction.atomic():
        for number in range(60):
            about = (f"agreement {SLUG} v1", f"unit {turku.unit_id}", f"user {turku.pk + number}")[number % 3]
            log_entry(event=Event.EXPORTED, by=person("helena.laine"), about=about, unit=turku.unit_id, detail={})
    with django_assert_num_queries(QUERIES):
        pekka.get("/log/")


QUERIES = 11


# --- the way to it ---


def test_administrators_find_it_on_the_units_page_and_in_a_documents_history(pekka: Client) -> None:
    unit = Agreement.objects.get(slug=SLUG).unit_id
    assert f'href="/log/?unit={unit}"' in pekka.get(f"/units/{unit}/").content.decode()
    assert f'href="/log/?document={SLUG}"' in pekka.get(f"/agreements/{SLUG}/history/").content.decode()


def test_others_are_not_led_to_it() -> None:
    helena, unit = signed_in("helena.laine"), Agreement.objects.get(slug=SLUG).unit_id
    for address in (f"/units/{unit}/", f"/agreements/{SLUG}/history/"):
        assert "/log/" not in helena.get(address).content.decode()
