"""Reads a database's address, such as `postgresql://user:password@host:5432/name`.

No message of this module repeats any part of the address: a mistyped one may hold its password anywhere.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

Database = dict[str, Any]

POSTGRESQL_OPTIONS = (
    "application_name",
    "channel_binding",
    "connect_timeout",
    "options",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
)
EXAMPLE = "postgresql://user:password@host:5432/name or sqlite:////absolute/path.sqlite3"

# Durable before fast: a change that the server has confirmed survives a crash. With recursive triggers a row that is
# replaced is deleted in the eyes of the triggers too.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
}
CONNECT_TIMEOUT_SECONDS = "10"


class DatabaseUrlError(ValueError):
    """Says, in one sentence for whoever sets the machine up, what is wrong with an address."""


def sqlite_database(path: Path) -> Database:
    """Django's settings for an SQLite file at `path`."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS)}


def parse_database_url(url: str, *, base: Path) -> Database:
    """Django's settings for the database at `url`; a relative SQLite path starts from `base`.

    User, password, host and name may be percent-encoded. Raises DatabaseUrlError.
    """
    if re.search(r"[\x00-\x20\x7f]", url):
        raise DatabaseUrlError("it holds a space or a control character; write a space as %20")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise DatabaseUrlError(f"it is not an address; write it as {EXAMPLE}") from None
    if parts.fragment or url.endswith("#"):
        raise DatabaseUrlError("it holds a #; write it as %23")
    match parts.scheme:
        case "sqlite":
            return _sqlite(parts, base)
        case "postgres" | "postgresql":
            return _postgresql(parts)
        case _:
            raise DatabaseUrlError(f"its scheme is neither postgresql nor sqlite; write it as {EXAMPLE}")


def _sqlite(parts: SplitResult, base: Path) -> Database:
    path = _decoded(parts.path.removeprefix("/"))
    if parts.netloc or not parts.path.startswith("/"):
        raise DatabaseUrlError(
            "an SQLite address has three slashes before a relative path and four before an absolute one"
        )
    if parts.query:
        raise DatabaseUrlError("an SQLite address takes no options")
    if not path or path.endswith("/") or path == ":memory:":
        raise DatabaseUrlError("an SQLite address needs the path of a file")
    return sqlite_database(base / path)


def _postgresql(parts: SplitResult) -> Database:
    name = _decoded(parts.path.removeprefix("/"))
    if not name or parts.path.rfind("/") != 0:
        raise DatabaseUrlError("a PostgreSQL address ends in the name of one database, after the host and a /")
    user_info, has_user, host_info = parts.netloc.rpartition("@")
    if "@" in user_info:
        raise DatabaseUrlError("it holds more than one @; write those of a user or a password as %40")
    user, _, password = user_info.partition(":")
    if has_user and not user:
        raise DatabaseUrlError("it holds an @ with no user before it")
    host, port = _host_and_port(host_info)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": _decoded(user),
        "PASSWORD": _decoded(password),
        "HOST": _decoded(host),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT_SECONDS} | _options(parts.query),
    }


def _host_and_port(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]*))(?::([0-9]{1,5}))?", text)
    port = int(match[3]) if match and match[3] else None
    if not match or port == 0 or (port or 0) > 65535:
        raise DatabaseUrlError(
            "its host or its port, a number from 1 to 65535, cannot be read; write a / of a password as %2F"
        )
    return match[1] or match[2] or "", str(port or "")


def _options(query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for pair in query.split("&") if query else []:
        name, equals, value = pair.partition("=")
        if name not in POSTGRESQL_OPTIONS or not equals or name in options:
            raise DatabaseUrlError(
                f"its options, each given once as name=value, may be {', '.join(POSTGRESQL_OPTIONS)}"
            )
        options[name] = _decoded(value)
    return options


def _decoded(text: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise DatabaseUrlError("it holds a % that begins no code; write it as %25")
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise DatabaseUrlError("its percent codes are not UTF-8") from None
    if "\0" in decoded:
        raise DatabaseUrlError("it holds a null character")
    return decoded
