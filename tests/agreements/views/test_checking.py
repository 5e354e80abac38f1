"""The page on which a file is checked: what was signed here is told from everything that was done to it."""

import datetime
import hashlib
import html
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker, Settings

from agreements import checking_forms
from agreements.models import Agreement, Event, LogEntry, Scan, SignedRecord, Status
from agreements.sealing import Change, Sealer, Verdict
from agreements.triggers import remove_triggers
from agreements.views.checking import Told
from tests.agreements.files import small_pdf, small_picture
from tests.agreements.proved import OTHER, proved
from tests.agreements.sealing.conftest import sealer_named
from tests.agreements.sealing.tampering import (
    field_added,
    flipped,
    note_added,
    page_added,
    page_covered,
    resealed,
    rewritten,
    script_added,
    signed_again,
    stripped,
    title_changed,
    with_attachment,
    without_page,
)
from tests.agreements.signed import person

pytestmark = pytest.mark.django_db
PAGE = "/check/"
AT = datetime.datetime(2026, 11, 26, 12, 30, tzinfo=datetime.UTC)
UNCHANGED_QUERIES, FOREIGN_QUERIES, FORM_QUERIES = 24, 21, 2


@pytest.fixture(scope="module")
def document(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Agreement]:
    with proved(django_db_blocker) as document:
        yield document


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    return sealer_named("Turun kaupungin sinetti", tmp_path_factory.mktemp("theirs"))


@pytest.fixture
def pdf(document: Agreement) -> bytes:
    return document.record.file


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def told(content: bytes, *, by: str = "helena.laine", name: str = "sopimus.pdf") -> Told:
    """What the page tells of a file."""
    response = client_of(by).post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    found: Told = response.context["told"]
    page = html.unescape(response.content.decode())
    assert found.title in page
    assert all(change in page for change in found.changes)
    return found


def verdict(found: Told) -> Verdict:
    assert found.checked.findings
    return found.checked.findings.verdict


def changes(found: Told) -> set[Change]:
    assert found.checked.findings
    return set(found.checked.findings.changes)


def test_an_untouched_document_is_told_to_be_unchanged_with_who_signed_it(document: Agreement, pdf: bytes) -> None:
    found = told(pdf)
    assert (verdict(found), found.tone, found.stored) == (Verdict.UNCHANGED, "success", [])
    (belongs,) = found.belongs
    assert belongs.agreement == document
    assert [given.signature.name for given in belongs.signatures] == [
        "Juhani Mäkelä",
        "Anna-Leena Virta",
        "Helena Laine",
    ]
    assert belongs.later is None
    (seal,) = found.seals
    assert "demonstration seal" in seal[0]
    assert "PAdES B-B" in " ".join(seal)


TAMPERED: dict[str, tuple[Callable[[bytes], bytes], Change]] = {
    "a byte flipped": (lambda pdf: flipped(pdf, len(pdf) // 2), Change.BYTES),
    "its last bytes cut off": (lambda pdf: pdf[:-400], Change.CUT),
    "bytes appended": (lambda pdf: pdf + b"\n% more\n", Change.APPENDED),
    "a page added": (page_added, Change.PAGES_ADDED),
    "a page removed": (without_page, Change.PAGES_REMOVED),
    "a page covered": (page_covered, Change.PAGES_CHANGED),
    "a note added": (note_added, Change.ANNOTATIONS),
    "a field added": (field_added, Change.FORM),
    "a script added": (script_added, Change.OTHER_PARTS),
    "another title": (title_changed, Change.METADATA),
    "another attachment": (lambda pdf: with_attachment(pdf, b"{}", "content.json"), Change.ATTACHMENT),
    "saved anew": (rewritten, Change.REWRITTEN),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_was_done_to_a_document_is_told(document: Agreement, pdf: bytes, kind: str) -> None:
    tamper, change = TAMPERED[kind]
    found = told(tamper(pdf))
    assert (verdict(found), found.tone) == (Verdict.CHANGED, "error")
    assert change in changes(found)
    assert [belongs.agreement for belongs in found.belongs] == [document]


def test_a_document_without_its_seal_is_told_to_be_ours_and_unproved(document: Agreement, pdf: bytes) -> None:
    found = told(stripped(pdf))
    assert verdict(found) is Verdict.SEAL_REMOVED
    assert [belongs.agreement for belongs in found.belongs] == [document]


def test_a_document_with_another_certificates_seal_is_told(document: Agreement, pdf: bytes, theirs: Sealer) -> None:
    found = told(resealed(pdf, theirs, AT))
    assert verdict(found) is Verdict.OTHER_SEAL
    assert "Somebody else's signature" in found.seals[0][0]


def test_a_document_that_somebody_signed_after_its_seal_is_told(
    document: Agreement, pdf: bytes, theirs: Sealer
) -> None:
    found = told(signed_again(pdf, theirs, AT))
    assert verdict(found) is Verdict.CHANGED
    assert Change.SIGNATURE_ADDED in changes(found)
    assert len(found.seals) == 2


def test_another_document_of_ours_is_told_by_its_own_name(document: Agreement) -> None:
    other = SignedRecord.objects.get(agreement__slug=OTHER)
    found = told(other.file, by="sari.niemi")
    assert verdict(found) is Verdict.UNCHANGED
    assert [belongs.agreement.slug for belongs in found.belongs] == [OTHER]


def test_a_document_that_one_may_not_read_is_not_named(document: Agreement, pdf: bytes) -> None:
    response = client_of("maria.lindholm").post(PAGE, {"file": SimpleUploadedFile("a.pdf", pdf)})
    found, page = response.context["told"], response.content.decode()
    assert verdict(found) is Verdict.UNCHANGED
    assert (found.belongs, found.hidden) == ([], True)
    assert "A document of this service that you may not read." in page
    assert "Yhteiset palvelut" not in page
    assert "Juhani" not in page


def test_a_closing_report_is_told_and_whether_it_still_holds(document: Agreement) -> None:
    newest, reopened = document.closings.all()
    for record, holds in ((newest, True), (reopened, False)):
        found = told(record.file)
        assert (verdict(found), found.checked.kind) == (Verdict.UNCHANGED, "closing")
        assert "when the document was closed" in found.explained
        (belongs,) = found.belongs
        assert belongs.closing == record
        assert (belongs.closing.reopened_id is None) is holds
    found = told(note_added(newest.file))
    assert (verdict(found), changes(found)) == (Verdict.CHANGED, {Change.ANNOTATIONS})


def test_a_scan_that_is_stored_is_told_whatever_its_kind(document: Agreement) -> None:
    picture = small_picture("PNG")
    attach(document, picture)
    found = told(picture, name="kuva.png")
    assert (found.checked.kind, found.tone) == ("scan", "success")
    (belongs,) = found.belongs
    assert (belongs.agreement, belongs.scan) == (document, Scan.objects.get())
    assert verdict(told(picture + b" ", name="kuva.png")) is Verdict.NOT_A_PDF


def attach(document: Agreement, content: bytes) -> Scan:
    return Scan.objects.create(
        agreement=document,
        file=content,
        sha256=hashlib.sha256(content).hexdigest(),
        content_type="image/png",
        name="sopimus.png",
        at=AT,
        by=person("helena.laine"),
    )


def test_a_superseded_version_is_told_to_be_one(document: Agreement, pdf: bytes) -> None:
    columns = {"slug": document.slug, "version": 2, "supersedes": document, "title": document.title, "year": 2021}
    Agreement.objects.create(
        **columns,
        **{"kind": document.kind, "unit": document.unit, "unit_chain": document.unit_chain, "changed_at": AT},
        **{"period_start": document.period_start, "period_end": document.period_end},
        **{"status": Status.IN_FORCE, "signed": "paper"},
    )
    (belongs,) = told(pdf).belongs
    assert belongs.later
    assert belongs.later.version == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (small_pdf(), Verdict.NOT_OURS),
        (small_pdf(password="salainen"), Verdict.UNREADABLE),
        (b"%PDF-1.7 broken", Verdict.UNREADABLE),
        (b"%PDF-1.7\n" + b"half of a file " * 1_000, Verdict.UNREADABLE),
        (b"PK\x03\x04 something else", Verdict.NOT_A_PDF),
        (b"\0", Verdict.NOT_A_PDF),
    ],
)
def test_what_is_not_ours_is_told(document: Agreement, content: bytes, expected: Verdict) -> None:
    found = told(content)
    assert verdict(found) is expected
    assert (found.belongs, found.hidden, found.tone) == ([], False, "alert")


def test_a_stored_document_that_was_altered_is_told_whatever_the_file(document: Agreement, theirs: Sealer) -> None:
    """Whoever replaced the whole record brings a file that is what is stored, and the log tells another story."""
    pdf = resealed(document.record.file, theirs, AT)
    sha256 = hashlib.sha256(pdf).hexdigest()
    remove_triggers()
    records = SignedRecord.objects.filter(agreement=document)
    records.update(pdf=pdf, pdf_sha256=sha256, certificate=theirs.fingerprint)
    (line,) = told(pdf).stored
    assert line.name == "The log"
    assert "replaced" in line.problems[0]


def test_the_log_tells_who_checked_what_and_nothing_is_stored(
    document: Agreement, pdf: bytes, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    found = told(note_added(pdf))
    entry = LogEntry.objects.filter(event=Event.CHECKED).latest("number")
    assert (entry.user_id, entry.unit_id) == (person("helena.laine").pk, document.unit_id)
    assert entry.about == f"agreement {document.slug} v1"
    assert entry.detail == {"file": "signed", "found": "changed", "sha256": found.checked.sha256}
    told(small_pdf())
    entry = LogEntry.objects.filter(event=Event.CHECKED).latest("number")
    assert (entry.about, entry.unit_id, entry.detail["found"]) == ("", None, "not_ours")
    assert list(tmp_path.iterdir()) == []


def test_a_form_without_a_file_or_with_too_large_a_one_says_so(
    document: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("kaisa.lehto")
    assert client.get(PAGE).status_code == 200
    monkeypatch.setattr(checking_forms, "LARGEST", 10)
    for sent in (
        {},
        {"file": ""},
        {"file": SimpleUploadedFile("a.pdf", b"")},
        {"file": SimpleUploadedFile("a.pdf", b"x" * 11)},
    ):
        response = client.post(PAGE, sent)
        assert response.status_code == 422
        assert 'id="id_file_error"' in response.content.decode()


def test_whoever_checks_very_many_files_has_to_wait(document: Agreement) -> None:
    client = client_of("kaisa.lehto")
    answers = [client.post(PAGE, {"file": SimpleUploadedFile("a.txt", b"x")}).status_code for _time in range(31)]
    assert answers == [200] * 30 + [429]
    assert client_of("helena.laine").post(PAGE, {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 200


def test_whoever_is_not_signed_in_is_asked_to() -> None:
    response = Client().get(PAGE)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")


def test_the_page_takes_as_many_queries_whatever_is_checked(
    document: Agreement, pdf: bytes, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("helena.laine")
    with django_assert_num_queries(FORM_QUERIES):
        client.get(PAGE)
    with django_assert_num_queries(UNCHANGED_QUERIES):
        client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", pdf)})
    for foreign in (small_pdf(), b"x" * 100_000):
        with django_assert_num_queries(FOREIGN_QUERIES):
            client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", foreign)})
