"""The rules in the database: put there after each migration, whatever the migration did to the tables."""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from django.db.transaction import atomic

from agreements import remaking
from agreements.models import Agreement, SignedRecord
from agreements.trigger_rules import KEPT, PREFIX, SIGNED, Rule, held_tables, kept_tables, rules

_AGREEMENTS = Agreement._meta.db_table
_FOUND = {
    "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'",  # noqa: S608
    "postgresql": (
        "SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace "  # noqa: S608
        f"WHERE nspname = current_schema() AND prorettype = 'trigger'::regtype AND proname LIKE '{PREFIX}%'"
    ),
}
_DROP = {"sqlite": 'DROP TRIGGER "{}"', "postgresql": 'DROP FUNCTION "{}" CASCADE'}


def install_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the rules of today into the database in place of those that are there: at no moment there are none."""
    connection = connections[using]
    with atomic(using=using), connection.cursor() as cursor:
        remove_triggers(using)
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the rules out of the database: only for what empties a whole database, as tests do."""
    connection = connections[using]
    with atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor])
        for (name,) in cursor.fetchall():
            cursor.execute(_DROP[connection.vendor].format(name))


def register(app: AppConfig) -> None:
    """Have the rules put in place whenever the database has been migrated."""
    remaking.register()
    post_migrate.connect(_after_migration, sender=app, dispatch_uid="triggers")


def _after_migration(*, using: str, apps: Any = current_apps, **kwargs: Any) -> None:
    if _is_of_today(apps):
        install_triggers(using)


def _is_of_today(apps: Any) -> bool:
    """Has the database every table and column that the rules speak of, and is it not one of an earlier time?"""
    for model in {*held_tables(), *kept_tables()}:
        try:
            then = apps.get_model(model._meta.label)
        except LookupError:
            return False
        if {each.column for each in then._meta.concrete_fields} != {
            each.column for each in model._meta.concrete_fields
        }:
            return False
    return True


def _statements(vendor: str) -> Iterator[str]:
    for rule in rules():
        if vendor == "sqlite":
            yield _sqlite(rule)
        else:
            yield from _postgresql(rule)
    if vendor == "postgresql":
        yield from _against_truncating()


def _sqlite(rule: Rule) -> str:
    when = f"({rule.when}) AND {rule.signed}" if rule.documents else rule.when
    return (
        f'CREATE TRIGGER "{rule.name}" BEFORE {rule.event} ON "{rule.table}" FOR EACH ROW WHEN {when} '
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    )


def _postgresql(rule: Rule) -> Iterator[str]:
    """A function and its trigger. The condition stands in the function, so that columns can still be altered.

    Who writes content holds its document's row, and who signs locks it: neither passes the other unseen.
    """
    body = _refuse(rule.message)
    if rule.documents:
        body = f"IF {rule.signed} THEN {body} END IF;"
        if rule.table != _AGREEMENTS:
            body = _lock(f"IN ({', '.join(rule.documents)}) ORDER BY id FOR KEY SHARE") + body
    before = _lock(f"= {rule.locks} FOR UPDATE") if rule.locks else ""
    row = "OLD" if rule.event == "DELETE" else "NEW"
    body = f"{before} IF {rule.when} THEN {body} END IF; RETURN {row};"
    yield from _function(rule.name, f'{rule.event} ON "{rule.table}" FOR EACH ROW', body)


def _against_truncating() -> Iterator[str]:
    """PostgreSQL can empty a whole table at once."""
    signed = SignedRecord._meta.db_table
    asked = dict.fromkeys(held_tables(), (signed, SIGNED))
    asked |= {model: (model._meta.db_table, KEPT) for model in kept_tables()}
    for model, (table, message) in asked.items():
        body = f'IF EXISTS (SELECT 1 FROM "{table}") THEN {_refuse(message)} END IF; RETURN NULL;'  # noqa: S608
        name = f"{PREFIX}{model._meta.db_table}_truncate"
        yield from _function(name, f'TRUNCATE ON "{model._meta.db_table}" FOR EACH STATEMENT', body)


def _function(name: str, fires: str, body: str) -> Iterator[str]:
    yield f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$'
    yield f'CREATE TRIGGER "{name}" BEFORE {fires} EXECUTE FUNCTION "{name}"()'


def _refuse(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';"


def _lock(which: str) -> str:
    return f'PERFORM 1 FROM "{_AGREEMENTS}" WHERE id {which};'
