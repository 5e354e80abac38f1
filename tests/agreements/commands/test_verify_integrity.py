"""`manage.py verify_integrity`, over a database that somebody altered behind the application's back."""

import datetime
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from agreements.log import digest_of
from agreements.models import Event, LogEntry, User
from agreements.services.log import log_entry
from agreements.triggers import remove_triggers

pytestmark = pytest.mark.usefixtures("examples")


@pytest.fixture
def entries() -> list[LogEntry]:
    """Five entries at the log's end."""
    helena = User.objects.get(email="helena.laine@example.org")
    return [log_entry(event=Event.LOGIN, by=helena, detail={"time": time}) for time in range(5)]


def told(**options: Any) -> str:
    out = StringIO()
    call_command("verify_integrity", stdout=out, **options)
    return out.getvalue()


def problems(**options: Any) -> str:
    out = StringIO()
    with pytest.raises(CommandError, match=r"problems? found\. Looked at: \d+ log entries"):
        call_command("verify_integrity", stdout=out, **options)
    return out.getvalue()


def tail(entry: LogEntry) -> str:
    return f"{entry.number}:{entry.hash}"


def test_an_untouched_database_is_told_to_be_one_with_the_logs_tail(entries: list[LogEntry]) -> None:
    answer = told()
    assert answer.startswith(f"Nothing is wrong. Looked at: {LogEntry.objects.count()} log entries, ")
    assert f"The log ends with {tail(entries[-1])}\n" in answer


def test_the_database_itself_refuses_to_alter_the_log(entries: list[LogEntry]) -> None:
    found = LogEntry.objects.filter(pk=entries[1].pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(who="Somebody else")
    with pytest.raises(DatabaseError), transaction.atomic():
        found.delete()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE agreements_logentry")
    assert told().startswith("Nothing is wrong.")


def test_an_altered_entry_is_named(entries: list[LogEntry]) -> None:
    remove_triggers()
    LogEntry.objects.filter(pk=entries[1].pk).update(who="Somebody else")
    answer = problems()
    assert answer.startswith(f"Log entry {entries[1].number} (login, Somebody else, ")
    assert answer.endswith("was altered.\n")


def test_a_time_that_was_altered_by_a_microsecond_is_named(entries: list[LogEntry]) -> None:
    remove_triggers()
    later = entries[1].at + datetime.timedelta(microseconds=1)
    LogEntry.objects.filter(pk=entries[1].pk).update(at=later)
    assert f"Log entry {entries[1].number} (" in problems()


def test_a_removed_entry_is_named(entries: list[LogEntry]) -> None:
    remove_triggers()
    entries[2].delete()
    assert problems() == f"Log entry {entries[2].number} is missing from the log.\n"


def test_entries_that_changed_places_are_named(entries: list[LogEntry]) -> None:
    remove_triggers()
    one, other = entries[1], entries[3]
    for pk, number in ((one.pk, 10**9), (other.pk, one.number), (one.pk, other.number)):
        LogEntry.objects.filter(pk=pk).update(number=number)
    answer = problems()
    assert f"it was entry {one.number}." in answer
    assert f"it was entry {other.number}." in answer


def test_an_end_that_was_cut_off_shows_when_it_was_noted(entries: list[LogEntry]) -> None:
    noted = tail(entries[-1])
    remove_triggers()
    LogEntry.objects.filter(number__gt=entries[1].number).delete()
    assert told().startswith("Nothing is wrong.")
    assert "the log's end was cut off" in problems(expect=noted)


def test_a_chain_that_was_written_anew_shows_when_its_end_was_noted(entries: list[LogEntry]) -> None:
    noted = tail(entries[-1])
    remove_triggers()
    entries[2].who = "Somebody else"
    for before, entry in pairwise(entries[1:]):
        entry.previous = before.hash
        entry.hash = digest_of(entry)
        entry.save()
    assert told().startswith("Nothing is wrong.")
    assert "the log was written anew" in problems(expect=noted)


def test_a_file_keeps_the_tail_and_is_noted_anew_only_when_nothing_is_wrong(
    entries: list[LogEntry], tmp_path: Path
) -> None:
    file = tmp_path / "tail"
    told(tail=file)
    assert file.read_text() == f"{tail(entries[-1])}\n"
    newer = log_entry(event=Event.LOGOUT, by=None)
    told(tail=file)
    assert file.read_text() == f"{tail(newer)}\n"
    remove_triggers()
    newer.delete()
    assert "the log's end was cut off" in problems(tail=file)
    assert file.read_text() == f"{tail(newer)}\n"


@pytest.mark.parametrize("expect", ["12", "", "12:abc"])
def test_a_tail_that_is_none_is_refused(expect: str) -> None:
    with pytest.raises(CommandError, match="--expect cannot be used"):
        told(expect=expect)


def test_a_file_that_is_no_tail_is_refused_and_kept(entries: list[LogEntry], tmp_path: Path) -> None:
    file = tmp_path / "shopping"
    file.write_text("milk")
    with pytest.raises(CommandError, match="shopping cannot be used"):
        told(tail=file)
    assert file.read_text() == "milk"
    with pytest.raises(CommandError, match="cannot be written"):
        told(tail=tmp_path / "nowhere" / "tail")


def test_the_exit_code_tells_too(entries: list[LogEntry]) -> None:
    remove_triggers()
    entries[2].delete()
    with pytest.raises(CommandError) as caught:
        told()
    assert caught.value.returncode == 1
