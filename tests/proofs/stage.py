"""A proof's own database, its server and its writers."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from agreements.models import Agreement
from tests.proofs.audit import Mark
from tests.proofs.database import SLUG

LONGEST_START = 60
ADDRESS = f"/agreements/{SLUG}/edit/"


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A copy of the test database, as the DATABASE_URL of a server; gone afterwards."""
    if not Agreement.objects.exists():  # a transactional test before this one emptied it
        call_command("load_examples", unfrozen=True, stdout=StringIO())
    if connection.vendor == "sqlite":
        path = folder / "proof.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        yield f"sqlite:///{path}"
        return
    known = connection.settings_dict
    name = f"proof_{os.getpid()}_{random.randrange(10**6)}"
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{known["NAME"]}"')
    who = f"{quote(known['USER'], safe='')}:{quote(known['PASSWORD'], safe='')}@" if known["USER"] else ""
    try:
        yield f"postgresql://{who}{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def production(url: str) -> dict[str, str]:
    """The environment of a production machine behind a proxy."""
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")},
        "SOPIMUSKIRJA_ENV": "production",
        "SECRET_KEY": "k9-" + "abcdefghij" * 5,
        "ALLOWED_HOSTS": "localhost",
        "BEHIND_TLS_PROXY": "yes",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def ask_database(url: str, *words: str) -> dict[str, Any]:
    """What tests/proofs/database.py says of the database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs.database", *words],
        cwd=settings.BASE_DIR,
        env=production(url),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@dataclass
class Server:
    """The production server on a free port, with a few workers; what it says goes to `log`.

    `more` is what its environment has besides.
    """

    url: str
    log: Path
    wsgi: str = "config.wsgi"
    workers: int = 4
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            *(sys.executable, "-m", "gunicorn", self.wsgi, "--preload", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", str(self.workers), "--timeout", "120", "--graceful-timeout", "5"),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=production(self.url) | self.more,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + LONGEST_START
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.02)

    def _answers(self) -> bool:
        request = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_START)
        try:
            request.request("GET", "/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            return request.getresponse().status < 500
        except (OSError, HTTPException):
            return False
        finally:
            request.close()

    def kill_worker(self) -> None:
        """kill -9 for one of the processes that answer; the server starts another one itself."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(random.choice(children)), signal.SIGKILL)

    def kill(self) -> None:
        """kill -9 for all its processes at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Writers:
    """Processes that write on the same rows. `saves` is how often each; None until they are told to stop."""

    server: Server
    folder: Path
    people: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    saves: int | None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        for number, person in enumerate(self.people):
            told = {
                **person,
                "port": self.server.port,
                "address": ADDRESS,
                "name": f"w{number}",
                "rows": [{"pk": row["pk"], "group": row["group"]} for row in self.rows],
                "saves": self.saves,
            }
            with self._said(number).open("wb") as said:
                self.processes.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "tests.proofs.writer", json.dumps(told)],
                        cwd=settings.BASE_DIR,
                        stdin=subprocess.PIPE,
                        stdout=said,
                        stderr=subprocess.STDOUT,
                    )
                )

    def _said(self, number: int) -> Path:
        return self.folder / f"writer-{number}.txt"

    def count(self) -> int:
        """How many saves have been confirmed so far."""
        return sum(self._said(number).read_bytes().count(b"\n") for number in range(len(self.people)))

    def finish(self, *, within: float) -> "Result":
        """Tell them to stop, wait for them, and gather what they say."""
        until = time.monotonic() + within
        for process in self.processes:
            assert process.stdin
            process.stdin.close()
        for number, process in enumerate(self.processes):
            code = process.wait(timeout=max(1, until - time.monotonic()))
            assert code == 0, self._said(number).read_text()[-2_000:]
        result = Result()
        for number in range(len(self.people)):
            *marks, last = self._said(number).read_text().splitlines()
            result.confirmed += [(pk, name, mark) for pk, name, mark in map(json.loads, marks)]
            end = json.loads(last)
            result.statuses.update({int(status): count for status, count in end["statuses"].items()})
            result.cut += end["cut"]
        return result

    def kill(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()


@dataclass
class Result:
    """What the writers were told: the marks confirmed, how often which status, and how many answers never came."""

    confirmed: list[Mark] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    cut: int = 0


@dataclass
class Stage:
    """A database with writers signed in, and the folder of what belongs to it."""

    url: str
    folder: Path
    start: dict[str, Any]

    def server(self, *, wsgi: str = "config.wsgi", workers: int = 4) -> Server:
        return Server(self.url, self.folder / "server.log", wsgi, workers)

    def told(self) -> dict[str, Any]:
        told = ask_database(self.url, "told")
        known = {row["pk"] for row in self.start["rows"]}
        return {**told, "rows": [row for row in told["rows"] if row["pk"] in known]}

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()


@contextlib.contextmanager
def stage(folder: Path, *, writers: int, rows: int) -> Iterator[Stage]:
    """A stage for so many writers on so many rows."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with own_database(folder) as url:
            yield Stage(url, folder, ask_database(url, "prepare", str(writers), str(rows)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
