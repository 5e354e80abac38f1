"""What was signed, scanned and closed: whether the stored files and the rows of the database are what was frozen."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from agreements.integrity.problems import (
    Fault,
    Problem,
    content_problems,
    examined,
    file_problems,
    row_problems,
    scan_problems,
    seal_told,
    signature_problems,
)
from agreements.log import about_agreement
from agreements.models import Agreement, ClosingRecord, Event, LogEntry, Scan, SignedOn, SignedRecord, Status
from agreements.sealing import Findings, Verdict

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
        found = examined(record)
        tally["seals"] += found is not None
        name = f"The signed document {about_agreement(record.agreement)}"
        yield from (_frozen(name, problem) for problem in content_problems(record))
        yield from (_frozen(name, problem) for problem in row_problems(record))
        yield from (_frozen(name, problem) for problem in file_problems(record, found))


def check_told(tally: Tally) -> Iterator[str]:
    """What the log tells was frozen and sealed is what is stored, and what is stored the log tells of.

    The log's entries are chained, so whoever replaces a record with another whole one cannot change them unseen.
    """
    entries = LogEntry.objects.filter(event=Event.SEALED).iterator()
    told = {(entry.about, *seal_told(entry)) for entry in entries}
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


def check_closings(tally: Tally) -> Iterator[str]:
    """Every report with which a year was closed: its content, its PDF and the seal on it."""
    for record in ClosingRecord.objects.select_related("agreement").order_by("pk").iterator(chunk_size=20):
        tally["closings"] += 1
        found = examined(record)
        tally["seals"] += found is not None
        name = f"The closing of {about_agreement(record.agreement)} on {record.at:%Y-%m-%d}"
        yield from (_frozen(name, problem) for problem in content_problems(record))
        yield from (_frozen(name, problem) for problem in file_problems(record, found))


def check_scans(tally: Tally) -> Iterator[str]:
    """Every scan of what was signed in ink: the file is the one that was attached."""
    told, looked_at = _told_of_documents(), set()
    for scan in Scan.objects.select_related("agreement").order_by("pk").iterator(chunk_size=5):
        tally["scans"] += 1
        about = about_agreement(scan.agreement)
        looked_at.add(about)
        for problem in scan_problems(scan, told[about]):
            yield f"The scan of {about} {_SCANS[problem.fault]}."
    for about in sorted(told.keys() - looked_at):
        if any(scan_problems(None, told[about])):
            yield f"The scan of {about} is not stored any more."


_SCANS = {
    Fault.SCAN: "is not the file that was attached",
    Fault.SCAN_REPLACED: "is not the one that the log tells was attached: it was replaced",
}


def check_signatures(tally: Tally) -> Iterator[str]:
    """Every signature under what was frozen: it is of that content, and as the log tells that it was given."""
    told = _told_of_documents()
    records = SignedRecord.objects.select_related("agreement").defer("pdf", "content").order_by("pk")
    for record in records.iterator(chunk_size=100):
        agreement = record.agreement
        signatures = list(agreement.signatures.all())
        tally["signatures"] += sum(
            each.voided_id is None and each.signed == SignedOn.APPLICATION for each in signatures
        )
        about = about_agreement(agreement)
        parties = agreement.parties.values_list("pk", "title")
        for problem in signature_problems(record, signatures, parties, told[about]):
            yield _signature(about, problem)


def _told_of_documents() -> dict[str, list[LogEntry]]:
    """The entries that tell of signatures and seals, by what they are about."""
    found: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in LogEntry.objects.filter(event__in=(Event.SIGNED, Event.SEALED)).order_by("number").iterator():
        found[entry.about].append(entry)
    return found


def check_statuses(tally: Tally) -> Iterator[str]:
    """Every document that was signed here is frozen, and nothing that is frozen is being edited."""
    followed = (Status.IN_FORCE, Status.CLOSED)
    unfrozen = Agreement.objects.filter(status__in=followed, signed=SignedOn.APPLICATION, record__isnull=True)
    for agreement in unfrozen.order_by("pk"):
        yield f"The {about_agreement(agreement)} was signed in the application, and no signed record of it is stored."
    for agreement in Agreement.objects.filter(record__isnull=False).exclude(status__in=followed).order_by("pk"):
        yield f"The {about_agreement(agreement)} is signed, and its status is “{agreement.status}”."


def _frozen(name: str, problem: Problem) -> str:
    """What is wrong with a frozen content, the rows that it was made of, or the PDF that was made of it."""
    if problem.found and problem.fault is Fault.SEAL:
        return f"{name}: its sealed PDF {_told(problem.found)}."
    if problem.found and problem.found.seal:
        return f"{name}: its seal is {problem.found.seal.level or 'of no level'}, and {problem.level} was stored."
    return (
        name
        + {
            Fault.CONTENT: ": the stored content does not have the hash that was signed.",
            Fault.NO_JSON: ": the stored content is no JSON any more.",
            Fault.UNKNOWN_FORM: (
                ": the stored content has a form that this version does not know; its rows were not compared."
            ),
            Fault.ROWS: ": its rows in the database were altered; the first difference is in "
            f"{problem.where or 'the way in which it is written'}.",
            Fault.FILE_REMOVED: ": its PDF has been removed.",
            Fault.FILE: ": its PDF does not have the hash that it was stored with.",
        }[problem.fault]
    )


def _signature(about: str, problem: Problem) -> str:
    """What is wrong with a signature."""
    if problem.fault is Fault.NOT_SIGNED:
        return f"The party {problem.where} of {about} has no signature that holds."
    return (
        f"The signature of {problem.where} under {about} "
        + {
            Fault.OTHER_CONTENT: "is not of the content that is stored.",
            Fault.SIGNATURE_ALTERED: "is not as the log tells that it was given.",
            Fault.SIGNATURE_REMOVED: "is told by the log, and is not stored.",
        }[problem.fault]
    )


def _told(found: Findings) -> str:
    changes = ", ".join(change.value.replace("_", " ") for change in found.changes)
    told = _VERDICTS[found.verdict]
    return f"{told} ({changes})" if changes else told
