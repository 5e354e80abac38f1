"""Checking a file that somebody brought, and telling the log of it. Nothing of the file is stored."""

import datetime

from django.db import transaction

from agreements.checking import CheckedFile, check_file
from agreements.log import about_agreement
from agreements.models import Agreement, Event, User
from agreements.services.log import log_entry


def file_check(*, content: bytes, by: User, at: datetime.datetime) -> CheckedFile:
    """What the file is; the log tells who asked, the file's hash, and the document that it belongs to, if to any."""
    checked = check_file(content)
    with transaction.atomic(savepoint=False):
        for agreement in checked.agreements or (None,):
            _tell(checked, agreement, by, at)
    return checked


def _tell(checked: CheckedFile, agreement: Agreement | None, by: User, at: datetime.datetime) -> None:
    log_entry(
        event=Event.CHECKED,
        by=by,
        about=about_agreement(agreement) if agreement else "",
        unit=agreement.unit_id if agreement else None,
        detail={"file": checked.kind, "found": checked.verdict, "sha256": checked.sha256},
        at=at,
    )
