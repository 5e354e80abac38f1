"""Every page, as it comes: axe finds nothing in any language, wide or narrow; it fits a phone and a zoom of 400 %, and
nothing that is to be pressed is too small.

What can be seen on one and the same visit is: opening pages is most of the time that browser tests take.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits
from tests.browser.pages import LANGUAGES, PAGES, Stop
from tests.browser.probes import cut_off, sideways, small_targets, stuck

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("stop", PAGES, ids=str)]


def arrive(page: Page, stop: Stop) -> None:
    response = page.goto(stop.address)
    assert response is not None
    assert response.status == stop.status


def test_a_wide_window(visits: Visits, stop: Stop) -> None:
    page = visits.page(stop.person)
    arrive(page, stop)
    assert page.get_attribute("html", "lang") == "fi"
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    assert violations(page) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "fi"])
def test_the_other_languages(visits: Visits, stop: Stop, language: str) -> None:
    page = visits.page(stop.person, language=language)
    arrive(page, stop)
    assert page.get_attribute("html", "lang") == language
    assert violations(page) == []


def test_a_phone_and_a_great_zoom(visits: Visits, stop: Stop) -> None:
    """On a phone the contrast of all text can be told."""
    page = visits.page(stop.person, width=390, height=844)
    arrive(page, stop)
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    assert faults_and_doubtful_contrast(page) == []
    # A window of 1280 by 1024 at 400 %.
    page.set_viewport_size({"width": 320, "height": 256})
    assert sideways(page) + cut_off(page) == []
    assert stuck(page) == []
