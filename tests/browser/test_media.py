"""In forced colours every sign can be seen; in print the document stands alone, with its headings on every page."""

import pymupdf
import pytest
from playwright.sync_api import Page, expect

from metrics.models import Assessment, Colour, Metric
from tests.browser.axe import violations
from tests.browser.conftest import Visits
from tests.browser.pages import DOCUMENTS, Stop
from tests.browser.probes import contrast, resize

pytestmark = pytest.mark.browser

AGREEMENT = "/agreements/yhteiset-palvelut-2020/"
SCHEMES = ["no preference", "light", "dark"]
# What the site adds around a document.
SITE = [".top", ".skip", ".foot", ".docbar", ".rail", ".acts", ".tabs", ".filters", ".pages"]


@pytest.fixture
def colours(examples: None) -> None:
    """A colour of each kind, given by a person to the agreement's first metrics; the rest have no data."""
    metrics = Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").order_by("pk")
    for colour, metric in zip(Colour, metrics, strict=False):
        agreement = metric.measure.goal.section.agreement
        Assessment.objects.create(
            metric_key=metric.key,
            year=agreement.period_end.year,
            colour=colour,
            reason="Ihminen päätti",
            assessed_at=agreement.changed_at,
            assessed_by=agreement.unit.memberships.get().user,
        )


def in_scheme(page: Page, scheme: str) -> None:
    """Forced colours, light or dark; or the colours of the page's own."""
    if scheme != "no preference":
        page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")


def assert_all_drawn(page: Page, selector: str, least: int) -> None:
    """Everything the selector names can be told from what it stands on."""
    signs = page.locator(selector).filter(visible=True).all()
    assert len(signs) >= least
    for sign in signs:
        assert contrast(sign) >= 3, sign.evaluate("(element) => element.outerHTML")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_signs_of_a_document_are_seen(visits: Visits, colours: None, scheme: str) -> None:
    page = visits.page("helena.laine")
    in_scheme(page, scheme)
    page.goto(AGREEMENT)
    assert_all_drawn(page, "table .sign", least=3)
    assert_all_drawn(page, ".boxed", least=3)
    assert_all_drawn(page, ".hds-icon, .brand svg", least=4)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_signs_of_a_list_are_seen_on_a_phone_and_a_desk(visits: Visits, scheme: str) -> None:
    page = visits.page("tuula.heino")
    in_scheme(page, scheme)
    page.goto("/metrics/?sort=text&page=2")
    assert_all_drawn(page, ".hds-icon, .brand svg", least=4)
    assert_all_drawn(page, "thead svg", least=4)
    resize(page, 390, 844)
    assert_all_drawn(page, ".menu-button .hds-icon", least=1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_one_is_on_is_marked_by_a_line(visits: Visits, scheme: str) -> None:
    page = visits.page("tuula.heino")
    in_scheme(page, scheme)
    page.goto("/metrics/?page=2")
    line = (
        "(link) => { const style = getComputedStyle(link); return [style.borderBottomWidth, style.borderBottomColor]; }"
    )
    for group in (".menu nav a", ".language button", ".pages a"):
        here = page.locator(f"{group}[aria-current]").evaluate(line)
        elsewhere = page.locator(f"{group}:not([aria-current])").first.evaluate(line)
        assert here[0] != "0px"
        assert here != elsewhere


def test_axe_finds_nothing_on_coloured_metrics(visits: Visits, colours: None) -> None:
    page = visits.page("helena.laine")
    page.goto(AGREEMENT)
    assert page.locator("td.colour .sign").count() == 53
    for width in (1280, 390):
        resize(page, width, 900)
        assert violations(page) == []


def test_a_colour_is_told_by_a_sign_and_a_word_too(visits: Visits, colours: None) -> None:
    page = visits.page("helena.laine")
    page.goto(AGREEMENT)
    cells = page.locator("td.colour:has(.sign)")
    assert len({cell.locator("svg").inner_html() for cell in cells.all()}) == 4
    assert len({cell.locator(".word").inner_text() for cell in cells.all()}) == 4


@pytest.mark.parametrize("stop", DOCUMENTS[1:5:3], ids=str)
def test_in_print_the_site_is_gone_and_tables_are_tables(visits: Visits, stop: Stop) -> None:
    page = visits.page(stop.person)
    page.goto(stop.address)
    page.emulate_media(media="print")
    for width in (1280, 390):
        resize(page, width, 900)
        for part in SITE:
            expect(page.locator(part).filter(visible=True)).to_have_count(0)
        for head in page.locator("main table thead:not(.vh)").all():
            expect(head).to_have_css("display", "table-header-group")
        expect(page.locator("h1")).to_be_visible()


def sheets(page: Page) -> list[pymupdf.Page]:
    """The page as it would be printed, a sheet at a time."""
    return list(pymupdf.open(stream=page.pdf(prefer_css_page_size=True)).pages())


def test_in_print_the_column_headings_stand_on_every_page_of_a_table(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.goto(AGREEMENT)
    printed = sheets(page)
    pages = [" ".join(sheet.get_text().replace("\u00ad", "").split()) for sheet in printed]
    headed = [number for number, text in enumerate(pages) if "Mittarin tavoitetaso 2020" in text]
    assert len(headed) > 4
    assert headed == list(range(headed[0], headed[-1] + 1))
    assert "Palvelutuotantosopimus 2020" in pages[0]
    for sheet in printed:
        assert sheet.rect.width > sheet.rect.height
        assert all(sheet.rect.contains(pymupdf.Rect(word[:4])) for word in sheet.get_text("words"))


def test_in_print_a_plan_stands_upright(visits: Visits) -> None:
    page = visits.page("maria.lindholm")
    page.goto("/agreements/porvoo-ake-2026/")
    for sheet in sheets(page):
        assert sheet.rect.height > sheet.rect.width
        assert all(sheet.rect.contains(pymupdf.Rect(word[:4])) for word in sheet.get_text("words"))
        assert sheet.get_text().strip()
