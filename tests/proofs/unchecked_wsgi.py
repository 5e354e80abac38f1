"""The server with the check of versions taken out, which the proof must find. Nothing else loads it."""

from importlib import import_module

from config.wsgi import application

__all__ = ["application"]


def _never(current: int, seen: int) -> bool:
    return False


# Models can be imported once the application is there.
import_module("agreements.services.rows").is_stale = _never  # type: ignore[attr-defined]
