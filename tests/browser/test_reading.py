"""The agreement page: what sticks while a long table is read, what becomes of it in a narrow window, its chapters."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits, sent
from tests.browser.pages import DOCUMENTS, Stop
from tests.browser.probes import box, is_uncovered, settle

pytestmark = pytest.mark.browser

AGREEMENT = "/agreements/yhteiset-palvelut-2020/"
PLAN = "/agreements/porvoo-ake-2026/"
LONG_TABLE = "table.goals >> nth=2"
LONG_GOAL = f"{LONG_TABLE} >> tbody th.goal[rowspan='10'] >> nth=0"
CHAPTERS = [("helena.laine", AGREEMENT), ("maria.lindholm", PLAN)]


def read_into(page: Page, selector: str, pixels: int) -> None:
    """Scroll so far that the element begins that many pixels above the window."""
    page.locator(selector).evaluate(
        "(element, pixels) => scrollTo(0, scrollY + element.getBoundingClientRect().top + pixels)", pixels
    )
    # Sticky places are known once the frame has been drawn.
    settle(page)


def test_the_chapter_bar_and_the_column_headings_stay_over_a_long_table(visits: Visits) -> None:
    page = visits.page("helena.laine", height=800)
    page.goto(AGREEMENT)
    read_into(page, LONG_TABLE, 900)
    bar = box(page.locator(".docbar"))
    assert bar["y"] == 0
    for heading in page.locator(LONG_TABLE).locator("thead th").all():
        assert box(heading)["y"] == pytest.approx(bar["height"], abs=1)
        assert is_uncovered(heading)


def test_goal_and_measure_follow_the_reader_through_their_rows(visits: Visits) -> None:
    page = visits.page("helena.laine", height=800)
    page.goto(AGREEMENT)
    read_into(page, LONG_GOAL, 200)
    goal = page.locator(LONG_GOAL)
    text, heads = box(goal.locator(".sticky")), box(page.locator(LONG_TABLE).locator("thead"))
    assert text["y"] >= heads["y"] + heads["height"]
    assert is_uncovered(goal.locator(".sticky"))
    assert text["y"] + text["height"] <= box(goal)["y"] + box(goal)["height"]


def test_nothing_sticks_in_a_low_window(visits: Visits) -> None:
    page = visits.page("helena.laine", height=470)
    page.goto(AGREEMENT)
    read_into(page, LONG_TABLE, 900)
    assert box(page.locator(".docbar"))["y"] < -900
    for heading in page.locator(LONG_TABLE).locator("thead th").all():
        assert box(heading)["y"] < -800


@pytest.mark.parametrize("stop", DOCUMENTS, ids=str)
def test_a_wide_window_shows_tables_as_tables(visits: Visits, stop: Stop) -> None:
    page = visits.page(stop.person)
    page.goto(stop.address)
    for table in page.locator("main table").all():
        displays = table.evaluate(
            "(table) => [table, table.rows[0], table.rows[0].cells[0]].map((part) => getComputedStyle(part).display)"
        )
        assert displays == ["table", "table-row", "table-cell"]


@pytest.mark.parametrize("width", [1000, 600, 390])
def test_under_960_pixels_a_metric_is_a_block_of_labelled_values(visits: Visits, width: int) -> None:
    page = visits.page("helena.laine", width=width)
    page.goto(AGREEMENT)
    headings = page.locator("table.goals thead").first.locator("th").all_text_contents()
    expect(page.locator("table.goals thead").first).to_be_hidden()
    row = page.locator("table.goals tbody tr:not(.measure-start)").first
    for name, place in (("target", 4), ("prior", 5)):
        label = row.locator(f".{name}").evaluate(
            "(cell) => { const label = getComputedStyle(cell, '::before'); return [label.content, label.display]; }"
        )
        assert label == [f'"{plain(headings[place])}"', "block"]
    goal, metric = page.locator("table.goals tbody th.goal").first, row.locator(".metric")
    assert box(goal)["width"] == pytest.approx(box(metric)["width"], abs=2)


def plain(text: str) -> str:
    """The words without what is there for the eye alone."""
    return text.replace("\u00ad", "").replace("\u2060", "").strip()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_table_is_a_table_to_those_who_listen(visits: Visits, width: int) -> None:
    page = visits.page("helena.laine", width=width)
    page.goto(AGREEMENT)
    table = page.get_by_role("table", name="Muut ohjaavat tavoitteet")
    rows = table.get_by_role("row")
    assert rows.count() == 29 + (width == 1280)
    assert table.get_by_role("rowheader").count() == table.locator("tbody").count()
    # In blocks the cells that nothing is written in are left out.
    shown = table.locator("td:visible" if width == 390 else "td")
    assert table.get_by_role("cell").count() == shown.count() > 29 * 3


@pytest.mark.parametrize(("person", "address"), CHAPTERS)
def test_a_chapter_is_reached_by_its_link(visits: Visits, person: str, address: str) -> None:
    page = visits.page(person, height=800)
    page.goto(address)
    links = page.locator("#chapters a")
    for place in (0, links.count() // 2, links.count() - 1):
        link = links.nth(place)
        link.click()
        target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
        expect(target).to_be_in_viewport()
        assert is_uncovered(target)
    middle = links.nth(links.count() // 2)
    middle.click()
    expect(middle).to_have_attribute("aria-current", "true")
    expect(page.locator("#chapters [aria-current]")).to_have_count(1)


@pytest.mark.parametrize(("person", "address"), CHAPTERS)
def test_on_a_phone_the_list_of_chapters_works_by_keyboard(visits: Visits, person: str, address: str) -> None:
    page = visits.page(person, width=390, height=844)
    page.goto(address)
    button, chapters = page.locator(".chapters-button"), page.locator("#chapters")
    button.focus()
    page.keyboard.press("Enter")
    expect(chapters).to_be_visible()
    page.keyboard.press("Escape")
    expect(chapters).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = chapters.locator("a").nth(1)
    expect(link).to_be_focused()
    target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
    page.keyboard.press("Enter")
    expect(chapters).to_be_hidden()
    expect(target).to_be_in_viewport()
    assert is_uncovered(target)
    assert box(target)["y"] >= box(button)["y"] + box(button)["height"] - 1


def test_a_metric_is_reached_from_the_list_of_metrics_and_is_not_under_the_headings(visits: Visits) -> None:
    page = visits.page("helena.laine", height=800)
    page.goto("/metrics/?text=mediakasvatussuunnitelma")
    link = page.locator("main table a[href*='#m']").first
    metric = page.locator(f"[id='{(link.get_attribute('href') or '').split('#')[1]}'] .metric")
    with sent(page):
        link.click()
    expect(metric).to_be_in_viewport()
    assert is_uncovered(metric)
