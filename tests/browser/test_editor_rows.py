"""The editor's rows with a pointer: dragged, deleted, brought back, pasted and told as understood."""

import pytest
from playwright.sync_api import Locator, Page, expect

from metrics.models import Metric
from tests.browser.conftest import Visits
from tests.browser.editing import (
    expect_saved,
    field,
    first_metrics,
    goals,
    measures,
    metrics,
    opened,
    paste,
    said,
    state,
    tools,
)
from tests.browser.probes import box

pytestmark = pytest.mark.browser
EXCEL = "<html><body><table><tr><td>1</td><td>2</td></tr></table></body></html>"


def drag(page: Page, handle: Locator, target: Locator) -> None:
    """Take the row by its handle and drop it on the upper edge of the target."""
    target.scroll_into_view_if_needed()
    handle.scroll_into_view_if_needed()
    handle.hover()
    page.mouse.down()
    to = box(target)
    page.mouse.move(to["x"] + 30, to["y"] + 4, steps=4)
    expect(page.locator(".drop-before")).to_have_count(1)
    page.mouse.up()


def test_a_metric_is_dragged_within_its_measure_and_to_another_goal(visits: Visits) -> None:
    first, second, third = first_metrics()[:3]
    home = first.measure
    page = opened(visits, height=2400)
    drag(page, tools(page, third).locator("[data-handle]"), field(page, first, "text"))
    expect(page.locator("[data-announce]")).to_have_text("Moved.")
    assert metrics(home)[:3] == [third, first, second]

    other = metrics(measures(goals()[0])[0])[0]
    assert other.measure.goal_id != home.goal_id
    drag(page, tools(page, second).locator("[data-handle]"), field(page, other, "text"))
    expect(tools(page, second)).to_have_attribute("data-parent", str(other.measure_id))
    assert metrics(other.measure)[:2] == [second, other]

    # A row that is let go outside every place stays where it was.
    page.locator(f"[data-handle='metric-{first.pk}']").hover()
    page.mouse.down()
    page.mouse.move(5, 5)
    page.mouse.up()
    assert metrics(home)[:2] == [third, first]


def test_a_goal_is_deleted_with_all_that_is_in_it_and_brought_back_from_the_toast(visits: Visits) -> None:
    goal = goals()[1]
    below = [metric.pk for measure in measures(goal) for metric in metrics(measure)]
    page = opened(visits)
    page.locator(f"[data-menu='goal-{goal.pk}']").click()
    page.locator("#rowmenu button").last.click()
    toast = page.locator("#toast")
    expect(toast).to_contain_text("deleted")
    expect(field(page, goal, "title")).to_have_count(0)
    assert not Metric.objects.filter(pk__in=below).exists()
    toast.get_by_role("button", name="Undo").click()
    expect(field(page, goal, "title")).to_be_focused()
    expect(toast).to_be_hidden()
    assert [metric.pk for measure in measures(goals()[1]) for metric in metrics(measure)] == below


def test_thirty_rows_of_a_spreadsheet_are_seen_pasted_and_taken_back(visits: Visits) -> None:
    measure = measures(goals()[0])[0]
    before = metrics(measure)
    page = opened(visits)
    tools(page, measure).locator("[data-add=metric]").click()
    new = page.locator("[data-row^=metric--][name=text]")
    expect(new).to_be_focused()
    rows = "\r\n".join(f"Mittari {at}\t≥ {at} kpl\t{at - 1}" for at in range(1, 31))
    paste(page, f"{rows}\r\n", EXCEL)
    panel = page.locator(".pastebox")
    expect(panel.get_by_role("heading")).to_have_text("30 rows are added")
    expect(panel.get_by_role("row")).to_have_count(31)
    expect(panel.get_by_role("row").last).to_contain_text("≥ 30 kpl")
    assert metrics(measure) == before
    page.locator("[data-paste-cancel]").click()
    expect(panel).to_have_count(0)
    expect(new).to_be_focused()

    paste(page, rows, EXCEL)
    panel.get_by_role("button", name="Paste these").click()
    expect(panel).to_have_count(0)
    expect(page.locator("[data-row^=metric--]")).to_have_count(0)
    assert [it.target for it in metrics(measure)[len(before) :]] == [f"≥ {at} kpl" for at in range(1, 31)]
    expect(field(page, metrics(measure)[-30], "text")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-notice]")).to_contain_text("Taken back")
    assert metrics(measure) == before


def test_a_cell_with_line_breaks_is_a_text_and_a_block_that_does_not_fit_says_why(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = opened(visits)
    text = field(page, metric, "responsible_id")
    text.focus()
    paste(page, "yksi\nkaksi")
    expect(page.locator(".pastebox")).to_have_count(0)
    visits.expect("/paste/ 422")
    paste(page, "a\tb\tc\td\te\tf\tg")
    expect(page.locator(".pastebox")).to_contain_text("cannot be placed")
    page.locator("[data-paste-cancel]").click()
    expect(text).to_be_focused()


def test_a_target_is_told_as_it_is_understood_while_it_is_typed(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = opened(visits)
    target = field(page, metric, "target")
    hint = page.locator(f"[data-hint='metric-{metric.pk}-target']")
    target.fill("väh. 3 kpl")
    expect(hint).to_have_text("Understood: at least 3 kpl")
    target.fill("parempi kuin ennen")
    expect(hint).to_contain_text("a person")
    expect(hint).to_have_class("hint-people voice")
    target.fill("")
    expect(hint).to_be_empty()
    expect(hint).to_be_hidden()
    target.press("Control+z")
    target.press("Enter")
    expect_saved(page, metric)


def test_what_cannot_be_saved_is_told_beside_the_field_and_stays(visits: Visits) -> None:
    metric = first_metrics()[0]
    visits.expect(f"/metric/{metric.pk}/ 422")
    page = opened(visits)
    text = field(page, metric, "text")
    text.fill("")
    text.press("Tab")
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#metric-{metric.pk}-text-error")).to_be_visible()
    expect(said(page, metric)).to_contain_text("Not saved:")
    expect(state(page)).to_have_text("1 row is not saved")

    person = field(page, metric, "responsible_id")
    person.fill("Aku Ankka")
    person.press("Tab")
    expect(person).to_have_attribute("aria-invalid", "true")
    text.fill("Koulutusten määrä")
    person.fill("Helena Laine")
    person.press("Tab")
    expect_saved(page, metric)
    expect(text).not_to_have_attribute("aria-invalid", "true")
    metric.refresh_from_db()
    assert metric.responsible
    assert (metric.text, metric.responsible.name) == ("Koulutusten määrä", "Helena Laine")
