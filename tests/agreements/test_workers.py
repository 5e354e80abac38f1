"""Who works in the background, and what a worker that died has left behind."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from agreements.models import JobState, PartState
from agreements.tasks import print_part
from agreements.workers import MOST_TRIES, anybody_lives, hold, lives, take_up
from tests.agreements.print_jobs import choice_of, ordered, states, work

HOLDING = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1], INSTALLED_APPS=["django.contrib.contenttypes", "django_tasks_db"])
import django
django.setup()
from agreements.workers import hold
held = hold("other")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def running(worker: str, tries: int = 1) -> DBTaskResult:
    """The only task, as a worker left it that died over it."""
    task = DBTaskResult.objects.get(task_path="agreements.tasks.print_part")
    task.status, task.started_at, task.worker_ids = TaskResultStatus.RUNNING, timezone.now(), [worker] * tries
    task.save()
    return task


def test_a_worker_lives_for_as_long_as_it_holds_its_lock() -> None:
    assert not lives("one")
    with hold("one"):
        assert lives("one")
        assert anybody_lives()
    assert not lives("one")
    assert not anybody_lives()


def test_the_lock_is_free_as_soon_as_the_process_was_killed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert lives("other")
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert not lives("other")


def test_a_lock_that_was_removed_while_it_was_taken_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:

    taken: list[int] = []
    real = fcntl.flock

    def flock(file: object, how: int) -> None:
        if not taken:  # another worker that starts removes what it takes for left over
            take_away()
        taken.append(how)
        real(file, how)  # type: ignore[arg-type]

    def take_away() -> None:
        (folder / "one").unlink()

    folder = Path(settings.MEDIA_ROOT) / "workers"
    monkeypatch.setattr(fcntl, "flock", flock)
    with hold("one"):
        monkeypatch.undo()
        assert len(taken) == 2
        assert lives("one")


@pytest.mark.usefixtures("examples")
def test_tasks_of_a_worker_that_died_wait_again_and_those_of_one_that_lives_do_not() -> None:
    job = ordered(choice=choice_of(statuses=["draft"]))
    task = running("dead")
    with hold("dead"):
        assert take_up() == 0
    assert take_up() == 1
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (TaskResultStatus.READY, ["dead"])
    work()
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.usefixtures("examples")
def test_a_task_over_which_workers_die_again_and_again_is_given_up_and_the_job_says_so() -> None:
    job = ordered(choice=choice_of(statuses=["draft"]))
    task = running("dead", tries=MOST_TRIES)
    assert take_up() == 0
    task.refresh_from_db()
    assert (task.status, task.exception_class_path) == (
        TaskResultStatus.FAILED,
        "agreements.workers.WorkerDiedError",
    )
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.FAILED, [PartState.FAILED])
    assert job.parts.get().reason


@pytest.mark.usefixtures("examples")
def test_what_is_left_of_workers_that_died_is_removed(tmp_path: Path) -> None:
    hold("dead").close()
    with hold("living"):
        take_up()
        assert [each.name for each in (tmp_path / "workers").iterdir()] == ["living"]


def test_what_somebody_waits_for_at_once_comes_before_printing() -> None:
    assert print_part.priority < 0
