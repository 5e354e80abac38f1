"""A document's way from draft to signing and back: sent, taken back, accepted, sent back.

Each service locks the document, asks rights and guards again, and writes in one transaction: the status, the step, the
log, and whom to tell. `seen` is the number of the last step that the person saw; 0 when there was none. Whoever presses
twice does it once; of two who press at the same moment the second is told what the first did.
"""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements import rights
from agreements.log import about_agreement
from agreements.models import Agreement, Event, Move, Status, StatusChange, User
from agreements.refusals import refuse
from agreements.services.log import log_entry
from agreements.services.notices import notices_add
from agreements.signatories import signing_of
from agreements.written import checked_field

LONGEST_REASON = 5_000
"""Characters."""


class OvertakenError(Exception):
    """Somebody took the document another step since it was seen; `change` is the last step."""

    def __init__(self, change: StatusChange) -> None:
        super().__init__()
        self.change = change


@dataclass(frozen=True, slots=True)
class Course:
    """Where a move leads, which right it asks for, and whether a reason must be given."""

    right: str
    after: Status
    needs_reason: bool = False


COURSES = {
    Move.SUBMIT: Course("submit", Status.IN_REVIEW),
    Move.WITHDRAW: Course("withdraw", Status.DRAFT),
    Move.SEND_BACK: Course("send_back", Status.DRAFT, needs_reason=True),
    Move.ACCEPT: Course("accept", Status.TO_BE_SIGNED),
}


def agreement_submit(
    *, agreement: Agreement, seen: int, by: User, at: datetime.datetime, reason: str = ""
) -> StatusChange:
    """Send the draft for review, with some words to the reviewer where wanted.

    Raises PermissionDenied; OvertakenError; ValidationError for the words.
    """
    return _take(agreement, Move.SUBMIT, seen=seen, by=by, at=at, reason=reason)


def agreement_withdraw(
    *, agreement: Agreement, seen: int, by: User, at: datetime.datetime, reason: str = ""
) -> StatusChange:
    """Take the document back from review, to go on writing. Raises as agreement_submit does."""
    return _take(agreement, Move.WITHDRAW, seen=seen, by=by, at=at, reason=reason)


def agreement_send_back(
    *, agreement: Agreement, seen: int, by: User, at: datetime.datetime, reason: str
) -> StatusChange:
    """Send the document back to be written further; signatures that were given are void, visibly.

    A party whose turn it is may do so too, instead of signing. Raises as agreement_submit does; a reason must be given.
    """
    return _take(agreement, Move.SEND_BACK, seen=seen, by=by, at=at, reason=reason)


def agreement_accept(
    *, agreement: Agreement, seen: int, by: User, at: datetime.datetime, reason: str = ""
) -> StatusChange:
    """Accept the document as it stands: it is to be signed. Raises as agreement_submit does; ValidationError also when
    it has fewer parties than must sign.
    """
    return _take(agreement, Move.ACCEPT, seen=seen, by=by, at=at, reason=reason)


@transaction.atomic
def _take(agreement: Agreement, move: Move, *, seen: int, by: User, at: datetime.datetime, reason: str) -> StatusChange:
    course = COURSES[move]
    locked = lock(agreement)
    if done := same_step(locked, move, seen=seen, by=by):
        return done
    check_may(locked, course.right, by, seen=seen)
    why = checked_reason(reason, needed=course.needs_reason)
    if move == Move.ACCEPT:
        _check_parties(locked)
    change = change_status(locked, move, course.after, by=by, at=at, reason=why)
    if change.before == Status.TO_BE_SIGNED:
        locked.signatures.filter(voided=None).update(voided=change)
    return change


def lock(agreement: Agreement) -> Agreement:
    """The document as it is now, locked until the transaction ends."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def last_step(agreement: Agreement) -> StatusChange | None:
    return agreement.status_changes.select_related("by").first()


def same_step(agreement: Agreement, move: Move, *, seen: int, by: User) -> StatusChange | None:
    """The person's own step of this kind right after the one they saw: pressing twice does it once."""
    return agreement.status_changes.filter(number=seen + 1, move=move, by=by).first()


def check_may(agreement: Agreement, right: str, by: User, *, seen: int) -> None:
    """May the person take the step now, and has the document taken none since the one that was seen?

    Raises OvertakenError when it has, for whoever might have taken theirs before it; PermissionDenied, saying who may.
    """
    is_allowed = _is_allowed(agreement, right, by)
    if is_allowed or _might(agreement, right, by):
        check_not_overtaken(agreement, seen)
    if not is_allowed:
        refuse(right, agreement)


def check_right(agreement: Agreement, right: str, by: User) -> None:
    """Raises PermissionDenied, saying who may."""
    if not _is_allowed(agreement, right, by):
        refuse(right, agreement)


def _is_allowed(agreement: Agreement, right: str, by: User) -> bool:
    may = rights.may(by, agreement)
    return getattr(may, right) or (right == "send_back" and may.sign and _is_next(agreement, by))


def _might(agreement: Agreement, right: str, by: User) -> bool:
    """Does the person have the right in another status of the document?"""
    return rights.people_with(agreement, right).filter(pk=by.pk).exists() or (
        right == "send_back" and agreement.parties.filter(user=by).exists()
    )


def _is_next(agreement: Agreement, user: User) -> bool:
    return any(party.user == user.pk for party in signing_of(agreement).next)


def check_not_overtaken(agreement: Agreement, seen: int) -> None:
    """Raises OvertakenError when the document has taken a step since the one that was seen."""
    last = last_step(agreement)
    if last is not None and last.number != seen:
        raise OvertakenError(last)


def checked_reason(reason: str, *, needed: bool) -> str | None:
    """The reason without spaces around it, None when none was given. Raises ValidationError."""
    written = checked_field("reason", reason, longest=LONGEST_REASON)
    if needed and not written:
        raise ValidationError({"reason": [_("Say why, so that others know how to go on.")]})
    return written or None


def _check_parties(agreement: Agreement) -> None:
    signing = signing_of(agreement)
    if signing.lacking:
        needed = signing.rule.signatures
        told = ngettext(
            "The document must have a party to sign it. Send it back to have one added.",
            "The document must have at least %(count)d parties to sign it. Send it back to have them added.",
            needed,
        )
        raise ValidationError(told % {"count": needed})


def change_status(
    agreement: Agreement, move: Move, after: Status, *, by: User, at: datetime.datetime, reason: str | None = None
) -> StatusChange:
    """Write the step of a locked document, with its entry in the log and the notices of those who are next."""
    last = agreement.status_changes.first()
    change = StatusChange.objects.create(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        move=move,
        before=agreement.status,
        after=after,
        at=at,
        by=by,
        reason=reason,
    )
    agreement.status = after
    agreement.save(update_fields=["status"])
    notices_add(change=change)
    log_entry(
        event=Event.STATUS_CHANGED,
        by=by,
        about=about_agreement(agreement),
        unit=agreement.unit_id,
        detail={"move": move.value, "before": change.before, "after": change.after, "reason": reason},
        at=at,
    )
    return change
