"""The editor by keyboard alone, as in a spreadsheet: a document from nothing, and the keys one by one."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement, Goal, Section
from budgets.models import BudgetLine
from staffing.models import Allocation
from tests.browser.conftest import Visits
from tests.browser.editing import (
    expect_saved,
    field,
    first_metrics,
    goals,
    measures,
    metrics,
    opened,
    state,
    tab_to,
    tools,
)

pytestmark = pytest.mark.browser


def add_section(page: Page, kind: str, **texts: str) -> Section:
    """Add a chapter or a table at the end of the document, with what is written in its form."""
    tab_to(page, page.get_by_role("link", name="+ Chapter or table"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(f".kinds a[href*='section_kind={kind}']"))
    page.keyboard.press("Enter")
    for name, text in texts.items():
        tab_to(page, page.locator(f"main [name={name}]"))
        page.keyboard.type(text)
    tab_to(page, page.locator("main form .hds-button--primary"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/edit/#section-"))
    return Section.objects.order_by("-pk")[0]


def test_a_document_is_built_from_nothing(visits: Visits) -> None:
    page = opened(visits, page="/agreements/new/")
    keys = page.keyboard
    tab_to(page, page.locator("[name=year]"))
    keys.type("2031")
    tab_to(page, page.locator("[name=start]:checked"))
    keys.press("ArrowDown")
    tab_to(page, page.locator("main form .hds-button--primary"))
    keys.press("Enter")
    page.wait_for_url(re.compile("/agreements/yhteiset-palvelut-2031/edit/"))
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2031")

    chapter = add_section(page, "text", heading="Tavoitteet")
    tab_to(page, page.locator(f"#section-{chapter.pk} [contenteditable=true]"))
    keys.type("Luemme enemmän.")
    keys.press("Enter")
    keys.type("- yksi")
    expect(state(page)).to_have_text("Everything is saved")

    table = add_section(page, "goals", heading="Perustoiminta")
    tab_to(page, page.locator(f"#section-{table.pk} .add[data-add=goal]"))
    keys.press("Enter")
    expect(page.locator("[data-row^=goal--]")).to_be_focused()
    keys.type("Lukutaito")
    tab_to(page, page.locator(".add[data-add=measure]"))
    keys.press("Enter")
    expect(page.locator("[data-row^=measure--][name=text]")).to_be_focused()
    keys.type("Satutunnit")
    tab_to(page, page.locator(".add[data-add=metric]"))
    keys.press("Enter")
    for text, target in (("Satutunteja", "väh. 30"), ("Kävijöitä", "600–800"), ("Palaute", "hyvä")):
        expect(page.locator("[data-row^=metric--][name=text]")).to_be_focused()
        keys.type(text)
        tab_to(page, page.locator("[data-row^=metric-][name=target]:focus"), limit=3)
        keys.type(target)
        keys.press("Control+Enter")
    # The last new row says nothing, and leaves with the keyboard.
    expect(page.locator("[data-row^=metric--][name=text]")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("[data-row^=metric--]")).to_have_count(0)
    expect(state(page)).to_have_text("Everything is saved")
    expect(page.locator(f"#section-{table.pk} [data-hint$=target]")).to_have_text(
        [re.compile("at least 30"), re.compile("at least 600"), re.compile("person")]
    )
    goal = Goal.objects.get(section=table)
    assert [(it.text, it.target) for it in metrics(measures(goal)[0])] == [
        ("Satutunteja", "väh. 30"),
        ("Kävijöitä", "600–800"),
        ("Palaute", "hyvä"),
    ]

    budget = add_section(page, "budget", heading="Talousarvio")
    tab_to(page, page.locator(f"#section-{budget.pk} .add[data-add=line]"))
    keys.press("Enter")
    expect(page.locator("[data-row^=line--]:focus")).to_be_visible()
    keys.type("Aineisto")
    tab_to(page, page.locator("[data-row^=line-][name=budget]").first)
    keys.type("12 500")
    keys.press("Enter")
    expect(page.locator(f"#section-{budget.pk} .sv-saved")).to_be_visible()
    line = BudgetLine.objects.get(section=budget)
    assert line.label == "Aineisto"
    assert line.budget == "12 500"

    staff = add_section(page, "staffing", heading="Henkilöstö")
    tab_to(page, page.locator(f"#section-{staff.pk} .add[data-add=allocation]"))
    keys.press("Enter")
    expect(page.locator("[data-row^=allocation--]:focus")).to_be_visible()
    tab_to(page, page.locator("[data-row^=allocation--][name=title]"))
    keys.type("Informaatikko")
    tab_to(page, page.locator("[data-row^=allocation-][name=percent]"))
    keys.type("50 %")
    keys.press("Enter")
    expect(page.locator(f"#section-{staff.pk} .sv-saved")).to_be_visible()
    assert Allocation.objects.get(section=staff).title == "Informaatikko"
    chapter.refresh_from_db()
    assert chapter.html == "<p>Luemme enemmän.</p><ul><li>yksi</li></ul>"
    assert agreement.sections.count() == 4


def test_the_keys_of_a_spreadsheet_go_through_the_column_and_save(visits: Visits) -> None:
    first, second, third = first_metrics()[:3]
    page = opened(visits)
    keys = page.keyboard
    target = field(page, first, "target")
    target.focus()
    keys.press("End")
    keys.type(" kpl")
    keys.press("Enter")
    expect(field(page, second, "target")).to_be_focused()
    expect_saved(page, first)
    expect(state(page)).to_have_text("Everything is saved")
    first.refresh_from_db()
    assert (first.target or "").endswith(" kpl")

    keys.press("ArrowDown")
    expect(field(page, third, "target")).to_be_focused()
    keys.press("Shift+Enter")
    keys.press("ArrowUp")
    expect(target).to_be_focused()
    keys.press("ArrowLeft")
    expect(field(page, first, "text")).to_be_focused()
    keys.press("ArrowRight")
    expect(target).to_be_focused()
    keys.press("ArrowRight")
    expect(target).to_be_focused()
    keys.press("Tab")
    expect(field(page, first, "prior")).to_be_focused()
    keys.press("Shift+Tab")
    expect(target).to_be_focused()

    saved = target.input_value()
    keys.press("End")
    keys.press("Alt+Enter")
    keys.type("tai enemmän")
    expect(target).to_have_value(f"{saved}\ntai enemmän")
    keys.press("Escape")
    expect(target).to_have_value(saved)
    expect(target).to_be_focused()

    # What is written twice is what one has saved: the first text is not undone by the second's answer.
    keys.type("a")
    keys.press("Tab")
    keys.press("Shift+Tab")
    keys.type("b")
    keys.press("Enter")
    expect_saved(page, first)
    expect(state(page)).to_have_text("Everything is saved")
    first.refresh_from_db()
    assert first.target == target.input_value()


def test_rows_move_by_keyboard_within_their_measure_and_to_the_next(visits: Visits) -> None:
    first, second = first_metrics()[:2]
    measure = first.measure
    page = opened(visits)
    keys = page.keyboard
    text = field(page, first, "target")
    text.focus()
    keys.press("Alt+ArrowDown")
    expect(page.locator("[data-announce]")).to_have_text("Moved.")
    expect(text).to_be_focused()
    assert metrics(measure)[:2] == [second, first]
    # Twice without waiting: a step up, and out of the measure.
    keys.press("Alt+ArrowUp")
    keys.press("Alt+ArrowUp")
    expect(tools(page, first)).not_to_have_attribute("data-parent", str(measure.pk))
    expect(text).to_be_focused()
    first.refresh_from_db()
    assert metrics(first.measure)[-1] == first
    assert metrics(measure)[0] == second

    handle = page.locator(f"[data-handle='goal-{goals()[1].pk}']")
    handle.focus()
    before = goals()
    keys.press("ArrowUp")
    expect(page.locator("table.edit > [data-group]").first).to_have_id(f"group-goal-{before[1].pk}")
    expect(handle).to_be_focused()
    assert goals()[:2] == [before[1], before[0]]
    keys.press("ArrowUp")
    expect(page.locator("[data-announce]")).to_have_text("It cannot be moved further.")


def test_steps_are_taken_back_one_by_one_with_a_key(visits: Visits) -> None:
    first, second = first_metrics()[:2]
    was = first.target or "", second.target or ""
    page = opened(visits)
    keys = page.keyboard
    for metric in (first, second):
        field(page, metric, "target").fill("väh. 77")
        keys.press("Enter")
        expect_saved(page, metric)
    keys.press("Control+z")
    expect(field(page, second, "target")).to_have_value(was[1])
    expect(field(page, second, "text")).to_be_focused()
    keys.press("Control+z")
    expect(field(page, first, "target")).to_have_value(was[0])
    first.refresh_from_db()
    assert first.target == was[0]

    # What has not been saved is the field's own to take back.
    text = field(page, first, "target")
    text.focus()
    keys.press("End")
    keys.type("9")
    keys.press("Control+z")
    expect(text).to_have_value(was[0])


def test_the_menu_of_a_row_is_worked_by_keyboard(visits: Visits) -> None:
    first, second = first_metrics()[:2]
    page = opened(visits)
    keys = page.keyboard
    opener = tools(page, first).locator("[data-menu]")
    opener.focus()
    keys.press("Enter")
    menu = page.locator("#rowmenu")
    expect(menu.get_by_role("link", name="All particulars")).to_be_focused()
    keys.press("ArrowUp")
    expect(menu.locator("button").last).to_be_focused()
    keys.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()

    keys.press("Enter")
    for _ in range(2):
        keys.press("ArrowUp")
    keys.press("ArrowDown")
    keys.press("Enter")
    toast = page.locator("#toast")
    expect(toast).to_contain_text("deleted")
    expect(field(page, first, "text")).to_have_count(0)
    keys.press("Control+z")
    expect(field(page, first, "text")).to_be_focused()
    expect(toast).to_be_hidden()
    assert metrics(first.measure)[:2] == [first, second]
