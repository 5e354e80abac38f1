"""Nothing that was typed is lost: without a network, without a session, in a closed page, in another's name."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from agreements.models import Change, User
from metrics.models import Metric
from tests.browser.conftest import Visits
from tests.browser.editing import PAGE, expect_saved, field, first_metrics, goals, opened, said, state

pytestmark = pytest.mark.browser
NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


def with_clock(visits: Visits) -> Page:
    """The editor, with a clock that can be put forward."""
    page = visits.page("helena.laine", language="en")
    page.clock.install()
    page.goto(PAGE)
    return page


def target_of(metric: Metric) -> str:
    metric.refresh_from_db()
    return metric.target or ""


def sign_in_elsewhere(context: BrowserContext, person: str) -> None:
    """Sign out, sign in in another tab as the person, and close it."""
    context.clear_cookies(name="sessionid")
    tab = context.new_page()
    tab.goto("/login/")
    tab.fill("[name=username]", f"{person}@example.org")
    tab.fill("[name=password]", "kirjasto-2026")
    tab.click("main form button")
    expect(tab).not_to_have_url(re.compile("/login/"))
    tab.close()


def test_without_a_network_texts_stay_say_why_and_are_saved_when_it_is_back(visits: Visits) -> None:
    first, second = first_metrics()[:2]
    was = first.target
    visits.expect(NO_NETWORK)
    page = with_clock(visits)
    page.context.set_offline(True)
    field(page, first, "target").fill("väh. 41")
    page.keyboard.press("Enter")
    expect(said(page, first)).to_have_text("Not saved: no connection; it is tried again")
    field(page, second, "target").fill("väh. 42")
    page.clock.fast_forward(30_000)
    expect(said(page, second)).to_contain_text("Not saved")
    expect(state(page)).to_have_text("2 rows are not saved")
    assert target_of(first) == was
    page.locator(f"#section-{goals()[0].section_id} .add[data-add=goal]").click()
    expect(page.locator("[data-notice]")).to_contain_text("There is no connection now.")

    page.context.set_offline(False)
    page.clock.fast_forward(5_000)
    expect_saved(page, first)
    expect_saved(page, second)
    expect(state(page)).to_have_text("Everything is saved")
    assert (target_of(first), target_of(second)) == ("väh. 41", "väh. 42")


def test_a_page_left_with_unsaved_text_asks_and_brings_the_text_back(visits: Visits) -> None:
    metric = first_metrics()[0]
    visits.expect(NO_NETWORK)
    page = opened(visits)
    page.context.set_offline(True)
    field(page, metric, "target").fill("väh. 43")
    page.keyboard.press("Tab")
    expect(said(page, metric)).to_contain_text("Not saved")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    expect(said(page, metric)).to_contain_text("Not saved")
    expect(field(page, metric, "target")).to_have_value("väh. 43")
    assert asked == ["beforeunload"]

    # The laptop is closed and opened again.
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(PAGE)
    expect(again.locator("[data-notice]")).to_contain_text("Text that had not been saved was brought back.")
    expect(field(again, metric, "target")).to_have_value("väh. 43")
    expect_saved(again, metric)
    assert target_of(metric) == "väh. 43"
    again.reload()
    expect(again.locator("[data-notice]")).to_be_empty()


def test_a_new_row_that_could_not_be_saved_is_shown_to_be_copied(visits: Visits) -> None:
    goal = goals()[0]
    visits.expect(NO_NETWORK)
    page = opened(visits)
    page.locator(f"#section-{goal.section_id} .add[data-add=goal]").click()
    new = page.locator("[data-row^=goal--][name=title]")
    expect(new).to_be_focused()
    page.context.set_offline(True)
    new.fill("Uusi tavoite junassa")
    page.keyboard.press("Tab")
    expect(page.locator("[data-said^=goal--]")).to_contain_text("Not saved")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(PAGE)
    expect(again.locator("#kept")).to_contain_text("Uusi tavoite junassa")
    again.get_by_role("button", name="I have what I need").click()
    expect(again.locator("#kept")).to_be_hidden()


def test_when_the_session_ends_the_text_waits_until_they_have_signed_in_again(visits: Visits) -> None:
    metric = first_metrics()[0]
    was = metric.target
    page = with_clock(visits)
    Session.objects.all().delete()
    field(page, metric, "target").fill("väh. 44")
    page.keyboard.press("Enter")
    expect(said(page, metric)).to_have_text("Not saved: your session has ended")
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("Your session has ended.")
    expect(notice.get_by_role("link")).to_have_attribute("target", "_blank")
    assert target_of(metric) == was

    sign_in_elsewhere(page.context, "helena.laine")
    page.clock.fast_forward(12_000)
    expect_saved(page, metric)
    expect(notice).to_be_empty()
    assert target_of(metric) == "väh. 44"


def test_nothing_is_saved_in_the_name_of_another_who_signs_in(visits: Visits) -> None:
    metric = first_metrics()[0]
    was = metric.target
    visits.expect(f"/metric/{metric.pk}/ 403", "/try/ 403", "/presence/ 403")
    page = with_clock(visits)
    sign_in_elsewhere(page.context, "pekka.salo")
    field(page, metric, "target").fill("väh. 45")
    page.keyboard.press("Enter")
    expect(said(page, metric)).to_contain_text("Pekka Salo")
    page.clock.fast_forward(20_000)
    expect(field(page, metric, "target")).to_have_value("väh. 45")
    assert target_of(metric) == was
    assert not Change.objects.filter(revision__by=User.objects.get(email="pekka.salo@example.org")).exists()

    sign_in_elsewhere(page.context, "helena.laine")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect_saved(page, metric)
    assert target_of(metric) == "väh. 45"


def test_texts_on_their_way_are_saved_before_the_page_is_left(visits: Visits) -> None:
    metric = first_metrics()[0]
    page = opened(visits)
    field(page, metric, "target").fill("väh. 46")
    page.get_by_role("link", name="Reading view").click()
    expect(page).to_have_url(re.compile(r"-2021/$"))
    assert target_of(metric) == "väh. 46"


def test_running_text_is_saved_by_itself(visits: Visits) -> None:
    page = with_clock(visits)
    section = goals()[0].section
    chapter = section.parent
    assert chapter
    text = page.locator(f"#section-{chapter.pk} [contenteditable=true]").first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Lisää luettavaa.")
    expect(state(page)).to_have_text("1 row is not saved")
    page.clock.fast_forward(2_000)
    expect(state(page)).to_have_text("Everything is saved")
    chapter.refresh_from_db()
    assert "Lisää luettavaa." in chapter.html
