"""Migrations: SQLite's tables are remade under the rules, and the rules hold for whatever else a migration does."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import AddField, AlterField, Migration, RemoveField, RenameField, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.utils import timezone

from agreements.models import Agreement
from agreements.services.freezing import freeze
from agreements.triggers import install_triggers, remove_triggers

pytestmark = [pytest.mark.usefixtures("signed"), pytest.mark.django_db(transaction=True)]
SLUG = "porvoo-ake-2026"
TABLES = [
    *[("agreements", name) for name in ("agreement", "section", "goal", "signedrecord", "logentry", "signature")],
    *[("metrics", "metric"), ("staffing", "allocation"), ("budgets", "budgetline")],
]


@pytest.fixture
def signed(transactional_db: None, examples: None) -> None:
    freeze(agreement=Agreement.objects.get(slug=SLUG), by=None, at=timezone.now())


def migrate(app: str, *operations: Operation) -> None:
    """Does what a migration of the app with the operations would do, in its own transaction."""
    migration = type("Migration", (Migration,), {"operations": list(operations)})("trial", app)
    with connection.schema_editor(atomic=True) as editor:
        migration.apply(MigrationLoader(connection).project_state(), editor)


def cannot_change(apps: Any, editor: Any) -> None:
    """A migration's code that tries to change a word of what was signed."""
    metric = apps.get_model("metrics", "Metric").objects.filter(measure__goal__section__agreement__slug=SLUG)[0]
    metric.text += " toisin"
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        metric.save()


def rules() -> set[str]:
    """The names of the rules that are in the database."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_a_migrations_code_cannot_change_what_was_signed() -> None:
    migrate("agreements", RunPython(cannot_change))


@pytest.mark.parametrize(("app", "model"), TABLES)
def test_a_table_is_remade_and_what_was_signed_is_held_from_the_next_moment_on(app: str, model: str) -> None:
    before = rules()
    nothing = models.TextField(null=True, db_index=True)
    migrate(
        app,
        AddField(model, "extra", nothing),
        RunPython(cannot_change),
        AlterField(model, "extra", models.TextField(default="x")),
        RunPython(cannot_change),
        RenameField(model, "extra", "other"),
        RemoveField(model, "other"),
        RunPython(cannot_change),
    )
    assert rules() == before


def test_a_column_of_what_is_held_can_go() -> None:
    """The rule that speaks of it rests until the migrations are through, the others hold."""
    before = rules()
    migrate("agreements", RemoveField("section", "html"), RunPython(cannot_change))
    migrate("agreements", AddField("section", "html", models.TextField(default="")))
    install_triggers()
    assert rules() == before
    migrate("agreements", RunPython(cannot_change))


def test_rules_are_put_in_place_again_and_again() -> None:
    before = rules()
    install_triggers()
    assert rules() == before
    remove_triggers()
    assert not {name for name in rules() if name.startswith("signed_")}
    install_triggers()
    assert rules() == before
