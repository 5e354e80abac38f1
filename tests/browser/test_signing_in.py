"""The door in a browser: with a code, with a security key, through the city; and the warning before a session ends."""

import re
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from agreements.models import User
from agreements.sessions import BEGAN, SEEN
from tests.agreements.one_time import code_of, with_app
from tests.browser.axe import violations
from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

PERSON, PASSWORD = "pekka.salo", "kirjasto-2026"


@pytest.fixture
def page(visits: Visits) -> Page:
    return visits.page()


def person() -> User:
    return User.objects.get(email=f"{PERSON}@example.org")


def sign_in(page: Page) -> None:
    page.goto("/login/")
    page.locator("#id_username").fill(f"{PERSON}@example.org")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form .hds-button--primary").click()


def send(page: Page) -> None:
    page.locator("main form .hds-button--primary").first.click()


def test_an_app_is_taken_into_use_and_then_asked_for(page: Page) -> None:
    sign_in(page)
    expect(page.locator("details.user")).to_be_visible()
    page.goto("/account/")
    page.locator(f'a[href="{reverse("mfa_activate_totp")}"]').click()
    page.locator("#id_password").fill(PASSWORD)
    send(page)
    expect(page.locator(".qr img")).to_be_visible()
    page.wait_for_load_state()
    assert page.locator(".qr img").evaluate("image => image.naturalWidth") > 0
    assert violations(page) == []
    secret = page.locator("code.secret").inner_text()
    page.locator("#id_code").fill(code_of(secret))
    send(page)
    expect(page.locator(".codes li")).to_have_count(10)
    assert violations(page) == []
    recovery = page.locator(".codes li").first.inner_text()
    page.context.clear_cookies()
    sign_in(page)
    expect(page).to_have_url(re.compile("/login/code/$"))
    page.locator("#id_code").fill("123")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("#id_code").fill(recovery)
    send(page)
    expect(page.locator("details.user")).to_be_visible()


def test_the_door_with_a_second_factor_works_by_keyboard_and_without_javascript(visits: Visits) -> None:
    with_app(person())
    page = visits.page(javascript=False)
    sign_in(page)
    expect(page).to_have_url(re.compile("/login/code/$"))
    page.locator("#id_code").fill(code_of())
    page.keyboard.press("Enter")
    expect(page.locator("details.user")).to_be_visible()


@pytest.fixture
def with_key(visits: Visits) -> Page:
    """A page in a browser that has a security key. Keys belong to a name, which 127.0.0.1 is not."""
    page = visits.page()
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    return page


def test_a_security_key_is_added_opens_the_door_and_confirms(with_key: Page, server: str) -> None:
    page, here = with_key, server.replace("127.0.0.1", "localhost")

    def go(path: str) -> None:
        page.goto(here + path)

    def enter() -> None:
        go("/login/")
        page.locator("#id_username").fill(f"{PERSON}@example.org")
        page.locator("#id_password").fill(PASSWORD)
        send(page)

    enter()
    expect(page.locator("details.user")).to_be_visible()
    go("/account/keys/add/")
    page.locator("#id_password").fill(PASSWORD)
    send(page)
    page.locator("#id_name").fill("Avainnipun avain")
    send(page)
    expect(page.locator(".codes li")).to_have_count(10)
    page.context.clear_cookies()
    enter()
    expect(page).to_have_url(re.compile("/login/code/$"))
    assert violations(page) == []
    page.locator("form:has([data-key]) button").click()
    expect(page.locator("details.user")).to_be_visible()
    go("/account/confirm/key/?next=/account/")
    page.locator("form:has([data-key]) button").click()
    expect(page).to_have_url(re.compile("/account/$"))
    expect(page.locator(".factors")).to_contain_text("Avainnipun avain")
    assert violations(page) == []


def test_a_browser_without_the_key_says_so_and_stays_where_it_is(with_key: Page, server: str) -> None:
    page, here = with_key, server.replace("127.0.0.1", "localhost")
    user = with_app(person())
    page.goto(here + "/login/")
    page.locator("#id_username").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    send(page)
    expect(page.locator("#id_code")).to_be_visible()
    expect(page.locator("[data-key]")).to_have_count(0)


def put_back(minutes: float, *, began: float = 0) -> None:
    """The one session of the test was last seen, and began, so many minutes ago."""
    store = SessionStore(Session.objects.get().session_key)
    now = time.time()
    store[SEEN] = int(now - minutes * 60)
    store[BEGAN] = int(now - max(minutes, began) * 60)
    store.save()


BANNER = "[data-session]"


def ask_now(page: Page) -> None:
    """What happens when somebody comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_warning_comes_before_the_idle_end_and_one_press_stays(visits: Visits) -> None:
    page = visits.page(PERSON)
    page.goto("/account/password/")
    expect(page.locator(BANNER)).to_be_hidden()
    page.locator("#id_oldpassword").fill("kirjoitettu")
    put_back(57)
    ask_now(page)
    expect(page.locator(BANNER)).to_be_visible()
    expect(page.locator("[data-said]")).to_contain_text("3")
    assert violations(page) == []
    page.locator("[data-stay]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(BANNER)).to_be_hidden()
    expect(page.locator("#id_oldpassword")).to_have_value("kirjoitettu")


def test_the_longest_time_is_warned_of_and_cannot_be_stayed(visits: Visits) -> None:
    page = visits.page(PERSON)
    page.goto("/account/")
    put_back(0, began=12 * 60 - 4)
    ask_now(page)
    expect(page.locator("[data-said]")).to_contain_text("4")
    expect(page.locator("[data-stay]")).to_be_hidden()


def test_what_was_typed_survives_the_end_and_is_saved_after_signing_in_again(visits: Visits) -> None:
    page = visits.page(PERSON)
    page.goto("/account/password/")
    page.locator("#id_oldpassword").fill(PASSWORD)
    page.locator("#id_password1").fill("Uusi-ja-outo-sana-9")
    page.locator("#id_password2").fill("Uusi-ja-outo-sana-9")
    put_back(61)
    ask_now(page)
    link = page.locator("[data-sign-in]")
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.locator("#id_username").fill(f"{PERSON}@example.org")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("main form .hds-button--primary").click()
    expect(tab.locator("details.user")).to_be_visible()
    tab.close()
    ask_now(page)
    expect(page.locator(BANNER)).to_be_hidden()
    page.locator("main form .hds-button--primary").click()
    expect(page).to_have_url(re.compile("/account/$"))
    assert person().check_password("Uusi-ja-outo-sana-9")


def test_somebody_else_in_the_same_browser_is_told_of(visits: Visits) -> None:
    page = visits.page(PERSON)
    page.goto("/account/")
    page.context.clear_cookies()
    tab = page.context.new_page()
    tab.goto("/login/")
    tab.locator("#id_username").fill("sari.niemi@example.org")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("main form .hds-button--primary").click()
    expect(tab.locator("details.user")).to_be_visible()
    ask_now(page)
    expect(page.locator(BANNER)).to_be_visible()
    expect(page.locator("[data-stay]")).to_be_hidden()
    expect(page.locator("[data-sign-in]")).to_be_hidden()
