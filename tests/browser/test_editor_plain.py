"""The editor without scripts: the same deeds by plain forms, and texts that are refused stay in them."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Section
from tests.browser.conftest import Visits, sent
from tests.browser.editing import (
    PAGE,
    first_metrics,
    goals,
    meanwhile,
    meanwhile_deleted,
    measures,
    metrics,
    opened,
    tools,
)

pytestmark = pytest.mark.browser


def plain(visits: Visits, path: str = "") -> Page:
    return opened(visits, page=f"{PAGE}{path}", javascript=False)


def press(page: Page, name: str) -> None:
    """Send the form whose button it is, and wait for the page that comes."""
    with sent(page):
        page.get_by_role("button", name=name, exact=True).click()


def test_a_row_is_opened_from_the_table_saved_and_taken_back(visits: Visits) -> None:
    metric = first_metrics()[0]
    was = metric.target
    page = plain(visits)
    expect(page.locator(f"[id='metric-{metric.pk}-target']")).to_have_attribute("readonly", "")
    tools(page, metric).locator("[data-menu]").click()
    expect(page).to_have_url(re.compile(f"/edit/metric/{metric.pk}/$"))
    page.locator("[name=target]").fill("väh. 51")
    press(page, "Save")
    expect(page).to_have_url(re.compile(f"#metric-{metric.pk}-line$"))
    metric.refresh_from_db()
    assert metric.target == "väh. 51"
    press(page, "Undo")
    expect(page.locator("main [role=status]").first).to_contain_text("Taken back")
    metric.refresh_from_db()
    assert metric.target == was


def test_what_is_refused_stays_in_the_form_with_the_reason(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = plain(visits, f"metric/{metric.pk}/")
    page.locator("[name=text]").fill("")
    page.locator("[name=target]").fill("väh. 52")
    page.locator("[name=responsible_id]").fill("Aku Ankka")
    press(page, "Save")
    summary = page.locator(".error-summary")
    expect(summary.get_by_role("link")).to_have_count(2)
    summary.get_by_role("link").last.click()
    expect(page.locator("[name=responsible_id]")).to_be_focused()
    expect(page.locator("[name=responsible_id]")).to_have_value("Aku Ankka")
    expect(page.locator("[name=target]")).to_have_value("väh. 52")


def test_a_measure_is_added_moved_and_deleted_by_forms(visits: Visits) -> None:
    goal, other = goals()[:2]
    page = plain(visits)
    tools(page, goal).locator("[data-add=measure]").click()
    press(page, "Add")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("[name=text]").fill("Uusi toimenpide")
    press(page, "Add")
    new = measures(goal)[-1]
    assert new.text == "Uusi toimenpide"
    page.goto(f"{PAGE}measure/{new.pk}/")
    press(page, "Move up")
    expect(page).to_have_url(re.compile("/edit/#"))
    assert measures(goal)[-2] == new
    page.goto(f"{PAGE}measure/{new.pk}/")
    page.locator("#move-to").select_option(str(other.pk))
    press(page, "Move")
    expect(page).to_have_url(re.compile("/edit/#"))
    assert new in measures(other)
    page.goto(f"{PAGE}measure/{new.pk}/")
    press(page, "Delete the row and all that is in it")
    expect(page.locator("main [role=status]").first).to_contain_text("deleted")
    assert new not in measures(other)
    press(page, "Undo")
    assert new in measures(other)


def test_a_chapter_is_added_by_forms(visits: Visits) -> None:
    page = plain(visits)
    page.get_by_role("link", name="+ Chapter or table").click()
    page.locator(".kinds a[href*='section_kind=text']").click()
    page.locator("[name=heading]").fill("Uusi luku")
    page.locator("[name=html]").fill("Tekstiä.\n\n- yksi")
    press(page, "Add")
    expect(page).to_have_url(re.compile("/edit/#section-"))
    section = Section.objects.order_by("-pk")[0]
    assert (section.heading, section.html) == ("Uusi luku", "<p>Tekstiä.</p><ul><li>yksi</li></ul>")


def test_rows_are_pasted_by_a_form_that_shows_them_first(visits: Visits) -> None:
    table = goals()[0].section_id
    count = len(goals())
    page = plain(visits)
    page.locator(f"#section-{table} .addrow a[href$='/paste/']").click()
    text = "Tavoite\tToimenpide\tE\tMittari 1\t≥ 1\n\t\t\tMittari 2\t≥ 2"
    page.locator("[name=text]").fill(text)
    press(page, "See what goes where")
    expect(page.locator(".pastebox").get_by_role("row")).to_have_count(3)
    assert len(goals()) == count
    press(page, "Paste these")
    expect(page).to_have_url(re.compile(r"/edit/(#|$)"))
    new = goals()[-1]
    assert (len(goals()), new.title) == (count + 1, "Tavoite")
    assert [it.target for it in metrics(measures(new)[0])] == ["≥ 1", "≥ 2"]


def test_a_collision_shows_both_texts_and_mine_may_be_saved_over_it(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = plain(visits, f"metric/{metric.pk}/")
    page.locator("[name=target]").fill("väh. 53")
    meanwhile(metric, target="enintään 9")
    press(page, "Save")
    panel = page.locator(".mergebox")
    expect(panel).to_contain_text("Pekka Salo changed the same row")
    expect(panel).to_contain_text("väh. 53")
    expect(panel).to_contain_text("enintään 9")
    expect(page.locator("[name=target]")).to_have_value("väh. 53")
    press(page, "Save")
    expect(page).to_have_url(re.compile("/edit/#"))
    metric.refresh_from_db()
    assert metric.target == "väh. 53"


def test_what_was_written_for_a_row_that_is_gone_is_shown_to_be_copied(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = plain(visits, f"metric/{metric.pk}/")
    page.locator("[name=target]").fill("väh. 54")
    meanwhile_deleted(metric)
    press(page, "Save")
    expect(page.get_by_role("heading", name="The row is not there any more")).to_be_visible()
    expect(page.locator("main")).to_contain_text("väh. 54")
