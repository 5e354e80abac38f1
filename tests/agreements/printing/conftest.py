"""A book of example documents, made once in a session."""

import datetime
import hashlib
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from agreements.document import load_document
from agreements.exports.pdf import render_pdf
from agreements.models import Agreement
from agreements.printing.book import BookPart, write_book
from agreements.printing.front import Entry, Front
from agreements.printing.parts import pages_of
from tests.agreements.print_jobs import blank_pdf

SLUGS = ("asiakaspalvelut-2021", "turku-ake-2024")
AT = datetime.datetime(2021, 5, 3, 9, 30, tzinfo=datetime.UTC)
FRONT = Front(
    title="Turku 2021",
    chain="Turku",
    chosen="Kaikki asiakirjat",
    ordered_by="Tuula Heino",
    made_at=AT,
    language="fi",
)


def entry(name: str, pdf: bytes, **more: object) -> Entry:
    facts: dict[str, object] = {
        **{"name": name, "unit": "Turku", "kind": "Palvelutuotantosopimus", "status": "Voimassa", "version": 1},
        **{"year": 2021, "language": "fi", "source": "printed", "sha256": hashlib.sha256(pdf).hexdigest()},
        **{"record_sha256": "", "pages": pages_of(pdf)},
    }
    return Entry(**{**facts, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def parts(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> list[BookPart]:
    """Two documents of ours, one upright and one broad, in two languages, and a scan between them."""
    folder = tmp_path_factory.mktemp("parts")

    @cache
    def printed(slug: str) -> bytes:
        with django_db_blocker.unblock():
            if not Agreement.objects.exists():  # a transactional test has emptied the database
                call_command("load_examples", unfrozen=True, stdout=StringIO())
            return render_pdf(load_document(Agreement.objects.get(slug=slug)))

    pdfs = [(SLUGS[0], printed(SLUGS[0])), ("scan", blank_pdf()), (SLUGS[1], printed(SLUGS[1]))]
    made = []
    for name, pdf in pdfs:
        path = folder / f"{name}.pdf"
        path.write_bytes(pdf)
        source, language = ("scanned", "sv") if name == "scan" else ("printed", "fi")
        made.append(BookPart(entry(name, pdf, source=source, language=language), path))
    return made


@pytest.fixture(scope="session")
def book(parts: list[BookPart], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "book.pdf"
    with path.open("w+b") as file:
        write_book(FRONT, parts, file)
    return path
