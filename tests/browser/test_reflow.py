"""Documents and lists fit wider letters; what opens can be scrolled. Every page is looked at in test_every_page."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.pages import DOCUMENTS, LISTS, Stop
from tests.browser.probes import cut_off, resize, sideways, small_targets, stuck

pytestmark = pytest.mark.browser

# What readers may set for themselves (WCAG 1.4.12).
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("stop", [*DOCUMENTS, *LISTS], ids=str)
def test_wider_letters_lines_and_words_fit(visits: Visits, stop: Stop) -> None:
    page = visits.page(stop.person)
    page.goto(stop.address)
    page.evaluate(SPACING)
    for width in (1280, 390):
        resize(page, width, 900)
        assert sideways(page) + cut_off(page) == []


@pytest.mark.parametrize("opener", [".menu-button", ".chapters-button"])
@pytest.mark.parametrize("size", [(390, 844), (320, 256)], ids=str)
def test_what_opens_can_be_scrolled_to_its_end(visits: Visits, opener: str, size: tuple[int, int]) -> None:
    page = visits.page("maria.lindholm", width=size[0], height=size[1])
    page.goto("/agreements/porvoo-ake-2026/")
    page.click(opener)
    opened = page.locator("[popover]:popover-open")
    expect(opened).to_be_visible()
    last = opened.locator("a, button, summary").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size[1]
    assert sideways(page) == []


def test_the_probes_would_find_a_fault(visits: Visits) -> None:
    page = visits.page("helena.laine", width=320, height=256)
    page.goto("/accessibility/")
    page.evaluate(
        """() => {
        const button = document.querySelector("main").appendChild(document.createElement("button"));
        Object.assign(button.style, {position: "fixed", left: "310px", width: "20px", overflow: "hidden"});
        button.append("words");
    }"""
    )
    for probe in (sideways, cut_off, small_targets, stuck):
        assert any(line.startswith("button") for line in probe(page)), probe
