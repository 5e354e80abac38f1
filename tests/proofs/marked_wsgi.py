"""The server, which also tells how far the signing or closing that it is at has come. Nothing else loads it.

It sends the name of each moment to the port of PROOF_MARKS. What it does is what the server does.
"""

import os
import socket
from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from tests.proofs.paged_wsgi import application as served

_sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
_to = ("127.0.0.1", int(os.environ["PROOF_MARKS"]))
_last = ""


def mark(moment: str) -> None:
    global _last
    _last = moment
    _sender.sendto(moment.encode(), _to)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] != "POST":
        return served(environ, start_response)
    mark("asked")
    answer = served(environ, start_response)
    mark("answered")
    return answer


def _marked(module: str, name: str, moment: str, *, when: str = "") -> None:
    """Mark the moment when the function is called; with `when`, only when it is given that."""
    there = import_module(module)
    work: Callable[..., Any] = getattr(there, name)

    @wraps(work)
    def marked(*args: Any, **named: Any) -> Any:
        if not when or named[when] is not None:
            mark(moment)
        return work(*args, **named)

    setattr(there, name, marked)


def _mark_commits() -> None:
    commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def marked(self: BaseDatabaseWrapper) -> None:
        if _last != "writing":
            commit(self)
            return
        mark("committing")
        commit(self)
        mark("committed")

    BaseDatabaseWrapper._commit = marked  # type: ignore[attr-defined]


# Models can be imported once the application is there.
_marked("agreements.records", "render_pdf", "printing")
_marked("agreements.services.closing", "print_report", "printing")
_marked("agreements.records", "seal", "sealing")
_marked("agreements.services.signing", "_sign", "writing", when="prepared")
_marked("agreements.services.closing", "_close", "writing", when="prepared")
_mark_commits()
