"""A file that somebody brought: is it a signed document, a closing report or a scan that is stored here, unchanged?"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.db.models import Q

from agreements.models import Agreement, ClosingRecord, Scan, SignedRecord
from agreements.sealing import Findings, Known, NoSealError, SealError, examine, sealer

MOST_SCANS = 20
"""How many documents of one scan are told of."""

Record = SignedRecord | ClosingRecord


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a file was found to be: a scan that is stored, of one document or several, or else what was examined.

    `record` is the stored document or report that it is, or comes from.
    """

    sha256: str
    scans: tuple[Scan, ...] = ()
    findings: Findings | None = None
    record: Record | None = None

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """The versions of documents that the file belongs to."""
        if self.scans:
            return tuple(scan.agreement for scan in self.scans)
        return (self.record.agreement,) if self.record else ()

    @property
    def kind(self) -> str:
        """One of "scan", "signed" and "closing"; empty for what comes from none of them."""
        if self.scans:
            return "scan"
        return "closing" if isinstance(self.record, ClosingRecord) else "signed" if self.record else ""

    @property
    def verdict(self) -> str:
        return self.findings.verdict.value if self.findings else "unchanged"


def check_file(content: bytes) -> CheckedFile:
    """What the file is. Nothing of it is stored, and nothing is raised for what is in it."""
    sha256 = hashlib.sha256(content).hexdigest()
    scans = Scan.objects.filter(sha256=sha256).defer("file").select_related("agreement__unit").order_by("-at")
    if found := tuple(scans[:MOST_SCANS]):
        return CheckedFile(sha256, scans=found)
    records: dict[str, Record] = {}
    findings = examine(content, known=partial(_known, records), ours=our_certificates())
    record = records.get(findings.document.name) if findings.document else None
    return CheckedFile(sha256, findings=findings, record=record)


def _known(found: dict[str, Record], sha256: str) -> Known | None:
    """The stored document or report with that hash, of its PDF or of its content; kept among what was found."""
    record = _stored(sha256)
    if record is None:
        return None
    name = f"{record._meta.model_name} {record.pk}"
    found[name] = record
    return Known(
        name=name,
        file_sha256=record.pdf_sha256 or "",
        content_sha256=record.sha256,
        certificate=record.certificate or "",
        pdf=record.file or None,
    )


def _stored(sha256: str) -> Record | None:
    either = Q(pdf_sha256=sha256) | Q(sha256=sha256)
    signed = SignedRecord.objects.filter(either).select_related("agreement__unit").first()
    if signed:
        return signed
    return ClosingRecord.objects.filter(either).select_related("agreement__unit").order_by("-at").first()


def our_certificates() -> frozenset[str]:
    """The fingerprints of the certificates that seal for us, or did when a stored file was sealed. Two queries."""
    return frozenset(_certificates())


def _certificates() -> Iterator[str]:
    with suppress(NoSealError, SealError):
        yield sealer().fingerprint
    for model in (SignedRecord, ClosingRecord):
        used = model._default_manager.order_by().values_list("certificate", flat=True).distinct()
        yield from (certificate for certificate in used if certificate)
