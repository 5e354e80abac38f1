"""Two people on one draft: each sees the other, and neither overwrites or loses a text unseen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visits
from tests.browser.editing import (
    PAGE,
    expect_saved,
    field,
    first_metrics,
    goals,
    meanwhile,
    meanwhile_deleted,
    measures,
    metrics,
    opened,
    said,
    state,
)

pytestmark = pytest.mark.browser
CONFLICT = r"/metric/\d+/ 409"


def clocked(visits: Visits, person: str = "helena.laine") -> Page:
    page = visits.page(person, language="en")
    page.clock.install()
    page.goto(PAGE)
    return page


def panel_of(page: Page) -> Locator:
    return page.locator("[data-merge]")


def collide(visits: Visits, **values: str) -> Page:
    """The editor in which a target was written on a version that Pekka has changed meanwhile."""
    visits.expect(CONFLICT)
    metric = first_metrics()[0]
    page = opened(visits)
    meanwhile(metric, **values)
    field(page, metric, "target").fill("väh. 6")
    page.keyboard.press("Enter")
    expect(said(page, metric)).to_have_text("Conflict")
    expect(state(page)).to_have_text("Conflict")
    return page


def test_both_see_who_else_is_there_and_where(visits: Visits) -> None:
    metric = first_metrics()[0]
    one, other = clocked(visits), clocked(visits, "pekka.salo")
    field(other, metric, "target").focus()
    with one.expect_response("**/presence/"):
        one.clock.fast_forward(3_000)
    other.clock.fast_forward(11_000)
    expect(other.locator("[data-others]")).to_contain_text("Helena Laine")
    one.clock.fast_forward(11_000)
    expect(one.locator("[data-others]")).to_contain_text("PS Pekka Salo")
    expect(one.locator(f"[data-tools='metric-{metric.pk}']")).to_contain_text("Pekka Salo is editing")


def test_of_two_texts_in_one_field_the_other_s_may_be_chosen(visits: Visits) -> None:
    metric = first_metrics()[0]
    before = metric.target or ""
    page = collide(visits, target="enintään 9")
    panel = panel_of(page)
    expect(panel.get_by_role("heading")).to_contain_text("Pekka Salo changed the same row")
    line = panel.locator("[data-field=target]")
    for text in (before, "väh. 6", "enintään 9"):
        expect(line).to_contain_text(text)
    # Both changed it, so neither is chosen beforehand: saving asks for the choice.
    expect(line.locator(":checked")).to_have_count(0)
    panel.get_by_role("button", name="Save the choices").click()
    expect(line.locator("[value=mine]")).to_be_focused()
    line.locator("[value=theirs]").check()
    panel.get_by_role("button", name="Save the choices").click()
    expect(panel).to_have_count(0)
    expect(field(page, metric, "target")).to_have_value("enintään 9")
    expect(state(page)).not_to_have_text("Conflict")
    metric.refresh_from_db()
    assert metric.target == "enintään 9"


def test_of_two_texts_in_one_field_mine_may_be_chosen(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = collide(visits, target="6–8")
    panel_of(page).locator("[data-field=target] [value=mine]").check()
    panel_of(page).get_by_role("button", name="Save the choices").click()
    expect(panel_of(page)).to_have_count(0)
    expect_saved(page, metric)
    metric.refresh_from_db()
    assert metric.target == "väh. 6"


def test_of_two_texts_in_one_field_a_third_may_be_written(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = collide(visits, target="6–8")
    panel_of(page).get_by_role("button", name="Write it yourself").click()
    text = field(page, metric, "target")
    expect(text).to_be_focused()
    expect(text).to_have_value("väh. 6")
    text.fill("6–9")
    page.keyboard.press("Enter")
    expect_saved(page, metric)
    metric.refresh_from_db()
    assert metric.target == "6–9"


def test_what_only_one_of_them_changed_is_chosen_beforehand(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = collide(visits, prior="4", responsible_id="Pekka Salo")
    panel = panel_of(page)
    expect(panel.locator("[data-field=target] [value=mine]")).to_be_checked()
    expect(panel.locator("[data-field=prior] [value=theirs]")).to_be_checked()
    panel.get_by_role("button", name="Save the choices").click()
    expect_saved(page, metric)
    expect(field(page, metric, "prior")).to_have_value("4")
    metric.refresh_from_db()
    assert metric.responsible
    assert (metric.target, metric.prior, metric.responsible.name) == ("väh. 6", "4", "Pekka Salo")


def test_a_row_that_the_other_deleted_gives_my_text_back(visits: Visits) -> None:
    first, second = first_metrics()[:2]
    visits.expect(r"/metric/\d+/ 404")
    page = clocked(visits)
    meanwhile_deleted(first)
    field(page, first, "target").fill("väh. 61")
    page.keyboard.press("Enter")
    kept = page.locator("#kept")
    expect(kept).to_contain_text("väh. 61")
    expect(said(page, first)).to_contain_text("removed")

    # The same when the row leaves the page before the text is sent.
    field(page, second, "target").fill("väh. 62")
    meanwhile_deleted(second)
    page.clock.fast_forward(1_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(field(page, second, "target")).to_have_count(0)
    expect(kept).to_contain_text("väh. 62")
    expect(kept.locator("pre")).to_have_text(["väh. 61", "väh. 62"])


def test_what_the_other_changes_elsewhere_comes_in_beside_what_i_type(visits: Visits) -> None:
    first, second = first_metrics()[:2]
    page = clocked(visits)
    text = field(page, first, "target")
    text.focus()
    page.keyboard.press("End")
    page.keyboard.type(" kp")
    page.keyboard.press("ArrowLeft")
    meanwhile(second, target="väh. 12")
    other = metrics(measures(goals()[0])[0])[0]
    meanwhile(other, prior="11")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(field(page, second, "target")).to_have_value("väh. 12")
    expect(field(page, other, "prior")).to_have_value("11")
    expect(text).to_be_focused()
    page.keyboard.type("X")
    expect(text).to_have_value(f"{first.target} kXp")
    page.keyboard.press("Enter")
    expect_saved(page, first)
    first.refresh_from_db()
    assert (first.target or "").endswith(" kXp")


def test_what_was_saved_meanwhile_in_the_row_that_i_write_is_a_conflict_too(visits: Visits) -> None:
    metric = first_metrics()[0]
    visits.expect(CONFLICT)
    page = clocked(visits)
    field(page, metric, "target").fill("väh. 6")
    meanwhile(metric, target="6–8")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(panel_of(page)).to_be_visible()
    expect(field(page, metric, "target")).to_have_value("väh. 6")
    # Something else changes in the table: the panel stays, with what was chosen in it.
    panel_of(page).locator("[data-field=target] [value=mine]").check()
    other = metrics(measures(goals()[0])[0])[0]
    meanwhile(other, prior="11")
    page.clock.fast_forward(11_000)
    expect(field(page, other, "prior")).to_have_value("11")
    expect(panel_of(page).locator("[data-field=target] [value=mine]")).to_be_checked()
    panel_of(page).get_by_role("button", name="Save the choices").click()
    expect_saved(page, metric)
    metric.refresh_from_db()
    assert metric.target == "väh. 6"
