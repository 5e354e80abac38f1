"""`manage.py verify_integrity [--expect NUMBER:HASH | --tail FILE]`: is everything as it was signed and written?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.integrity import Outcome, verify
from agreements.integrity.chain import Tail


class Command(BaseCommand):
    help = (
        "Checks every signed document, seal, scan, closing and the log's chain, and names what is wrong. "
        "A chain shows what was removed, altered or moved in it; that its end was cut off, or that all of it was "
        "written anew, it shows only when the log's tail was noted outside the database: give it with --expect or "
        "--tail. Run it daily, with --tail on another machine."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        noted = parser.add_mutually_exclusive_group()
        noted.add_argument("--expect", metavar="NUMBER:HASH", help="how the log ended when it was last noted")
        noted.add_argument(
            "--tail", type=Path, metavar="FILE", help="where that is noted; noted anew when nothing is wrong"
        )

    def handle(self, *, expect: str | None, tail: Path | None, **options: Any) -> None:
        outcome = verify(expected=_expected(expect, tail))
        for problem in outcome.problems:
            self.stdout.write(problem)
        if outcome.problems:
            count = len(outcome.problems)
            raise CommandError(f"{count} {'problem' if count == 1 else 'problems'} found. {_looked_at(outcome)}")
        self.stdout.write(f"Nothing is wrong. {_looked_at(outcome)}")
        if outcome.tail:
            self.stdout.write(f"The log ends with {outcome.tail}")
            if tail:
                _note(tail, outcome.tail)


def _expected(expect: str | None, file: Path | None) -> Tail | None:
    """The tail that was noted; None where none was, or not yet."""
    try:
        text = file.read_text() if file and file.exists() else expect
        return Tail.read(text) if text is not None else None
    except (OSError, ValueError) as error:
        raise CommandError(f"{file or '--expect'} cannot be used: {error}") from error


def _looked_at(outcome: Outcome) -> str:
    names = ("log entries", "signed documents", "seals", "signatures", "scans", "closings")
    return "Looked at: " + ", ".join(f"{outcome.tally[name]} {name}" for name in names) + "."


def _note(file: Path, tail: Tail) -> None:
    try:
        file.write_text(f"{tail}\n")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
