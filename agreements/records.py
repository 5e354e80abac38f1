"""What is kept of a signed document: its content as it was signed, and the sealed PDF that was made of it."""

import datetime
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.document import Document, load_document
from agreements.exports import FORMATS
from agreements.exports.pdf.archive import Archive, Attachment
from agreements.exports.pdf.render import render_pdf
from agreements.models import Agreement, Kind, SignedRecord
from agreements.sealing import NoSealError, SealError, TimestampError, seal, sealer

CONTENT_FILE = "content.json"
"""The name of the content inside the PDF."""


CANNOT_SEAL = (NoSealError, SealError, TimestampError)
"""Why a file cannot be sealed; each has a sentence."""


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """A sealed PDF with its SHA-256, the level of its seal and the SHA-256 of the certificate."""

    pdf: bytes
    pdf_sha256: str
    level: str
    certificate: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A document as a file, and what of it the log tells: a key of `agreements.log_words.FILES`."""

    content: bytes
    what: str


def file_of(agreement: Agreement, extension: str) -> TakenOut:
    """The version as a file with that ending: as a PDF the very one that was sealed, if there is one; else made now."""
    if extension == "pdf" and (sealed := sealed_file(agreement)):
        return TakenOut(sealed, "signed")
    return TakenOut(FORMATS[extension].render(load_document(agreement)), "document")


def sealed_file(agreement: Agreement) -> bytes:
    """The PDF that was sealed when the version was signed, byte for byte; empty where there is none."""
    record = SignedRecord.objects.filter(agreement=agreement).only("pdf").first()
    return record.file if record else b""


def make_record(document: Document, *, content: str, sha256: str, at: datetime.datetime) -> MadeRecord:
    """The sealed PDF of a document that everybody has signed; `content` is its canonical JSON, attached to the PDF.

    Raises NoSealError, SealError and TimestampError, each with a sentence.
    """
    with override(document.language):
        archive = archive_of(document, content=content, sha256=sha256, at=at)
        reason = _("Signed by all parties")
    return sealed_record(render_pdf(document, archive=archive), reason=reason, at=at)


def sealed_record(pdf: bytes, *, reason: str, at: datetime.datetime) -> MadeRecord:
    """The PDF with the organisation's seal. Raises NoSealError, SealError and TimestampError."""
    sealed = seal(pdf, sealer=sealer(), reason=reason, at=at)
    return MadeRecord(sealed.pdf, hashlib.sha256(sealed.pdf).hexdigest(), sealed.level, sealer().fingerprint)


def archive_of(document: Document, *, content: str, sha256: str, at: datetime.datetime) -> Archive:
    """What the archived PDF says of itself, in the language that is active."""
    return Archive(
        organisation=document.units[0].name if document.units else "",
        kind=str(Kind(document.kind).label),
        year=document.year,
        version=document.version,
        sha256=sha256,
        made_at=at,
        signatories=tuple(
            f"{party.signature.title} {party.signature.name or ''}".strip()
            for party in document.parties
            if party.signature
        ),
        case_number=document.decision.case_number or "",
        decision_date=document.decision.date,
        decision_section=document.decision.section or "",
        attachments=(
            Attachment(name=CONTENT_FILE, content=content.encode(), description=_("The content that was signed")),
        ),
        seal_label=_("Seal"),
    )
