"""An administrator sets the policy and a round, and finishes it; what is wrong is told where it is."""

import pytest
from playwright.sync_api import expect

from metrics.models import Policy, Round
from tests.browser.axe import faults_and_doubtful_contrast, violations
from tests.browser.conftest import Visits, sent
from tests.browser.pages import LANGUAGES
from tests.metrics.follow_ups import metric, record, turku_round, unit

pytestmark = pytest.mark.browser


def test_a_round_is_set_finished_and_read(visits: Visits) -> None:
    record(metric("Täydennyskoulutuspäivien"), "8")
    page = visits.page("pekka.salo")
    page.goto("/rounds/")
    with sent(page):
        page.click("main .hds-button--primary")
    page.fill("[name=date]", "31.12.2020")
    page.fill("[name=due]", "15.1.2021")
    page.click("form[method=post] .hds-button--primary >> nth=-1")
    expect(page.locator("h1")).to_have_text("Kierros 31.12.2020")
    page.click("main .hds-button--primary")
    expect(page.locator(".lockline")).to_be_visible()
    assert Round.objects.get().finished_at is not None
    with sent(page):
        page.click("table.counts a >> nth=0")
    expect(page.locator(".st-missed .word").last).to_have_text("Punainen")
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_round_is_told_in_the_focused_summary(visits: Visits, language: str) -> None:
    turku_round()
    page = visits.page("pekka.salo", language=language, width=390, height=844)
    page.goto(f"/rounds/new/{unit('Turku').pk}/")
    page.fill("[name=date]", "31.12.2020")
    page.fill("[name=due]", "30.12.2020")
    page.click("main form .hds-button--primary")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=due]")).to_have_value("30.12.2020")
    assert faults_and_doubtful_contrast(page) == []
    page.click(".error-summary a")
    expect(page.locator("[name=due]")).to_be_focused()


def test_what_is_wrong_with_a_policy_is_told_beside_the_field(visits: Visits) -> None:
    page = visits.page("pekka.salo")
    page.goto(f"/policy/{unit('Turku').pk}/")
    page.fill("[name=tolerance_percent]", "101")
    page.fill("[name=missed_fi]", "Vihreä")
    page.click("main form .hds-button--primary")
    expect(page.locator("#id_tolerance_percent_error")).to_be_visible()
    expect(page.locator("[name=missed_fi]")).to_have_value("Vihreä")
    assert violations(page) == []
    page.fill("[name=tolerance_percent]", "20")
    page.click("main form .hds-button--primary")
    expect(page.locator("#id_missed_fi_error")).to_be_visible()
    page.fill("[name=missed_fi]", "Ei toteutunut")
    page.click("main form .hds-button--primary")
    expect(page.locator(".messages")).to_be_visible()
    assert Policy.objects.get().words == {"missed": {"fi": "Ei toteutunut"}}


def test_the_desk_leads_to_the_recording_page_at_the_rounds_date(visits: Visits) -> None:
    turku_round()
    page = visits.page("helena.laine")
    page.goto("/")
    page.click(".agenda .hds-button--secondary >> nth=0")
    expect(page).to_have_url(f"{visits.server}/agreements/yhteiset-palvelut-2020/record/?date=2020-12-31")
