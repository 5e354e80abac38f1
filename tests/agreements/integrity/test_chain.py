"""The log's chain: what was done to it behind the application's back is named."""

import datetime
from collections.abc import Callable
from copy import copy
from typing import Any

import pytest

from agreements.integrity.chain import Tail, broken_links
from agreements.log import digest_of
from agreements.models import LogEntry

START = datetime.datetime(2026, 1, 5, 8, 0, tzinfo=datetime.UTC)
Chain = list[LogEntry]


def chain(length: int) -> Chain:
    """A log as the application writes it."""
    entries: Chain = []
    for number in range(1, length + 1):
        entry = LogEntry(
            **{"number": number, "at": START + datetime.timedelta(minutes=number), "event": "login", "user_id": number},
            **{"who": f"Person {number}", "detail": {"step": number}},
            previous=entries[-1].hash if entries else "",
        )
        entry.hash = digest_of(entry)
        entries.append(entry)
    return entries


def tail(entries: Chain) -> Tail:
    return Tail(entries[-1].number, entries[-1].hash)


def rechained(entries: Chain) -> Chain:
    """The log written anew by somebody who knows how."""
    anew: Chain = []
    for number, entry in enumerate(entries, start=1):
        entry = copy(entry)
        entry.number, entry.previous = number, anew[-1].hash if anew else ""
        entry.hash = digest_of(entry)
        anew.append(entry)
    return anew


@pytest.mark.parametrize("length", [0, 1, 2, 30])
def test_an_untouched_log_is_whole(length: int) -> None:
    entries = chain(length)
    assert list(broken_links(entries)) == []
    if entries:
        assert list(broken_links(entries, expected=tail(entries))) == []
        assert list(broken_links(entries, expected=tail(entries[:1]))) == []


def test_a_removed_entry_is_missing() -> None:
    entries = chain(6)
    del entries[2]
    assert list(broken_links(entries)) == ["Log entry 3 is missing from the log."]


def test_several_removed_entries_are_missing() -> None:
    entries = chain(9)
    del entries[2:5]
    assert list(broken_links(entries)) == ["Log entries 3–5 are missing from the log."]


def test_a_beginning_that_was_cut_off_is_missing() -> None:
    assert list(broken_links(chain(5)[2:])) == ["Log entries 1–2 are missing from the log."]


@pytest.mark.parametrize(
    "alter",
    [
        lambda entry: setattr(entry, "who", "Somebody else"),
        lambda entry: setattr(entry, "user_id", None),
        lambda entry: setattr(entry, "event", "logout"),
        lambda entry: setattr(entry, "at", entry.at + datetime.timedelta(hours=1)),
        lambda entry: setattr(entry, "address", "192.0.2.1"),
        lambda entry: setattr(entry, "unit_id", 4),
        lambda entry: setattr(entry, "about", "agreement other v1"),
        lambda entry: setattr(entry, "detail", {"step": 33}),
    ],
)
def test_an_altered_entry_is_named(alter: Callable[[LogEntry], Any]) -> None:
    entries = chain(5)
    alter(entries[2])
    (problem,) = broken_links(entries)
    assert problem.startswith("Log entry 3 (")
    assert problem.endswith("was altered.")


def test_an_entry_that_was_altered_with_its_hash_does_not_fit_the_next() -> None:
    entries = chain(5)
    entries[2].who = "Somebody else"
    entries[2].hash = digest_of(entries[2])
    (problem,) = broken_links(entries)
    assert problem.startswith("Log entry 4 does not follow entry 3 as it is now")


def test_entries_that_changed_places_are_named_with_where_they_were() -> None:
    entries = chain(6)
    entries[1].number, entries[3].number = 4, 2
    problems = list(broken_links(sorted(entries, key=lambda entry: entry.number)))
    assert any(problem.startswith("Log entry 2 (") and problem.endswith("it was entry 4.") for problem in problems)
    assert any(problem.startswith("Log entry 4 (") and problem.endswith("it was entry 2.") for problem in problems)


def test_an_entry_that_was_removed_and_the_rest_renumbered_shows() -> None:
    entries = chain(6)
    del entries[2]
    for number, entry in enumerate(entries, start=1):
        entry.number = number
    problems = list(broken_links(entries))
    assert problems[0].startswith("Log entry 3 does not follow entry 2")
    assert any("it was entry 4" in problem for problem in problems)


def test_an_entry_that_was_slipped_in_shows() -> None:
    entries = chain(5)
    forged = LogEntry(number=6, at=START, event="login", who="Nobody", previous="0" * 64)
    forged.hash = digest_of(forged)
    (problem,) = broken_links([*entries, forged])
    assert problem.startswith("Log entry 6 does not follow entry 5")


def test_two_entries_of_one_number_show() -> None:
    entries = chain(3)
    assert "There are two log entries 2." in list(broken_links([*entries[:2], copy(entries[1]), entries[2]]))


@pytest.mark.parametrize("detail", [{"step": float("nan")}, {"step": "\ud800"}])
def test_what_cannot_even_be_hashed_was_altered(detail: dict[str, Any]) -> None:
    entries = chain(3)
    entries[1].detail = detail
    (problem,) = broken_links(entries)
    assert problem.endswith("was altered.")


def test_hundreds_of_altered_entries_are_told_together() -> None:
    entries = chain(300)
    for entry in entries[50:250]:
        entry.who = "Somebody else"
    assert list(broken_links(entries)) == [
        "200 log entries were altered or moved, the first of them entry 51, the last 250."
    ]


def test_an_end_that_was_cut_off_shows_only_to_whom_knew_the_end() -> None:
    entries = chain(9)
    noted = tail(entries)
    assert list(broken_links(entries[:6])) == []
    assert list(broken_links(entries[:6], expected=noted)) == [
        "The log ends with entry 6, and entry 9 was noted: the log's end was cut off."
    ]
    assert list(broken_links([], expected=noted)) == [
        "The log is empty, and entry 9 was noted: the log's end was cut off."
    ]


def test_a_log_that_was_written_anew_shows_only_to_whom_knew_its_hash() -> None:
    entries = chain(9)
    noted = tail(entries)
    del entries[3]
    extra = copy(entries[-1])
    anew = rechained([*entries, extra])
    assert list(broken_links(anew)) == []
    (problem,) = broken_links(anew, expected=noted)
    assert problem.startswith("Log entry 9 has another hash than the one that was noted")


def test_what_came_after_the_noted_end_is_welcome() -> None:
    entries = chain(9)
    assert list(broken_links(entries, expected=tail(entries[:5]))) == []


def test_a_noted_entry_that_is_missing_within_shows() -> None:
    entries = chain(9)
    noted = tail(entries[:5])
    del entries[4]
    assert list(broken_links(entries, expected=noted)) == [
        "Log entry 5 is missing from the log.",
        "Log entry 5, whose hash was noted, is missing from the log.",
    ]


def test_a_tail_is_read_as_it_is_written() -> None:
    assert Tail.read(f"{tail(chain(3))}\n") == tail(chain(3))


@pytest.mark.parametrize("text", ["", "12", "12:abc", f"x:{'0' * 64}", f"12:{'0' * 63}g", f"-1:{'0' * 64}"])
def test_what_is_no_tail_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Tail.read(text)
