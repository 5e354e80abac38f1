"""Running text in its editor: nothing of what stands is lost, and people write, paste and link with and without it."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page
from pytest_django import Settings

from agreements.models import Section
from agreements.richtext import sanitize
from tests.browser.conftest import Visits
from tests.browser.pages import DOCUMENTS

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _page_of_a_text(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.rich_urls"


def opened(visits: Visits, html: str = "", **how: object) -> Page:
    page = visits.page("helena.laine", **how)  # type: ignore[arg-type]
    page.goto(f"/rich/?{urlencode({'text': html})}")
    return page


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Luvun teksti")


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def kept(page: Page) -> str:
    """Send the form; what would be kept."""
    page.get_by_role("button", name="Tallenna").click()
    return page.locator(".kept").text_content() or ""


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("slug", [stop.path.split("/")[2] for stop in DOCUMENTS])
def test_nothing_of_a_document_is_changed_by_opening_and_saving(visits: Visits, slug: str, javascript: bool) -> None:
    sections = Section.objects.filter(agreement__slug=slug).exclude(html="").order_by("pk")
    texts = [sanitize(section.html) for section in sections]
    assert texts
    page = visits.page("helena.laine", javascript=javascript)
    page.goto(f"/rich/{slug}/")
    for text in page.get_by_role("textbox", name="Teksti").all():
        # A character in and out again: what is sent is what the editor makes of the whole text.
        text.press("x")
        text.press("Backspace")
    page.get_by_role("button", name="Tallenna").click()
    assert page.locator(".kept").all_text_contents() == texts
