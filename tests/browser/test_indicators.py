"""An indicator and a metric in a browser: with values recorded, in every language, narrow, on paper."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits, sent
from tests.browser.pages import LANGUAGES
from tests.metrics.follow_ups import decide, metric, record

pytestmark = pytest.mark.browser

NOTICES = "Lounais-Suomen kirjastojen extranetissä"
LOANS = "Lähetettyjen kaukolainojen"


@pytest.fixture
def recorded(visits: Visits) -> Visits:
    """Values that are met, missed, in words, interim and overridden."""
    record(metric(NOTICES), "112")
    record(metric(NOTICES), "121")
    record(metric(NOTICES, "turku-ake-2024"), "20", datetime.date(2024, 12, 31), by="mikko.saarinen")
    record(metric(LOANS), "useita")
    decide(metric(LOANS), "yellow", "Luku saadaan vasta helmikuussa.")
    return visits


def indicator_address(text: str = NOTICES) -> str:
    return f"/indicators/{metric(text).indicator_id}/"


def metric_address(slug: str = "yhteiset-palvelut-2020") -> str:
    return f"/metrics/{metric(NOTICES, slug).pk}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_wide_pages(recorded: Visits, language: str) -> None:
    page = recorded.page("mikko.saarinen", language=language)
    for address in (
        *(indicator_address(), indicator_address(LOANS), f"{indicator_address()}edit/"),
        *("/indicators/", "/indicators/?text=nothing-like-this", "/indicators/links/", metric_address()),
    ):
        page.goto(address)
        assert violations(page) == []


def test_axe_finds_nothing_on_narrow_pages_and_tells_the_contrast(recorded: Visits) -> None:
    page = recorded.page("mikko.saarinen", width=390, height=844)
    for address in (indicator_address(), "/indicators/", "/indicators/links/", metric_address()):
        page.goto(address)
        assert violations(page) == []
        # Of words in a drawing axe never knows what lies under them; theirs is the ink of the page.
        page.evaluate("document.querySelectorAll('.chart').forEach(chart => chart.remove())")
        assert faults_and_doubtful_contrast(page) == []


def test_axe_finds_nothing_when_a_form_is_refused(recorded: Visits) -> None:
    page = recorded.page("helena.laine")
    page.goto(metric_address("yhteiset-palvelut-2021"))
    page.fill("[name=after]", "100")
    with sent(page):
        page.click("form[action$='target/'] button")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=after]")).to_have_value("100")
    assert violations(page) == []
    page.goto(f"{indicator_address()}edit/")
    page.fill("[name=name]", "")
    with sent(page):
        page.click("main form button")
    expect(page.locator(".error-summary")).to_be_visible()
    assert violations(page) == []


def test_nothing_but_the_chart_itself_is_wider_than_a_narrow_window(recorded: Visits) -> None:
    page = recorded.page("mikko.saarinen", width=320, height=640)
    for address in (indicator_address(), "/indicators/", "/indicators/links/", metric_address()):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_chart_shows_signs_of_one_size(recorded: Visits) -> None:
    page = recorded.page("mikko.saarinen")
    page.goto(indicator_address())
    boxes = page.locator(".chart .sign").all()
    assert len(boxes) == 4  # the draft of 2021 has none: nothing is missing in it
    for sign in boxes:
        box = sign.bounding_box()
        assert box is not None
        assert box["width"] < 24
        assert box["height"] < 24


def test_the_chart_fits_the_paper(recorded: Visits) -> None:
    page = recorded.page("mikko.saarinen", width=1020, height=700)
    page.goto(indicator_address())
    page.emulate_media(media="print")
    box, sheet = page.locator(".chart").bounding_box(), page.locator(".sheet").bounding_box()
    assert box is not None
    assert sheet is not None
    assert box["x"] + box["width"] <= sheet["x"] + sheet["width"]


def test_values_and_bands_are_drawn_in_forced_colours(recorded: Visits) -> None:
    page = recorded.page("mikko.saarinen")
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.goto(indicator_address())
    ground = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    for part in (".chart .low", ".chart .line", ".chart .base"):
        assert page.locator(part).first.evaluate("e => getComputedStyle(e).stroke") != ground
    for words in (".chart .value", ".chart .axis", ".chart .year"):
        assert page.locator(words).first.evaluate("e => getComputedStyle(e).fill") == "rgb(0, 0, 0)"


def test_a_target_is_changed_by_keyboard_alone(recorded: Visits) -> None:
    page = recorded.page("helena.laine", language="en")
    page.goto(metric_address("yhteiset-palvelut-2021"))
    page.focus("[name=after]")
    page.keyboard.press("Control+A")
    page.keyboard.type("100–200")
    page.keyboard.press("Tab")
    page.keyboard.type("More of them")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_be_visible()
    expect(page.locator("table").first).to_contain_text("More of them")
