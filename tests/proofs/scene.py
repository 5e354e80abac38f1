"""The scene of the proofs of signing: a document on its way, who presses, and a clerk who looks at the database."""

import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

from agreements.sealing.demo import self_signed
from tests.proofs.clerk import PASSWORD
from tests.proofs.database import SLUG
from tests.proofs.signing_audit import Told
from tests.proofs.stage import Server, own_database, production
from tests.proofs.writer import TOKEN

LONGEST_ANSWER = 180


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody presses a button of a page: the address, below the document's or whole, and what its form sends.

    In a race they press so many seconds late.
    """

    person: Mapping[str, Any]
    address: str
    fields: Mapping[str, Any]
    is_script: bool = False
    late: float = 0


class Clerk:
    """The process that prepares the database and tells what is in it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.clerk"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: str) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        print(*words, file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        assert line, "the clerk has ended; what it said stands above"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def told(self) -> Told:
        return self.ask("told")

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Scene:
    """A database that is put back as it was prepared as often as wanted, with the clerk beside it.

    `there` is what the clerk prepared, `told` what was true then.
    """

    url: str
    folder: Path
    clerk: Clerk
    there: dict[str, Any]
    told: Told

    @property
    def people(self) -> list[dict[str, Any]]:
        """The head of the unit, two directors, who are the parties, and an administrator who is none."""
        people: list[dict[str, Any]] = self.there["people"]
        return people

    def server(self, *, wsgi: str = "tests.proofs.paged_wsgi", workers: int = 1, marks: int = 0) -> Server:
        told = {"PROOF_MARKS": str(marks)} if marks else {}
        server = Server(self.url, self.folder / "server.log", wsgi, workers)
        server.more = seal_of(self.folder) | told
        return server

    def sign(self, person: int) -> Press:
        """The person of the number signs for their own party, with their password."""
        who = self.people[person]
        fields = {
            "party": self.there["parties"][str(who["user"])],
            "seen": self.there["sha256"],
            "read": "on",
            "password": PASSWORD,
        }
        return Press(who, f"sign/?version={self.there['version']}", fields)

    def step(self, person: int, step: str, reason: str = "") -> Press:
        """The person takes a step, having seen the document as it was prepared."""
        fields = {"seen": self.there["seen"], "reason": reason}
        return Press(self.people[person], f"status/{step}/?version={self.there['version']}", fields)

    def put_back(self) -> None:
        """The database as it was prepared. Whoever is connected to PostgreSQL's is cut off."""
        name = self.url.rpartition("/")[2]
        if connection.vendor == "sqlite":
            path = self.folder / name
            for ending in ("-wal", "-shm"):
                path.with_name(name + ending).unlink(missing_ok=True)
            shutil.copyfile(path.with_name(f"{name}.kept"), path)
            return
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_kept"')

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()


def press(server: Server, it: Press) -> Answer | None:
    """What the server answers; None when it died before it did."""
    headers = {
        "Host": "localhost",
        "X-Forwarded-Proto": "https",
        "Referer": "https://localhost/",
        "Cookie": f"sessionid={it.person['session']}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    if it.is_script:
        headers["X-Requested-With"] = "fetch"
    path = it.address if it.address.startswith("/") else f"/agreements/{SLUG}/{it.address}"
    asked = HTTPConnection("127.0.0.1", server.port, timeout=LONGEST_ANSWER)
    try:
        asked.request("POST", path, urlencode(it.fields), headers)
        answer = asked.getresponse()
        return Answer(answer.status, answer.read().decode())
    except (OSError, HTTPException):
        return None
    finally:
        asked.close()


def together(server: Server, *presses: Press) -> list[Answer]:
    """What each is answered when they press at the same moment, or as late as they are."""
    start = Barrier(len(presses))

    def one(it: Press) -> Answer:
        start.wait()
        time.sleep(it.late)
        answer = press(server, it)
        assert answer, server.log.read_text()[-3_000:]
        return answer

    with ThreadPoolExecutor(len(presses)) as people:
        return list(people.map(one, presses))


def seal_of(folder: Path) -> dict[str, str]:
    """The environment that names a seal of the proof's own, made when it is not there."""
    path = folder / "seal.pem"
    if not path.exists():
        path.write_bytes(self_signed("Seal of the proofs", at=timezone.now()))
    return {"SEAL_CERTIFICATE": str(path)}


@contextlib.contextmanager
def scene(folder: Path, status: str, *, others: int = 0) -> Iterator[Scene]:
    """A scene with the document in the status, as the clerk prepares it, and so many directors more."""
    folder.mkdir(parents=True, exist_ok=True)
    with own_database(folder) as url:
        clerk = Clerk(production(url) | seal_of(folder))
        try:
            there = clerk.ask("prepare", status, str(others))
            told = clerk.told()
            with _kept(folder, url):
                yield Scene(url, folder, clerk, there, told)
        finally:
            clerk.end()
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _kept(folder: Path, url: str) -> Iterator[None]:
    """A copy of the database as it is, to be put back from; nobody is connected to it now."""
    name = url.rpartition("/")[2]
    if connection.vendor == "sqlite":
        shutil.copyfile(folder / name, folder / f"{name}.kept")
        yield
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}_kept" WITH (FORCE)')
