"""Walking a document's way by keyboard alone, with axe looking at every state."""

from playwright.sync_api import Locator, Page, expect

from tests.agreements.signed import DRAFT
from tests.browser.axe import violations
from tests.browser.conftest import Visits, sent

PASSWORD = "kirjasto-2026"
DOCUMENT = f"/agreements/{DRAFT}/"
WAY, SIGN, SCAN, EDIT = (f"{DOCUMENT}{page}/" for page in ("status", "sign", "scan", "edit"))
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


def stands(page: Page, step: str) -> None:
    """The page says that the document has come to the step."""
    expect(page.locator(".steps [aria-current] b")).to_have_text(step)
