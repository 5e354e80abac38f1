"""An administrator gives a substitute a role for the summer, by keyboard alone, and ends it; a phone shows it all."""

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Membership
from agreements.people_forms import written_day
from tests.agreements.people import NEW, days, unit, user
from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits
from tests.browser.pages import LANGUAGES

pytestmark = pytest.mark.browser


def people_address() -> str:
    return f"/units/{unit().pk}/people/"


def type_at_next(page: Page, text: str) -> None:
    page.keyboard.press("Tab")
    page.keyboard.type(text)


def test_a_substitute_for_the_summer_is_given_a_role_by_keyboard(visits: Visits) -> None:
    page = visits.page("pekka.salo")
    page.goto(people_address())
    page.locator(".dochead .hds-button").focus()
    page.keyboard.press("Enter")
    person = page.locator("#id_person")
    expect(person).to_be_visible()
    person.focus()
    page.keyboard.type("Sari Niemi")
    page.keyboard.press("Tab")
    expect(page.locator(".newcomer summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=role][value=unit_head]")).to_be_checked()
    type_at_next(page, "Helena")
    type_at_next(page, written_day(days(60)))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    row = page.locator("#own ~ table tbody tr", has_text="Sari Niemi")
    expect(row).to_contain_text("Helena Laine")
    expect(row).to_contain_text(written_day(days(60)))
    expect(page.locator(".hds-notification--success")).to_contain_text("Sari Niemi")
    role = Membership.objects.get(user=user("sari.niemi"), unit=unit())
    assert (role.role, role.substitute_for, role.until) == ("unit_head", user("helena.laine"), days(60))
    row.locator("a").focus()
    page.keyboard.press("Enter")
    end = page.locator(f'form[action$="/{role.pk}/end/"] button')
    expect(end).to_be_visible()
    end.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".past summary")).to_be_visible()
    expect(row).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_new_is_asked_for_by_name_where_the_address_is_unknown(visits: Visits, language: str) -> None:
    page = visits.page("pekka.salo", language=language, width=390, height=844)
    page.goto(f"{people_address()}new/")
    expect(page.locator("#id_name")).to_be_hidden()
    page.fill("[name=person]", NEW.email)
    page.check("[name=role][value=viewer]")
    page.click("main form .hds-button--primary")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_name_error")).to_be_visible()
    expect(page.locator("[name=person]")).to_have_value(NEW.email)
    assert faults_and_doubtful_contrast(page) == []
    page.click(".error-summary a")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type(NEW.name)
    page.click("main form .hds-button--primary")
    expect(page.locator("main")).to_contain_text(NEW.name)
    expect(page.locator(".hds-notification--success")).to_have_count(2)
    assert violations(page) == []


def test_it_works_without_a_script(visits: Visits) -> None:
    page = visits.page("pekka.salo", javascript=False)
    page.goto(f"{people_address()}new/")
    page.fill("[name=person]", "kaisa.lehto@example.org")
    page.click("main form .hds-button--primary")
    expect(page.locator("#id_role_error")).to_be_visible()
    page.click(".error-summary a")
    page.check("[name=role][value=controller]")
    page.click("main form .hds-button--primary")
    expect(page.locator("#own ~ table")).to_contain_text("Kaisa Lehto")
