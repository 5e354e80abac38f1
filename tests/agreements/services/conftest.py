"""A database that threads can work on at the same time."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def same_database(transactional_db: None, examples: None, tmp_path: Path) -> Callable[[], None]:
    """What a thread calls first: it then works on the database that the others work on.

    SQLite's database in memory knows no waiting, so threads get a copy of it in a file.
    """
    if connection.vendor != "sqlite":
        return lambda: None
    connection.ensure_connection()
    file = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)

    def turn_to_copy() -> None:
        connection.settings_dict = {**connection.settings_dict, "NAME": str(file)}

    return turn_to_copy
