"""Closing a document's year with its report, and reopening it with a reason.

As at signing, the report is made before the transaction, and made again when an actual or a colour that stands in it
has changed meanwhile: what is frozen is what the document said at the moment when it was closed.
"""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.closing import closing_content, print_report
from agreements.document import Document, load_document
from agreements.freezing import content_sha256
from agreements.log import about_agreement
from agreements.models import Agreement, ClosingRecord, Event, Move, SignedRecord, Status, StatusChange, User
from agreements.records import CANNOT_SEAL, MadeRecord, archive_of, sealed_record
from agreements.services.log import log_entry
from agreements.services.status import (
    change_status,
    check_may,
    checked_reason,
    lock,
    same_step,
)

_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Prepared:
    content: str
    record: MadeRecord


class _UnpreparedError(Exception):
    """No report of this state has been made."""

    def __init__(self, document: Document, content: str) -> None:
        super().__init__()
        self.document, self.content = document, content


def agreement_close(
    *, agreement: Agreement, seen: int, by: User, at: datetime.datetime, reason: str = ""
) -> StatusChange:
    """Close the document: its actuals, colours and comments are frozen with it, in a sealed report.

    `seen` is the number of the last step that the person saw; pressing twice does it once. Raises PermissionDenied;
    OvertakenError; ValidationError for the reason and when the report cannot be sealed.
    """
    prepared: _Prepared | None = None
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                return _close(agreement, seen=seen, by=by, at=at, reason=reason, prepared=prepared)
        except _UnpreparedError as missing:
            prepared = _prepare(agreement, missing, at)
    raise ValidationError(_("Others are recording right now. Try again in a moment."))


def _close(
    agreement: Agreement, *, seen: int, by: User, at: datetime.datetime, reason: str, prepared: _Prepared | None
) -> StatusChange:
    locked = lock(agreement)
    if done := same_step(locked, Move.CLOSE, seen=seen, by=by):
        return done
    check_may(locked, "close", by, seen=seen)
    why = checked_reason(reason, needed=False)
    on = timezone.localdate(at)
    document = load_document(locked, on=on)
    content = closing_content(document, on=on, signed=_signed_sha256(locked))
    if prepared is None or prepared.content != content:
        raise _UnpreparedError(document, content)
    change = change_status(locked, Move.CLOSE, Status.CLOSED, by=by, at=at, reason=why)
    record = prepared.record
    closing = ClosingRecord.objects.create(
        agreement=locked,
        change=change,
        content=content,
        sha256=content_sha256(content),
        pdf=record.pdf,
        pdf_sha256=record.pdf_sha256,
        level=record.level,
        certificate=record.certificate,
        at=at,
        by=by,
    )
    log_entry(
        event=Event.SEALED,
        by=by,
        about=about_agreement(locked),
        unit=locked.unit_id,
        detail={"closing": True, "sha256": closing.sha256, "pdf_sha256": record.pdf_sha256, "level": record.level},
        at=at,
    )
    return change


def _signed_sha256(agreement: Agreement) -> str | None:
    return SignedRecord.objects.filter(agreement=agreement).values_list("sha256", flat=True).first()


def _prepare(agreement: Agreement, missing: _UnpreparedError, at: datetime.datetime) -> _Prepared:
    document = missing.document
    sha256 = content_sha256(missing.content)
    with override(document.language):
        archive = archive_of(document, content=missing.content, sha256=sha256, at=at)
        reason = _("Closed with its follow-up report")
    pdf = print_report(document, unit=agreement.unit_id, on=timezone.localdate(at), archive=archive)
    try:
        return _Prepared(missing.content, sealed_record(pdf, reason=reason, at=at))
    except CANNOT_SEAL as error:
        raise ValidationError(
            _("The report cannot be sealed now, and so the document was not closed: %(why)s") % {"why": str(error)}
        ) from error


@transaction.atomic
def agreement_reopen(*, agreement: Agreement, seen: int, by: User, at: datetime.datetime, reason: str) -> StatusChange:
    """Take the document back in force, so that its follow-up goes on; the report of the closing stays, as reopened.

    Raises PermissionDenied; OvertakenError; ValidationError without a reason, and for one that an amendment superseded.
    """
    locked = lock(agreement)
    if done := same_step(locked, Move.REOPEN, seen=seen, by=by):
        return done
    check_may(locked, "reopen", by, seen=seen)
    why = checked_reason(reason, needed=True)
    if Agreement.objects.filter(supersedes=locked, status__in=(Status.IN_FORCE, Status.CLOSED)).exists():
        raise ValidationError(_("An amendment has superseded this version: it is not reopened."))
    change = change_status(locked, Move.REOPEN, Status.IN_FORCE, by=by, at=at, reason=why)
    locked.closings.filter(reopened=None).update(reopened=change)
    return change
