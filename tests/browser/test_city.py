"""Signing in through the city in a browser: away to another site and back, under our content policy."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from tests.browser.conftest import Visits
from tests.oidc.conftest import configure, running
from tests.oidc.provider import PASSWORD

pytestmark = pytest.mark.browser


def test_somebody_goes_to_the_city_and_comes_back_to_where_they_were_going(
    visits: Visits, settings: Settings, server: str
) -> None:
    # Two names of this machine are two sites to a browser.
    here = server.replace("127.0.0.1", "localhost")
    with running(f"{here}/login/city/callback/") as there:
        configure(settings, there)
        page = visits.page()
        page.goto(f"{here}/agreements/")
        page.locator(".city a").click()
        expect(page).to_have_url(re.compile(f"^{there}/login/"))
        page.locator("input[name=login]").fill("helena")
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{here}/agreements/")
        expect(page.locator("details.user summary")).to_have_text("Helena Laine")
