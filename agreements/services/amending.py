"""Amendments: a new version of a document in force, drafted, negotiated and signed in the same way."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.document import in_reading_order
from agreements.models import Agreement, Section, Status, User
from agreements.rows.kinds import RowKind, row_kinds
from agreements.services.status import check_right, lock

_ANEW = ("row_version", "revision", "carried_at", "carry_report", "decision_date", "decision_section", "case_number")
"""What an amendment begins without, whatever the version before it has."""

Copies = dict[str, dict[int, Any]]
"""By the kind of row, the new row of each old one's id."""


@transaction.atomic
def agreement_amend(*, agreement: Agreement, holds_from: datetime.date, by: User, at: datetime.datetime) -> Agreement:
    """The draft of the document's next version: all of its content under the same keys, to be edited and signed anew.

    Until it is signed, the version in force stays what holds. Raises PermissionDenied; ValidationError when the day is
    outside the document's period, or when an amendment has been begun already.
    """
    locked = lock(agreement)
    check_right(locked, "amend", by)
    if Agreement.objects.filter(slug=locked.slug, version__gt=locked.version).exists():
        raise ValidationError(_("An amendment of this version has been begun already."))
    if not locked.period_start <= holds_from <= locked.period_end:
        raise ValidationError({"holds_from": [_("The day is outside the document's period.")]})
    draft = _copy_head(locked)
    draft.version, draft.supersedes, draft.holds_from = locked.version + 1, locked, holds_from
    draft.status, draft.signed = Status.DRAFT, None
    draft.changed_at = draft.carried_at = at
    draft.changed_by = by
    draft.save(force_insert=True)
    _copy_rows(locked, draft)
    return draft


def _copy_head(agreement: Agreement) -> Agreement:
    fields = agreement._meta.concrete_fields
    kept = {each.attname: getattr(agreement, each.attname) for each in fields if each.name not in _ANEW}
    del kept["id"]
    return Agreement(**kept)


def _copy_rows(source: Agreement, target: Agreement) -> None:
    """Every row of the document's content, kind by kind, parents before what stands in them. Rows keep their keys."""
    copies: Copies = {"agreement": {source.pk: target}}
    for kind in _parents_first():
        if kind.key == "section":
            _copy_sections(Section.objects.filter(agreement=source), copies)
            continue
        rows = list(kind.model._default_manager.filter(**{kind.document: source.pk}).order_by("pk"))
        new = [_copy(row, copies) for row in rows]
        kind.model._default_manager.bulk_create(new)
        copies[kind.key] = {old.pk: made for old, made in zip(rows, new, strict=True)}


def _parents_first() -> Iterator[RowKind]:
    """The kinds of row but the document itself, each behind the kind that its rows stand in."""
    done = {"agreement"}
    waiting = [kind for kind in row_kinds if kind.key != "agreement"]
    while waiting:
        ready = [kind for kind in waiting if kind.within in done or kind.within == kind.key]
        yield from ready
        done |= {kind.key for kind in ready}
        waiting = [kind for kind in waiting if kind not in ready]


def _copy_sections(rows: Iterable[Section], copies: Copies) -> None:
    """The sections with those they are part of; level by level, as they are nested."""
    copies["section"] = {}
    levels: dict[int, list[Section]] = {}
    for row, level in in_reading_order(list(rows)):
        levels.setdefault(level, []).append(row)
    for _level, old in sorted(levels.items()):
        new = [_copy(row, copies) for row in old]
        Section.objects.bulk_create(new)
        copies["section"] |= {row.pk: made for row, made in zip(old, new, strict=True)}


def _copy(row: models.Model, copies: Copies) -> Any:
    """The row as a new one; a link to a row of the document becomes a link to that row's copy."""
    copies_of = {row_kinds[key].model: made for key, made in copies.items()}
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        made = copies_of[field.related_model].get(value) if field.related_model in copies_of else None
        values[field.attname] = made.pk if made else value
    del values["id"]
    if "version" in values:
        values["version"] = 1
    return type(row)(**values)
