"""What the tests of the editor share: how a row, a field and what is said of them are found, and what others do."""

from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.models import Agreement, Goal, Measure, User
from agreements.services.rows import row_delete, row_save
from metrics.models import Metric
from tests.browser.conftest import Visits

SLUG = "yhteiset-palvelut-2021"
PAGE = f"/agreements/{SLUG}/edit/"
PASTE = """({text, html}) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    if (html) data.setData("text/html", html);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def opened(visits: Visits, person: str = "helena.laine", *, page: str = PAGE, **window: Any) -> Page:
    """The editor, in English, where the wording is not the document's."""
    found = visits.page(person, **{"language": "en", **window})
    found.goto(page)
    return found


def goals() -> list[Goal]:
    """The goals of the draft's first table of goals."""
    first = Goal.objects.filter(section__agreement__slug=SLUG).order_by("section__position", "position")[0]
    return list(Goal.objects.filter(section=first.section_id).order_by("position"))


def measures(goal: Goal) -> list[Measure]:
    return list(Measure.objects.filter(goal=goal).order_by("position"))


def metrics(measure: Measure) -> list[Metric]:
    return list(Metric.objects.filter(measure=measure).order_by("position"))


def first_metrics() -> list[Metric]:
    """The metrics of the first measure that has three or more."""
    for goal in Goal.objects.filter(section__agreement__slug=SLUG).order_by("section__position", "position"):
        for measure in measures(goal):
            found = metrics(measure)
            if len(found) > 2:
                return found
    raise LookupError


def field(page: Page, row: Any, name: str) -> Locator:
    """The field of a row; `row` is the row itself or its name in the page."""
    return page.locator(f"[id='{row_name(row)}-{name}']")


def said(page: Page, row: Any) -> Locator:
    """What is said of the row's saving."""
    return page.locator(f"[data-said='{row_name(row)}']")


def tools(page: Page, row: Any) -> Locator:
    return page.locator(f"[data-tools='{row_name(row)}']")


def row_name(row: Any) -> str:
    return row if isinstance(row, str) else f"{row._meta.model_name}-{row.pk}"


def state(page: Page) -> Locator:
    """What the bar says of all the rows."""
    return page.locator("[data-state]")


def expect_saved(page: Page, row: Any) -> None:
    expect(said(page, row)).to_contain_text("Saved")


def expect_state(page: Page, row: Any, name: str) -> None:
    """The row's saving stands so, whatever the language."""
    expect(said(page, row).locator(f".sv-{name}")).to_be_visible()


def paste(page: Page, text: str, html: str = "") -> None:
    """What Ctrl+V does in the field that has the focus."""
    page.evaluate(PASTE, {"text": text, "html": html})


def tab_to(page: Page, target: Locator, *, key: str = "Tab", limit: int = 120) -> None:
    """Press Tab until the keyboard stands at the target."""
    for _ in range(limit):
        page.keyboard.press(key)
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{key} never came to {target}; it is at {here(page)}")


def here(page: Page) -> str:
    """Where the keyboard stands, to be told when it stands wrong."""
    found: str = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
    return found


def meanwhile(row: Any, person: str = "pekka.salo", **values: str) -> None:
    """Somebody else saves the row as it is now."""
    row.refresh_from_db()
    row_save(
        agreement=Agreement.objects.get(slug=SLUG),
        kind=row._meta.model_name,
        pk=row.pk,
        version=row.version,
        values=values,
        by=_person(person),
        at=timezone.now(),
    )


def meanwhile_deleted(row: Any, person: str = "pekka.salo") -> None:
    """Somebody else deletes the row as it is now."""
    row.refresh_from_db()
    row_delete(
        agreement=Agreement.objects.get(slug=SLUG),
        kind=row._meta.model_name,
        pk=row.pk,
        version=row.version,
        by=_person(person),
        at=timezone.now(),
    )


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
