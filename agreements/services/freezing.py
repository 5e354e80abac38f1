"""Freezing what was signed. From then on the database itself refuses every change of the document's content."""

import datetime
import hashlib

from django.db import transaction

from agreements.freezing import canonical_content, content_sha256
from agreements.models import Agreement, SignedRecord, Status, User


@transaction.atomic
def freeze(
    *,
    agreement: Agreement,
    by: User | None,
    at: datetime.datetime,
    pdf: bytes | None = None,
    pdf_sha256: str | None = None,
    level: str | None = None,
    certificate: str | None = None,
) -> SignedRecord:
    """The document's content as it stands now, kept for ever with the PDF that was made of it.

    Whoever writes the content at that moment is waited for, and whoever comes later is refused. The signatures must be
    there already: none is added or voided afterwards; the status may follow. The PDF's hash is worked out where it is
    not given. Raises IntegrityError for a draft, for a document in review, and for one that is frozen already.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    content = canonical_content(locked)
    if pdf is not None and pdf_sha256 is None:
        pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    return SignedRecord.objects.create(
        agreement=locked,
        content=content,
        sha256=content_sha256(content),
        pdf=pdf,
        pdf_sha256=pdf_sha256,
        level=level,
        certificate=certificate,
        at=at,
        by=by,
    )


@transaction.atomic
def freeze_what_is_signed(*, at: datetime.datetime) -> list[SignedRecord]:
    """Freeze every document that came in force before the application froze them; as on paper, there is no PDF."""
    signed = Agreement.objects.filter(status__in=(Status.IN_FORCE, Status.CLOSED), record=None)
    return [freeze(agreement=agreement, by=None, at=at) for agreement in signed.order_by("slug", "version")]
