"""Signing in the application and on paper, and what the last signature leaves behind."""

import datetime
import hashlib
import json
from io import BytesIO

import pikepdf
import pymupdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements import records
from agreements.freezing import canonical_content, content_sha256
from agreements.models import (
    Agreement,
    Event,
    LogEntry,
    Membership,
    Notice,
    Role,
    Scan,
    Signature,
    SignedOn,
    SignedRecord,
    SigningRule,
    Status,
    Unit,
)
from agreements.sealing import NoSealError, SealError
from agreements.services import signing
from agreements.services.decisions import decision_record
from agreements.services.signing import NotYourTurnError, paper_attach, party_sign
from agreements.services.status import OvertakenError, agreement_send_back
from agreements.uploads import Checked
from tests.agreements.signed import SIGNERS, in_force, person, sign, to_be_signed

pytestmark = pytest.mark.usefixtures("examples")
NOW = timezone.now()
SCAN = Checked(name="allekirjoitettu.pdf", ending="pdf", content_type="application/pdf", content=b"%PDF-1.7 scan")


@pytest.fixture
def document() -> Agreement:
    return to_be_signed()


def shown(document: Agreement) -> str:
    return content_sha256(canonical_content(document))


def sign_as(document: Agreement, name: str, party_of: str, *, seen: str | None = None) -> Signature:
    party = document.parties.get(user=person(party_of))
    return party_sign(
        agreement=document,
        party=party.pk,
        seen=shown(document) if seen is None else seen,
        confirmed="password",
        by=person(name),
        at=timezone.now(),
    )


def in_order(document: Agreement) -> None:
    SigningRule.objects.create(unit=Unit.objects.get(name_fi="Turku"), kind=document.kind, signatures=3, in_order=True)


def text_of(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as opened:
        return "\n".join(page.get_text() for page in opened)


def test_the_last_signature_puts_the_document_in_force_with_its_content_frozen(document: Agreement) -> None:
    for name in SIGNERS[:2]:
        sign(document, name)
        assert document.status == Status.TO_BE_SIGNED
        assert not SignedRecord.objects.exists()
    content = canonical_content(document)
    sign(document, SIGNERS[2])
    assert (document.status, document.signed) == (Status.IN_FORCE, SignedOn.APPLICATION)
    record = document.record
    assert record.content == content
    assert record.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert record.pdf_sha256 == hashlib.sha256(record.file).hexdigest()
    assert record.level == "PAdES B-B"
    assert {each.content_sha256 for each in document.signatures.all()} == {record.sha256}
    assert canonical_content(document) == content


def test_the_sealed_file_has_the_content_attached_and_the_signatures_in_print(document: Agreement) -> None:
    for name in SIGNERS:
        sign(document, name)
    record = document.record
    with pikepdf.open(BytesIO(record.file)) as pdf:
        attached = pdf.attachments["content.json"].get_file().read_bytes()
        assert attached == record.content.encode()
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"
    text = " ".join(text_of(record.file).split())
    for name in SIGNERS:
        assert person(name).name in text
    today = timezone.localtime()
    assert f"{today.day}.{today.month}.{today.year}" in text
    assert record.sha256 in text.replace(" ", "")
    assert json.loads(record.content)["format"] == 1


def test_the_log_tells_of_each_signature_and_of_the_seal(document: Agreement) -> None:
    for name in SIGNERS:
        sign(document, name)
    signed = LogEntry.objects.filter(event=Event.SIGNED).order_by("number")
    assert [entry.detail["name"] for entry in signed] == [person(name).name for name in SIGNERS]
    assert LogEntry.objects.get(event=Event.SEALED).detail["sha256"] == document.record.sha256


def test_signing_twice_does_it_once(document: Agreement) -> None:
    assert sign_as(document, "helena.laine", "helena.laine") == sign_as(document, "helena.laine", "helena.laine")
    assert document.signatures.count() == 1


def test_nobody_signs_what_they_have_not_seen(document: Agreement) -> None:
    with pytest.raises(ValidationError, match=r"\w+"):
        sign_as(document, "helena.laine", "helena.laine", seen="0" * 64)
    assert not document.signatures.exists()


def test_nobody_signs_for_two_parties(document: Agreement) -> None:
    unit = document.unit
    Membership.objects.create(
        user=person("helena.laine"), unit=unit, role=Role.DIRECTOR, substitute_for=person("juhani.makela")
    )
    with pytest.raises(NotYourTurnError):
        sign_as(document, "helena.laine", "juhani.makela")
    sign(document, "helena.laine")
    with pytest.raises(NotYourTurnError):
        sign_as(document, "helena.laine", "juhani.makela")


def test_a_substitute_signs_as_one_and_the_paper_says_so(document: Agreement) -> None:
    Membership.objects.create(
        user=person("sari.niemi"), unit=document.unit, role=Role.UNIT_HEAD, substitute_for=person("helena.laine")
    )
    for name in SIGNERS[:2]:
        sign(document, name)
    signature = sign_as(document, "sari.niemi", "helena.laine")
    assert (signature.name, signature.substitute_for) == ("Sari Niemi", "Helena Laine")
    document.refresh_from_db()
    text = " ".join(text_of(document.record.file).split())
    assert "Sari Niemi" in text
    assert "Helena Laine" in text


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.VIEWER])
def test_a_substitute_whose_time_is_over_or_whose_role_signs_nothing_does_not_sign(
    document: Agreement, role: Role
) -> None:
    over = timezone.localdate() - datetime.timedelta(days=1) if role == Role.UNIT_HEAD else None
    Membership.objects.create(
        **{"user": person("sari.niemi"), "unit": document.unit, "role": role, "until": over},
        substitute_for=person("helena.laine"),
    )
    with pytest.raises((PermissionDenied, NotYourTurnError)):
        sign_as(document, "sari.niemi", "helena.laine")


def test_somebody_else_does_not_sign_for_a_party(document: Agreement) -> None:
    with pytest.raises(NotYourTurnError):
        sign_as(document, "tuula.heino", "helena.laine")
    with pytest.raises(PermissionDenied):
        sign_as(document, "kaisa.lehto", "helena.laine")
    with pytest.raises(PermissionDenied):
        sign_as(document, "maria.lindholm", "helena.laine")


def test_in_order_each_waits_for_those_before_and_is_told_when_it_is_their_turn(document: Agreement) -> None:
    in_order(document)
    with pytest.raises(NotYourTurnError, match="Juhani"):
        sign_as(document, "anna-leena.virta", "anna-leena.virta")
    Notice.objects.all().delete()
    sign(document, "juhani.makela")
    assert set(Notice.objects.values_list("user__email", flat=True)) <= {"anna-leena.virta@example.org"}
    sign(document, "anna-leena.virta")
    assert Notice.objects.filter(user=person("helena.laine")).exists()
    sign(document, "helena.laine")
    assert document.status == Status.IN_FORCE


def test_where_the_city_decides_nobody_signs_before_the_decision_is_recorded(document: Agreement) -> None:
    SigningRule.objects.create(unit=document.unit, kind=document.kind, signatures=3, asks_decision=True)
    with pytest.raises(ValidationError):
        sign(document, "helena.laine")
    decision_record(
        agreement=document,
        decision_date=datetime.date(2021, 1, 28),
        decision_section="§ 12",
        case_number="213-2021",
        by=person("helena.laine"),
        at=NOW,
    )
    document.refresh_from_db()
    for name in SIGNERS:
        sign(document, name)
    text = text_of(document.record.file)
    assert "28.1.2021" in text
    assert "213-2021" in text
    assert "213-2021" in document.record.content


def test_the_decision_stands_fast_once_somebody_has_signed(document: Agreement) -> None:
    sign(document, "helena.laine")
    with pytest.raises(ValidationError):
        decision_record(
            agreement=document,
            decision_date=None,
            decision_section="",
            case_number="1",
            by=person("helena.laine"),
            at=NOW,
        )


@pytest.mark.parametrize("error", [NoSealError("Set SEAL_CERTIFICATE."), SealError("The certificate is out of date.")])
def test_what_cannot_be_sealed_is_not_signed(
    document: Agreement, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SIGNERS[:2]:
        sign(document, name)

    def fail(*_args: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(signing, "make_record", fail)
    with pytest.raises(ValidationError, match=str(error)):
        sign(document, SIGNERS[2])
    document.refresh_from_db()
    assert document.status == Status.TO_BE_SIGNED
    assert document.signatures.count() == 2


def test_a_record_made_of_another_state_is_made_again(document: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the making and the storing somebody else's signature is voided: the document is not put in force."""
    for name in SIGNERS[:2]:
        sign(document, name)
    made = records.make_record

    def make_and_be_overtaken(*args: object, **named: object) -> object:
        record = made(*args, **named)  # type: ignore[arg-type]
        agreement_send_back(agreement=document, seen=2, by=person("anna-leena.virta"), at=timezone.now(), reason="Seis")
        return record

    monkeypatch.setattr(signing, "make_record", make_and_be_overtaken)
    with pytest.raises(OvertakenError):
        sign(document, SIGNERS[2])
    document.refresh_from_db()
    assert document.status == Status.DRAFT
    assert not SignedRecord.objects.exists()


def test_a_scan_stands_for_the_signatures_that_are_missing_and_is_what_counts(document: Agreement) -> None:
    sign(document, "helena.laine")
    scan = paper_attach(agreement=document, scan=SCAN, seen=2, by=person("helena.laine"), at=NOW)
    document.refresh_from_db()
    assert (document.status, document.signed) == (Status.IN_FORCE, SignedOn.PAPER)
    assert bytes(Scan.objects.get().file) == SCAN.content
    assert scan.sha256 == hashlib.sha256(SCAN.content).hexdigest()
    assert sorted(document.signatures.values_list("signed", flat=True)) == ["application", "paper", "paper"]
    assert document.record.pdf


def test_a_scan_of_a_document_that_took_another_step_is_refused(document: Agreement) -> None:
    with pytest.raises(OvertakenError):
        paper_attach(agreement=document, scan=SCAN, seen=1, by=person("helena.laine"), at=NOW)
    with pytest.raises(PermissionDenied):
        paper_attach(agreement=document, scan=SCAN, seen=2, by=person("kaisa.lehto"), at=NOW)
    assert not Scan.objects.exists()


def test_a_document_in_force_is_signed_no_more() -> None:
    document = in_force()
    with pytest.raises(PermissionDenied):
        paper_attach(agreement=document, scan=SCAN, seen=3, by=person("helena.laine"), at=NOW)
    with pytest.raises(PermissionDenied):
        sign_as(document, "tuula.heino", "helena.laine")
