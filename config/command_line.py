"""Runs a management command so that a wrong setting or a silent database ends in a sentence, not in a traceback."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError, ProgrammingError


def run(arguments: list[str]) -> int:
    """Runs the command of `arguments`, program name first; gives the exit status.

    `--traceback`, Django's own option, lets every error through.
    """
    try:
        execute_from_command_line(arguments)
    except (ImproperlyConfigured, DatabaseError) as error:
        sentence = sentence_for(error)
        if sentence is None or "--traceback" in arguments:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return 0


def sentence_for(error: Exception) -> str | None:
    """What to tell whoever typed the command; None when the fault is the program's own."""
    words = " ".join(str(error).split())
    match error:
        case ImproperlyConfigured():
            return words
        case OperationalError() if "no such table" in words or "no such column" in words:
            return _not_migrated(words)
        case ProgrammingError() if "does not exist" in words:
            return _not_migrated(words)
        case OperationalError():
            return f"The database cannot be used; DATABASE_URL says which one it is. It said: {words}"
        case DatabaseError() if "file is not a database" in words:
            return f"The database cannot be used; DATABASE_URL says which one it is. It said: {words}"
        case _:
            return None


def _not_migrated(words: str) -> str:
    return f"The database is not of this version; run manage.py migrate first. It said: {words}"
