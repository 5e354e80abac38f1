"""What can be wrong with one thing that is kept as proof, as plain data: `records` tells it to an administrator, the
pages to those who read the document.
"""

import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agreements.freezing import FORMAT, canonical_content, content_sha256
from agreements.models import Event, LogEntry, Scan, Sealed, Signature, SignedOn, SignedRecord
from agreements.sealing import Findings, Known, Verdict, examine


class Fault(StrEnum):
    """What is wrong."""

    CONTENT = "content"
    """The stored content does not have its hash."""
    NO_JSON = "no_json"
    UNKNOWN_FORM = "unknown_form"
    ROWS = "rows"
    """The rows of the database do not give the content."""
    FILE_REMOVED = "file_removed"
    FILE = "file"
    """The stored PDF does not have its hash."""
    SEAL = "seal"
    """The stored PDF is not as it was sealed."""
    LEVEL = "level"
    UNTOLD = "untold"
    """The log does not tell that this was sealed."""
    OTHER_CONTENT = "other_content"
    """A signature is not of the stored content."""
    SIGNATURE_ALTERED = "signature_altered"
    """A signature is not as the log tells that it was given."""
    SIGNATURE_REMOVED = "signature_removed"
    NOT_SIGNED = "not_signed"
    """A party has no signature that holds."""
    SCAN = "scan"
    SCAN_REPLACED = "scan_replaced"
    """The scan is not the one that the log tells was attached."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong: where in the content, or whose signature; and what was found of the file."""

    fault: Fault
    where: str = ""
    found: Findings | None = None
    level: str = ""


# --- what was frozen -------------------------------------------------------------------------------------------


def content_problems(record: Sealed) -> Iterator[Problem]:
    """Whether the stored content has the hash that was signed."""
    if content_sha256(record.content) != record.sha256:
        yield Problem(Fault.CONTENT)


def row_problems(record: SignedRecord) -> Iterator[Problem]:
    """Whether the rows still give the content, and if not, where they first differ."""
    try:
        stored = json.loads(record.content)
    except ValueError:
        yield Problem(Fault.NO_JSON)
        return
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        yield Problem(Fault.UNKNOWN_FORM)
        return
    now = canonical_content(record.agreement)
    if now != record.content:
        yield Problem(Fault.ROWS, first_difference(stored, json.loads(now)))


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


def examined(record: Sealed) -> Findings | None:
    """What the stored PDF is found to be; None where there is none, or where it was never sealed."""
    if record.pdf is None or record.certificate is None:
        return None
    known = Known(
        name=str(record.pk),
        file_sha256=record.pdf_sha256 or "",
        content_sha256=record.sha256,
        certificate=record.certificate,
    )
    hashes = (known.file_sha256, known.content_sha256)
    return examine(
        record.file,
        known=lambda sha256: known if sha256 in hashes else None,
        ours={record.certificate},
        expected=record.sha256,
    )


def file_problems(record: Sealed, found: Findings | None) -> Iterator[Problem]:
    """Whether the stored PDF, examined, is the one that was stored. What came from paper alone has none."""
    if record.pdf is None:
        if record.pdf_sha256 or record.level or record.certificate:
            yield Problem(Fault.FILE_REMOVED)
        return
    if hashlib.sha256(record.file).hexdigest() != record.pdf_sha256:
        yield Problem(Fault.FILE)
    if found is None:
        return
    if found.verdict is not Verdict.UNCHANGED:
        yield Problem(Fault.SEAL, found=found)
    elif found.seal and record.level and found.seal.level != record.level:
        yield Problem(Fault.LEVEL, found=found, level=record.level)


# --- what the log tells ----------------------------------------------------------------------------------------


def told_about(about: str) -> list[LogEntry]:
    """The entries that tell of the signatures and seals of a version of a document. One query."""
    events = (Event.SIGNED, Event.SEALED)
    return list(LogEntry.objects.filter(event__in=events, about=about).order_by("number"))


def log_problems(record: Sealed, entries: Iterable[LogEntry]) -> Iterator[Problem]:
    """Whether the log tells that this very record was sealed; what was signed on paper may be older than the log."""
    told = {seal_told(entry) for entry in entries if entry.event == Event.SEALED}
    if record.level and (record.sha256, record.pdf_sha256) not in told:
        yield Problem(Fault.UNTOLD)


def seal_told(entry: LogEntry) -> tuple[str, str | None]:
    """The hashes of the content and of the PDF that the entry tells were sealed."""
    detail = detail_of(entry)
    pdf_sha256 = detail.get("pdf_sha256")
    return str(detail.get("sha256")), None if pdf_sha256 is None else str(pdf_sha256)


def detail_of(entry: LogEntry) -> dict[str, Any]:
    """The entry's detail; whoever can write in the database may have made anything of it."""
    return entry.detail if isinstance(entry.detail, dict) else {}


# --- signatures and the scan -----------------------------------------------------------------------------------

_Given = tuple[Any, ...]


def signature_problems(
    record: SignedRecord, signatures: Collection[Signature], parties: Iterable[tuple[int, str]], told: list[LogEntry]
) -> Iterator[Problem]:
    """Whether the signatures, void ones too, are of the content, as the log tells that they were given, and whole.

    `parties` are the ids and titles of the document's. What was not sealed here may be older than the log.
    """
    holding = [each for each in signatures if each.voided_id is None]
    for signature in holding:
        of_content = signature.signed == SignedOn.APPLICATION or signature.content_sha256 is not None
        if of_content and signature.content_sha256 != record.sha256:
            yield Problem(Fault.OTHER_CONTENT, str(signature))
    if not record.level:
        return
    entries = {_told(entry): entry for entry in told if entry.event == Event.SIGNED}
    altered = [each for each in signatures if _given(each) not in entries]
    for signature in altered:
        yield Problem(Fault.SIGNATURE_ALTERED, str(signature))
    if not altered:
        stored = {_given(each) for each in signatures}
        for entry in (entry for given, entry in entries.items() if given not in stored):
            detail = detail_of(entry)
            yield Problem(Fault.SIGNATURE_REMOVED, f"{detail.get('title')} {detail.get('name') or ''}".strip())
    signed = {each.party_id for each in holding}
    for pk, title in parties:
        if pk not in signed:
            yield Problem(Fault.NOT_SIGNED, title)


def _given(signature: Signature) -> _Given:
    """What the log tells of a signature, of the one that is stored."""
    words = (signature.title, signature.name, signature.substitute_for, signature.signed, signature.confirmed)
    when = _when(signature.at, signature.user_id) if signature.signed == SignedOn.APPLICATION else None
    return *words, signature.content_sha256, when


def _told(entry: LogEntry) -> _Given:
    detail = detail_of(entry)
    columns = ("title", "name", "substitute_for", "signed", "confirmed", "sha256")
    when = _when(entry.at, entry.user_id) if detail.get("signed") == SignedOn.APPLICATION else None
    return *(_plain(detail.get(column)) for column in columns), when


def _when(at: datetime.datetime | None, user: int | None) -> tuple[str, int | None]:
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds") if at else "", user


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def scan_problems(scan: Scan | None, told: list[LogEntry]) -> Iterator[Problem]:
    """Whether the scan has its hash, and is the one that the log tells was attached; None where there is none."""
    if scan is not None and hashlib.sha256(bytes(scan.file)).hexdigest() != scan.sha256:
        yield Problem(Fault.SCAN)
    attached = {str(sha256) for entry in told if (sha256 := detail_of(entry).get("scan_sha256"))}
    if attached and (scan is None or scan.sha256 not in attached):
        yield Problem(Fault.SCAN_REPLACED)
