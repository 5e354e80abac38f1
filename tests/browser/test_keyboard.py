"""By keyboard alone: every stop of Tab can be seen, the content is one key away, menus open and close."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.pages import DOCUMENTS, LISTS, Stop
from tests.browser.probes import focused, tab_through

pytestmark = pytest.mark.browser

STOPS = (
    Stop("login", None, "/login/"),
    Stop("home", "helena.laine", "/"),
    Stop("units", "tuula.heino", "/units/"),
    *LISTS,
    *DOCUMENTS[1:5:3],
)


@pytest.mark.parametrize("size", [(1280, 800), (320, 256)], ids=str)
@pytest.mark.parametrize("stop", STOPS, ids=str)
def test_every_stop_of_the_keyboard_is_outlined_and_in_sight(visits: Visits, stop: Stop, size: tuple[int, int]) -> None:
    page = visits.page(stop.person, width=size[0], height=size[1])
    page.goto(stop.address)
    # A page may begin in its form.
    page.locator(".skip").focus()
    stops = list(tab_through(page))
    assert len(stops) > 5
    assert [focus.name for focus in stops if not (focus.outlined and focus.visible)] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_key_leads_past_the_menu(visits: Visits, width: int) -> None:
    page = visits.page("helena.laine", width=width)
    page.goto("/agreements/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_the_menu_of_a_phone_opens_and_closes(visits: Visits) -> None:
    page = visits.page("helena.laine", width=390, height=844)
    page.goto("/agreements/")
    button, menu = page.locator(".menu-button"), page.locator("#menu")
    expect(menu).to_be_hidden()
    button.focus()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        expect(menu).to_be_visible()
        page.keyboard.press("Tab")
        expect(menu.locator("a").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(button).to_be_focused()
    page.keyboard.press("Enter")
    for focus in tab_through(page, limit=8):
        assert focus.outlined
        assert focus.visible
    page.goto("/agreements/")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visits.server}/")


def test_the_user_menu_opens_and_closes(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.goto("/")
    summary, sign_out = page.locator(".user summary"), page.locator(".user form button")
    summary.focus()
    page.keyboard.press("Enter")
    expect(sign_out).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator('.user a[href="/account/"]')).to_be_focused()
    page.keyboard.press("Tab")
    expect(sign_out).to_be_focused()
    page.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("h1").click()
    expect(sign_out).to_be_hidden()


def test_a_failed_form_takes_the_reader_to_what_is_wrong(visits: Visits) -> None:
    page = visits.page()
    page.goto("/login/")
    page.fill("[name=username]", "helena.laine@example.org")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=password]")).to_be_focused()
    assert focused(page)
    expect(page.locator("[name=username]")).to_have_value("helena.laine@example.org")
