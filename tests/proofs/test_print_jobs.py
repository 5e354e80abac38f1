"""Real workers print in bulk; kill -9 in the middle costs no more than the document that they were at.

Each test has a database of its own, a copy of the one of the suite, and workers that know no other.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.proofs.stage import own_database

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
LONGEST = 180
COPIES = 8

ORDER = """
from copy import copy
from django.utils import timezone
from agreements.models import Agreement, Kind, Status, Unit, User
from agreements.printing.choice import Choice
from agreements.services.printing import print_order
unit = Unit.objects.get(name_fi="Turku")
first = Agreement.objects.get(slug="yhteiset-palvelut-2021")
for number in range({copies}):
    other = copy(first)
    other.pk, other.slug, other._state.adding = None, f"copy-{{number}}", True
    other.save(force_insert=True)
print_order(choice=Choice(unit.pk, 2021, tuple(Kind.values), tuple(Status.values)), form="book", language="fi",
    by=User.objects.get(email="tuula.heino@example.org"), at=timezone.now())
"""
TOLD = """
import json
from agreements.models import PrintJob
from agreements.printing.store import part_file, whole_file
job = PrintJob.objects.get()
parts = [[part.state, part.times, part_file(job, part, "pdf").stat().st_mtime_ns if part.state == "done" else 0]
    for part in job.parts.order_by("number")]
from django_tasks_db.models import DBTaskResult
print(json.dumps({{"state": job.state, "reason": job.reason, "parts": parts, "pages": job.pages,
    "running": DBTaskResult.objects.running().count(), "file": str(whole_file(job))}}))
"""


@dataclass(frozen=True)
class Workshop:
    """A database with one print job in it, and whoever works on it."""

    environment: dict[str, str]
    log: Path

    def ask(self, script: str) -> str:
        """What the application says to the script."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", script],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        return done.stdout

    def told(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.ask(TOLD.format()).splitlines()[-1])
        return answer

    def worker(self, processes: int) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", "db_worker", "--processes", str(processes), "--interval", "0.2"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, documents: int) -> None:
        """Until so many documents are printed."""
        folder = Path(self.environment["MEDIA_ROOT"]) / "printing"
        assert wait_until(lambda: len(list(folder.glob("*/0*.pdf"))) >= documents), self.log.read_text()[-3_000:]

    def wait_for_file(self) -> dict[str, Any]:
        """What is told when the file is there."""
        folder = Path(self.environment["MEDIA_ROOT"]) / "printing"
        assert wait_until(lambda: list(folder.glob("*/whole.pdf"))), self.log.read_text()[-3_000:]
        until = time.monotonic() + LONGEST
        while (told := self.told())["state"] == "open":
            assert time.monotonic() < until, self.log.read_text()[-3_000:]
        assert told["state"] == "done", told
        return told


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with own_database(tmp_path) as url:
        environment = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")},
            **{"DATABASE_URL": url, "MEDIA_ROOT": str(tmp_path / "media"), "PYTHONUNBUFFERED": "1"},
        }
        shop = Workshop(environment, tmp_path / "worker.log")
        shop.ask(ORDER.format(copies=COPIES))
        yield shop


@contextlib.contextmanager
def working(shop: Workshop, processes: int) -> Iterator["subprocess.Popen[bytes]"]:
    worker = shop.worker(processes)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(timeout=LONGEST)


def test_every_processor_prints_and_the_book_is_there(workshop: Workshop) -> None:
    with working(workshop, processes=2):
        told = workshop.wait_for_file()
    assert [part[:2] for part in told["parts"]] == [["done", 1]] * (COPIES + 2)
    assert told["running"] == 0
    assert Path(told["file"]).read_bytes()[:5] == b"%PDF-"
    assert workshop.log.read_text().count("Starting worker") == 2


def test_what_was_printed_before_a_worker_was_killed_is_not_printed_again(workshop: Workshop) -> None:
    worker = workshop.worker(processes=1)
    workshop.wait(2)
    time.sleep(random.uniform(0, 0.5))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    left = workshop.told()
    assert left["state"] == "open"
    kept = {place: part for place, part in enumerate(left["parts"]) if part[0] == "done"}
    assert 0 < len(kept) < len(left["parts"])
    with working(workshop, processes=1):
        after = workshop.wait_for_file()
    assert {place: after["parts"][place] for place in kept} == kept
    assert [part[1] for part in after["parts"]] == [1] * (COPIES + 2)
    assert after["running"] == 0


def test_workers_of_a_crew_that_was_killed_end_and_one_that_was_killed_is_started_again(workshop: Workshop) -> None:
    crew = workshop.worker(processes=2)
    workshop.wait(1)
    first = children_of(crew.pid)
    os.kill(first[0], signal.SIGKILL)
    assert wait_until(lambda: len(set(children_of(crew.pid)) - {first[0]}) == 2)
    workers = children_of(crew.pid)
    os.kill(crew.pid, signal.SIGKILL)
    crew.wait()
    assert wait_until(lambda: not any(is_alive(each) for each in workers))
    with working(workshop, processes=2):
        told = workshop.wait_for_file()
    assert [part[0] for part in told["parts"]] == ["done"] * (COPIES + 2)


def children_of(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if is_alive(int(child))]


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(told: Callable[[], object]) -> bool:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if told():
            return True
        time.sleep(0.05)
    return False
