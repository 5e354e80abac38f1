"""What an examination finds of a file, as plain data."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the file is. One of them, and the first that is not the best is what a person has to know."""

    UNCHANGED = "unchanged"
    """One of ours, byte for byte, with its seal unbroken."""
    ANOTHER = "another"
    """Unchanged, but another document of ours than the expected one."""
    UNFILED = "unfiled"
    """Our seal, unbroken, on a file that is not among the stored ones."""
    CHANGED = "changed"
    """One of ours, and not as it was sealed; `changes` says how."""
    SEAL_REMOVED = "seal_removed"
    """One of ours by its content, without any seal."""
    OTHER_SEAL = "other_seal"
    """One of ours by its content, sealed by somebody else than us, whatever name they took."""
    NOT_OURS = "not_ours"
    NOT_A_PDF = "not_a_pdf"
    UNREADABLE = "unreadable"
    """It may be anything: `trouble` says why it could not be looked at."""


class Change(StrEnum):
    """How a file differs from what was sealed, in the order in which a person is told."""

    CUT = "cut"
    PAGES_ADDED = "pages_added"
    PAGES_REMOVED = "pages_removed"
    PAGES_CHANGED = "pages_changed"
    ANNOTATIONS = "annotations"
    FORM = "form"
    ATTACHMENT = "attachment"
    METADATA = "metadata"
    SIGNATURE_ADDED = "signature_added"
    OTHER_PARTS = "other_parts"
    """Bookmarks, tags or settings of the whole file."""
    ENCRYPTED = "encrypted"
    BYTES = "bytes"
    """Bytes of the sealed part were altered where they stand."""
    SEAL_BYTES = "seal_bytes"
    """Bytes of the seal itself were altered."""
    REWRITTEN = "rewritten"
    """Nothing that can be seen differs, but the file was written anew."""
    APPENDED = "appended"
    """Bytes that mean nothing stand after the end."""


class Trouble(StrEnum):
    """Why a file could not be looked at."""

    TOO_BIG = "too_big"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """A time stamp that holds: when, and by whose server, by its own word."""

    at: datetime.datetime
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """A signature in the file.

    `end` is how far it reaches from the file's beginning. `digest_holds`: what it covers is what was signed;
    `signature_holds`: the key of `certificate` (its SHA-256) signed that, and its bytes are as they were made. A
    signature that cannot be read at all has no certificate; `in_place` then says whether it stands where it should.
    `level` is empty when it is none of PAdES.
    """

    end: int
    in_place: bool = True
    digest_holds: bool = False
    signature_holds: bool = False
    covers_file: bool = False
    by: str = ""
    certificate: str = ""
    is_ours: bool = False
    is_demo: bool = False
    says_at: datetime.datetime | None = None
    level: str = ""
    stamp: Stamp | None = None

    @property
    def holds(self) -> bool:
        return self.digest_holds and self.signature_holds


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A stored document. `pdf` is its sealed file, when changes are to be told apart; `name` is for people."""

    name: str
    file_sha256: str
    content_sha256: str
    certificate: str = ""
    pdf: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What was found. `document` is the stored one that the file is, or comes from.

    `declared_sha256` is the content's hash by the file's own metadata, `attached_sha256` that of the attached content.
    """

    verdict: Verdict
    sha256: str
    changes: tuple[Change, ...] = ()
    trouble: Trouble | None = None
    signatures: tuple[Signature, ...] = ()
    document: Known | None = None
    declared_sha256: str = ""
    attached_sha256: str = ""

    @property
    def seal(self) -> Signature | None:
        """Our own seal, or else the first signature that there is."""
        return next((one for one in self.signatures if one.is_ours), next(iter(self.signatures), None))

    @property
    def content_agrees(self) -> bool | None:
        """Is the attached content the one whose hash the metadata tell? None where either is missing."""
        if not self.declared_sha256 or not self.attached_sha256:
            return None
        return self.declared_sha256 == self.attached_sha256
