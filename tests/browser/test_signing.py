"""Signing in a browser, off the straight way: in ink, for those who may not, by two at once, without a session."""

import pymupdf
import pytest
from playwright.sync_api import expect

from agreements.models import Agreement, Status
from tests.agreements.signed import DRAFT, draft_with_parties, to_be_signed
from tests.browser.axe import violations
from tests.browser.conftest import Visits, sent
from tests.browser.probes import tab_through
from tests.browser.test_signing_in import ask_now, put_back
from tests.browser.walking import DOCUMENT, PASSWORD, SCAN, SIGN, WAY, WHY, Walk, stands

pytestmark = pytest.mark.browser


def test_a_document_is_signed_in_ink(visits: Visits) -> None:
    to_be_signed()
    walk = Walk(visits)
    page = walk.come("helena.laine", "fi", WAY)
    page = walk.press(page.locator(f'main .acts a[href^="{SCAN}"]'))
    with page.expect_download() as coming:
        page.locator(".ordered a").press("Enter")
    paper = coming.value.path().read_bytes()
    with pymupdf.open(stream=paper, filetype="pdf") as pdf:
        assert "Paikka ja päiväys" in "".join(leaf.get_text() for leaf in pdf)
    file = page.locator("#id_file")
    file.set_input_files({"name": "skannaus.pdf", "mimeType": "application/pdf", "buffer": b"nothing"})
    page = walk.press(page.locator("main form .hds-button--primary"))
    expect(page.locator(".error-summary")).to_be_focused()
    file.set_input_files({"name": "skannaus.pdf", "mimeType": "application/pdf", "buffer": paper})
    stands(walk.press(page.locator("main form .hds-button--primary")), "Voimassa")
    expect(page.locator(".signs .signed")).to_have_count(3)
    assert Agreement.objects.get(slug=DRAFT).signed == "paper"


ADDRESSES = (
    "",
    "status/",
    "sign/",
    "scan/",
    "amend/",
    "signed/",
    "signed/file.pdf",
    "history/",
    "comments/",
    "export.pdf",
)


def test_nothing_of_the_way_exists_for_an_outsider_and_a_viewer_only_looks_on(visits: Visits) -> None:
    to_be_signed()
    page = visits.page("maria.lindholm")
    assert {page.request.get(f"{DOCUMENT}{each}").status for each in ADDRESSES} == {404}
    visits.become(page, "kaisa.lehto", "fi")
    page.goto(WAY)
    stands(page, "Allekirjoitettavana")
    expect(page.locator("main form, main .acts a:not([href*=version])")).to_have_count(0)
    assert [page.request.get(f"{DOCUMENT}{each}/").status for each in ("sign", "scan", "amend", "edit")] == [403] * 4
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    for step in ("submit", "accept", "send-back", "close", "reopen"):
        form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "seen": "2", "reason": "Siksi."}
        assert page.request.post(f"{WAY}{step}/", form=form).status == 403
    assert Agreement.objects.get(slug=DRAFT).status == Status.TO_BE_SIGNED


def test_of_two_who_decide_at_once_the_second_is_told_and_keeps_their_words(visits: Visits) -> None:
    document = draft_with_parties()
    walk, other = Walk(visits), Walk(visits)
    walk.come("helena.laine", "fi", WAY)
    walk.step("submit")
    walk.come("juhani.makela", "fi", WAY)
    other.come("anna-leena.virta", "en", WAY)
    stands(walk.step("accept"), "Allekirjoitettavana")
    page = other.step("send-back", WHY)
    expect(page.locator("main")).to_contain_text("Juhani Mäkelä was quicker")
    expect(page.locator("#send-back_reason")).to_have_value(WHY)
    document.refresh_from_db()
    assert document.status == Status.TO_BE_SIGNED


def test_what_was_typed_outlives_a_session_that_ends(visits: Visits) -> None:
    to_be_signed()
    page = visits.page("juhani.makela")
    page.goto(WAY)
    page.locator("#send-back_reason").fill(WHY)
    put_back(61)
    ask_now(page)
    link = page.locator("[data-sign-in]")
    expect(link).to_be_visible()
    assert violations(page) == []
    with page.context.expect_page() as opened:
        link.press("Enter")
    tab = opened.value
    tab.locator("#id_username").fill("juhani.makela@example.org")
    tab.locator("#id_password").fill(PASSWORD)
    with sent(tab):
        tab.keyboard.press("Enter")
    tab.close()
    ask_now(page)
    expect(page.locator("[data-session]")).to_be_hidden()
    expect(page.locator("#send-back_reason")).to_have_value(WHY)
    with sent(page):
        page.locator("form[action*=send-back] button").press("Enter")
    stands(page, "Luonnos")


@pytest.mark.parametrize("width", [1280, 320])
def test_every_stop_of_the_keyboard_on_the_way_is_outlined_and_in_sight(visits: Visits, width: int) -> None:
    to_be_signed()
    page = visits.page("juhani.makela", width=width, height=800 if width > 320 else 256)
    for address in (WAY, SCAN):
        page.goto(address)
        page.locator(".skip").focus()
        stops = list(tab_through(page))
        assert len(stops) > 5
        assert [focus.name for focus in stops if not (focus.outlined and focus.visible)] == []


def test_the_way_works_without_scripts(visits: Visits) -> None:
    draft_with_parties()
    page = visits.page("helena.laine", javascript=False)
    page.goto(WAY)
    with sent(page):
        page.locator("form[action*=submit] button").press("Enter")
    visits.become(page, "anna-leena.virta", "fi")
    page.goto(WAY)
    with sent(page):
        page.locator("form[action*=accept] button").press("Enter")
    visits.become(page, "juhani.makela", "fi")
    page.goto(SIGN)
    page.locator("#id_read").check()
    page.locator("#id_password").fill("väärä")
    with sent(page):
        page.keyboard.press("Enter")
    expect(page.locator(".pen .error-summary")).to_be_in_viewport()
    expect(page.locator("#id_password")).to_have_value("")
    page.locator("#id_password").fill(PASSWORD)
    with sent(page):
        page.keyboard.press("Enter")
    expect(page.locator(".signs .signed")).to_have_count(1)
