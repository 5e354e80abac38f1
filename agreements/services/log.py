"""Writing the log. Each entry is part of the transaction of what it tells, and holds the hash of the entry before."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from agreements.log import digest_of, name_of
from agreements.models import Event, LogEntry, User
from agreements.origin import current_address
from agreements.written import without_forbidden

_LONGEST = {"who": 320, "address": 45, "about": 200}
_TAIL = 'SELECT number, hash FROM "agreements_logentry" ORDER BY number DESC LIMIT 1'
# Any number will do, as long as nothing else of this database locks it.
_CHAIN = 5_107_310
_LONGEST_PATH = 500
SAME_DENIAL = datetime.timedelta(minutes=10)
"""For how long the same denial of the same person is not told again: a page that asks by itself asks for hours."""


def log_entry(
    *,
    event: Event,
    by: User | None,
    about: str = "",
    unit: int | None = None,
    detail: Mapping[str, Any] | None = None,
    who: str = "",
    address: str | None = None,
    at: datetime.datetime | None = None,
) -> LogEntry:
    """The next entry of the log, written in the transaction that the caller is in: both are kept, or neither.

    `about` is what a function of `agreements.log` says ("agreement x v1"), `unit` the unit whose administrators read
    the entry, `detail` plain values: texts, whole numbers, yes or no, nothing, and lists and mappings of them. `who`
    is needed only where there is no user; the address is the request's own unless it is given.

    Two queries. Others who write entries wait from here to the caller's commit: call it last in a transaction.
    Raises TransactionManagementError outside a transaction, TypeError for a detail that cannot be hashed for ever.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An entry of the log belongs to the transaction of what it tells.")
    who = who or (name_of(by) if by else "")
    address = current_address.get() if address is None else address
    entry = LogEntry(
        at=at or timezone.now(),
        event=event.value,
        user_id=by.pk if by else None,
        who=_text(who, "who"),
        address=_text(address, "address"),
        unit_id=unit,
        about=_text(about, "about"),
        detail=_plain(detail or {}),
    )
    number, entry.previous = _locked_tail()
    entry.number = number + 1
    entry.hash = digest_of(entry)
    entry.save(force_insert=True)
    return entry


def export_log(
    *,
    by: User | AnonymousUser | None,
    format: str,
    what: str = "document",
    about: str = "",
    unit: int | None = None,
    who: str = "",
    detail: Mapping[str, Any] | None = None,
) -> LogEntry:
    """An entry for a file that leaves: called when the file is made, before it is sent.

    `format` is how its name ends, `what` a key of `agreements.log_words.FILES`; `detail` may tell more. It has a
    transaction of its own where the caller has none: whoever cannot be written down gets no file.
    """
    with transaction.atomic(savepoint=False):
        return log_entry(
            event=Event.EXPORTED,
            by=by if isinstance(by, User) else None,
            about=about,
            unit=unit,
            who=who,
            detail={"what": what, "format": format, **(detail or {})},
        )


def denial_log(*, by: User, about: str, unit: int | None, method: str, path: str, status: int) -> LogEntry | None:
    """An entry for somebody who was turned away; None when the log has just told the same."""
    detail = _plain({"method": method, "path": path[:_LONGEST_PATH], "status": status})
    now = timezone.now()
    told = LogEntry.objects.filter(event=Event.DENIED, user_id=by.pk, at__gt=now - SAME_DENIAL)
    if detail in told.order_by().values_list("detail", flat=True):
        return None
    with transaction.atomic(savepoint=False):
        return log_entry(event=Event.DENIED, by=by, about=about, unit=unit, detail=detail, at=now)


def _locked_tail() -> tuple[int, str]:
    """The last entry's number and hash, which nobody else can follow before this transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One round trip and two statements: the second one sees what was committed while the first one waited.
            cursor.execute(f"SELECT pg_advisory_xact_lock({_CHAIN}); {_TAIL}")
            cursor.nextset()
        else:  # SQLite's transactions are IMMEDIATE: whoever has begun one writes alone.
            cursor.execute(_TAIL)
        tail: tuple[int, str] | None = cursor.fetchone()
    return tail or (0, "")


def _text(text: str, column: str) -> str:
    """The text as every database keeps it, cut to the column's length."""
    return without_forbidden(text)[: _LONGEST[column]]


def _plain(value: Any) -> Any:
    """The value as both databases give it back. Raises TypeError for one that they might not."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return without_forbidden(str(value))
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {without_forbidden(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    raise TypeError(f"The log keeps texts, whole numbers and lists of them, not {type(value).__name__}.")
