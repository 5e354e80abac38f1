"""What people come to do, from signing in to signing out, with the page's script and without it."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visits, sent
from tests.browser.pages import DOCUMENTS, Stop

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])


def sign_in(page: Page, person: str) -> None:
    page.fill("[name=username]", f"{person}@example.org")
    page.fill("[name=password]", "kirjasto-2026")
    with sent(page):
        page.click("main form button")


def open_user_menu(page: Page) -> None:
    page.click(".user summary")


def names(page: Page) -> Locator:
    """The first column of a list."""
    return page.locator("main tbody .name")


@WITH_AND_WITHOUT
def test_signs_in_where_they_were_going_and_signs_out(visits: Visits, javascript: bool) -> None:
    page = visits.page(javascript=javascript)
    page.goto("/agreements/?kind=service_agreement")
    expect(page).to_have_url(re.compile("/login/"))
    sign_in(page, "helena.laine")
    expect(page).to_have_url(f"{visits.server}/agreements/?kind=service_agreement")
    open_user_menu(page)
    page.click(".user form button")
    expect(page).to_have_url(re.compile("/login/$"))
    page.goto("/agreements/")
    expect(page).to_have_url(re.compile("/login/"))


@WITH_AND_WITHOUT
def test_a_wrong_password_can_be_corrected(visits: Visits, javascript: bool) -> None:
    page = visits.page(javascript=javascript)
    page.goto("/login/")
    page.fill("[name=username]", "helena.laine@example.org")
    page.fill("[name=password]", "kirjasto")
    with sent(page):
        page.click("main form button")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=username]")).to_have_value("helena.laine@example.org")
    page.fill("[name=password]", "kirjasto-2026")
    page.click("main form button")
    expect(page).to_have_url(f"{visits.server}/")


@WITH_AND_WITHOUT
@pytest.mark.parametrize("words", ["määrä yhteensä", "MÄÄRÄ Yhteensä"])
def test_finds_a_metric_whatever_the_case_of_its_letters(visits: Visits, words: str, javascript: bool) -> None:
    page = visits.page("helena.laine", javascript=javascript)
    page.goto("/metrics/")
    page.fill("[name=text]", words)
    page.keyboard.press("Enter")
    expect(names(page)).to_have_text(["Kehittämispäivien osallistujamäärä yhteensä."] * 2)


@WITH_AND_WITHOUT
def test_finds_and_opens_an_agreement(visits: Visits, javascript: bool) -> None:
    page = visits.page("tuula.heino", javascript=javascript)
    page.goto("/")
    with sent(page):
        page.click("header nav a[href='/agreements/']")
    page.fill("[name=text]", "YHTEISET")
    page.select_option("[name=year]", "2020")
    page.click(".filters button")
    expect(names(page)).to_have_text(["Yhteiset palvelut 2020"])
    page.click("main tbody .name a")
    expect(page).to_have_url(f"{visits.server}/agreements/yhteiset-palvelut-2020/")
    expect(page.locator("table.goals")).to_have_count(4)


@WITH_AND_WITHOUT
def test_clears_a_search_that_finds_nothing(visits: Visits, javascript: bool) -> None:
    page = visits.page("tuula.heino", javascript=javascript)
    page.goto("/agreements/?text=kvanttifysiikka")
    expect(page.locator("main table")).to_have_count(0)
    page.click(".empty a")
    expect(page).to_have_url(f"{visits.server}/agreements/")
    expect(names(page)).to_have_count(4)


@WITH_AND_WITHOUT
def test_sorts_by_a_column_there_and_back_and_keeps_the_search(visits: Visits, javascript: bool) -> None:
    page = visits.page("tuula.heino", javascript=javascript)
    page.goto("/agreements/?kind=service_agreement")
    heading = page.locator("thead th").first
    heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    rising = ["Asiakaspalvelut 2021", "Yhteiset palvelut 2020", "Yhteiset palvelut 2021"]
    expect(names(page)).to_have_text(rising)
    heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(names(page)).to_have_text(rising[::-1])
    expect(page.locator("[name=kind]")).to_have_value("service_agreement")


@WITH_AND_WITHOUT
def test_turns_the_pages_of_a_sorted_list(visits: Visits, javascript: bool) -> None:
    page = visits.page("tuula.heino", javascript=javascript)
    page.goto("/metrics/?sort=text")
    here = page.locator(".pages [aria-current=page]")
    expect(here).to_have_text("1")
    first = names(page).all_inner_texts()
    with sent(page):
        page.click("[rel=next]")
    expect(here).to_have_text("2")
    second = names(page).all_inner_texts()
    assert len(first) == len(second) == 25
    assert first != second
    expect(page.locator("thead th").first).to_have_attribute("aria-sort", "ascending")
    page.click("[rel=prev]")
    expect(here).to_have_text("1")
    expect(names(page)).to_have_text(first)


@WITH_AND_WITHOUT
@pytest.mark.parametrize("stop", DOCUMENTS, ids=str)
def test_reads_a_document(visits: Visits, stop: Stop, javascript: bool) -> None:
    page = visits.page(stop.person, javascript=javascript)
    page.goto(stop.address)
    expect(page.locator("h1")).to_be_visible()
    last = page.locator("#chapters a").last
    last.click()
    expect(page.locator(f"[id='{(last.get_attribute('href') or '')[1:]}']")).to_be_in_viewport()


@WITH_AND_WITHOUT
@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04")])
def test_takes_an_agreement_away_as_a_file(visits: Visits, extension: str, start: bytes, javascript: bool) -> None:
    page = visits.page("helena.laine", javascript=javascript)
    page.goto("/agreements/yhteiset-palvelut-2020/")
    with page.expect_download() as download:
        page.click(f".acts a[href$='export.{extension}']")
    assert download.value.suggested_filename == f"yhteiset-palvelut-2020.{extension}"
    content = download.value.path().read_bytes()
    assert content.startswith(start)
    assert len(content) > 10_000


def test_takes_the_data_of_an_agreement(visits: Visits) -> None:
    page = visits.page("helena.laine")
    response = page.request.get("/agreements/yhteiset-palvelut-2020/export.json")
    assert len(json.loads(response.body())["sections"]) > 5


@WITH_AND_WITHOUT
def test_makes_the_draft_of_the_next_year_and_takes_it_back(visits: Visits, javascript: bool) -> None:
    page = visits.page("sari.niemi", javascript=javascript)
    page.goto("/agreements/asiakaspalvelut-2021/")
    with sent(page):
        page.click(".acts a[href$='/next-year/']")
    page.click("main form button")
    expect(page).to_have_url(f"{visits.server}/agreements/asiakaspalvelut-2022/carried-over/")
    expect(page.locator(".messages")).to_be_visible()
    if javascript:
        assert violations(page) == []
    page.click(".acts > a")
    expect(page).to_have_url(f"{visits.server}/agreements/asiakaspalvelut-2022/")
    page.goto("/agreements/asiakaspalvelut-2022/carried-over/")
    page.click(".acts form button")
    expect(page).to_have_url(f"{visits.server}/agreements/asiakaspalvelut-2021/")
    expect(page.locator(".messages")).to_be_visible()


@WITH_AND_WITHOUT
@pytest.mark.parametrize("width", [1280, 390])
def test_switches_the_language_in_place(visits: Visits, width: int, javascript: bool) -> None:
    page = visits.page("tuula.heino", width=width, javascript=javascript)
    address = "/metrics/?text=kirjasto&sort=text&page=2"
    page.goto(address)
    found = names(page).all_inner_texts()
    for language in ("sv", "en", "fi"):
        if width == 390:
            page.click(".menu-button")
        with sent(page):
            page.click(f"button[name=language][value={language}]")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page).to_have_url(f"{visits.server}{address}")
        expect(names(page)).to_have_text(found)


def test_the_chosen_language_holds_after_signing_in_again(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.goto("/")
    with sent(page):
        page.click("button[name=language][value=sv]")
    open_user_menu(page)
    with sent(page):
        page.click(".user form button")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    sign_in(page, "helena.laine")
    expect(page.locator(".user")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "sv")


def test_copies_words_as_they_were_written(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/agreements/yhteiset-palvelut-2020/")
    assert "\u00ad" in page.locator("article").inner_text()
    page.locator("article").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert "Kehittämispäivien osallistujamäärä yhteensä." in copied
    assert "\u00ad" not in copied
