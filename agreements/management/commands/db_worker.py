"""`manage.py db_worker`: does what was left for the background, on every processor."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tasks_db.management.commands import db_worker

from agreements.workers import hold, processors, take_up

_PAUSE = 1.0
# What cannot start, for the database is not there, is not tried without a break.
_REST = 5.0
_OWN = ("--processes", "--parent", "--worker-id")


class Command(db_worker.Command):
    """The worker of django-tasks-db, as many of them as there are processors; one that dies is started again."""

    help = "Does what was left for the background. Tasks of a worker that died are taken up again."

    def add_arguments(self, parser: CommandParser) -> None:  # type: ignore[override]
        super().add_arguments(parser)
        parser.set_defaults(reload=False)
        parser.add_argument("--processes", type=int, default=processors(), help="how many, else one for each processor")
        parser.add_argument("--parent", type=int, metavar="PID", help="end when this process, which started it, ends")

    def handle(self, *, processes: int, parent: int | None, **options: Any) -> None:  # type: ignore[override]
        if processes < 1:
            raise CommandError("There must be at least one process.")
        if parent is not None:
            _end_with(parent)
        if processes > 1:
            Crew(processes, _arguments(sys.argv), lasting=not options["batch"] and options["max_tasks"] is None).work()
            return
        with hold(options["worker_id"]) as held:
            take_up()
            try:
                super().handle(**options)
            finally:
                Path(held.name).unlink(missing_ok=True)


class Crew:
    """Some processes with one worker each. They end when this one does, however it ends."""

    def __init__(self, processes: int, arguments: list[str], *, lasting: bool) -> None:
        self._arguments = arguments
        self._lasting = lasting
        self._going = True
        self._workers = [self._start() for _each in range(processes)]

    def work(self) -> None:
        """Watch over the workers until all have ended; one that dies is started again."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        while any(worker.poll() is None for worker in self._workers) or (self._going and self._lasting):
            time.sleep(_PAUSE)
            if self._going:
                self._workers = [self._watched(worker) for worker in self._workers]

    def _watched(self, worker: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
        ended = worker.poll()
        if ended is None or (ended == 0 and not self._lasting):
            return worker
        time.sleep(_REST)
        return self._start() if self._going else worker

    def _start(self) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C at the terminal reaches this process, which passes it on once.
        own = ["--processes", "1", "--parent", str(os.getpid())]
        return subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, *self._arguments, *own], start_new_session=True
        )

    def _stop(self, signal_number: int, frame: FrameType | None) -> None:
        """Let the workers finish what they are at; asked twice, they break it off."""
        self._going = False
        for worker in self._workers:
            if worker.poll() is None:
                worker.terminate()


def _arguments(argv: list[str]) -> list[str]:
    """This command line without what the crew decides."""
    kept = []
    rest = iter(argv)
    for argument in rest:
        if argument in _OWN:
            next(rest, None)
        elif argument.split("=")[0] not in _OWN:
            kept.append(argument)
    return kept


def _end_with(parent: int) -> None:
    """Be told to stop when the process that started this one is there no more."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PAUSE)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
