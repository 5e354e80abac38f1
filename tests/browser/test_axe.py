"""axe finds nothing in what opens on a page. Pages as they come are looked at in test_every_page."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits, sent
from tests.browser.pages import DOCUMENTS, LANGUAGES, Stop

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_finds_nothing_in_an_open_menu(visits: Visits, language: str) -> None:
    page = visits.page("tuula.heino", language=language, width=390, height=844)
    page.goto("/agreements/")
    page.click(".menu-button")
    page.click(".user summary")
    expect(page.locator(".user form button")).to_be_visible()
    assert violations(page) == []
    # axe doubts what lies over something else, and would not say whether it can be read.
    page.evaluate("document.querySelector('main').hidden = true")
    assert faults_and_doubtful_contrast(page, within=".menu") == []


@pytest.mark.parametrize("stop", DOCUMENTS, ids=str)
def test_finds_nothing_in_an_open_list_of_chapters(visits: Visits, stop: Stop) -> None:
    page = visits.page(stop.person, width=390, height=844)
    page.goto(stop.address)
    page.click(".chapters-button")
    expect(page.locator("#chapters")).to_be_visible()
    assert violations(page) == []


def test_finds_nothing_in_the_open_user_menu_of_a_wide_page(visits: Visits) -> None:
    page = visits.page("tuula.heino")
    page.goto("/")
    page.click(".user summary")
    expect(page.locator(".user form button")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_finds_nothing_when_signing_in_fails(visits: Visits, language: str) -> None:
    page = visits.page(language=language)
    page.goto("/login/")
    page.fill("[name=username]", "helena.laine@example.org")
    page.fill("[name=password]", "wrong")
    with sent(page):
        page.click("main form button")
    expect(page.locator(".error-summary")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_finds_nothing_when_a_form_is_refused(visits: Visits, language: str) -> None:
    page = visits.page(language=language)
    page.goto("/login/")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = ''")
    with page.expect_navigation() as navigation:
        page.click("main form button")
    assert navigation.value.status == 403
    assert violations(page) == []


def test_finds_nothing_at_four_hundred_per_cent(visits: Visits) -> None:
    page = visits.page("helena.laine", width=320, height=256)
    page.goto("/agreements/yhteiset-palvelut-2020/")
    assert faults_and_doubtful_contrast(page) == []


def test_would_find_a_fault(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(line.startswith("button-name") for line in violations(page))
