"""The file itself: the same bytes for the same document, and one that LibreOffice takes."""

import datetime
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone, translation

from agreements.exports import FORMATS
from agreements.exports.workbook import render_workbook
from agreements.parties import DocumentParty, DocumentSignature
from metrics.sections import GoalRow, MeasureRow
from tests.agreements.exports.books import (
    example,
    goal_section,
    made,
    metric,
    opened,
    plain_spaces,
    text_section,
    texts,
)


@pytest.mark.usefixtures("examples")
def test_the_same_document_gives_the_same_bytes_in_any_language_and_zone() -> None:
    source = example("porvoo-ake-2026")
    first = render_workbook(source)
    with translation.override("sv"), timezone.override("Pacific/Kiritimati"):
        assert render_workbook(source) == first


def test_every_date_in_the_file_is_that_of_the_last_change() -> None:
    source = made(text_section("<p>teksti</p>"))
    with zipfile.ZipFile(BytesIO(render_workbook(source))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2029, 11, 3, 22, 30, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2029-11-03T22:30:00Z"] * 2


def test_a_change_before_zip_files_existed_is_no_obstacle() -> None:
    past = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    with zipfile.ZipFile(BytesIO(render_workbook(made(changed_at=past)))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_workbook_speaks_the_documents_language() -> None:
    names = []
    for language in ("fi", "sv", "en"):
        names.append(opened(made(language=language)).sheetnames)
        with translation.override(language):
            assert names[-1] == [translation.gettext("Cover"), translation.gettext("Chapters")]
    assert len(set(map(tuple, names))) == 3


def test_the_last_change_is_dated_by_the_clock_of_the_place() -> None:
    cover = opened(made()).worksheets[0]
    assert "4.11.2029" in texts(cover), "half past ten in the evening of the third in UTC"


def test_room_to_sign_says_who_has_signed_and_when() -> None:
    evening = datetime.datetime(2029, 12, 31, 22, 5, tzinfo=datetime.UTC)
    parties = (
        DocumentParty(1, "johtaja", "Maija", None, None),
        DocumentParty(2, "päällikkö", None, None, DocumentSignature("paper", "päällikkö", None, None, None)),
        DocumentParty(3, "esimies", "Matti", 7, DocumentSignature("application", "esimies", "Matti", None, evening)),
    )
    cover = opened(made(parties=parties)).worksheets[0]
    with translation.override("fi"):
        paper = translation.gettext("Signed on paper")
    rows = [[cell.value for cell in row[:3]] for row in cover.iter_rows() if row[0].value in SIGNERS]
    assert rows[:2] == [["Johtaja", "Maija", None], ["Päällikkö", None, paper]]
    assert "1.1.2030 0.05" in str(rows[2][2])


SIGNERS = ("Johtaja", "Päällikkö", "Esimies")


def test_the_workbook_is_one_of_the_exports() -> None:
    assert FORMATS["xlsx"].render is render_workbook


@pytest.mark.usefixtures("examples")
def test_libreoffice_opens_it_without_a_word(tmp_path: Path) -> None:
    source = example("yhteiset-palvelut-2020")
    hostile = goal_section(
        GoalRow("=1+1", "\x00", (MeasureRow("-x" * 20_000, "K", (metric("@a", target="+1"),)),)), pk=0
    )
    file = tmp_path / "sopimus.xlsx"
    file.write_bytes(render_workbook(replace(source, sections=(*source.sections, hostile))))
    office = shutil.which("soffice")
    assert office, "LibreOffice is installed by ./dev test"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert [line for line in done.stderr.splitlines() if "javaldx" not in line] == [], "it misses no Java"
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "sopimus.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert all(words in plain_spaces(text) for words in ("Logistiikka", "126 646", "=1+1", "756119"))
