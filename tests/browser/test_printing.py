"""Printing in bulk in a browser: by keyboard, with and without scripts, while the work goes on elsewhere."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from agreements.models import JobState, PartState, PrintJob
from agreements.printing.store import folder_of, whole_file
from agreements.workers import hold
from tests.browser.conftest import Visits

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def finish(job: PrintJob) -> None:
    """What a worker leaves behind it."""
    folder_of(job).mkdir(parents=True)
    whole_file(job).write_bytes(b"%PDF-1.7")
    job.parts.update(state=PartState.DONE, source="printed")
    PrintJob.objects.filter(pk=job.pk).update(
        state=JobState.DONE, size=8, pages=12, sha256="ab" * 32, finished_at=job.ordered_at
    )


def test_a_year_is_printed_by_keyboard_and_the_page_follows_by_itself(visits: Visits) -> None:
    page = visits.page("tuula.heino", language="en")
    page.goto("/agreements/?year=2021")
    page.get_by_role("link", name="Print all of a year").press("Enter")
    expect(page.get_by_role("heading", name="2 documents are printed")).to_be_visible()
    page.get_by_label("One PDF with a cover").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Turku 2021")).to_be_visible()
    expect(page.get_by_role("progressbar", name="0 of 2 documents printed.")).to_be_visible()
    expect(page.get_by_role("link", name="Look again")).to_be_hidden()
    job = PrintJob.objects.get()
    with hold("worker"):
        job.parts.filter(number=1).update(state=PartState.DONE)
        job.parts.filter(number=2).update(state=PartState.MAKING)
        expect(page.get_by_text("1 of 2 documents printed.", exact=True).first).to_be_visible()
        expect(page.get_by_text("Being printed: Yhteiset palvelut 2021")).to_be_visible()
    finish(job)
    expect(page.get_by_text("The file is ready.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").press("Enter")
    assert download.value.suggested_filename == "turku-2021.pdf"


def test_without_scripts_somebody_looks_again_and_cancels(visits: Visits) -> None:
    page = visits.page("tuula.heino", language="en", javascript=False)
    page.goto("/printing/new/?year=2021")
    page.get_by_role("button", name="Start printing").click()
    job = PrintJob.objects.get()
    job.parts.filter(number=1).update(state=PartState.DONE)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("1 of 2 documents printed.")).to_be_visible()
    page.get_by_role("button", name="Cancel printing").click()
    expect(page.get_by_text("The print job was cancelled.")).to_be_visible()
    expect(page.get_by_role("link", name="Choose the same again")).to_be_visible()


def test_a_server_that_is_away_is_asked_again(visits: Visits) -> None:
    page = visits.page("tuula.heino", language="en")
    page.goto("/printing/new/?year=2021")
    page.get_by_role("button", name="Start printing").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.route("**/printing/*/", lambda route: route.fulfill(status=503, body="away"))
    visits.expect(r"printing/\d+/ 503")
    page.wait_for_timeout(2_500)
    page.unroute("**/printing/*/")
    PrintJob.objects.get().parts.filter(number=1).update(state=PartState.DONE)
    expect(page.get_by_text("1 of 2 documents printed.", exact=True).first).to_be_visible()
