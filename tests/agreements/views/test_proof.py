"""The page of what was signed: what is kept as proof, and what became of it behind the application's back."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from agreements.freezing import content_sha256
from agreements.models import Agreement, Event, Goal, LogEntry, Scan, Signature, SignedRecord, Status
from agreements.proof import Line, Proof
from agreements.proof_words import place_words
from agreements.services.freezing import freeze
from agreements.triggers import remove_triggers
from tests.agreements.proved import OTHER, proved
from tests.agreements.sealing.tampering import note_added, stripped
from tests.agreements.signed import DRAFT, person

pytestmark = pytest.mark.django_db
PAGE = f"/agreements/{DRAFT}/signed/"
OLD = "yhteiset-palvelut-2020"
QUERIES = 19


@pytest.fixture(scope="module")
def document(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Agreement]:
    with proved(django_db_blocker) as document:
        yield document


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def proof(name: str = "kaisa.lehto", page: str = PAGE) -> Proof:
    """What the page tells; the words of every line stand on it."""
    response = client_of(name).get(page)
    assert response.status_code == 200
    found: Proof = response.context["proof"]
    words = html.unescape(response.content.decode())
    frozen = [*filter(None, [found.signed]), *found.closings]
    for line in (line for each in frozen for line in each.lines):
        assert all(said in words for said in (line.name, *(line.problems or [line.holds_that])))
    assert ("What is stored is what was" in words) is (found.signed is not None and found.holds)
    return found


def text(page: str = PAGE) -> str:
    content = client_of("kaisa.lehto").get(page).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def wrong(found: Proof) -> dict[str, str]:
    """What does not hold of the signed document, by what was looked at."""
    assert found.signed
    return {line.name: " ".join(line.problems) for line in found.signed.lines if not line.holds}


# --- untouched --------------------------------------------------------------------------------------------------


def test_everything_that_was_kept_is_told_and_holds(document: Agreement) -> None:
    found = proof()
    assert found.holds
    assert found.signed
    assert [line.name for line in found.signed.lines] == [
        *("The document on its pages", "The frozen content", "The sealed PDF", "The signatures", "The log")
    ]
    assert [given.signature.name for given in found.signatures] == ["Juhani Mäkelä", "Anna-Leena Virta", "Helena Laine"]
    assert {given.way for given in found.signatures} == {"with a password"}
    assert [given.signature.name for given in found.voided] == ["Juhani Mäkelä"]
    assert [each.record.sha256 for each in found.closings] == [each.sha256 for each in document.closings.all()]


def test_the_page_says_in_words_what_was_signed_and_with_which_seal(document: Agreement) -> None:
    page = text()
    for said in ("A demonstration seal, which nobody trusts", "PAdES B-B", document.record.sha256, "void since"):
        assert said in page
    assert page.count("Reopened") == 1
    assert "Toteuma puuttui." in page
    assert call_command("verify_integrity", stdout=StringIO()) is None


def test_what_was_signed_on_paper_alone_is_told_to_have_no_pdf_of_ours(document: Agreement) -> None:
    old = Agreement.objects.get(slug=OLD)
    page = f"/agreements/{OLD}/signed/"
    assert "nothing has been frozen of it" in text(page)
    freeze(agreement=old, by=None, at=timezone.now())
    found = proof(page=page)
    assert found.holds
    for said in ("What is stored is what was frozen", "there is no signed PDF here, and the paper is what counts"):
        assert said in text(page)
    assert client_of("kaisa.lehto").get(f"{page}file.pdf").status_code == 404
    assert client_of("kaisa.lehto").get(f"{page}file.json").status_code == 200


def test_a_document_that_is_not_signed_has_nothing_to_show(document: Agreement) -> None:
    Agreement.objects.filter(slug=OLD).update(status=Status.DRAFT)
    assert "not everybody has signed the document" in text(f"/agreements/{OLD}/signed/")


def test_the_page_is_linked_from_the_document_and_from_its_status(document: Agreement) -> None:
    for page in (f"/agreements/{DRAFT}/", f"/agreements/{DRAFT}/status/"):
        assert f'href="{PAGE}?version=1"' in client_of("kaisa.lehto").get(page).content.decode()
    assert "Signed PDF" in text(f"/agreements/{DRAFT}/")
    assert "Signed PDF" not in text(f"/agreements/{OLD}/")


def test_the_page_takes_as_many_queries_whatever_its_length(
    document: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("kaisa.lehto")
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    remove_triggers()
    document.closings.all()[0].delete()
    document.signatures.all()[0].delete()
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("section[2].goal[0].title", "section 3 › goal 1 › goal"),
        ("party[1].name", "party 2 › name"),
        ("case_number", "case number"),
        ("cover[0]", "cover texts"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_place_in_the_content_is_told_in_words(path: str, words: str) -> None:
    with translation.override("en"):
        assert place_words(path) == words


# --- behind the application's back ------------------------------------------------------------------------------


def integrity() -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_integrity", stdout=out)
    return out.getvalue()


def alter(rows: "models.QuerySet[Any]", **values: Any) -> None:
    remove_triggers()
    assert rows.update(**values) == 1


def records(document: Agreement) -> "models.QuerySet[SignedRecord]":
    return SignedRecord.objects.filter(agreement=document)


def first_signature(document: Agreement) -> "models.QuerySet[Signature]":
    first = document.signatures.filter(voided=None).order_by("pk")[0]
    return Signature.objects.filter(pk=first.pk)


def alter_row(document: Agreement) -> None:
    goal = Goal.objects.filter(section__agreement=document).order_by("pk")[0]
    alter(Goal.objects.filter(pk=goal.pk), title="Toinen tavoite")


def alter_content(document: Agreement) -> None:
    alter(records(document), content=document.record.content.replace("Yhteiset", "Toiset"))


def alter_content_and_hash(document: Agreement) -> None:
    content = document.record.content.replace("Yhteiset", "Toiset")
    alter(records(document), content=content, sha256=content_sha256(content))


def replace_pdf(document: Agreement) -> None:
    alter(records(document), pdf=SignedRecord.objects.get(agreement__slug=OTHER).file)


def change_pdf_and_hash(document: Agreement) -> None:
    pdf = note_added(document.record.file)
    alter(records(document), pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest())


def strip_pdf(document: Agreement) -> None:
    alter(records(document), pdf=stripped(document.record.file))


def remove_pdf(document: Agreement) -> None:
    alter(records(document), pdf=None)


def alter_signature(document: Agreement) -> None:
    alter(first_signature(document), name="Maija Meikäläinen")


def remove_signature(document: Agreement) -> None:
    remove_triggers()
    first_signature(document).delete()


ALTERED: dict[str, tuple[Callable[[Agreement], None], dict[str, str], str]] = {
    "a row edited": (
        alter_row,
        {"The document on its pages": "altered in the database. The first difference: "},
        "its rows in the database were altered; the first difference is in section[",
    ),
    "the content edited": (
        alter_content,
        {"The document on its pages": "altered in the database", "The frozen content": "does not have the hash"},
        "the stored content does not have the hash that was signed",
    ),
    "the content edited with its hash": (
        alter_content_and_hash,
        {
            "The document on its pages": "altered in the database",
            "The sealed PDF": "The content attached as data has been changed",
            "The signatures": "The signature of Toimialajohtaja Juhani Mäkelä is not of this content",
            "The log": "replaced",
        },
        "is not of the content that is stored",
    ),
    "the PDF replaced": (
        replace_pdf,
        {"The sealed PDF": "does not have the hash with which it was stored"},
        "its PDF does not have the hash that it was stored with",
    ),
    "the PDF changed with its hash": (
        change_pdf_and_hash,
        {"The sealed PDF": "Notes, links or other things laid over the pages", "The log": "replaced"},
        "was changed after it was sealed (annotations)",
    ),
    "the seal removed": (strip_pdf, {"The sealed PDF": "The seal has been removed"}, "has lost its seal"),
    "the PDF removed": (remove_pdf, {"The sealed PDF": "The PDF has been removed"}, "its PDF has been removed"),
    "a signature edited": (
        alter_signature,
        {"The signatures": "The signature of Toimialajohtaja Maija Meikäläinen is not as the log tells"},
        "Maija Meikäläinen under agreement yhteiset-palvelut-2021 v1 is not as the log tells that it was given",
    ),
    "a signature removed": (
        remove_signature,
        {"The signatures": "The party toimialajohtaja has no signature that holds"},
        "is told by the log, and is not stored",
    ),
}


@pytest.mark.parametrize("kind", ALTERED)
def test_what_was_altered_in_the_database_is_named_by_the_page_and_by_the_command(
    document: Agreement, kind: str
) -> None:
    act, lines, told = ALTERED[kind]
    document = Agreement.objects.get(pk=document.pk)
    act(document)
    found = wrong(proof())
    assert found.keys() == lines.keys()
    for name, said in lines.items():
        assert said.lower() in found[name].lower()
    assert told.lower() in integrity().lower()


def test_a_closing_that_was_altered_is_named(document: Agreement) -> None:
    newest = document.closings.all()[0]
    alter(document.closings.filter(pk=newest.pk), pdf=note_added(newest.file))
    found = proof()
    assert found.signed
    assert (found.holds, found.signed.holds) == (False, True)
    lines: list[Line] = [line for line in found.closings[0].lines if not line.holds]
    assert [line.name for line in lines] == ["The sealed PDF"]
    assert "The closing of agreement" in integrity()


def test_a_scan_that_was_altered_is_named(document: Agreement) -> None:
    attach(document, b"%PDF-1.7 scan")
    assert proof().holds
    alter(Scan.objects.all(), file=b"%PDF-1.7 other")
    assert wrong(proof()) == {"The scan": "It is not the file that was attached: it has been altered."}


def attach(document: Agreement, content: bytes, content_type: str = "application/pdf") -> Scan:
    return Scan.objects.create(
        **{"agreement": document, "file": content, "sha256": hashlib.sha256(content).hexdigest()},
        **{"content_type": content_type, "name": '"><script>.pdf', "at": timezone.now()},
        by=person("helena.laine"),
    )


# --- files ------------------------------------------------------------------------------------------------------


def downloads(document: Agreement) -> dict[str, tuple[bytes, str, str]]:
    closing = document.closings.all()[0]
    day = f"{timezone.localdate(closing.at):%Y-%m-%d}"
    return {
        "file.pdf": (document.record.file, "application/pdf", f"{DRAFT}-v1.pdf"),
        "file.json": (document.record.content.encode(), "application/json", f"{DRAFT}-v1.json"),
        f"closings/{closing.pk}.pdf": (closing.file, "application/pdf", f"{DRAFT}-v1-closing-{day}.pdf"),
        f"closings/{closing.pk}.json": (closing.content.encode(), "application/json", f"{DRAFT}-v1-closing-{day}.json"),
        "scan/": (b"%PDF-1.7 scan", "application/pdf", f"{DRAFT}-v1-scan.pdf"),
    }


def test_each_stored_file_is_a_download_that_no_browser_shows_and_is_told_to_the_log(document: Agreement) -> None:
    attach(document, b"%PDF-1.7 scan")
    for path, (content, kind, name) in downloads(document).items():
        response = client_of("kaisa.lehto").get(f"{PAGE}{path}")
        assert (response.status_code, response.content, response["Content-Type"]) == (200, content, kind)
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["X-Content-Type-Options"] == "nosniff"
    told = LogEntry.objects.filter(event=Event.EXPORTED).order_by("number")
    assert [entry.detail["what"] for entry in told] == ["signed", "signed", "closing", "closing", "scan"]
    assert {entry.about for entry in told} == {f"agreement {DRAFT} v1"}


def test_a_scan_of_a_kind_that_is_not_known_is_only_bytes(document: Agreement) -> None:
    attach(document, b"<script>", "text/html")
    response = client_of("kaisa.lehto").get(f"{PAGE}scan/")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{DRAFT}-v1-scan.bin"'


def test_whoever_may_not_read_the_document_gets_nothing_of_it(document: Agreement) -> None:
    attach(document, b"%PDF-1.7 scan")
    for path in ("", *downloads(document)):
        assert client_of("maria.lindholm").get(f"{PAGE}{path}").status_code == 404
        assert Client().get(f"{PAGE}{path}").status_code == 302
    other = Agreement.objects.get(slug=OLD)
    closing = document.closings.all()[0]
    assert client_of("kaisa.lehto").get(f"/agreements/{other.slug}/signed/closings/{closing.pk}.pdf").status_code == 404


def test_a_pdf_leaves_by_every_door_as_it_was_sealed(document: Agreement, tmp_path: Path) -> None:
    sealed = document.record.file
    assert client_of("kaisa.lehto").get(f"/agreements/{DRAFT}/export.pdf").content == sealed
    admin = reverse("admin:agreements_agreement_export", args=[document.pk, "pdf"])
    assert client_of("admin").get(admin).content == sealed
    call_command("export_agreement", DRAFT, format="pdf", output=tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == sealed
    told = LogEntry.objects.filter(event=Event.EXPORTED)
    assert {entry.detail["what"] for entry in told} == {"signed"}
    exported = json.loads(client_of("kaisa.lehto").get(f"/agreements/{DRAFT}/export.json").content)
    assert exported["status"] == "closed"
