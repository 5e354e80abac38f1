"""What people say beside a document's rows: said, answered, resolved and opened again.

Comments are follow-up, not content: they go on after signing, until the document is closed. Each service locks the
document, asks rights again, and writes in one transaction.
"""

import datetime
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, Comment, User
from agreements.refusals import refuse
from agreements.rows.kinds import row_kinds
from agreements.services.steps import RowGoneError, where
from agreements.written import checked_text

WHOLE = uuid.UUID(int=0)
"""The key of the document itself, of the kind "agreement": as in history, for it has no key of its own."""
LONGEST = 5_000


@transaction.atomic
def comment_add(
    *, agreement: Agreement, kind: str, key: uuid.UUID, text: str, by: User, at: datetime.datetime
) -> Comment:
    """A new comment on the row of the kind and key; a single row has its section's key, the document `WHOLE`.

    Raises PermissionDenied; RowGoneError when the document has no such row now; ValidationError for the text.
    """
    locked = _locked(agreement.pk, by)
    if not is_there(locked, kind, key):
        raise RowGoneError(_("The row has been removed meanwhile."))
    return Comment.objects.create(agreement=locked, kind=kind, key=key, text=_checked(text), by=by, at=at)


@transaction.atomic
def comment_answer(*, comment: Comment, text: str, by: User, at: datetime.datetime) -> Comment:
    """An answer to the comment, or to the one that it answers itself. It opens again what was resolved.

    The row need not be there any more. Raises PermissionDenied; RowGoneError when the comment has been withdrawn;
    ValidationError for the text.
    """
    first = _first(comment, by)
    answer = Comment.objects.create(
        agreement=first.agreement, kind=first.kind, key=first.key, text=_checked(text), by=by, at=at, answers=first
    )
    _set_resolved(first, None, None)
    return answer


@transaction.atomic
def comment_resolve(*, comment: Comment, by: User, at: datetime.datetime, text: str = "") -> Comment:
    """The comment with its answers is dealt with; a text is said as the last answer. Resolving twice changes nothing.

    Raises PermissionDenied; RowGoneError when the comment has been withdrawn; ValidationError for the text.
    """
    if text.strip():
        comment_answer(comment=comment, text=text, by=by, at=at)
    first = _first(comment, by)
    if first.resolved_at is None:
        _set_resolved(first, at, by)
    return first


@transaction.atomic
def comment_reopen(*, comment: Comment, by: User) -> Comment:
    """The comment awaits somebody again. Raises PermissionDenied; RowGoneError when it has been withdrawn."""
    first = _first(comment, by)
    _set_resolved(first, None, None)
    return first


@transaction.atomic
def comment_change(*, comment: Comment, text: str, by: User, at: datetime.datetime) -> Comment:
    """One's own comment in other words, said at that time.

    Raises PermissionDenied when it is not one's own; RowGoneError when it has been withdrawn; ValidationError for the
    text, and once somebody has answered or the matter is resolved.
    """
    own = _own(comment, by)
    own.text, own.at = _checked(text), at
    own.save(update_fields=("text", "at"))
    return own


@transaction.atomic
def comment_withdraw(*, comment: Comment, by: User) -> None:
    """Take one's own comment away. Raises as comment_change does."""
    _own(comment, by).delete()


def is_there(agreement: Agreement, kind: str, key: uuid.UUID) -> bool:
    """Has the document such a row now?"""
    if kind not in row_kinds:
        return False
    if kind == "agreement":
        return key == WHOLE
    rows = row_kinds[kind]
    return where(agreement, rows, **{"section__key" if rows.single else "key": key}) is not None


def _locked(agreement: int, by: User) -> Agreement:
    """The document locked. Raises PermissionDenied."""
    locked = Agreement.objects.select_for_update().get(pk=agreement)
    if not rights.may(by, locked).comment:
        refuse("comment", locked)
    return locked


def _again(comment: Comment, by: User) -> Comment:
    """The comment as it is now, its document locked. Raises PermissionDenied, RowGoneError."""
    _locked(comment.agreement_id, by)
    again = Comment.objects.select_related("answers", "agreement").filter(pk=comment.pk).first()
    if again is None:
        raise RowGoneError(_("The comment has been withdrawn meanwhile."))
    return again


def _first(comment: Comment, by: User) -> Comment:
    """The comment that the matter began with."""
    again = _again(comment, by)
    return again.answers or again


def _own(comment: Comment, by: User) -> Comment:
    """One's own comment, while it is the last word of a matter that is open."""
    own = _again(comment, by)
    if own.by_id != by.pk:
        raise PermissionDenied(_("A comment is changed and withdrawn by whoever wrote it."))
    first = own.answers or own
    last = first.replies.order_by("at", "pk").last() or first
    if last.pk != own.pk or first.resolved_at is not None:
        raise ValidationError(_("It has been answered or resolved: the comment stays as it is."), code="answered")
    return own


def _set_resolved(first: Comment, at: datetime.datetime | None, by: User | None) -> None:
    if first.resolved_at == at:
        return
    first.resolved_at, first.resolved_by = at, by
    first.save(update_fields=("resolved_at", "resolved_by"))


def _checked(text: str) -> str:
    return checked_text(text, longest=LONGEST, required=True)
