"""The kinds of row: what the application knows about each, and the registry that holds them."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from agreements.models import Agreement
from agreements.rows.fields import Field, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EDIT, BUDGET = "edit", "budget"
_NOT_STATE = frozenset({"id", "version", "row_version", "position"})


class RowKind:
    """What the application knows about one kind of row.

    `parent` is the column that leads to the row it stands in, of the kind `within`; a row without one stands in the
    document itself. `section` and `document` are the lookup paths to both, empty for a section and the document.
    A `single` row lives and dies with its section and is known by the section's key. `content` names the columns that
    people edit or that editing sets: nothing else of the model is kept in history.
    """

    key: ClassVar[str]
    label: ClassVar["StrOrPromise"]
    model: ClassVar[type[models.Model]]
    fields: ClassVar[tuple[Field, ...]]
    parent: ClassVar[str] = "section"
    within: ClassVar[str] = "section"
    section: ClassVar[str] = "section"
    document: ClassVar[str] = "section__agreement"
    single: ClassVar[bool] = False
    right: ClassVar[str] = EDIT
    version_column: ClassVar[str] = "version"
    content: ClassVar[tuple[str, ...]] = ()
    printed: ClassVar[Mapping[str, str]] = {}
    """The column of the section whose printed heading stands over a field, by field name."""
    defaults: ClassVar[Mapping[str, Any]] = {}
    """What a new row starts with, where the model says nothing."""
    depends_on_section: ClassVar[bool] = False
    """Whether the fields depend on the section that the row stands in."""
    follow_up: ClassVar[tuple[str, ...]] = ()
    """The columns that go on changing when the document is signed: they are no part of what was signed."""

    @property
    def parent_column(self) -> str:
        """The column of the parent's id."""
        return f"{self.parent}_id" if self.parent else ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a state has, in a fixed order: all but the id, the version and the position."""
        names = [field.attname for field in self.model._meta.concrete_fields if field.attname not in _NOT_STATE]
        return tuple(name for name in names if not self.content or name in self.content or name == self.parent_column)

    def fields_of(self, state: Mapping[str, Any], section: Mapping[str, Any] | None) -> tuple[Field, ...]:
        """The row's fields; `section` is the state of the section it stands in."""
        return self.fields

    def field(self, name: str, state: Mapping[str, Any], section: Mapping[str, Any] | None) -> Field | None:
        return next((field for field in self.fields_of(state, section) if field.name == name), None)

    def title(self, state: Mapping[str, Any]) -> str:
        """What people call the row: its own words; empty when it has none."""
        return str(state.get(self.fields[0].name) or "") if self.fields else ""

    def complete(self, row: Any, before: Mapping[str, Any] | None, agreement: Agreement) -> None:
        """Set what follows from the fields, before the row is saved; `before` is its state, None for a new row.

        May write rows of other models. Raises ValidationError by field.
        """


class RowKinds:
    """The kinds of row by key, in the order in which they were registered: parents before what stands in them."""

    def __init__(self) -> None:
        self._kinds: dict[str, RowKind] = {}

    def register(self, kind: RowKind) -> None:
        """Add a kind; a second kind of the same key raises ValueError."""
        if kind.key in self._kinds:
            raise ValueError(f"A kind of row named {kind.key!r} is registered already.")
        self._kinds[kind.key] = kind

    def __getitem__(self, key: str) -> RowKind:
        return self._kinds[key]

    def __contains__(self, key: object) -> bool:
        return key in self._kinds

    def __iter__(self) -> Iterator[RowKind]:
        return iter(self._kinds.values())

    def in_(self, key: str) -> list[RowKind]:
        """The kinds whose rows stand in rows of the kind."""
        return [kind for kind in self if kind.within == key]


row_kinds = RowKinds()


def as_json(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def state_of(kind: RowKind, row: models.Model) -> State:
    """The row's state."""
    return {name: as_json(getattr(row, name)) for name in kind.columns}


def put(kind: RowKind, row: models.Model, state: Mapping[str, Any]) -> None:
    """Set the row's columns to those of the state that it has."""
    fields = {field.attname: field for field in kind.model._meta.concrete_fields}
    for name in kind.columns:
        if name in state:
            setattr(row, name, fields[name].to_python(state[name]))
