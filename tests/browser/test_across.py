"""What people do across documents: goals linked, person-years recorded, projects added; axe finds nothing meanwhile."""

import pytest
from playwright.sync_api import expect

from agreements.models import Goal, HigherGoal, PortfolioEntry
from staffing.models import AllocationActual
from tests.browser.axe import violations
from tests.browser.conftest import Visits, sent
from tests.browser.probes import cut_off, sideways, small_targets

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (1280, False)])
def test_a_head_links_a_goal_to_a_higher_one(visits: Visits, width: int, javascript: bool) -> None:
    goal = Goal.objects.get(section__agreement__slug="yhteiset-palvelut-2021", title="Logistiikka")
    higher = HigherGoal.objects.get(title__startswith="Tilat ja logistiikka")
    page = visits.page("helena.laine", width=width, javascript=javascript)
    page.goto("/higher-goals/?year=2021")
    place = page.locator(f"#goal-{goal.pk}")
    place.locator("summary").click()
    expect(place.locator("select")).to_be_visible()
    if javascript:
        assert violations(page) == []
        assert sideways(page) + cut_off(page) + small_targets(page) == []
    place.locator("select").select_option(higher.title)
    place.locator("form button").click()
    expect(page.locator(f"#higher-{higher.pk} #goal-{goal.pk}")).to_be_visible()


def test_person_years_are_recorded_and_what_is_no_percent_is_told(visits: Visits) -> None:
    page = visits.page("mikko.saarinen", width=390)
    page.goto("/agreements/turku-ake-2024/staff/")
    fields = page.locator("main input[name^=actual]")
    fields.nth(0).fill("85 %")
    fields.nth(1).fill("paljon")
    with sent(page):
        page.click("main form .hds-button--primary")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(fields.nth(1)).to_have_value("paljon")
    assert violations(page) == []
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    fields.nth(1).fill("75 %")
    with sent(page):
        page.click("main form .hds-button--primary")
    expect(page.locator(".error-summary")).to_have_count(0)
    assert AllocationActual.objects.filter(is_current=True).count() == 2


def test_a_project_is_added_once_its_form_is_right(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.goto("/portfolio/projects/new/?name=Lukutaitohanke")
    page.fill("[name=name]", "")
    page.fill("[name=applied]", "10 000 €")
    with sent(page):
        page.click("main form .hds-button--primary")
    expect(page.locator(".error-summary")).to_be_visible()
    assert violations(page) == []
    page.fill("[name=name]", "Lukutaitohanke")
    page.click("main form .hds-button--primary")
    expect(page.locator("th.name", has_text="Lukutaitohanke")).to_be_visible()
    assert PortfolioEntry.objects.get(name="Lukutaitohanke").applied == "10 000 €"


def test_an_administrator_puts_higher_goals_in_order_with_the_keyboard(visits: Visits) -> None:
    last = HigherGoal.objects.filter(source="library_act").last()
    assert last is not None
    page = visits.page("pekka.salo")
    page.goto("/higher-goals/?year=2021")
    page.locator(f"#higher-{last.pk} button[value=up]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#higher-*")
    assert HigherGoal.objects.filter(source="library_act")[1] == last
