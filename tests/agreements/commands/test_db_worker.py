"""The command that works in the background: which processes it starts."""

import pytest
from django.core.management import CommandError, call_command

from agreements.management.commands import db_worker
from agreements.management.commands.db_worker import _arguments


def test_the_crew_passes_on_the_command_line_without_what_it_decides() -> None:
    line = [
        "manage.py",
        "db_worker",
        "--processes",
        "4",
        "--interval",
        "2",
        "--parent=17",
        "--worker-id",
        "x",
        "--batch",
    ]
    assert _arguments(line) == ["manage.py", "db_worker", "--interval", "2", "--batch"]


def test_there_is_at_least_one_process() -> None:
    with pytest.raises(CommandError, match="at least one"):
        call_command("db_worker", processes=0)


def test_there_are_as_many_workers_as_processors_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    crews: list[tuple[int, bool]] = []

    class Crew:
        def __init__(self, processes: int, arguments: list[str], *, lasting: bool) -> None:
            crews.append((processes, lasting))

        def work(self) -> None:
            pass

    monkeypatch.setattr(db_worker, "Crew", Crew)
    monkeypatch.setattr(db_worker, "processors", lambda: 6)
    call_command("db_worker")
    call_command("db_worker", processes=3, batch=True)
    assert crews == [(6, True), (3, False)]
