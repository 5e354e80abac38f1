"""What was signed, scanned and closed: whether the stored files and the rows of the database are what was frozen."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from agreements.freezing import FORMAT, canonical_content, content_sha256
from agreements.log import about_agreement
from agreements.models import (
    Agreement,
    ClosingRecord,
    Event,
    LogEntry,
    Scan,
    Sealed,
    Signature,
    SignedOn,
    SignedRecord,
    Status,
)
from agreements.sealing import Findings, Known, Verdict, examine

Tally = Counter[str]

_VERDICTS = {
    Verdict.ANOTHER: "is another document's",
    Verdict.UNFILED: "is not the one that was stored",
    Verdict.CHANGED: "was changed after it was sealed",
    Verdict.SEAL_REMOVED: "has lost its seal",
    Verdict.OTHER_SEAL: "was sealed by somebody else",
    Verdict.NOT_OURS: "is not one of ours",
    Verdict.NOT_A_PDF: "is no PDF any more",
    Verdict.UNREADABLE: "cannot be read any more",
}


def check_signed(tally: Tally) -> Iterator[str]:
    """Every signed record: its content, the rows that it was made of, its PDF and the seal on it."""
    for record in SignedRecord.objects.select_related("agreement__unit").order_by("pk").iterator(chunk_size=20):
        tally["signed documents"] += 1
        name = f"The signed document {about_agreement(record.agreement)}"
        yield from _content(name, record)
        yield from _rows(name, record)
        yield from _file(name, record, tally)


def check_told(tally: Tally) -> Iterator[str]:
    """What the log tells was frozen and sealed is what is stored, and what is stored the log tells of.

    The log's entries are chained, so whoever replaces a record with another whole one cannot change them unseen.
    """
    told = {_told_seal(entry) for entry in LogEntry.objects.filter(event=Event.SEALED).iterator()}
    stored, untold = set(), set()
    for model in (SignedRecord, ClosingRecord):
        for record in model._default_manager.select_related("agreement").defer("pdf", "content").order_by("pk"):
            key = (about_agreement(record.agreement), record.sha256, record.pdf_sha256)
            stored.add(key)
            # What was signed on paper may be older than the log.
            if key not in told and record.level:
                untold.add(key)
    for about, sha256, _pdf in sorted(untold):
        yield f"The log does not tell that {about} was sealed as it is stored ({sha256[:12]}…): it was replaced."
    replaced = {about for about, _sha256, _pdf in untold}
    for about, sha256, _pdf in sorted((key for key in told - stored if key[0] not in replaced), key=str):
        yield f"The log tells that {about} was sealed ({sha256[:12]}…), and that is not what is stored."


def _told_seal(entry: LogEntry) -> tuple[str, str, str | None]:
    detail = entry.detail if isinstance(entry.detail, dict) else {}
    pdf_sha256 = detail.get("pdf_sha256")
    return entry.about, str(detail.get("sha256")), None if pdf_sha256 is None else str(pdf_sha256)


def check_closings(tally: Tally) -> Iterator[str]:
    """Every report with which a year was closed: its content, its PDF and the seal on it."""
    for record in ClosingRecord.objects.select_related("agreement").order_by("pk").iterator(chunk_size=20):
        tally["closings"] += 1
        name = f"The closing of {about_agreement(record.agreement)} on {record.at:%Y-%m-%d}"
        yield from _content(name, record)
        yield from _file(name, record, tally)


def check_scans(tally: Tally) -> Iterator[str]:
    """Every scan of what was signed in ink: the file is the one that was attached."""
    for scan in Scan.objects.select_related("agreement").order_by("pk").iterator(chunk_size=5):
        tally["scans"] += 1
        if hashlib.sha256(bytes(scan.file)).hexdigest() != scan.sha256:
            yield f"The scan of {about_agreement(scan.agreement)} is not the file that was attached."


def check_signatures(tally: Tally) -> Iterator[str]:
    """Every signature that holds: what it signed is what was frozen."""
    signatures = Signature.objects.filter(voided=None, signed=SignedOn.APPLICATION, agreement__record__isnull=False)
    for signature in signatures.select_related("agreement__record").defer("agreement__record__pdf").order_by("pk"):
        tally["signatures"] += 1
        if signature.content_sha256 != signature.agreement.record.sha256:
            yield (
                f"The signature of {signature} under {about_agreement(signature.agreement)} "
                "is not of the content that is stored."
            )


def check_statuses(tally: Tally) -> Iterator[str]:
    """Every document that was signed here is frozen, and nothing that is frozen is being edited."""
    followed = (Status.IN_FORCE, Status.CLOSED)
    unfrozen = Agreement.objects.filter(status__in=followed, signed=SignedOn.APPLICATION, record__isnull=True)
    for agreement in unfrozen.order_by("pk"):
        yield f"The {about_agreement(agreement)} was signed in the application, and no signed record of it is stored."
    for agreement in Agreement.objects.filter(record__isnull=False).exclude(status__in=followed).order_by("pk"):
        yield f"The {about_agreement(agreement)} is signed, and its status is “{agreement.status}”."


def _content(name: str, record: Sealed) -> Iterator[str]:
    if content_sha256(record.content) != record.sha256:
        yield f"{name}: the stored content does not have the hash that was signed."


def _rows(name: str, record: SignedRecord) -> Iterator[str]:
    """Whether the rows still give the content, and if not, where they first differ."""
    try:
        stored = json.loads(record.content)
    except ValueError:
        yield f"{name}: the stored content is no JSON any more."
        return
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        yield f"{name}: the stored content has a form that this version does not know; its rows were not compared."
        return
    now = canonical_content(record.agreement)
    if now != record.content:
        where = first_difference(stored, json.loads(now)) or "the way in which it is written"
        yield f"{name}: its rows in the database were altered; the first difference is in {where}."


def first_difference(one: Any, other: Any, path: str = "") -> str:
    """Where two values of JSON first differ, as a path such as `section[2].goal[0].title`; empty when nowhere."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            if found := first_difference(one.get(key), other.get(key), f"{path}.{key}" if path else key):
                return found
        return ""
    if isinstance(one, list) and isinstance(other, list):
        for place in range(max(len(one), len(other))):
            before, after = (each[place] if place < len(each) else None for each in (one, other))
            if found := first_difference(before, after, f"{path}[{place}]"):
                return found
        return ""
    return "" if one == other and type(one) is type(other) else path or "the whole"


def _file(name: str, record: Sealed, tally: Tally) -> Iterator[str]:
    """The stored PDF: whether it is the one that was stored, and its seal. What came from paper alone has none."""
    if record.pdf is None:
        if record.pdf_sha256 or record.level or record.certificate:
            yield f"{name}: its PDF has been removed."
        return
    pdf = bytes(record.pdf)
    if hashlib.sha256(pdf).hexdigest() != record.pdf_sha256:
        yield f"{name}: its PDF does not have the hash that it was stored with."
    if record.certificate is None:
        return
    tally["seals"] += 1
    found = examine(pdf, known=_finder(name, record), ours={record.certificate}, expected=record.sha256)
    if found.verdict is not Verdict.UNCHANGED:
        yield f"{name}: its sealed PDF {_told(found)}."
    elif found.seal and record.level and found.seal.level != record.level:
        yield f"{name}: its seal is {found.seal.level or 'of no level'}, and {record.level} was stored."


def _finder(name: str, record: Sealed) -> Any:
    """Finds this record, and no other, by the hash of its file or of its content."""
    known = Known(
        name=name,
        file_sha256=record.pdf_sha256 or "",
        content_sha256=record.sha256,
        certificate=record.certificate or "",
    )
    return lambda sha256: known if sha256 in (known.file_sha256, known.content_sha256) else None


def _told(found: Findings) -> str:
    changes = ", ".join(change.value.replace("_", " ") for change in found.changes)
    told = _VERDICTS[found.verdict]
    return f"{told} ({changes})" if changes else told
