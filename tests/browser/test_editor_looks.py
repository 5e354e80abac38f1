"""Whatever is going on in the editor, axe finds nothing in it, everything fits and can be pressed, focus is seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits
from tests.browser.editing import (
    PAGE,
    expect_state,
    field,
    first_metrics,
    goals,
    meanwhile,
    measures,
    metrics,
    opened,
    paste,
    tab_to,
    tools,
)
from tests.browser.pages import LANGUAGES
from tests.browser.probes import contrast, cut_off, focused, resize, sideways, small_targets

pytestmark = pytest.mark.browser


def everything_at_once(visits: Visits, page: Page) -> None:
    """A conflict, an error, comments, a new row, an open list of keys, a deletion, a lost network: all in one page."""
    conflicting, wrong, commented = first_metrics()[:3]
    visits.expect(r"/metric/\d+/ 409", r"/metric/\d+/ 422", "ERR_INTERNET_DISCONNECTED")
    meanwhile(conflicting, target="enintään 9", responsible_id="Pekka Salo")
    field(page, conflicting, "target").fill("väh. 6")
    page.keyboard.press("Enter")
    expect_state(page, conflicting, "conflict")
    field(page, wrong, "text").fill("")
    page.keyboard.press("Tab")
    expect_state(page, wrong, "error")
    field(page, commented, "target").focus()
    page.keyboard.press("Alt+h")
    expect(page.locator("[id^=panel-comments] textarea").first).to_be_visible()
    page.locator("#keys summary").click()
    first = measures(goals()[0])[0]
    tools(page, first).locator("[data-add=metric]").click()
    expect(page.locator("[data-row^=metric--][name=text]")).to_be_focused()
    last = goals()[-1]
    page.locator(f"[data-menu='metric-{metrics(measures(last)[-1])[-1].pk}']").click()
    page.locator("#rowmenu button").last.click()
    expect(page.locator("#toast")).to_be_visible()
    page.context.set_offline(True)
    other = metrics(first)[0]
    page.evaluate(
        """(id) => {
            const field = document.getElementById(id);
            field.value = "9";
            field.dispatchEvent(new Event("change", {bubbles: true}));
        }""",
        f"metric-{other.pk}-prior",
    )
    expect_state(page, other, "unsaved")
    page.locator(f"#section-{last.section_id} .add[data-add=goal]").click()
    expect(page.locator("[data-notice] p")).to_be_visible()


def a_paste_and_a_menu(page: Page) -> None:
    metric = first_metrics()[0]
    field(page, metric, "text").focus()
    paste(page, "Mittari\tväh. 1\nToinen\tväh. 2")
    expect(page.locator(".pastebox")).to_be_visible()
    tools(page, metric.measure).locator("[data-menu]").click()
    expect(page.locator("#rowmenu")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_state_of_rows(visits: Visits, language: str) -> None:
    page = opened(visits, language=language)
    everything_at_once(visits, page)
    assert violations(page) == []
    assert sideways(page) + small_targets(page) == []


def test_axe_finds_nothing_in_a_paste_nor_in_an_open_menu(visits: Visits) -> None:
    page = opened(visits, language="fi")
    a_paste_and_a_menu(page)
    # axe takes what an open menu covers to be too small to press.
    assert faults_and_doubtful_contrast(page, within="#rowmenu") == []
    page.keyboard.press("Escape")
    expect(page.locator("#rowmenu")).to_be_hidden()
    assert violations(page) == []


def test_everything_fits_a_phone_and_a_great_zoom_in_any_state(visits: Visits) -> None:
    page = opened(visits, language="fi", width=390, height=844)
    a_paste_and_a_menu(page)
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    page.keyboard.press("Escape")
    assert faults_and_doubtful_contrast(page, within=".pastebox") == []
    page.locator("[data-paste-cancel]").click()
    everything_at_once(visits, page)
    assert sideways(page) + cut_off(page) + small_targets(page) == []
    assert violations(page) == []
    resize(page, 320, 256)
    assert sideways(page) + cut_off(page) == []


@pytest.mark.parametrize("size", [(1280, 800), (320, 256)], ids=str)
def test_every_stop_in_a_table_is_outlined_and_in_sight(visits: Visits, size: tuple[int, int]) -> None:
    page = opened(visits, width=size[0], height=size[1])
    first, last = goals()[0], goals()[1]
    page.locator(f"[id='goal-{first.pk}-title']").focus()
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = focused(page)
        assert focus
        if not (focus.outlined and focus.visible):
            unseen.append(focus.name)
    assert unseen == []
    tab_to(page, field(page, last, "title"), key="Shift+Tab")
    back = focused(page)
    assert back
    assert back.visible


def test_its_signs_are_drawn_in_forced_colours(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = visits.page("helena.laine")
    page.emulate_media(forced_colors="active")
    page.goto(PAGE)
    field(page, metric, "target").fill("väh. 5")
    page.keyboard.press("Enter")
    expect_state(page, metric, "saved")
    for sign in ("[data-handle] .hds-icon", "[data-menu] .hds-icon"):
        assert contrast(tools(page, metric).locator(sign)) > 4.5
    assert contrast(page.locator("[data-undo] .hds-icon")) > 4.5
    focus = field(page, metric, "target")
    focus.focus()
    assert focus.evaluate("(element) => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
