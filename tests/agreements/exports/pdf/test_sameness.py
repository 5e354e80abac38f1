"""The same content gives the same file, whatever the clock or the process."""

import datetime
import hashlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.document import load_document
from agreements.exports.pdf import render_pdf
from agreements.exports.pdf.render import document_as_html
from agreements.models import Agreement
from tests.agreements.exports.pdf.conftest import Loaded, Printed

PRINT = """
import hashlib, sys, django
django.setup()
from agreements.exports.pdf.press import print_html
print(hashlib.sha256(print_html(open(sys.argv[1], encoding="utf-8").read())).hexdigest())
"""


@pytest.mark.django_db
def test_another_day_gives_the_same_bytes(loaded: Loaded, printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    first = printed("asiakaspalvelut-2021")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2033, 5, 18, tzinfo=datetime.UTC))
    assert render_pdf(loaded("asiakaspalvelut-2021")) == first


@pytest.mark.django_db
def test_another_process_gives_the_same_bytes(loaded: Loaded, printed: Printed, tmp_path: Path) -> None:
    """With another order of hashes: sets must not decide anything."""
    html = tmp_path / "document.html"
    html.write_text(document_as_html(loaded("lumme-2018")), encoding="utf-8")
    environment = {**os.environ, "PYTHONHASHSEED": "1234", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(html)],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(printed("lumme-2018")).hexdigest()


@pytest.mark.django_db
def test_rows_of_another_database_give_the_same_bytes(loaded: Loaded, printed: Printed) -> None:
    document = loaded("lumme-2018")
    renumbered = tuple(replace(section, pk=section.pk + 1000) for section in document.sections)
    assert render_pdf(replace(document, sections=renumbered)) == printed("lumme-2018")


@pytest.mark.django_db
def test_a_change_of_content_gives_other_bytes(loaded: Loaded, printed: Printed) -> None:
    changed = replace(loaded("lumme-2018"), title="Toinen nimi")
    assert render_pdf(changed) != printed("lumme-2018")


@pytest.mark.django_db
def test_the_file_tells_when_the_content_changed_and_not_when_it_was_made(printed: Printed) -> None:
    with pikepdf.open(BytesIO(printed("lumme-2018"))) as pdf:
        assert str(pdf.docinfo["/ModDate"]) == "D:20261122090000+02'00"
        assert "/CreationDate" not in pdf.docinfo
        assert pdf.trailer.ID


@pytest.mark.django_db
def test_printing_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    document = load_document(Agreement.objects.newest().get(slug="turku-ake-2024"))
    with django_assert_num_queries(0):
        render_pdf(document)
