"""Who is on a document: heard of lately, one line a person, however many tabs say so at once."""

import datetime
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Presence, User
from agreements.services.presence import STAYS, Here, initials_of, others_on, presence_end, presence_note

DRAFT = "yhteiset-palvelut-2021"


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


@pytest.mark.usefixtures("examples")
def test_others_are_seen_with_the_row_that_they_are_on() -> None:
    at = timezone.now()
    presence_note(agreement=draft(), user=user("helena.laine"), row="metric-12", at=at)
    assert others_on(draft(), user=user("pekka.salo"), at=at) == [Here("Helena Laine", "HL", "metric-12")]
    assert others_on(draft(), user=user("helena.laine"), at=at) == []
    other = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    assert others_on(other, user=user("pekka.salo"), at=at) == []


@pytest.mark.usefixtures("examples")
def test_the_last_word_counts_and_one_query_says_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    at, agreement, helena = timezone.now(), draft(), user("helena.laine")
    presence_note(agreement=agreement, user=helena, row="metric-12", at=at)
    with django_assert_num_queries(1):
        presence_note(agreement=agreement, user=helena, row="", at=at + STAYS)
    with django_assert_num_queries(1):
        others = others_on(agreement, user=stranger(), at=at + STAYS)
    assert others == [Here("Helena Laine", "HL", "")]
    assert Presence.objects.count() == 1


def stranger() -> User:
    """Somebody who is not there, made without a query."""
    return User(pk=0, email="nobody@example.org")


@pytest.mark.usefixtures("examples")
def test_whoever_was_not_heard_of_lately_has_left() -> None:
    at = timezone.now()
    presence_note(agreement=draft(), user=user("helena.laine"), row="", at=at)
    just = at + STAYS - datetime.timedelta(seconds=1)
    assert [here.name for here in others_on(draft(), user=user("pekka.salo"), at=just)] == ["Helena Laine"]
    assert others_on(draft(), user=user("pekka.salo"), at=at + STAYS) == []


@pytest.mark.usefixtures("examples")
def test_leaving_twice_is_leaving() -> None:
    at = timezone.now()
    presence_note(agreement=draft(), user=user("helena.laine"), row="", at=at)
    for _ in range(2):
        presence_end(agreement=draft(), user=user("helena.laine"))
    assert others_on(draft(), user=user("pekka.salo"), at=at) == []


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize("row", ["metric", "metric-12 ", "-1", "<b>-1", "metric-" + "9" * 60, "x\x00-1"])
def test_what_is_no_rows_name_counts_as_none(row: str) -> None:
    presence_note(agreement=draft(), user=user("helena.laine"), row=row, at=timezone.now())
    assert Presence.objects.get().row == ""


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Helena Laine", "HL"), ("Anna-Leena Virta", "AV"), ("Eva von Weber", "EW"), ("åsa", "Å"), ("", "")],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_tabs_that_say_it_at_once_do_not_disturb_each_other(same_database: Callable[[], None]) -> None:
    agreement, helena, at = draft(), user("helena.laine"), timezone.now()
    start, failed, counts = Barrier(4), [], []

    def tab(number: int) -> None:
        same_database()
        try:
            start.wait()
            for _ in range(10):
                presence_note(agreement=agreement, user=helena, row=f"metric-{number}", at=at)
            counts.append(Presence.objects.count())
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    tabs = [Thread(target=tab, args=(number,)) for number in range(4)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert failed == []
    assert counts == [1] * 4
