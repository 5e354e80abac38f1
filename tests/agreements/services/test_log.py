"""Writing the log: what an entry holds, and that it belongs to its transaction."""

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from agreements.log import about_agreement, about_unit, about_user, digest_of
from agreements.models import Agreement, Event, LogEntry, Unit, User
from agreements.origin import current_address
from agreements.services.log import log_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def helena() -> User:
    return User.objects.get(email__startswith="helena.laine")


def test_an_entry_says_who_did_what_to_what_when_and_from_where(helena: User) -> None:
    at = datetime.datetime(2026, 3, 2, 9, 15, 0, 123456, tzinfo=datetime.UTC)
    entry = log_entry(
        event=Event.EXPORTED,
        by=helena,
        about="agreement yhteiset-palvelut-2021 v1",
        unit=7,
        detail={"format": "pdf"},
        address="192.0.2.7",
        at=at,
    )
    entry.refresh_from_db()
    assert (entry.at, entry.event, entry.user_id, entry.who) == (at, "exported", helena.pk, str(entry.who))
    assert entry.who == f"Helena Laine ({helena.email})"
    assert (entry.address, entry.unit_id, entry.detail) == ("192.0.2.7", 7, {"format": "pdf"})


def test_each_entry_holds_the_hash_of_the_one_before(helena: User) -> None:
    last = LogEntry.objects.first()
    entries = [log_entry(event=Event.LOGIN, by=helena) for _each in range(3)]
    start = last.number if last else 0
    assert [entry.number - start for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == [last.hash if last else "", entries[0].hash, entries[1].hash]


def test_an_entry_has_the_same_hash_when_it_is_read_again(helena: User) -> None:
    detail = {"å": ["≥ 90 %", 5, True, None, {"b": 1, "a": 12345678901234567890}], "rivi": 'kaksi\nriviä "ja" \\'}
    entry = log_entry(event=Event.ROLE_GIVEN, by=helena, about=about_user(helena), detail=detail)
    again = LogEntry.objects.get(pk=entry.pk)
    assert again.hash == digest_of(again) == entry.hash
    assert again.detail == detail


@pytest.mark.parametrize(
    "column", ["number", "at", "event", "user_id", "who", "address", "unit_id", "about", "detail", "previous"]
)
def test_every_column_is_part_of_the_hash(helena: User, column: str) -> None:
    entry = log_entry(event=Event.LOGIN, by=helena, unit=1)
    others: dict[str, Any] = {
        "number": entry.number + 1,
        "at": entry.at + datetime.timedelta(microseconds=1),
        "event": Event.LOGOUT.value,
        "user_id": helena.pk + 1,
        "unit_id": 2,
        "detail": {"a": 1},
    }
    setattr(entry, column, others.get(column, "other"))
    assert digest_of(entry) != entry.hash


def test_who_is_told_where_there_is_no_user() -> None:
    entry = log_entry(event=Event.LOGIN_FAILED, by=None, who="somebody@example.fi")
    assert (entry.user_id, entry.who) == (None, "somebody@example.fi")


def test_the_address_is_that_of_the_request(helena: User) -> None:
    token = current_address.set("2001:db8::5")
    try:
        assert log_entry(event=Event.LOGIN, by=helena).address == "2001:db8::5"
        assert log_entry(event=Event.LOGIN, by=helena, address="").address == ""
    finally:
        current_address.reset(token)
    assert log_entry(event=Event.LOGIN, by=helena).address == ""


def test_texts_that_a_database_cannot_keep_are_kept_as_it_can() -> None:
    entry = log_entry(
        event=Event.LOGIN_FAILED, by=None, who="a\x00b" + "x" * 400, about="y" * 300, detail={"k": "\x00"}
    )
    entry.refresh_from_db()
    assert entry.who.startswith("a\ufffdb")
    assert (len(entry.who), len(entry.about), entry.detail) == (320, 200, {"k": "\ufffd"})
    assert digest_of(entry) == entry.hash


@pytest.mark.parametrize("value", [1.5, datetime.date(2026, 1, 1), {1: "number"}, {"set"}])
def test_a_detail_that_may_come_back_otherwise_is_refused(helena: User, value: Any) -> None:
    with pytest.raises(TypeError):
        log_entry(event=Event.LOGIN, by=helena, detail={"value": value})


def test_it_costs_two_queries(helena: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        log_entry(event=Event.LOGIN, by=helena)


def test_an_entry_is_taken_back_with_what_it_tells(helena: User) -> None:
    before = log_entry(event=Event.LOGIN, by=helena)
    with transaction.atomic():
        log_entry(event=Event.LOGIN, by=helena)
        transaction.set_rollback(True)
    after = log_entry(event=Event.LOGIN, by=helena)
    assert (after.number, after.previous) == (before.number + 1, before.hash)


@pytest.mark.django_db(transaction=True)
def test_there_is_no_entry_outside_a_transaction(examples: None, helena: User) -> None:
    assert not connection.in_atomic_block
    with pytest.raises(TransactionManagementError):
        log_entry(event=Event.LOGIN, by=helena)


def test_documents_units_and_people_have_names_that_last(helena: User) -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    unit = Unit.objects.order_by("pk")[0]
    assert about_agreement(agreement) == "agreement yhteiset-palvelut-2021 v1"
    assert about_unit(unit) == about_unit(unit.pk) == f"unit {unit.pk}"
    assert about_user(helena) == about_user(helena.pk) == f"user {helena.pk}"
