"""What the database itself refuses, as rules that both databases understand: no door leads around them.

The rules follow from the registered kinds of row, so that a new kind's rows are held like the others'.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from agreements.freezing import held_columns
from agreements.models import (
    Agreement,
    ClosingRecord,
    LogEntry,
    Scan,
    Signature,
    SignedRecord,
    Status,
    StatusChange,
)
from agreements.rows.kinds import RowKind, row_kinds

PREFIX = "signed_"
SIGNED = "The content of a signed document never changes"
KEPT = "What is kept as proof is never changed and never removed"
_ALWAYS = "TRUE"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is refused: an event on a table, when the condition holds of OLD and NEW.

    With `documents`, expressions of agreements' ids, only if one of them is signed. `locks` is the id of an agreement
    that PostgreSQL locks first, so that whoever writes its content meanwhile is waited for.
    """

    name: str
    table: str
    event: str
    message: str
    when: str = _ALWAYS
    documents: tuple[str, ...] = ()
    locks: str = ""

    @property
    def signed(self) -> str:
        """Is one of the documents signed? An indexed look-up."""
        return f"EXISTS (SELECT 1 FROM {_table(SignedRecord)} WHERE agreement_id IN ({', '.join(self.documents)}))"  # noqa: S608


def rules() -> list[Rule]:
    """All of them."""
    return [
        *(rule for kind in row_kinds for rule in _rows_rules(kind)),
        _status_rule(),
        *_signature_rules(),
        _record_rule(),
        *(rule for model in (SignedRecord, Scan, LogEntry, StatusChange) for rule in _kept_rules(model)),
        *_kept_rules(ClosingRecord, unless=_is_reopened()),
    ]


def held_tables() -> list[type[models.Model]]:
    """The models whose rows cannot all be taken away at once while a document is signed."""
    return [*(kind.model for kind in row_kinds), Signature]


def kept_tables() -> list[type[models.Model]]:
    """The models whose rows are never taken away."""
    return [SignedRecord, Scan, LogEntry, StatusChange, ClosingRecord]


def _rows_rules(kind: RowKind) -> Iterator[Rule]:
    """A signed document's rows are not added, changed, removed or moved, neither out of it nor into it."""
    old, new = _document_of(kind, "OLD"), _document_of(kind, "NEW")
    if kind.document != "pk":
        yield _rule(kind.model, "INSERT", SIGNED, documents=(new,))
    columns = _columns(kind.model, held_columns(kind))
    yield _rule(kind.model, "UPDATE", SIGNED, when=_changed(columns), documents=tuple(dict.fromkeys((old, new))))
    yield _rule(kind.model, "DELETE", SIGNED, documents=(old,))


def _status_rule() -> Rule:
    """Once it is signed, a document is in force or closed."""
    left = f"NEW.status NOT IN ('{Status.IN_FORCE.value}', '{Status.CLOSED.value}')"
    return _rule(
        Agreement, "UPDATE", "A signed document is in force or closed", when=left, documents=("OLD.id",), of="status"
    )


def _signature_rules() -> Iterator[Rule]:
    """A signature is given or voided before the document is signed by all; its words are never others."""
    yield _rule(Signature, "INSERT", SIGNED, documents=("NEW.agreement_id",))
    follow = ("party_id", "voided_id")
    words = [column for column in _columns(Signature) if column not in follow]
    once = f"{_changed(words)} OR (OLD.voided_id IS NOT NULL AND {_changed(['voided_id'])})"
    yield _rule(Signature, "UPDATE", "What somebody signed is never changed", when=once, of="words")
    documents = ("OLD.agreement_id", "NEW.agreement_id")
    yield _rule(Signature, "UPDATE", SIGNED, when=_changed(follow), documents=documents)
    yield _rule(Signature, "DELETE", SIGNED, documents=("OLD.agreement_id",))


def _record_rule() -> Rule:
    """A draft has no record; and who writes the content at that moment is waited for."""
    unsigned = f"('{Status.DRAFT.value}', '{Status.IN_REVIEW.value}')"
    status = f"(SELECT status FROM {_table(Agreement)} WHERE id = NEW.agreement_id)"  # noqa: S608
    message = "A draft is not signed"
    return _rule(SignedRecord, "INSERT", message, when=f"{status} IN {unsigned}", locks="NEW.agreement_id")


def _kept_rules(model: type[models.Model], *, unless: str = "FALSE") -> Iterator[Rule]:
    """A migration may still fill a column that is new to the rule."""
    yield _rule(model, "UPDATE", KEPT, when=f"{_changed(_columns(model))} AND NOT ({unless})")
    yield _rule(model, "DELETE", KEPT)


def _is_reopened() -> str:
    """Is nothing changed but that it is reopened, which it was not before?"""
    others = [column for column in _columns(ClosingRecord) if column != "reopened_id"]
    return f"OLD.reopened_id IS NULL AND NEW.reopened_id IS NOT NULL AND NOT {_changed(others)}"


def _rule(model: type[models.Model], event: str, message: str, *, of: str = "", **more: Any) -> Rule:
    name = "_".join(part for part in (f"{PREFIX}{model._meta.db_table}", event.lower(), of) if part)
    return Rule(name, model._meta.db_table, event, message, **more)


def _document_of(kind: RowKind, row: str) -> str:
    """The id of the document in which the row stands, by way of the rows that it stands in."""
    if kind.document == "pk":
        return f"{row}.id"
    first, *rest = kind.document.split("__")
    field: Any = kind.model._meta.get_field(first)
    found = f"{row}.{field.column}"
    for name in rest:
        model = field.related_model
        field = model._meta.get_field(name)
        found = f"(SELECT {field.column} FROM {_table(model)} WHERE id = {found})"  # noqa: S608
    return found


def _columns(model: type[models.Model], attnames: Sequence[str] | None = None) -> list[str]:
    """The model's columns as the database names them; with attnames only those."""
    fields = model._meta.concrete_fields
    return [str(field.column) for field in fields if attnames is None or field.attname in attnames]


def _changed(columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns) + ")"


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'
