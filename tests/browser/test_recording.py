"""Recording actuals: by keyboard alone, from a spreadsheet, without scripts, and two people at once."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.models import Agreement, User
from metrics.models import Assessment, Metric, Observation
from metrics.recording import metrics_in_order
from metrics.services.observations import observation_record
from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits
from tests.browser.pages import LANGUAGES

pytestmark = pytest.mark.browser
SLUG = "yhteiset-palvelut-2020"
PAGE = f"/agreements/{SLUG}/record/"
YEAR_END = datetime.date(2020, 12, 31)
PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def metrics() -> list[Metric]:
    agreement = Agreement.objects.get(slug=SLUG)
    return metrics_in_order(Metric.objects.filter(measure__goal__section__agreement=agreement), agreement)


def value_of(page: Page, metric: Metric) -> Locator:
    return page.locator(f"#value-{metric.pk}")


def said_of(page: Page, metric: Metric) -> Locator:
    return page.locator(f"#said-{metric.pk}")


def row_of(page: Page, metric: Metric) -> Locator:
    return page.locator(f"#m-{metric.pk}")


def recorded() -> list[str]:
    return list(Observation.objects.filter(is_current=True).order_by("pk").values_list("value", flat=True))


def meanwhile(metric: Metric, value: str) -> Observation:
    pekka = User.objects.get(email="pekka.salo@example.org")
    return observation_record(metric=metric, date=YEAR_END, value=value, seen=None, by=pekka, at=timezone.now())


def forgive(visits: Visits, status: int) -> None:
    """A refused request is what the test is about."""
    refused = [line for line in visits.complaints if line.endswith(f" {status}")]
    assert refused
    visits.complaints[:] = [line for line in visits.complaints if line not in refused]


def test_a_column_is_recorded_by_keyboard_alone(visits: Visits) -> None:
    first, second, third = metrics()[:3]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    value_of(page, first).focus()
    page.keyboard.type("6,5")
    expect(row_of(page, first)).to_have_class(re.compile("st-partial"))
    expect(row_of(page, first)).to_contain_text("lähes: 6,5 / 7")
    assert recorded() == []
    page.keyboard.press("Enter")
    expect(value_of(page, second)).to_be_focused()
    expect(said_of(page, first)).to_contain_text(re.compile(r"Tallennettu \d{1,2}\.\d\d"))
    expect(page.locator("[data-announce]")).to_contain_text("Tallennettu")
    page.keyboard.type("Kyllä")
    page.keyboard.press("Shift+Enter")
    expect(value_of(page, first)).to_be_focused()
    expect(said_of(page, second)).to_contain_text("Tallennettu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(value_of(page, third)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(value_of(page, second)).to_be_focused()
    assert recorded() == ["6,5", "Kyllä"]
    expect(page.locator("[data-recorded]")).to_have_text("2")


def test_escape_brings_the_saved_value_back_and_alt_enter_begins_a_line(visits: Visits) -> None:
    first = metrics()[0]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    value_of(page, first).focus()
    page.keyboard.type("8")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("arvio")
    page.keyboard.press("Enter")
    expect(said_of(page, first)).to_contain_text("Tallennettu")
    value_of(page, first).fill("99")
    page.keyboard.press("Escape")
    expect(value_of(page, first)).to_have_value("8\narvio")
    assert recorded() == ["8\narvio"]


def test_the_note_and_the_colour_are_a_key_away(visits: Visits) -> None:
    first = metrics()[0]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    value_of(page, first).focus()
    page.keyboard.type("2")
    page.keyboard.press("Alt+h")
    expect(page.locator(f"#note-{first.pk}")).to_be_focused()
    page.keyboard.type("Matkat peruttiin.")
    page.locator(f"#colour-yellow-{first.pk}").check()
    expect(page.locator(f"#reason-{first.pk}")).to_be_focused()
    page.keyboard.type("Korona")
    page.keyboard.press("Alt+h")
    expect(value_of(page, first)).to_be_focused()
    standing = row_of(page, first).locator("[data-standing]")
    expect(standing).to_contain_text("oma päätös: Keltainen, Helena Laine")
    expect(standing).to_contain_text("ohjelma ehdotti: Punainen, 2 on alle 7")
    page.keyboard.press("Alt+h")
    page.locator(f"#colour-{first.pk}").check()
    expect(standing).not_to_contain_text("oma päätös")
    expect(row_of(page, first)).to_have_class(re.compile("st-missed"))
    assert Observation.objects.get(is_current=True).note == "Matkat peruttiin."
    assert not Assessment.objects.filter(is_current=True).exists()


def test_ten_pasted_rows_are_shown_first_and_saved_when_confirmed(visits: Visits) -> None:
    rows = metrics()
    page = visits.page("helena.laine")
    page.goto(PAGE)
    value_of(page, rows[2]).focus()
    page.evaluate(PASTE, "".join(f"{number}\r\n" for number in range(1, 11)))
    preview = page.locator("[data-paste-preview]")
    expect(preview).to_be_focused()
    expect(preview.locator("tbody tr")).to_have_count(10)
    expect(preview.locator("tbody tr").first).to_contain_text("1")
    assert recorded() == []
    preview.get_by_role("button", name="Tallenna nämä").click()
    expect(page.get_by_text("10 mittaria tallennettiin.")).to_be_visible()
    assert recorded() == [str(number) for number in range(1, 11)]
    assert Observation.objects.get(value="1").indicator_id == rows[2].indicator_id
    expect(value_of(page, rows[11])).to_have_value("10")


def test_a_paste_of_two_columns_is_told_what_to_do_and_one_value_is_just_pasted(visits: Visits) -> None:
    first = metrics()[0]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    value_of(page, first).focus()
    page.evaluate(PASTE, "1\t2\n3\t4\n")
    preview = page.locator("[data-paste-preview]")
    expect(preview).to_contain_text("Leikepöydällä on 2 saraketta.")
    expect(preview.get_by_role("button")).to_have_count(0)
    forgive(visits, 422)
    assert recorded() == []


def test_two_people_see_each_others_text_and_nothing_is_lost(visits: Visits) -> None:
    first = metrics()[0]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    meanwhile(first, "8")
    value_of(page, first).focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    conflict = said_of(page, first)
    expect(conflict).to_contain_text("Pekka Salo kirjasi sen sillä välin")
    expect(conflict.locator("dd")).to_have_text(["8", "9"])
    expect(value_of(page, first)).to_have_value("9")
    forgive(visits, 409)
    assert recorded() == ["8"]
    assert violations(page) == []
    conflict.get_by_role("button", name="Tallenna omani").click()
    expect(conflict).to_contain_text("Tallennettu")
    assert recorded() == ["9"]


def test_what_somebody_else_recorded_can_be_taken(visits: Visits) -> None:
    first = metrics()[0]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    theirs = meanwhile(first, "8")
    value_of(page, first).fill("9")
    page.keyboard.press("Enter")
    said_of(page, first).get_by_role("button", name="Ota toisen").click()
    expect(value_of(page, first)).to_have_value("8")
    expect(row_of(page, first)).to_have_class(re.compile("st-met"))
    forgive(visits, 409)
    assert Observation.objects.get() == theirs


def test_a_refused_value_stays_in_its_field_with_the_reason_beside_it(visits: Visits) -> None:
    first = metrics()[0]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    value_of(page, first).fill("x" * 3_000)
    page.keyboard.press("Enter")
    expect(said_of(page, first)).to_contain_text("Ei tallennettu: Enintään")
    expect(value_of(page, first)).to_have_attribute("aria-invalid", "true")
    assert len(value_of(page, first).input_value()) == 3_000
    forgive(visits, 422)
    value_of(page, first).fill("8")
    page.keyboard.press("Enter")
    expect(said_of(page, first)).to_contain_text("Tallennettu")


def test_the_plain_form_needs_no_script(visits: Visits) -> None:
    first, second = metrics()[:2]
    page = visits.page("helena.laine", javascript=False)
    page.goto(PAGE)
    value_of(page, first).fill("6,5")
    page.locator(f"#note-{first.pk}").fill("Matkat peruttiin.")
    page.get_by_role("button", name="Näytä värit tallentamatta").click()
    expect(row_of(page, first)).to_contain_text("lähes: 6,5 / 7")
    assert recorded() == []
    meanwhile(second, "Kyllä")
    value_of(page, second).fill("Ei")
    page.get_by_role("button", name="Tallenna kaikki").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Mitään ei tallennettu.")
    expect(said_of(page, second).locator("dd")).to_have_text(["Kyllä", "Ei"])
    expect(value_of(page, first)).to_have_value("6,5")
    expect(page.locator(f"#note-{first.pk}")).to_have_value("Matkat peruttiin.")
    page.get_by_role("button", name="Tallenna kaikki").click()
    expect(page.get_by_text("2 mittaria tallennettiin.")).to_be_visible()
    assert sorted(recorded()) == ["6,5", "Ei"]


def opened(visits: Visits, language: str, width: int) -> Page:
    """The page with each kind of row, an open one and a preview of a paste."""
    rows = metrics()
    meanwhile(rows[0], "8")
    meanwhile(rows[2], "useita")
    page = visits.page("helena.laine", language=language, width=width)
    page.goto(PAGE)
    row_of(page, rows[1]).locator("[data-more]").click()
    page.locator("#paste summary").click()
    page.locator("#paste-text").fill("5\n6\n")
    page.locator("#paste form button").first.click()
    expect(page.locator("[data-paste-preview] tbody tr")).to_have_count(2)
    return page


def test_a_refused_form_leads_to_its_faults(visits: Visits) -> None:
    first, second = metrics()[:2]
    page = visits.page("helena.laine")
    page.goto(PAGE)
    meanwhile(second, "Kyllä")
    page.evaluate(
        """([first, second]) => {
            document.getElementById(`value-${first}`).value = "x".repeat(3000);
            document.getElementById(`value-${second}`).value = "Ei";
            document.getElementById(`colour-red-${second}`).checked = true;
        }""",
        [first.pk, second.pk],
    )
    page.get_by_role("button", name="Tallenna kaikki").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_count(3)
    assert violations(page) == []
    summary.locator("a").first.click()
    expect(value_of(page, first)).to_be_focused()
    assert recorded() == ["Kyllä"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_page(visits: Visits, language: str) -> None:
    assert violations(opened(visits, language, 1280)) == []


def test_axe_finds_nothing_on_a_narrow_page_and_tells_the_contrast_of_all_text(visits: Visits) -> None:
    page = opened(visits, "fi", 390)
    assert faults_and_doubtful_contrast(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
