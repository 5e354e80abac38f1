"""Signing a document: in the application by its parties, or on paper with a scan that is attached.

The last signature freezes the content, seals the PDF and puts the document in force, all in one transaction: before it
nothing of that is there, after it everything. The PDF is made before the transaction, which would otherwise keep
others from writing, and made again if anything that stands in it has changed meanwhile.
"""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rights
from agreements.document import Document, load_document
from agreements.freezing import canonical_content, content_sha256
from agreements.log import about_agreement
from agreements.models import (
    Agreement,
    Event,
    Move,
    Party,
    Scan,
    Signature,
    SignedOn,
    Status,
    StatusChange,
    User,
)
from agreements.origin import current_address
from agreements.parties import DocumentParty, DocumentSignature
from agreements.records import CANNOT_SEAL, MadeRecord, make_record
from agreements.refusals import refuse
from agreements.services.freezing import freeze
from agreements.services.log import log_entry
from agreements.services.notices import notices_add
from agreements.services.status import OvertakenError, change_status, check_may, last_step, lock
from agreements.signatories import Signing, Turn, signing_of, turns
from agreements.uploads import Checked

T = TypeVar("T")
_TRIES = 5


class NotYourTurnError(ValidationError):
    """The person is no party that may sign now; the message says why."""


@dataclass(frozen=True, slots=True)
class _Base:
    """What a prepared record was made of: nothing of it may differ when it is stored."""

    sha256: str
    step: int
    signatures: tuple[tuple[int, DocumentSignature | None], ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    base: _Base
    record: MadeRecord


class _UnpreparedError(Exception):
    """The signature would be the last one, and no record of this state has been made."""

    def __init__(self, base: _Base, document: Document, content: str) -> None:
        super().__init__()
        self.base, self.document, self.content = base, document, content


def party_sign(
    *, agreement: Agreement, party: int, seen: str, confirmed: str, by: User, at: datetime.datetime
) -> Signature:
    """The person's signature for the party, as themselves or as a substitute; the last one puts the document in force.

    `seen` is the SHA-256 of the content that they saw, `confirmed` the way in which they have just confirmed who they
    are. Signing twice for the same party does it once. Raises PermissionDenied; OvertakenError when the document is not
    to be signed any more; NotYourTurnError; ValidationError when the content is not the one that was seen, when the
    decision is missing, and when the PDF cannot be sealed.
    """
    return _with_record(
        lambda prepared: _sign(agreement, party=party, seen=seen, confirmed=confirmed, by=by, at=at, prepared=prepared),
        at,
    )


def paper_attach(*, agreement: Agreement, scan: Checked, seen: int, by: User, at: datetime.datetime) -> Scan:
    """Attach the scan of the document signed in ink: it stands for every signature still missing, and is what counts.

    `seen` is the number of the last step that the person saw. Raises PermissionDenied; OvertakenError; ValidationError
    as party_sign does.
    """
    return _with_record(lambda prepared: _attach(agreement, scan, seen=seen, by=by, at=at, prepared=prepared), at)


def _with_record(work: Callable[[_Prepared | None], T], at: datetime.datetime) -> T:
    """What the work gives, in one transaction; a record that it finds missing is made outside of it."""
    prepared: _Prepared | None = None
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                return work(prepared)
        except _UnpreparedError as missing:
            prepared = _prepare(missing, at)
    raise ValidationError(_("Others are changing the document right now. Try again in a moment."))


def _prepare(missing: _UnpreparedError, at: datetime.datetime) -> _Prepared:
    try:
        record = make_record(missing.document, content=missing.content, sha256=missing.base.sha256, at=at)
    except CANNOT_SEAL as error:
        raise ValidationError(
            _("The document cannot be sealed now, and so nothing was signed: %(why)s") % {"why": str(error)}
        ) from error
    return _Prepared(missing.base, record)


def _sign(
    agreement: Agreement,
    *,
    party: int,
    seen: str,
    confirmed: str,
    by: User,
    at: datetime.datetime,
    prepared: _Prepared | None,
) -> Signature:
    locked = _lock(agreement)
    if done := locked.signatures.filter(party=party, user=by, voided=None).first():
        return done
    check_may_sign(locked, by)
    signing = signing_of(locked)
    turn = _turn(signing, party, by)
    content = canonical_content(locked)
    sha256 = content_sha256(content)
    if sha256 != seen:
        raise ValidationError(_("The document is not the one that you saw any more. Read it again before you sign."))
    _check_decision(locked, signing)
    given = DocumentSignature(SignedOn.APPLICATION, turn.party.title, by.name, turn.substitute_for, at, by.pk)
    if len(signing.missing) == 1:
        _check_prepared(locked, signing, {party: given}, content, sha256, prepared)
    signature = _write(locked, party, given, by, confirmed=confirmed, sha256=sha256)
    if len(signing.missing) == 1 and prepared:
        _come_in_force(locked, SignedOn.APPLICATION, prepared.record, by=by, at=at)
    elif change := last_step(locked):
        notices_add(change=change)
    return signature


def _lock(agreement: Agreement) -> Agreement:
    """The document locked, and first the one that it supersedes: whoever closes that one waits for the log, and so must
    not be waited for by anybody who has written in it.
    """
    if agreement.supersedes_id:
        Agreement.objects.select_for_update().get(pk=agreement.supersedes_id)
    return lock(agreement)


def check_may_sign(agreement: Agreement, by: User) -> None:
    """Raises OvertakenError to its parties when the document is not to be signed any more; PermissionDenied.

    Whoever has signed it may: they have done it.
    """
    if rights.may(by, agreement).sign or agreement.signatures.filter(user=by, voided=None).exists():
        return
    people = [by.pk, *(each.substitute_for_id for each in rights.substitutions(by))]
    change = last_step(agreement)
    if change and agreement.parties.filter(user__in=people).exists():
        raise OvertakenError(change)
    refuse("sign", agreement)


def _turn(signing: Signing, party: int, by: User) -> Turn:
    """The turn of the party, when it is the person's. Raises NotYourTurnError saying why it is not."""
    mine = turns(by, signing, rights.substitutions(by))
    for turn in mine:
        if turn.party.pk == party:
            return turn
    wanted = next((each for each in signing.parties if each.pk == party), None)
    if wanted is None:
        raise NotYourTurnError(_("The document has no such party any more."))
    if wanted.signature:
        raise NotYourTurnError(_("This party has signed already."))
    if any(each.signature and each.signature.user == by.pk for each in signing.parties):
        raise NotYourTurnError(_("You have signed already: nobody signs for two parties."))
    if wanted not in signing.next and wanted.user == by.pk:
        first = signing.next[0]
        raise NotYourTurnError(
            _("It is not your turn yet: %(who)s signs first.") % {"who": first.person or first.title}
        )
    raise NotYourTurnError(_("You are not this party, nor its substitute today."))


def _check_decision(agreement: Agreement, signing: Signing) -> None:
    if signing.rule.asks_decision and not (
        agreement.decision_date and agreement.decision_section and agreement.case_number
    ):
        raise ValidationError(
            _("The date and section of the decision and the case number must be recorded before anybody signs.")
        )


def _check_prepared(
    agreement: Agreement,
    signing: Signing,
    given: dict[int, DocumentSignature],
    content: str,
    sha256: str,
    prepared: _Prepared | None,
) -> None:
    """Raises _UnpreparedError, with the document as it will be, unless a record of this very state has been made."""
    step = last_step(agreement)
    signatures = tuple((party.pk, given.get(party.pk, party.signature)) for party in signing.parties)
    base = _Base(sha256, step.number if step else 0, signatures)
    if prepared is None or prepared.base != base:
        raise _UnpreparedError(base, _as_signed(agreement, given), content)


def _as_signed(agreement: Agreement, given: dict[int, DocumentSignature]) -> Document:
    """The document as it will be once the signatures are given."""

    def signed(party: DocumentParty) -> DocumentParty:
        return replace(party, signature=given.get(party.pk, party.signature))

    document = load_document(agreement)
    parties = tuple(signed(party) for party in document.parties)
    how = SignedOn.PAPER if any(each.signed == SignedOn.PAPER for each in parties) else SignedOn.APPLICATION
    return replace(document, parties=parties, status=Status.IN_FORCE, signed=how)


def _write(
    agreement: Agreement,
    party: int,
    given: DocumentSignature,
    by: User,
    *,
    confirmed: str | None = None,
    sha256: str,
) -> Signature:
    signature = Signature.objects.create(
        agreement=agreement,
        party=Party.objects.get(pk=party),
        user_id=given.user,
        title=given.title,
        name=given.name,
        substitute_for=given.substitute_for,
        signed=given.signed,
        at=given.at,
        confirmed=confirmed,
        address=current_address.get() if given.user else "",
        content_sha256=sha256,
    )
    log_entry(
        event=Event.SIGNED,
        by=by,
        about=about_agreement(agreement),
        unit=agreement.unit_id,
        detail={
            "title": given.title,
            "name": given.name,
            "substitute_for": given.substitute_for,
            "signed": str(given.signed),
            "confirmed": confirmed,
            "sha256": sha256,
        },
        at=given.at,
    )
    return signature


def _attach(
    agreement: Agreement,
    scan: Checked,
    *,
    seen: int,
    by: User,
    at: datetime.datetime,
    prepared: _Prepared | None,
) -> Scan:
    locked = _lock(agreement)
    check_may(locked, "sign_on_paper", by, seen=seen)
    signing = signing_of(locked)
    _check_decision(locked, signing)
    content = canonical_content(locked)
    sha256 = content_sha256(content)
    given = {
        party.pk: DocumentSignature(SignedOn.PAPER, party.title, party.name, None, None) for party in signing.missing
    }
    _check_prepared(locked, signing, given, content, sha256, prepared)
    for party, signature in given.items():
        _write(locked, party, signature, by, sha256=sha256)
    stored = Scan.objects.create(
        agreement=locked,
        file=scan.content,
        sha256=hashlib.sha256(scan.content).hexdigest(),
        content_type=scan.content_type,
        name=scan.name,
        at=at,
        by=by,
    )
    if prepared:
        _come_in_force(locked, SignedOn.PAPER, prepared.record, by=by, at=at, scan=stored)
    return stored


def _come_in_force(
    agreement: Agreement,
    how: SignedOn,
    record: MadeRecord,
    *,
    by: User,
    at: datetime.datetime,
    scan: Scan | None = None,
) -> StatusChange:
    """Everybody has signed: the document is in force, its content frozen, and what it supersedes is closed."""
    agreement.signed = how
    agreement.save(update_fields=["signed"])
    change = change_status(agreement, Move.COME_IN_FORCE, Status.IN_FORCE, by=by, at=at)
    frozen = freeze(
        agreement=agreement,
        by=by,
        at=at,
        pdf=record.pdf,
        pdf_sha256=record.pdf_sha256,
        level=record.level,
        certificate=record.certificate,
    )
    log_entry(
        event=Event.SEALED,
        by=by,
        about=about_agreement(agreement),
        unit=agreement.unit_id,
        detail={
            "sha256": frozen.sha256,
            "pdf_sha256": record.pdf_sha256,
            "level": record.level,
            **({"scan_sha256": scan.sha256} if scan else {}),
        },
        at=at,
    )
    if agreement.supersedes_id:
        superseded = Agreement.objects.select_for_update().get(pk=agreement.supersedes_id)
        if superseded.status == Status.IN_FORCE:
            change_status(superseded, Move.SUPERSEDE, Status.CLOSED, by=by, at=at)
    return change
