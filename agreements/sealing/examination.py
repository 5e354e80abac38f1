"""Examines a file that anybody may have brought: is it one of ours, and still as it was sealed?

The proof is the seal, read from the file's bytes, and the hash of the whole file. What a change is called is found by
comparing the file with what was sealed: the part of it that the seal covers, or the stored file.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from agreements.sealing.differences import differences
from agreements.sealing.findings import Change, Findings, Known, Signature, Trouble, Verdict
from agreements.sealing.outline import EncryptedError, Outline, UnreadableError, read_outline
from agreements.sealing.signatures import read_signatures

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is looked at; the longest document of ours has a fiftieth of that."""

_START = b"%PDF-"
_END = b"%%EOF"
_WITHIN = 1024
_HASH = re.compile(rb'contentHash(?:>|=")([0-9a-f]{64})(?:<|")')
_MOST_HASHES = 5

Find = Callable[[str], Known | None]
"""Finds a stored document by a SHA-256, be it that of its sealed file or that of its content."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """The file, with all that was read from it before anything is judged. No outline: it cannot be read."""

    pdf: bytes
    sha256: str
    signatures: tuple[Signature, ...]
    outline: Outline | None
    trouble: Trouble | None
    declared: tuple[str, ...]
    document: Known | None

    @property
    def seal(self) -> Signature | None:
        """Our own signature that holds, or else our own that is broken."""
        ours = [one for one in self.signatures if one.is_ours]
        return next((one for one in ours if one.holds), next(iter(ours), None))

    @property
    def attached(self) -> str:
        """The hash of the attached content: of the declared one, if it is there."""
        hashes = list(self.outline.attachments.values()) if self.outline else []
        return next((one for one in hashes if one in self.declared), next(iter(hashes), ""))

    @property
    def is_cut(self) -> bool:
        """Is the end missing: of the file, of what a signature covers, or of the stored file that this begins?"""
        if _END not in self.pdf[-_WITHIN:] or any(
            one.certificate and one.end > len(self.pdf) for one in self.signatures
        ):
            return True
        stored = self.document.pdf if self.document else None
        return stored is not None and stored.startswith(self.pdf) and not self.pdf.rstrip().endswith(_END)


def examine(pdf: bytes, *, known: Find, ours: Collection[str], expected: str = "") -> Findings:
    """What the file is. Nothing is raised, whatever it holds.

    `known` finds stored documents; what it raises is passed on. `ours` are the fingerprints of the certificates that
    seal, or have sealed, for us. `expected` is the hash of the content that it should have, when one is expected.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    if len(pdf) > LARGEST:
        return Findings(verdict=Verdict.UNREADABLE, sha256=sha256, trouble=Trouble.TOO_BIG)
    file = _look(pdf, sha256, known, ours)
    verdict, changes = _judge(file)
    if verdict is Verdict.UNCHANGED and expected and file.document and file.document.content_sha256 != expected:
        verdict = Verdict.ANOTHER
    return Findings(
        verdict=verdict,
        sha256=sha256,
        changes=tuple(change for change in Change if change in changes),
        trouble=file.trouble if verdict is Verdict.UNREADABLE else None,
        signatures=file.signatures,
        document=file.document,
        declared_sha256=next(iter(file.declared), ""),
        attached_sha256=file.attached,
    )


# --- looking ---------------------------------------------------------------------------------------------------


def _look(pdf: bytes, sha256: str, known: Find, ours: Collection[str]) -> _File:
    outline, trouble = _outlined(pdf)
    declared = _declared(pdf, outline)
    first = read_signatures(pdf, ours=ours)
    document = _found(known, _hashes(pdf, sha256, first, declared, outline))
    signatures = first
    if document and document.certificate and document.certificate not in ours:
        signatures = read_signatures(pdf, ours={*ours, document.certificate})
    return _File(
        pdf=pdf,
        sha256=sha256,
        signatures=signatures,
        outline=outline,
        trouble=trouble,
        declared=declared,
        document=document,
    )


def _outlined(pdf: bytes) -> tuple[Outline | None, Trouble | None]:
    if _START not in pdf[:_WITHIN]:
        return None, Trouble.BROKEN
    try:
        return read_outline(pdf), None
    except EncryptedError:
        return None, Trouble.ENCRYPTED
    except UnreadableError:
        return None, Trouble.BROKEN


def _declared(pdf: bytes, outline: Outline | None) -> tuple[str, ...]:
    """The hashes that the metadata tell: those in force, then any that stand in the file's bytes."""
    packets = (outline.packet if outline else b"", pdf)
    found = [match[1].decode() for packet in packets for match in _HASH.finditer(packet)]
    return tuple(dict.fromkeys(found))[:_MOST_HASHES]


def _hashes(
    pdf: bytes, sha256: str, signatures: Iterable[Signature], declared: Iterable[str], outline: Outline | None
) -> Iterator[str]:
    """By what the file may be found among the stored ones, the surest first."""
    yield sha256
    for signature in signatures:
        if signature.end < len(pdf):
            yield hashlib.sha256(pdf[: signature.end]).hexdigest()
    yield from declared
    if outline:
        yield from list(outline.attachments.values())[:_MOST_HASHES]


def _found(known: Find, hashes: Iterable[str]) -> Known | None:
    return next((document for one in dict.fromkeys(hashes) if (document := known(one))), None)


# --- judging ---------------------------------------------------------------------------------------------------


def _judge(file: _File) -> tuple[Verdict, set[Change]]:
    seal = file.seal
    if seal and seal.holds:
        return _judge_sealed(file, seal)
    if seal:
        return Verdict.CHANGED, _broken(file, seal)
    if file.document:
        return _judge_unsealed(file, file.document)
    if _START not in file.pdf[:_WITHIN]:
        return Verdict.NOT_A_PDF, set()
    if file.outline is None:
        return Verdict.UNREADABLE, set()
    return Verdict.NOT_OURS, set()


def _judge_sealed(file: _File, seal: Signature) -> tuple[Verdict, set[Change]]:
    """Our seal holds: what it covers is as it was sealed, whatever stands after it."""
    if not seal.covers_file:
        return Verdict.CHANGED, _added(file, seal)
    if not file.document:
        return Verdict.UNFILED, set()
    if file.document.file_sha256 != file.sha256:
        return Verdict.CHANGED, {Change.SEAL_BYTES}
    if file.document.content_sha256 != file.attached:
        return Verdict.CHANGED, {Change.ATTACHMENT}
    return Verdict.UNCHANGED, set()


def _added(file: _File, seal: Signature) -> set[Change]:
    """What was added after the sealed part."""
    sealed, _trouble = _outlined(file.pdf[: seal.end])
    if sealed is None:
        return {Change.APPENDED}
    return _compared(sealed, file) or {Change.APPENDED}


def _broken(file: _File, seal: Signature) -> set[Change]:
    """Our seal does not hold."""
    if file.is_cut:
        return {Change.CUT}
    found = {Change.BYTES} if not seal.digest_holds else {Change.SEAL_BYTES}
    return found | _from_stored(file)


def _judge_unsealed(file: _File, document: Known) -> tuple[Verdict, set[Change]]:
    """The content, or what the file says of itself, is ours, but there is no seal of ours that can be read."""
    if any(one.signature_holds for one in file.signatures):
        return Verdict.OTHER_SEAL, _from_stored(file)
    if file.signatures:
        return Verdict.CHANGED, _unreadable(file)
    if file.is_cut:
        return Verdict.CHANGED, {Change.CUT}
    if document.pdf is not None and len(document.pdf) == len(file.pdf):
        return Verdict.CHANGED, {Change.SEAL_BYTES} | _from_stored(file)
    return Verdict.SEAL_REMOVED, _from_stored(file)


def _unreadable(file: _File) -> set[Change]:
    """There is a seal that cannot be read: its bytes are others, or the file around it is."""
    if file.is_cut:
        return {Change.CUT}
    own = Change.SEAL_BYTES if any(one.in_place for one in file.signatures) else Change.REWRITTEN
    return {own} | _from_stored(file)


def _from_stored(file: _File) -> set[Change]:
    """How the file differs from the stored one; nothing when that is not at hand."""
    if not file.document or file.document.pdf is None:
        return set()
    stored, _trouble = _outlined(file.document.pdf)
    return _compared(stored, file) if stored else set()


def _compared(older: Outline, file: _File) -> set[Change]:
    if file.outline is None:
        return {Change.ENCRYPTED} if file.trouble is Trouble.ENCRYPTED else {Change.BYTES}
    return differences(older, file.outline)
