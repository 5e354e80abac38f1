"""What lists search and sort by and no column holds as such, the same on both databases."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Case, CharField, DecimalField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import get_language

from agreements.models import Kind
from agreements.numbers import parse_number


class PrintedUnit(Func):
    """The name that a document prints for its own unit: the last one of its `unit_chain`."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="json_extract(%(expressions)s, '$[#-1].name')")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="(%(expressions)s -> -1 ->> 'name')")


def document_name(path: str = "") -> Case:
    """The document's short name (`Agreement.short_name`); `path` leads to the agreement, with its `__`."""
    return Case(
        When(
            **{f"{path}kind": Kind.SERVICE_AGREEMENT},
            then=Concat(PrintedUnit(f"{path}unit_chain"), Value(" "), Cast(f"{path}year", CharField())),
        ),
        default=F(f"{path}title"),
        output_field=TextField(),
    )


def unit_name(path: str = "") -> F | Case:
    """The name that the reader sees (`Unit.name`); `path` leads to the unit, with its `__`."""
    if not (get_language() or "").startswith("sv"):
        return F(f"{path}name_fi")
    return Case(When(~Q(**{f"{path}name_sv": ""}), then=F(f"{path}name_sv")), default=F(f"{path}name_fi"))


class WrittenNumber(Func):
    """The number that a written value is, NULL when it is anything else: `parse_number` for the database to sort by."""

    arity = 1
    function = "written_number"
    output_field = DecimalField(max_digits=30, decimal_places=10)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        text, params = compiler.compile(self.source_expressions[0])
        return (
            f"TRANSLATE(SUBSTRING({text} FROM %s::text), %s::text, %s::text)::numeric",
            (*params, _NUMBER, f",\u2212–‒{_SPACES}€%", ".---"),
        )


_SPACES = " \t\n\u00a0\u2007\u2009\u202f"
_SPACE = f"[{_SPACES}]"
_NUMBER = (
    rf"^{_SPACE}*€?{_SPACE}*[-+\u2212–‒]?{_SPACE}*(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d{{1,20}})(?:,\d{{1,10}})?"
    rf"{_SPACE}*[€%]?{_SPACE}*$"
)


def _written_number(written: str | None) -> float | None:
    number = parse_number(written)
    return None if number is None else float(number)


def _teach_sqlite(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("written_number", 1, _written_number, deterministic=True)


def register() -> None:
    """Teach every connection to SQLite that will be made."""
    connection_created.connect(_teach_sqlite, dispatch_uid="written_number")
