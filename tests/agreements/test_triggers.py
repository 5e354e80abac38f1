"""What was signed is held by the database itself, whichever way a change comes; a draft beside it is not."""

import copy
import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, models, transaction
from django.test import RequestFactory

from agreements.freezing import canonical_content, held_columns
from agreements.models import (
    Agreement,
    ClosingRecord,
    Event,
    LogEntry,
    Move,
    Scan,
    Signature,
    SignedOn,
    SignedRecord,
    Status,
    StatusChange,
    User,
)
from agreements.rows.kinds import RowKind, row_kinds
from agreements.services.documents import document_create
from agreements.services.freezing import freeze
from agreements.trigger_rules import KEPT, held_tables, kept_tables
from tests.agreements.test_freezing import another
from tests.fixtures.source_words import read_document

NOW = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)
KINDS = [pytest.param(kind, id=kind.key) for kind in row_kinds]
STANDING = [pytest.param(kind, id=kind.key) for kind in row_kinds if kind.key != "agreement"]
SLUGS = ("porvoo-ake-2026", "lumme-2018", "yhteiset-palvelut-2020")
Twins = Callable[[RowKind], tuple[Any, Any]]


@pytest.fixture
def twins(examples: None) -> Twins:
    """Finds a kind's row in a signed document, and its like in a draft of the same words."""

    def find(kind: RowKind) -> tuple[Any, Any]:
        for slug in SLUGS:
            row = _first(kind, slug)
            if row is not None:
                data = {**copy.deepcopy(read_document(slug)), "slug": f"{slug}-draft"}
                document_create(data={**data, "status": "draft", "signed": None})
                freeze(agreement=Agreement.objects.get(slug=slug), by=None, at=NOW)
                return row, _first(kind, f"{slug}-draft")
        raise LookupError(kind.key)

    return find


def _first(kind: RowKind, slug: str) -> Any:
    """A line is no result, a measure stands in the portfolio, a section has words: any column may change then."""
    likely = {"line": {"role": "line"}, "measure": {"in_portfolio": "K"}, "section": {"kind": "text"}}
    rows = kind.model._default_manager.filter(**{kind.document: Agreement.objects.get(slug=slug).pk})
    return rows.filter(**likely.get(kind.key, {})).order_by("pk").first()


def refused(change: Callable[[], Any], words: str = "never") -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        change()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _values(kind: RowKind, row: Any) -> dict[str, Any]:
    """Another value for each column that is held, besides those that lead to other rows."""
    fields = {field.attname: field for field in kind.model._meta.concrete_fields}
    names = [name for name in held_columns(kind) if not fields[name].is_relation and name not in ("id", "kind")]
    return {name: another(fields[name], getattr(row, name)) for name in names}


def _rows(row: Any) -> Any:
    return type(row)._default_manager.filter(pk=row.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_no_column_of_a_signed_row_changes(kind: RowKind, twins: Twins) -> None:
    row, _draft = twins(kind)
    table = kind.model._meta.db_table
    for name, value in _values(kind, row).items():
        field: Any = kind.model._meta.get_field(name)
        before = getattr(row, name)
        setattr(row, name, value)
        refused(row.save)
        refused(lambda: kind.model._default_manager.bulk_update([row], [name]))  # noqa: B023
        refused(lambda: _rows(row).update(**{name: value}))  # noqa: B023
        raw = field.get_db_prep_save(value, connection)
        refused(lambda: sql(f'UPDATE "{table}" SET "{name}" = %s WHERE id = %s', raw, row.pk))  # noqa: B023
        setattr(row, name, before)
    refused(lambda: sql(f'UPDATE "{table}" SET id = id + 100000 WHERE id = %s', row.pk))


@pytest.mark.parametrize("kind", KINDS)
def test_a_drafts_row_changes_as_before(kind: RowKind, twins: Twins) -> None:
    _signed, row = twins(kind)
    for name, value in _values(kind, row).items():
        if name in ("version", "holds_from"):  # no first version has those
            continue
        with transaction.atomic():
            before = getattr(row, name)
            setattr(row, name, value)
            row.save()
            _rows(row).update(**{name: value})
            setattr(row, name, before)
            transaction.set_rollback(True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signed_row_is_not_removed(kind: RowKind, twins: Twins) -> None:
    row, _draft = twins(kind)
    table = kind.model._meta.db_table
    refused(lambda: sql(f'DELETE FROM "{table}" WHERE id = %s', row.pk))
    refused(lambda: sql(f'DELETE FROM "{table}"'))
    refused(lambda: _rows(row)._raw_delete(using="default"))
    with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
        row.delete()
    assert _rows(row).exists()


@pytest.mark.parametrize("kind", STANDING)
def test_a_row_is_not_added_to_what_is_signed(kind: RowKind, twins: Twins) -> None:
    for row, is_signed in zip(twins(kind), (True, False), strict=True):
        row.pk, row.key = None, uuid.uuid4()
        row._state.adding = True
        if is_signed:
            refused(row.save)
            refused(lambda: kind.model._default_manager.bulk_create([row]))  # noqa: B023
            refused(lambda: kind.model._default_manager.bulk_create([row], ignore_conflicts=True))  # noqa: B023
        elif not kind.single:
            row.save()


@pytest.mark.parametrize("kind", STANDING)
def test_a_row_is_moved_neither_out_of_what_is_signed_nor_into_it(kind: RowKind, twins: Twins) -> None:
    signed, draft = twins(kind)
    column = "agreement_id" if kind.key == "section" else kind.parent_column
    refused(lambda: _rows(signed).update(**{column: getattr(draft, column)}))
    refused(lambda: _rows(draft).update(**{column: getattr(signed, column)}))


def test_a_row_is_not_put_in_the_place_of_a_signed_one(twins: Twins) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite replaces rows.")
    signed, draft = twins(row_kinds["goal"])
    values = [signed.pk, str(uuid.uuid4()).replace("-", ""), 0, 1, "x", draft.section_id]
    columns = "id, key, position, version, title, section_id"
    refused(lambda: sql(f"INSERT OR REPLACE INTO agreements_goal ({columns}) VALUES (%s, %s, %s, %s, %s, %s)", *values))
    refused(lambda: sql("UPDATE OR REPLACE agreements_goal SET id = %s WHERE id = %s", signed.pk, draft.pk))


@pytest.mark.parametrize("kind", KINDS)
def test_follow_up_goes_on(kind: RowKind, twins: Twins) -> None:
    row, _draft = twins(kind)
    before = canonical_content(Agreement.objects.get(slug=SLUGS[0]))
    links = {"responsible_id": User.objects.all()[0].pk, "changed_by_id": User.objects.all()[0].pk}
    for name in kind.follow_up:
        value = {"direction": "less", "status": "closed", "signed": "application", **links}.get(name)
        _rows(row).update(**{name: value or getattr(row, name), kind.version_column: 7})
    row.refresh_from_db()
    row.save()
    assert canonical_content(Agreement.objects.get(slug=SLUGS[0])) == before


def test_a_signed_document_is_in_force_or_closed(twins: Twins) -> None:
    agreement = twins(row_kinds["agreement"])[0]
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.TO_BE_SIGNED):
        agreement.status = status
        refused(lambda: agreement.save(update_fields=["status"]), "in force or closed")
    for status in (Status.CLOSED, Status.IN_FORCE):
        agreement.status = status
        agreement.save()


def test_what_is_not_signed_yet_is_not_frozen(twins: Twins) -> None:
    draft = twins(row_kinds["agreement"])[1]
    for status in (Status.DRAFT, Status.IN_REVIEW):
        _rows(draft).update(status=status)
        refused(lambda: freeze(agreement=draft, by=None, at=NOW), "A draft is not signed")
    _rows(draft).update(status=Status.TO_BE_SIGNED)
    freeze(agreement=draft, by=None, at=NOW)
    _rows(draft).update(status=Status.IN_FORCE, signed=SignedOn.APPLICATION)


def test_a_document_is_frozen_once(twins: Twins) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        freeze(agreement=twins(row_kinds["agreement"])[0], by=None, at=NOW)


def test_signatures_stay_as_they_were(twins: Twins) -> None:
    signed, draft = twins(row_kinds["party"])
    signature = signed.signatures.get()
    changes: list[dict[str, Any]] = [{"name": "Muu"}, {"title": "muu"}, {"party": None}, {"agreement": draft.agreement}]
    for change in changes:
        refused(lambda: _rows(signature).update(**change))  # noqa: B023
    refused(signature.delete)
    new = {"agreement": signed.agreement, "title": "x", "signed": SignedOn.PAPER}
    refused(lambda: Signature.objects.create(**new))


def test_a_signature_is_voided_once_and_its_words_stay(twins: Twins) -> None:
    draft = twins(row_kinds["party"])[1]
    words = {"title": "x", "signed": SignedOn.PAPER}
    signature = Signature.objects.create(agreement=draft.agreement, party=draft, **words)
    refused(lambda: _rows(signature).update(title="y"), "is never changed")
    _rows(signature).update(voided=_change(draft.agreement, 1))
    refused(lambda: _rows(signature).update(voided=None), "is never changed")
    draft.delete()
    assert _rows(signature).get().party is None


def _change(agreement: Agreement, number: int, move: Move = Move.CLOSE) -> StatusChange:
    ends = {"before": Status.IN_FORCE, "after": Status.CLOSED}
    by = User.objects.all()[0]
    return StatusChange.objects.create(agreement=agreement, number=number, move=move, at=NOW, by=by, **ends)


def kept(model: type[models.Model], agreement: Agreement) -> Any:
    """A new row of what is kept."""
    if model is SignedRecord:
        return SignedRecord.objects.get(agreement=agreement)
    if model is StatusChange:
        return _change(agreement, 1)
    if model is ClosingRecord:
        change = _change(agreement, 1)
        return ClosingRecord.objects.create(agreement=agreement, change=change, content="{}", sha256="0", at=NOW)
    if model is Scan:
        by = User.objects.all()[0]
        file = {"file": b"x", "sha256": "0", "content_type": "application/pdf", "name": "x.pdf"}
        return Scan.objects.create(agreement=agreement, at=NOW, by=by, **file)
    return LogEntry.objects.create(number=1_000_000, at=NOW, event=Event.LOGIN, hash="0")


@pytest.mark.parametrize("model", kept_tables(), ids=lambda model: str(model.__name__))
def test_what_is_kept_as_proof_is_neither_changed_nor_removed(model: type[models.Model], twins: Twins) -> None:
    row = kept(model, twins(row_kinds["agreement"])[0])
    for field in model._meta.concrete_fields:
        value = 1_000_001 if field.is_relation or field.primary_key else another(field, getattr(row, field.attname))
        if field.attname != "reopened_id":
            refused(lambda: _rows(row).update(**{field.attname: value}), KEPT)  # noqa: B023
    refused(lambda: _rows(row)._raw_delete(using="default"), KEPT)
    refused(lambda: sql(f'DELETE FROM "{model._meta.db_table}"'), KEPT)


def test_a_closing_is_reopened_once(twins: Twins) -> None:
    agreement = twins(row_kinds["agreement"])[0]
    closing = kept(ClosingRecord, agreement)
    closing.reopened = _change(agreement, 2, Move.REOPEN)
    closing.content = "{1}"
    refused(closing.save, KEPT)
    closing.content = "{}"
    closing.save()
    refused(lambda: _rows(closing).update(reopened=_change(agreement, 3)), KEPT)
    refused(lambda: _rows(closing).update(reopened=None), KEPT)


def test_no_table_is_emptied_at_once(twins: Twins) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite empties a table row by row.")
    kept(LogEntry, twins(row_kinds["agreement"])[0])
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    tables: list[type[models.Model]] = [*held_tables(), SignedRecord, LogEntry]
    for model in tables:
        refused(lambda: sql(f'TRUNCATE "{model._meta.db_table}" CASCADE'), "never")  # noqa: B023


def test_every_row_that_stands_in_a_document_is_held() -> None:
    """A model with a key, or with a section of its own, is a kind of row."""
    from django.apps import apps

    from agreements.models.base import Versioned

    rows = {model for model in apps.get_models() if issubclass(model, Versioned)}
    assert rows | {Agreement} == {kind.model for kind in row_kinds}


def test_no_admin_page_edits_what_is_held_or_kept(twins: Twins) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    for model in [*held_tables(), *kept_tables()]:
        page = admin.site.get_model_admin(model)
        assert not page.has_add_permission(request)
        assert not page.has_change_permission(request)
        assert not page.has_delete_permission(request)
