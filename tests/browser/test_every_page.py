"""Every page, as it comes: axe finds nothing in any language, wide or narrow; it fits a phone and a zoom of 400 %, and
nothing that is to be pressed is too small.

What can be seen on one and the same visit is: opening pages is most of the time that browser tests take.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits
from tests.browser.pages import LANGUAGES, PAGES, Stop
from tests.browser.probes import cut_off, resize, sideways, small_targets, stuck

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("stop", PAGES, ids=str)
def test_is_right_in_any_window_and_language(visits: Visits, stop: Stop) -> None:
    address = stop.address
    page = visits.page(stop.person, width=390, height=844)
    arrive(page, address, stop.status, "fi")
    assert_fits_a_phone_and_a_great_zoom(page)
    resize(page, 1280, 900)
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    assert violations(page) == []
    for language in LANGUAGES[1:]:
        # Away first: an open editor goes on asking, and a page's own fragment is no visit.
        page.goto("about:blank")
        visits.become(page, stop.person, language)
        arrive(page, address, stop.status, language)
        assert violations(page) == []


def arrive(page: Page, address: str, status: int, language: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == status
    assert page.get_attribute("html", "lang") == language


def assert_fits_a_phone_and_a_great_zoom(page: Page) -> None:
    """On a phone the contrast of all text can be told."""
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    assert faults_and_doubtful_contrast(page) == []
    # A window of 1280 by 1024 at 400 %.
    resize(page, 320, 256)
    assert sideways(page) + cut_off(page) == []
    assert stuck(page) == []
