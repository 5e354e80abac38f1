"""The decision by which the city agrees to a document, where it decides that way."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.log import about_agreement
from agreements.models import Agreement, Event, User
from agreements.services.log import log_entry
from agreements.services.status import check_right, lock
from agreements.written import checked_text

LONGEST = {"decision_section": 50, "case_number": 100}
"""Characters."""


@transaction.atomic
def decision_record(
    *,
    agreement: Agreement,
    decision_date: datetime.date | None,
    decision_section: str,
    case_number: str,
    by: User,
    at: datetime.datetime,
) -> Agreement:
    """Record the date, the section and the case number of the decision; an empty text takes one away.

    They are signed with the content, so they stand fast from the first signature on. Raises PermissionDenied;
    ValidationError by field for the texts, and once somebody has signed.
    """
    locked = lock(agreement)
    check_right(locked, "decide", by)
    if locked.signatures.filter(voided=None).exists():
        raise ValidationError(_("Somebody has signed already: the decision is part of what was signed."))
    texts = _checked({"decision_section": decision_section, "case_number": case_number})
    locked.decision_date = decision_date
    locked.decision_section = texts["decision_section"] or None
    locked.case_number = texts["case_number"] or None
    locked.save(update_fields=["decision_date", "decision_section", "case_number"])
    log_entry(
        event=Event.STATUS_CHANGED,
        by=by,
        about=about_agreement(locked),
        unit=locked.unit_id,
        detail={
            "decision_date": decision_date.isoformat() if decision_date else None,
            "decision_section": locked.decision_section,
            "case_number": locked.case_number,
        },
        at=at,
    )
    return locked


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    checked, errors = {}, {}
    for name, text in texts.items():
        try:
            checked[name] = checked_text(text, longest=LONGEST[name])
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise ValidationError(errors)
    return checked
