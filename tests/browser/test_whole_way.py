"""The whole way of a document, by keyboard alone: written, sent, sent back, mended, accepted, signed, followed up,
amended, closed and reopened. Each person speaks a language of their own, and axe looks at every state.

Mail leaves when a transaction is committed, which the test's own never is: the tests hand it over themselves.
"""

import re

import pymupdf
import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.models import Agreement, Comment, Membership, Party, Role, SigningRule, Status
from agreements.services.notices import notices_send
from metrics.models import Metric, Observation
from metrics.recording import metrics_in_order
from tests.agreements.one_time import code_of, with_app
from tests.agreements.signed import DRAFT, SIGNERS, in_force, person, sign, to_be_signed
from tests.browser.beside import beside
from tests.browser.conftest import Visits
from tests.browser.walking import DOCUMENT, EDIT, SIGN, WAY, WHY, Walk, stands

pytestmark = pytest.mark.browser

PLAN = "turku-ake-2024"


def told() -> list[str]:
    """Whom the mails went to that are sent now."""
    mail.outbox.clear()
    notices_send(at=timezone.now())
    return sorted(address.partition("@")[0] for message in mail.outbox for address in message.to)


def file_behind(page: Page, link: Locator) -> bytes:
    """What the link leads to, downloaded."""
    with page.expect_download() as coming:
        link.press("Enter")
    return coming.value.path().read_bytes()


def words_of(file: bytes) -> str:
    """The text of the PDF."""
    with pymupdf.open(stream=file, filetype="pdf") as pdf:
        return "".join(leaf.get_text() for leaf in pdf)


@pytest.fixture
def walk(visits: Visits) -> Walk:
    return Walk(visits)


def test_an_agreement_is_negotiated_and_accepted(walk: Walk) -> None:
    metric = metrics_in_order(
        Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT), Agreement.objects.get(slug=DRAFT)
    )[0]
    page = walk.come("helena.laine", "fi", WAY)
    stands(page, "Luonnos")
    stands(walk.step("submit", "Luettavaksi."), "Tarkastelussa")
    assert told() == ["anna-leena.virta", "juhani.makela", "pekka.salo"]
    expect(walk.go("/").locator(".agenda")).not_to_contain_text("2021")

    page = walk.come("anna-leena.virta", "sv", "/")
    item = page.locator(".agenda li", has_text="2021")
    expect(item).to_contain_text("Luettavaksi.")
    page = walk.press(item.locator(".hds-button"))
    page.locator("[data-comment-rows]").press("Enter")
    page.locator(".remark").first.press("Enter")
    expect(page.locator(".new-comment textarea")).to_be_focused()
    page.keyboard.type("Kymmeneen.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".remarks-panel .said-words")).to_have_text("Kymmeneen.")
    page = walk.press(page.locator(f'.dochead a[href^="{WAY}"]'))
    page = walk.step("send-back")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#send-back_reason")).to_have_attribute("aria-invalid", "true")
    stands(walk.step("send-back", WHY), "Utkast")
    assert told() == ["helena.laine"]
    assert Comment.objects.get().by == person("anna-leena.virta")

    page = walk.come("helena.laine", "fi", "/")
    item = page.locator(".agenda li", has_text="Nostakaa se kymmeneen.")
    expect(item).to_have_count(1)
    page = walk.press(item.locator("h3 a"))
    expect(page.locator(".sent-back")).to_contain_text("Nostakaa se kymmeneen.")
    page = walk.press(page.locator(f'main .acts a[href="{EDIT}"]'))
    page.locator(f"[id='metric-{metric.pk}-target']").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("≥ 10")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-said='metric-{metric.pk}'] .sv-saved")).to_be_visible()
    walk.go(WAY)
    stands(walk.step("submit"), "Tarkastelussa")

    page = walk.come("juhani.makela", "en", WAY)
    stands(walk.step("accept"), "To be signed")
    assert told() == ["anna-leena.virta", "helena.laine"]
    metric.refresh_from_db()
    assert metric.target == "≥ 10"


def test_three_parties_sign_side_by_side_and_the_paper_has_their_names(walk: Walk) -> None:
    to_be_signed()
    told()
    with_app(person("anna-leena.virta"))
    page = walk.come("helena.laine", "fi", "/")
    page = walk.press(page.locator(".agenda li", has_text="2021").locator(".hds-button"))
    page.locator('a[href="#sign"]').press("Enter")
    page = walk.sign()
    expect(page.locator(".signs .signed")).to_have_count(1)
    expect(walk.go("/").locator(".agenda")).not_to_contain_text("2021")

    page = walk.come("anna-leena.virta", "sv", SIGN)
    page = walk.sign(code="123")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_read")).to_be_checked()
    page.locator("#id_code").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(code_of())
    expect(walk.press().locator(".signs .signed")).to_have_count(2)

    walk.come("juhani.makela", "en", SIGN)
    stands(walk.sign(), "In force")
    assert told() == ["anna-leena.virta", "helena.laine"]
    page = walk.press(page.locator(f'main .acts a[href^="{DOCUMENT}signed/"]'))
    expect(page.locator(".verdict .hds-icon--check-circle-fill")).to_be_visible()
    file = file_behind(page, page.locator(f'main .acts a[href^="{DOCUMENT}signed/file.pdf"]'))
    words = words_of(file)
    assert [name for name in ("Juhani Mäkelä", "Anna-Leena Virta", "Helena Laine") if name not in words] == []
    page = walk.press(page.locator('main .acts a[href="/check/"]'))
    page.locator("#id_file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": file})
    page = walk.press(page.locator("main form .hds-button--primary"))
    expect(page.locator(".verdict .hds-icon--check-circle-fill")).to_be_visible()
    expect(page.locator("#result")).to_contain_text("Anna-Leena Virta")


def test_parties_sign_in_their_order_and_a_substitute_as_a_substitute(walk: Walk) -> None:
    document = to_be_signed()
    SigningRule.objects.create(unit=document.unit, kind=document.kind, signatures=3, in_order=True)
    sari, helena = person("sari.niemi"), person("helena.laine")
    Membership.objects.create(user=sari, unit=document.unit, role=Role.UNIT_HEAD, substitute_for=helena)
    page = walk.come("sari.niemi", "fi", "/")
    expect(page.locator(".agenda")).not_to_contain_text("Yhteiset palvelut 2021")
    walk.visits.become(page, "helena.laine", "fi")
    page.goto(SIGN)
    expect(page).to_have_url(re.compile("/status/"))
    expect(page.locator(".signature-state b")).to_have_count(1)
    for name in SIGNERS[:2]:
        sign(document, name)

    page = walk.come("sari.niemi", "sv", "/")
    item = page.locator(".agenda li", has_text="Yhteiset palvelut 2021")
    expect(item).to_contain_text("Helena Laine")
    page = walk.press(item.locator(".hds-button"))
    page = walk.sign()
    stands(page, "I kraft")
    expect(page.locator(".signs li").last).to_contain_text("Sari Niemi")
    expect(page.locator(".signs li").last).to_contain_text("Helena Laine")


def test_what_is_in_force_is_followed_up_amended_closed_and_reopened(walk: Walk) -> None:
    document = beside(in_force)
    metric = metrics_in_order(Metric.objects.filter(measure__goal__section__agreement=document), document)[0]
    page = walk.come("helena.laine", "fi", f"{DOCUMENT}record/")
    page.locator(f"#value-{metric.pk}").focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator(f"#said-{metric.pk} .saved")).to_be_visible()
    assert Observation.objects.get(is_current=True).value == "9"

    page = walk.press(walk.go(WAY).locator(f'main .acts a[href="{DOCUMENT}amend/"]'))
    page.locator("#id_holds_from").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("1.6.2021")
    page = walk.press()
    expect(page).to_have_url(re.compile("/edit/$"))
    amendment = Agreement.objects.get(slug=DRAFT, version=2)
    own = Metric.objects.get(measure__goal__section__agreement=amendment, key=metric.key)
    page.locator(f"[id='metric-{own.pk}-target']").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("≥ 8")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-said='metric-{own.pk}'] .sv-saved")).to_be_visible()
    walk.go(f"{WAY}?version=2")
    walk.step("submit")
    walk.come("juhani.makela", "en", f"{WAY}?version=2")
    walk.step("accept")
    amendment.refresh_from_db()
    for name in ("anna-leena.virta", "helena.laine"):
        sign(amendment, name)
    page = walk.go(f"{SIGN}?version=2")
    expect(page.locator("main")).to_contain_text("≥ 8")
    stands(walk.sign(), "In force")
    document.refresh_from_db()
    assert document.status == Status.CLOSED

    page = walk.come("helena.laine", "sv", f"{WAY}?version=2")
    stands(walk.step("close"), "Avslutat")
    page = walk.come("pekka.salo", "fi", f"{WAY}?version=2")
    stands(walk.step("reopen", "Yksi toteuma puuttui."), "Voimassa")
    expect(page.locator(".taken .said").first).to_have_text("Yksi toteuma puuttui.")


def test_a_coordinator_takes_a_plan_to_its_one_approver(walk: Walk) -> None:
    Agreement.objects.filter(slug=PLAN).update(status=Status.DRAFT, signed=None)
    way = f"/agreements/{PLAN}/status/"
    page = walk.come("mikko.saarinen", "fi", way)
    expect(page.locator(".hint-warning")).to_be_visible()
    Party.objects.create(
        agreement=Agreement.objects.get(slug=PLAN), title="kirjastopalvelujohtaja", user=person("anna-leena.virta")
    )
    expect(walk.go(way).locator(".hint-warning")).to_have_count(0)
    walk.step("submit")
    walk.come("anna-leena.virta", "sv", way)
    page = walk.step("accept")
    page = walk.press(page.locator(".acts .hds-button--primary"))
    stands(walk.sign(), "I kraft")
    plan = Agreement.objects.get(slug=PLAN)
    assert (plan.signed, plan.signatures.get().name) == ("application", "Anna-Leena Virta")
