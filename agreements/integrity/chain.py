"""The log's chain: whether an entry was removed, altered, added between others or put in another place.

A chain shows that it was tampered with as long as somebody knows how it ended: whoever can write in the database can
also write the whole chain anew from an altered entry on, or cut its end off. A tail that was noted elsewhere shows
both, up to the entry that was noted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.log import digest_of
from agreements.models import LogEntry

_MOST_TOLD = 100
_TAIL = re.compile(r"\s*(\d{1,18}):([0-9a-f]{64})\s*")


@dataclass(frozen=True, slots=True)
class Tail:
    """How the log ends: the last entry's number and hash. 0 and nothing for a log without entries."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Tail":
        """The tail in "NUMBER:HASH". Raises ValueError when it is none."""
        match = _TAIL.fullmatch(text)
        if match is None:
            raise ValueError("A tail is a number, a colon and 64 hexadecimal digits.")
        return cls(int(match[1]), match[2])

    @classmethod
    def of_now(cls) -> "Tail | None":
        """How the log ends now; None when it has no entries."""
        last = LogEntry.objects.order_by("-number").values_list("number", "hash").first()
        return cls(*last) if last else None


def check_log(tally: Counter[str], *, expected: Tail | None = None) -> Iterator[str]:
    """What is wrong with the log's chain, from its first entry on."""
    entries = LogEntry.objects.order_by("number").iterator(chunk_size=2_000)
    yield from broken_links(_counted(entries, tally), expected=expected)


def _counted(entries: Iterable[LogEntry], tally: Counter[str]) -> Iterator[LogEntry]:
    for entry in entries:
        tally["log entries"] += 1
        yield entry


def broken_links(entries: Iterable[LogEntry], *, expected: Tail | None = None) -> Iterator[str]:
    """What is wrong with the entries, which come in the order of their numbers. Pure but for reading them.

    Entries that were altered are told after all others: only then is it known whether they were but moved.
    """
    before: LogEntry | None = None
    altered: list[LogEntry] = []
    found = expected is None or expected.number == 0
    for entry in entries:
        if not _is_whole(entry):
            altered.append(entry)
        yield from _link(before, entry)
        if expected and entry.number == expected.number:
            found = True
            if entry.hash != expected.hash:
                yield (
                    f"Log entry {entry.number} has another hash than the one that was noted: "
                    "the log was written anew up to it."
                )
        before = entry
    yield from _altered(altered)
    if expected and not found:
        yield _cut(before, expected)


def _is_whole(entry: LogEntry) -> bool:
    """Is the entry what its hash was made of? What is stored may be anything, if somebody altered it."""
    try:
        return digest_of(entry) == entry.hash
    except (AttributeError, TypeError, ValueError):
        return False


def _link(before: LogEntry | None, entry: LogEntry) -> Iterator[str]:
    """Whether the entry follows the one before it."""
    number, hash = (before.number, before.hash) if before else (0, "")
    if entry.number <= number:
        yield f"There are two log entries {entry.number}."
    elif entry.number != number + 1:
        yield f"{_span(number + 1, entry.number - 1)} missing from the log."
    elif entry.previous != hash:
        yield (
            f"Log entry {entry.number} does not follow entry {number} as it is now: "
            "one of them was altered or put in the place of another."
            if before
            else f"Log entry {entry.number} followed others that were removed."
        )


def _altered(entries: list[LogEntry]) -> Iterator[str]:
    """Which entries are not what they were; of those that were only moved, where they stood."""
    if len(entries) > _MOST_TOLD:
        first, last = entries[0].number, entries[-1].number
        yield f"{len(entries)} log entries were altered or moved, the first of them entry {first}, the last {last}."
        return
    numbers = [entry.number for entry in entries]
    for entry in entries:
        now = entry.number
        was = next((number for number in numbers if number != now and _was(entry, number)), None)
        told = f"Log entry {now} ({entry.event}, {entry.who or 'nobody named'}, {entry.at})"
        yield f"{told} was altered." if was is None else f"{told} was moved: it was entry {was}."


def _was(entry: LogEntry, number: int) -> bool:
    """Had the entry this number when its hash was made?"""
    now, entry.number = entry.number, number
    try:
        return _is_whole(entry)
    finally:
        entry.number = now


def _cut(last: LogEntry | None, expected: Tail) -> str:
    ends = f"The log ends with entry {last.number}" if last else "The log is empty"
    if last and last.number > expected.number:
        return f"Log entry {expected.number}, whose hash was noted, is missing from the log."
    return f"{ends}, and entry {expected.number} was noted: the log's end was cut off."


def _span(first: int, last: int) -> str:
    return f"Log entry {first} is" if first == last else f"Log entries {first}–{last} are"
