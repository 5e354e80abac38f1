"""The log's chain as plain data: what an entry's hash is taken of, and how the log names what its entries are about."""

import datetime
import hashlib
import json
from typing import Any

from django.db.models import Model

from agreements.models import Agreement, LogEntry, Membership, Unit, User


def digest(
    *,
    number: int,
    at: datetime.datetime,
    event: str,
    user: int | None,
    who: str,
    address: str,
    unit: int | None,
    about: str,
    detail: dict[str, Any],
    previous: str,
) -> str:
    """The SHA-256 of an entry's columns as canonical JSON: keys in order, no spaces, the time in UTC."""
    columns = {
        "number": number,
        "at": at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "event": event,
        "user": user,
        "who": who,
        "address": address,
        "unit": unit,
        "about": about,
        "detail": detail,
        "previous": previous,
    }
    text = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(entry: LogEntry) -> str:
    """The hash that the entry's columns, as they are now, have; an untouched entry's `hash` is the same."""
    return digest(
        number=entry.number,
        at=entry.at,
        event=entry.event,
        user=entry.user_id,
        who=entry.who,
        address=entry.address,
        unit=entry.unit_id,
        about=entry.about,
        detail=entry.detail,
        previous=entry.previous,
    )


def about_agreement(agreement: Agreement) -> str:
    """How the log names a version of a document: "agreement yhteiset-palvelut-2021 v1"."""
    return f"agreement {agreement.slug} v{agreement.version}"


def about_unit(unit: Unit | int) -> str:
    """How the log names a unit: "unit 12"."""
    return f"unit {unit.pk if isinstance(unit, Unit) else unit}"


def about_user(user: User | int) -> str:
    """How the log names a person: "user 5"."""
    return f"user {user.pk if isinstance(user, User) else user}"


def name_of(user: User) -> str:
    """How the log names who did something, to be read when the account has long been another's."""
    return f"{user.name} ({user.email})" if user.name else user.email


def role_detail(role: Membership) -> dict[str, str | None]:
    """What the log tells of a role, in words that last: whose, which, where, until when and in whose place."""
    return {
        "person": name_of(role.user),
        "role": role.role,
        "unit": role.unit.name_fi,
        "until": role.until.isoformat() if role.until else None,
        "substitute_for": name_of(role.substitute_for) if role.substitute_for else None,
    }


def columns_of(row: Model, *names: str) -> dict[str, str]:
    """The row's columns of these names as texts, for `before` and `after`; empty for what is not given."""
    values = ((name, getattr(row, name)) for name in names)
    return {name: "" if value is None else str(value) for name, value in values}
