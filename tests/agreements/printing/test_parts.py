"""One document of a print job: out of the store where it was signed, else printed."""

import datetime
import io
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, PartSource, Scan, SignedRecord, Status
from agreements.printing import parts
from agreements.printing.book import BookPart, write_book
from agreements.printing.parts import mark_of, print_part
from metrics.models import Metric, Observation
from tests.agreements.exports.pdf.reader import read
from tests.agreements.print_jobs import blank_pdf, person
from tests.agreements.printing.conftest import FRONT, entry
from tests.agreements.signed import in_force

pytestmark = pytest.mark.usefixtures("examples")


@pytest.fixture
def draft(examples: None) -> Agreement:
    """A document of which nothing is in store, and that may be signed."""
    Agreement.objects.filter(slug="yhteiset-palvelut-2021").update(status=Status.TO_BE_SIGNED)
    return Agreement.objects.get(slug="yhteiset-palvelut-2021")


@pytest.fixture
def no_press(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_html: str) -> bytes:
        raise AssertionError("It was printed again")

    monkeypatch.setattr(parts, "print_html", refuse)


def in_store(agreement: Agreement, pdf: bytes) -> None:
    SignedRecord.objects.create(
        **{"agreement": agreement, "content": "{}", "sha256": "ab" * 32, "pdf": pdf, "pdf_sha256": "cd" * 32},
        at=timezone.now(),
    )


def scanned(agreement: Agreement, file: bytes, content_type: str = "application/pdf") -> None:
    Scan.objects.create(
        **{"agreement": agreement, "file": file, "sha256": "ef" * 32, "content_type": content_type},
        **{"name": "sopimus.pdf", "at": timezone.now(), "by": person("helena.laine")},
    )


def test_what_was_sealed_is_taken_from_store_byte_by_byte(draft: Agreement, no_press: None) -> None:
    sealed = blank_pdf("sealed", pages=3)
    in_store(draft, sealed)
    printed = print_part(draft, workbook=False)
    assert (printed.pdf, printed.source, printed.pages) == (sealed, PartSource.SEALED, 3)
    assert (printed.workbook, printed.record_sha256, printed.mark) == (None, "ab" * 32, mark_of(draft))


def test_what_was_signed_here_is_bound_into_a_book_without_its_seal(
    examples: None, no_press: None, tmp_path: Path
) -> None:
    agreement = in_force()
    stored = SignedRecord.objects.get(agreement=agreement)
    printed = print_part(agreement, workbook=False)
    assert (printed.source, printed.pdf) == (PartSource.SEALED, stored.file)
    assert printed.record_sha256 == stored.sha256
    path = tmp_path / "sealed.pdf"
    path.write_bytes(printed.pdf)
    file = io.BytesIO()
    sealed = entry("Yhteiset palvelut 2021", printed.pdf, source="sealed", record_sha256=stored.sha256)
    write_book(FRONT, [BookPart(sealed, path)], file)
    with pikepdf.open(file) as book, pikepdf.open(io.BytesIO(printed.pdf)) as own:
        assert "/AcroForm" in own.Root
        assert "/AcroForm" not in book.Root
        assert len(book.pages) == len(own.pages) + 3
    inside = list(read(file.getvalue()).find("Part"))
    assert inside[1].text == read(printed.pdf).text
    assert "SHA-256" in inside[0].text


def test_the_scan_of_the_signed_paper_is_what_counts(draft: Agreement, no_press: None) -> None:
    in_store(draft, blank_pdf("sealed"))
    scanned(draft, blank_pdf("scan", pages=1))
    printed = print_part(draft, workbook=False)
    assert (printed.source, printed.pages, printed.mark) == (PartSource.SCANNED, 1, "ef" * 32)
    assert mark_of(draft) == printed.mark


def test_a_scan_that_is_a_picture_is_no_pdf(draft: Agreement, no_press: None) -> None:
    in_store(draft, blank_pdf("sealed"))
    scanned(draft, b"\x89PNG", "image/png")
    assert print_part(draft, workbook=False).source == PartSource.SEALED


def test_a_scan_that_cannot_be_read_is_told_of(draft: Agreement) -> None:
    scanned(draft, b"no pdf at all")
    with pytest.raises(pikepdf.PdfError):
        print_part(draft, workbook=False)


def test_what_nobody_signed_here_is_printed(draft: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "print_html", lambda _html: blank_pdf("printed", pages=4))
    printed = print_part(draft, workbook=True)
    assert (printed.source, printed.pages, printed.record_sha256) == (PartSource.PRINTED, 4, "")
    assert printed.workbook is not None
    assert printed.workbook[:2] == b"PK"


def test_the_mark_is_another_as_soon_as_anything_that_is_printed_is(examples: None) -> None:
    draft = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    before = mark_of(draft)
    assert mark_of(draft) == before
    metric = Metric.objects.filter(measure__goal__section__agreement=draft)[0]
    Metric.objects.filter(pk=metric.pk).update(target="vähintään 999")
    changed = mark_of(draft)
    Observation.objects.create(
        **{"indicator": metric.indicator, "date": datetime.date(2021, 12, 31), "closes": 2021, "value": "1000"},
        **{"recorded_at": timezone.now(), "recorded_by": person("helena.laine")},
    )
    assert len({before, changed, mark_of(draft)}) == 3


def test_what_is_in_store_is_not_even_loaded_to_be_looked_at_again(
    draft: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    in_store(draft, blank_pdf("sealed"))
    with django_assert_num_queries(2):
        mark_of(draft)
