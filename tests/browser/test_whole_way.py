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
from tests.agreements.signed import DRAFT, SIGNERS, draft_with_parties, in_force, person, sign, to_be_signed
from tests.browser.axe import violations
from tests.browser.beside import beside
from tests.browser.conftest import Visits, sent

pytestmark = pytest.mark.browser

PASSWORD = "kirjasto-2026"
DOCUMENT = f"/agreements/{DRAFT}/"
WAY, SIGN, SCAN, EDIT = (f"{DOCUMENT}{page}/" for page in ("status", "sign", "scan", "edit"))
PLAN = "turku-ake-2024"
WHY = "Tavoite on liian matala.\nNostakaa se kymmeneen."


class Walk:
    """One window, in which people follow each other."""

    def __init__(self, visits: Visits) -> None:
        self.visits, self.page = visits, visits.page()

    def come(self, who: str, language: str, address: str) -> Page:
        """The person comes to the page, in which axe finds nothing."""
        self.visits.become(self.page, who, language)
        return self.go(address)

    def go(self, address: str) -> Page:
        self.page.goto(address)
        assert violations(self.page) == []
        return self.page

    def step(self, name: str, words: str = "") -> Page:
        """Write the words of a step and take it, by keyboard; in the page that follows axe finds nothing."""
        self.page.locator(f"#{name}_reason").focus()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Tab")
        return self.press()

    def press(self, target: Locator | None = None) -> Page:
        """Press what has the focus, or the target; in the page that follows axe finds nothing."""
        if target:
            target.focus()
        with sent(self.page):
            self.page.keyboard.press("Enter")
        assert violations(self.page) == []
        return self.page

    def sign(self, *, code: str = "") -> Page:
        """Sign, by keyboard: the party is chosen, the document read, the password or a code given."""
        self.page.locator("#id_party_0").focus()
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        self.page.keyboard.press("Tab")
        if code:
            self.page.keyboard.press("Tab")
        self.page.keyboard.type(code or PASSWORD)
        return self.press()


@pytest.fixture
def walk(visits: Visits) -> Walk:
    return Walk(visits)


def stands(page: Page, step: str) -> None:
    """The page says that the document has come to the step."""
    expect(page.locator(".steps [aria-current] b")).to_have_text(step)


def told() -> list[str]:
    """Whom the mails went to that are sent now."""
    mail.outbox.clear()
    notices_send(at=timezone.now())
    return sorted(address.partition("@")[0] for message in mail.outbox for address in message.to)


def words_of(page: Page, link: Locator) -> str:
    """The text of the PDF that the link leads to."""
    with page.expect_download() as coming:
        link.press("Enter")
    with pymupdf.open(coming.value.path(), filetype="pdf") as pdf:
        return "".join(leaf.get_text() for leaf in pdf)


def test_an_agreement_is_negotiated_and_accepted(walk: Walk) -> None:
    metric = metrics_in_order(Metric.objects.filter(measure__goal__section__agreement__slug=DRAFT), draft())[0]
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


def draft() -> Agreement:
    return Agreement.objects.get(slug=DRAFT)


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
    words = words_of(page, page.locator(f'main .acts a[href^="{DOCUMENT}signed/file.pdf"]'))
    assert [name for name in ("Juhani Mäkelä", "Anna-Leena Virta", "Helena Laine") if name not in words] == []
    with page.expect_download() as coming:
        page.locator(f'main .acts a[href^="{DOCUMENT}signed/file.pdf"]').press("Enter")
    path = coming.value.path()
    page = walk.press(page.locator('main .acts a[href="/check/"]'))
    page.locator("#id_file").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": path.read_bytes()}
    )
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


def test_a_document_is_signed_in_ink(walk: Walk) -> None:
    to_be_signed()
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
    assert draft().signed == "paper"


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
        form = {"csrfmiddlewaretoken": token, "seen": "2", "reason": "Siksi."}
        assert page.request.post(f"{WAY}{step}/", form=form).status == 403
    assert draft().status == Status.TO_BE_SIGNED


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
