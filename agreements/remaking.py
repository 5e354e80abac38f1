"""SQLite remakes a table under another name and renames it, which it refuses while a trigger speaks of the table.

So the rules of `triggers` step aside while a migration remakes a table, and no longer: its code finds them in place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.db.transaction import atomic

from agreements.trigger_rules import PREFIX

_FOUND = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ORDER BY rowid"


class RemakingSchemaEditor(DatabaseSchemaEditor):
    """Django's own, with the rules out of its way whenever a table or a column goes."""

    def _remake_table(self, *args: Any, **kwargs: Any) -> None:
        with _rules_aside(self.connection):
            super()._remake_table(*args, **kwargs)  # type: ignore[misc]

    def remove_field(self, *args: Any, **kwargs: Any) -> None:
        with _rules_aside(self.connection):
            super().remove_field(*args, **kwargs)

    def delete_model(self, *args: Any, **kwargs: Any) -> None:
        with _rules_aside(self.connection):
            super().delete_model(*args, **kwargs)


@contextmanager
def _rules_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Takes the rules out of the database, and puts them back as they were; one that no longer fits waits for the end
    of the migrations, when all are put in place anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [f"{PREFIX}%"])
        found = cursor.fetchall()
        for name, _table, _sql in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    for _name, table, sql in found:
        try:
            with atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(sql)
                _try_out(cursor, table)
        except OperationalError:
            continue


def _try_out(cursor: Any, table: str) -> None:
    """Has SQLite read the rules of the table as before a change, without one. Raises OperationalError."""
    for change in ("INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET id = id", "DELETE FROM {}"):
        cursor.execute("EXPLAIN " + change.format(f'"{table}"'))


def _teach_sqlite(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.SchemaEditorClass = RemakingSchemaEditor


def register() -> None:
    """Teach every connection to SQLite that will be made."""
    connection_created.connect(_teach_sqlite, dispatch_uid="remaking")
