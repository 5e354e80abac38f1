"""A file is checked in a browser: without a mouse, without scripts, in every language and width, and by axe."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement
from tests.agreements.files import small_pdf
from tests.agreements.sealing.tampering import note_added
from tests.agreements.signed import in_force
from tests.browser.axe import violations
from tests.browser.beside import beside
from tests.browser.conftest import Visits, sent
from tests.browser.pages import LANGUAGES

pytestmark = pytest.mark.browser


@pytest.fixture
def files(examples: None, tmp_path: Path) -> dict[str, Path]:
    """A signed PDF, the same with a note laid over it, and somebody's own."""
    document: Agreement = beside(in_force)
    sealed = document.record.file
    made = {"signed": sealed, "changed": note_added(sealed), "own": small_pdf()}
    paths = {name: tmp_path / f"{name}.pdf" for name in made}
    for name, content in made.items():
        paths[name].write_bytes(content)
    return paths


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_file_is_is_told_and_axe_finds_nothing(visits: Visits, files: dict[str, Path], language: str) -> None:
    page = visits.page("helena.laine", language=language)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name, tone in (("signed", ".verdict:not(.broken)"), ("changed", ".verdict.broken"), ("own", ".unknown")):
            page.goto("/check/")
            page.set_input_files("[name=file]", files[name])
            with sent(page):
                page.press("[name=file] >> xpath=ancestor::form >> button", "Enter")
            expect(page.locator(f"#result {tone}")).to_be_visible()
            expect(page.locator("#result dd").first).to_contain_text(f"{name}.pdf")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_is_checked_without_scripts_and_found_from_every_page(visits: Visits, files: dict[str, Path]) -> None:
    page = visits.page("maria.lindholm", language="en", javascript=False)
    page.goto("/")
    with sent(page):
        page.click("footer >> text=Check a file")
    page.set_input_files("[name=file]", files["signed"])
    with sent(page):
        page.click("main form button")
    expect(page.locator("#found")).to_have_text("The document is unchanged")
    expect(page.locator("main")).to_contain_text("A document of this service that you may not read.")


def test_a_form_without_a_file_says_so_beside_its_field(visits: Visits) -> None:
    page = visits.page("helena.laine", language="en")
    page.goto("/check/")
    with sent(page):
        page.click("main form button")
    expect(page.locator("#id_file_error")).to_be_visible()
    assert violations(page) == []
