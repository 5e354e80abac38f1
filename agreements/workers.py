"""Who works in the background, and what a worker that died has left behind.

A worker holds a lock on a file of its own for as long as it lives. The system lets go of it however the process ends,
by kill -9 too: a task that is said to be running, by a worker whose lock nobody holds, is nobody's. Such a task waits
again, so every task must be one that can be begun once more from the start. All workers share MEDIA_ROOT.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)

MOST_TRIES = 3
"""How many workers may die over a task before it is given up: it might be the task that kills them."""

GivenUp = Callable[..., None]


class WorkerDiedError(Exception):
    """The workers that ran a task ended before it did."""


def hold(worker: str) -> IO[bytes]:
    """Take the lock that says that the worker lives; it lives for as long as what is returned stays open."""
    path = _folder() / worker
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        held = path.open("wb")
        fcntl.flock(held, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_ino == os.fstat(held.fileno()).st_ino:
            return held
        # Before it was locked, another worker took it for one that is left over, and removed it.
        held.close()


def lives(worker: str) -> bool:
    """Does the worker still hold its lock?"""
    try:
        held = (_folder() / worker).open("rb")
    except FileNotFoundError:
        return False
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def anybody_lives() -> bool:
    """Is there a worker at all?"""
    return any(lives(each.name) for each in _files())


def take_up() -> int:
    """Let the tasks of workers that died wait again, and forget those workers. Returns how many tasks wait.

    One over which MOST_TRIES workers died is given up instead; its module may say in GIVEN_UP, by the task's name,
    what is done then.
    """
    left = 0
    for task in DBTaskResult.objects.running().order_by("started_at"):
        if task.worker_ids and lives(task.worker_ids[-1]):
            continue
        # Another worker that starts at the same time must not do it again.
        mine = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at)
        if len(task.worker_ids) >= MOST_TRIES:
            if mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now()):
                _give_up(task)
        elif mine.update(status=TaskResultStatus.READY):
            left += 1
            log.warning("Task %s is taken up again: worker %s ended.", task.task_path, task.worker_ids[-1:])
    for file in _files():
        _forget(file)
    return left


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _give_up(task: DBTaskResult[Any, Any]) -> None:
    log.error("Task %s is given up: %d workers ended over it.", task.task_path, len(task.worker_ids))
    task.set_failed(WorkerDiedError(f"{len(task.worker_ids)} workers ended over it"))
    module, name = task.task_path.rsplit(".", 1)
    given_up: Mapping[str, GivenUp] = getattr(import_module(module), "GIVEN_UP", {})
    if name in given_up:
        given_up[name](*task.args_kwargs["args"], **task.args_kwargs["kwargs"])


def _forget(file: Path) -> None:
    """Remove the file of a worker that died: locked, so that it is nobody's who is just about to lock it."""
    with suppress(FileNotFoundError, BlockingIOError), file.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.unlink()


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "workers"


def _files() -> list[Path]:
    folder = _folder()
    return sorted(folder.iterdir()) if folder.is_dir() else []
