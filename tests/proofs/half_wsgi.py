"""The server with the transaction taken out of signing and closing: the proof must find it. Nothing else loads it."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from django.db import connection

from tests.proofs.marked_wsgi import application, mark

__all__ = ["application"]


def _commit_after(module: str, name: str) -> None:
    """What the function has written is there at once, whatever becomes of the rest."""
    there = import_module(module)
    work: Callable[..., Any] = getattr(there, name)

    @wraps(work)
    def done(*args: Any, **named: Any) -> Any:
        result = work(*args, **named)
        connection.connection.commit()
        if connection.vendor == "sqlite":
            connection.cursor().execute("BEGIN IMMEDIATE")
        mark("half done")
        return result

    setattr(there, name, done)


_commit_after("agreements.services.signing", "_write")
_commit_after("agreements.services.signing", "change_status")
_commit_after("agreements.services.closing", "change_status")
