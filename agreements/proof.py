"""What proves a document: what was frozen when it was signed and when its year was closed, each thing looked at now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.integrity.problems import (
    Problem,
    content_problems,
    examined,
    file_problems,
    log_problems,
    row_problems,
    scan_problems,
    signature_problems,
    told_about,
)
from agreements.log import about_agreement
from agreements.log_words import WAYS
from agreements.models import Agreement, ClosingRecord, LogEntry, Scan, Sealed, Signature, SignedOn, SignedRecord
from agreements.proof_words import problem_words
from agreements.sealing import Findings
from agreements.sealing.words import signature_words


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was looked at: what it is, what holds of it, and what is wrong with it."""

    name: str
    holds_that: str
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen content with its PDF: what was looked at, and what its seal says, in sentences."""

    record: Sealed
    lines: tuple[Line, ...]
    seal: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return all(line.holds for line in self.lines)


@dataclass(frozen=True, slots=True)
class Given:
    """A signature, with how its signer confirmed who they are, in words; empty on paper."""

    signature: Signature
    way: str


@dataclass(frozen=True, slots=True)
class Proof:
    """All that was kept as proof of a version of a document; `signed` is missing before it has been frozen."""

    signed: Frozen | None
    closings: tuple[Frozen, ...]
    signatures: tuple[Given, ...]
    voided: tuple[Given, ...]
    scan: Scan | None

    @property
    def holds(self) -> bool:
        """Is everything as it was signed, sealed and attached?"""
        return all(each.holds for each in (*filter(None, [self.signed]), *self.closings))


def load_proof(agreement: Agreement) -> Proof:
    """What was kept as proof of the version, examined. Its kinds of section decide how many queries that takes."""
    told = told_about(about_agreement(agreement))
    record = SignedRecord.objects.filter(agreement=agreement).first()
    scan = Scan.objects.filter(agreement=agreement).first()
    signatures = list(agreement.signatures.select_related("voided").order_by("party__position", "at", "pk"))
    closings = agreement.closings.select_related("change__by", "reopened__by")
    signed = None
    if record:
        record.agreement = agreement
        signed = _signed(record, signatures, scan, told)
    return Proof(
        signed=signed,
        closings=tuple(_closing(each, told) for each in closings),
        signatures=tuple(_given(each) for each in signatures if each.voided_id is None),
        voided=tuple(_given(each) for each in signatures if each.voided_id is not None),
        scan=scan,
    )


def given_signatures(agreement: Agreement) -> list[Given]:
    """The signatures of the version that hold, in the order of its parties. One query."""
    return [_given(each) for each in agreement.signatures.filter(voided=None).order_by("party__position", "at", "pk")]


def stored_lines(record: SignedRecord | ClosingRecord) -> list[Line]:
    """The hashes of what is stored of a document or a closing, and what the log tells of it, looked at.

    One query, when `record.agreement` is loaded.
    """
    told = told_about(about_agreement(record.agreement))
    return [_content(record), *_file(record, None), *_log(record, told)]


def _given(signature: Signature) -> Given:
    return Given(signature, str(WAYS.get(signature.confirmed or "", "")))


def _signed(record: SignedRecord, signatures: list[Signature], scan: Scan | None, told: list[LogEntry]) -> Frozen:
    found = examined(record)
    parties = record.agreement.parties.values_list("pk", "title")
    words = _("Its words are those that were signed.") if record.level else _("Its words are those that were frozen.")
    lines = [
        _line(_("The document on its pages"), words, row_problems(record)),
        _content(record),
        *_file(record, found),
        *_signatures(record, list(signature_problems(record, signatures, parties, told))),
        *_log(record, told),
    ]
    wrong = list(scan_problems(scan, told))
    if scan or wrong:
        lines.append(_line(_("The scan"), _("It is the file that was attached."), wrong))
    return Frozen(record, tuple(lines), _seal(found))


def _closing(record: ClosingRecord, told: list[LogEntry]) -> Frozen:
    found = examined(record)
    lines = (_content(record), *_file(record, found), *_log(record, told))
    return Frozen(record, lines, _seal(found))


def _content(record: Sealed) -> Line:
    return _line(_("The frozen content"), _("It has the hash with which it was frozen."), content_problems(record))


def _file(record: Sealed, found: Findings | None) -> Iterator[Line]:
    """Nothing where there never was a PDF."""
    wrong = list(file_problems(record, found))
    if record.pdf is not None or wrong:
        holds_that = _("It is the file that was stored, and its seal is unbroken.")
        yield _line(_("The sealed PDF"), holds_that, wrong)


def _signatures(record: SignedRecord, wrong: list[Problem]) -> Iterator[Line]:
    """Nothing of what stands on paper alone: there is nothing to compare it with."""
    if record.level or wrong:
        holds_that = _("They are of this content, and as the log tells that they were given.")
        yield _line(_("The signatures"), holds_that, wrong)


def _log(record: Sealed, told: list[LogEntry]) -> Iterator[Line]:
    """Nothing where nothing was sealed: that may be older than the log."""
    if record.level:
        holds_that = _("It tells that this very content and this very PDF were sealed.")
        yield _line(_("The log"), holds_that, log_problems(record, told))


def _line(name: str, holds_that: str, problems: Iterable[Problem]) -> Line:
    return Line(name, holds_that, tuple(problem_words(problem) for problem in problems))


def _seal(found: Findings | None) -> tuple[str, ...]:
    return tuple(signature_words(found.seal)) if found and found.seal else ()


def is_on_paper_alone(proof: Proof) -> bool:
    """Was the document signed without this application, so that there is no PDF of ours?"""
    given = [each.signature.signed for each in proof.signatures]
    return proof.signed is not None and not proof.signed.record.pdf_sha256 and SignedOn.APPLICATION not in given
