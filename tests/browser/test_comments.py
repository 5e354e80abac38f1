"""Comments in a browser: beside the document, on their own pages, with and without scripts; and a new agreement."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement, Comment
from tests.agreements.commented import DRAFT, commented_metric
from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits, sent
from tests.browser.pages import LANGUAGES

pytestmark = pytest.mark.browser

DOCUMENT = f"/agreements/{DRAFT}/"
COMMENTS = f"{DOCUMENT}comments/"


def open_first(page: Page) -> None:
    """The document, with the comments of its first commented metric open under it."""
    page.goto(DOCUMENT)
    page.locator(".remark").first.click()
    expect(page.locator(".remarks-panel")).to_contain_text("Nostetaan 8:aan.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_where_comments_are_open_beside_the_document(visits: Visits, language: str) -> None:
    commented_metric()
    page = visits.page("juhani.makela", language=language)
    open_first(page)
    page.locator(".remarks-panel summary").first.click()
    page.locator("[data-comment-rows]").click()
    assert violations(page) == []


def test_axe_finds_nothing_on_a_narrow_page_with_open_comments(visits: Visits) -> None:
    commented_metric()
    page = visits.page("juhani.makela", width=390, height=844)
    open_first(page)
    assert faults_and_doubtful_contrast(page, within=".remarks-panel") == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_director_comments_on_a_row_where_they_read_it(visits: Visits) -> None:
    page = visits.page("juhani.makela")
    page.goto(DOCUMENT)
    expect(page.locator(".remark:visible")).to_have_count(0)
    spans = "[...document.querySelectorAll('.goals td, .goals th')].map((cell) => cell.rowSpan)"
    before = page.evaluate(spans)
    page.locator("[data-comment-rows]").click()
    marker = page.locator(".remark").nth(2)
    marker.click()
    expect(page.locator(".new-comment textarea")).to_be_focused()
    page.keyboard.type("Onko tämä oikein?")
    page.locator(".new-comment button").click()
    expect(page.locator(".remarks-panel .said-words")).to_have_text("Onko tämä oikein?")
    assert Comment.objects.get().by.name == "Juhani Mäkelä"
    page.keyboard.press("Escape")
    expect(page.locator(".remarks-panel")).to_have_count(0)
    expect(marker).to_be_focused()
    expect(marker).to_contain_text("1")
    assert page.evaluate(spans) == before


def test_comments_are_answered_and_resolved_from_the_keyboard(visits: Visits) -> None:
    commented_metric()
    page = visits.page("juhani.makela")
    open_first(page)
    thread = page.locator(".remarks-panel .thread").first
    thread.locator(".thread-acts summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Hyvä.")
    thread.get_by_role("button").last.press("Enter")
    expect(page.locator(".thread.resolved")).to_have_count(2)
    assert Comment.objects.get(text="Hyvä.").answers is not None


def test_several_open_rows_close_without_disturbing_the_table(visits: Visits) -> None:
    page = visits.page("juhani.makela")
    page.goto(DOCUMENT)
    spans = "[...document.querySelectorAll('.goals td, .goals th')].map((cell) => cell.rowSpan)"
    before = page.evaluate(spans)
    page.locator("[data-comment-rows]").click()
    for place in range(6):
        page.locator(".remark").nth(place).click()
        expect(page.locator(".remarks-panel")).to_have_count(place + 1)
    for place in (3, 0, 5, 1, 4, 2):
        page.locator(".remark").nth(place).click()
    expect(page.locator(".remarks-panel")).to_have_count(0)
    assert page.evaluate(spans) == before


def test_without_scripts_the_page_of_comments_does_the_same(visits: Visits) -> None:
    metric = commented_metric()
    page = visits.page("juhani.makela", javascript=False)
    page.goto(COMMENTS)
    page.select_option("#row", f"metric-{metric.pk}")
    # The page of all comments has a form like that of a row.
    with sent(page):
        page.locator(".choose-row button").click()
    page.locator(".new-comment textarea").fill("Vielä yksi asia.")
    with sent(page):
        page.locator(".new-comment button").click()
    expect(page.locator(".thread")).to_have_count(3)
    expect(page).to_have_url(re.compile(f"#comment-{Comment.objects.get(text='Vielä yksi asia.').pk}$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_a_refused_comment(visits: Visits, language: str) -> None:
    metric = commented_metric()
    page = visits.page("juhani.makela", language=language)
    page.goto(f"{COMMENTS}?row=metric-{metric.pk}")
    page.locator(".new-comment button").click()
    expect(page.locator("[aria-invalid=true]")).to_be_focused()
    assert violations(page) == []


def test_a_unit_head_starts_an_agreement_from_the_keyboard(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.goto("/agreements/")
    with sent(page):
        page.locator('a[href="/agreements/new/"]').press("Enter")
    page.locator("#id_year").press("Control+a")
    page.keyboard.type("2031")
    page.keyboard.press("Enter")
    page.wait_for_url("**/yhteiset-palvelut-2031/edit/")
    assert Agreement.objects.get(year=2031).sections.count() == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_a_refused_new_agreement(visits: Visits, language: str) -> None:
    page = visits.page("helena.laine", language=language)
    page.goto("/agreements/new/")
    page.locator("#id_year").fill("ensi vuonna")
    page.locator("#id_period_start").fill("joskus")
    page.locator(".form-actions button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == []
