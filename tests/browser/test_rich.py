"""Running text in its editor: nothing of what stands is lost, and people write, paste and link with and without it."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from agreements.markup import is_html
from agreements.models import Section
from agreements.richtext import sanitize
from tests.browser.axe import violations
from tests.browser.conftest import Visits, sent
from tests.browser.pages import DOCUMENTS, LANGUAGES

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _page_of_a_text(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.rich_urls"


def opened(visits: Visits, html: str = "", *, language: str = "en", width: int = 1280, javascript: bool = True) -> Page:
    page = visits.page("helena.laine", language=language, width=width, javascript=javascript)
    page.goto(f"/rich/?{urlencode({'text': html})}")
    return page


def editor(page: Page) -> Locator:
    return page.locator("[contenteditable]").and_(page.get_by_role("textbox", name="Luvun teksti"))


PASTE = """({html, text}) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
TABLE = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
CLIPBOARD = Path(__file__).parent / "clipboard"


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def kept(page: Page) -> str:
    """Send the form; what would be kept, which is what the editor sent."""
    written = page.locator("textarea").input_value()
    with sent(page):
        page.get_by_role("button", name="Tallenna").click()
    text = page.locator(".kept").text_content() or ""
    assert written == text or not is_html(written)
    return text


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("slug", [stop.path.split("/")[2] for stop in DOCUMENTS])
def test_nothing_of_a_document_is_changed_by_opening_and_saving(visits: Visits, slug: str, javascript: bool) -> None:
    sections = Section.objects.filter(agreement__slug=slug).exclude(html="").order_by("pk")
    texts = [sanitize(section.html) for section in sections]
    assert texts
    page = visits.page("helena.laine", javascript=javascript)
    page.goto(f"/rich/{slug}/")
    expect(page.locator(".rich-text")).to_have_count(len(texts) if javascript else 0)
    for text in page.get_by_role("textbox", name="Teksti").all():
        # A character in and out again: what is sent is what the editor makes of the whole text.
        text.press("x")
        text.press("Backspace")
    with sent(page):
        page.get_by_role("button", name="Tallenna").click()
    assert page.locator(".kept").all_text_contents() == texts


def test_what_comes_from_word_keeps_its_structure_and_nothing_of_its_look(visits: Visits) -> None:
    page = opened(visits)
    editor(page).click()
    page.evaluate(PASTE, {"html": (CLIPBOARD / "word.html").read_text(), "text": ""})
    assert kept(page) == (
        "<h4>Toiminnan painopisteet</h4>"
        "<p>Kirjasto on <strong>kaikille avoin</strong> ja <em>maksuton</em>, katso "
        '<a href="https://www.turku.fi/kirjasto" rel="noopener noreferrer">sivut</a>.</p>'
        "<ul><li>lukutaito<ul><li>lapset</li><li>nuoret</li></ul></li><li>osallisuus</li></ul>"
        "<p>Järjestys:</p><ol><li>Ensin 3. kerros</li><li>Sitten muut</li></ol>"
        '<table><tbody><tr><td colspan="2"><strong>Lainat</strong></td></tr>'
        "<tr><td>2024</td><td>1&nbsp;200</td></tr></tbody></table>"
    )


def test_what_comes_from_a_web_page_is_bold_only_where_it_looks_bold_and_harmless(visits: Visits) -> None:
    page = opened(visits)
    editor(page).click()
    page.evaluate(PASTE, {"html": (CLIPBOARD / "docs.html").read_text(), "text": ""})
    assert kept(page) == (
        "<h4>Otsikko</h4><p><strong>Lihavaa</strong> ja <em>vinoa</em></p>"
        "<ul><li>yksi</li><li>kaksi</li></ul><p>paha</p>"
    )


def test_pasting_without_formatting_brings_the_words_alone(visits: Visits) -> None:
    page = opened(visits)
    editor(page).click()
    tool(page, "Paste without formatting").click()
    expect(tool(page, "Paste without formatting")).to_have_attribute("aria-pressed", "true")
    page.evaluate(PASTE, {"html": "<h1>Otsikko</h1><p><b>lihava</b></p>", "text": "Otsikko\nlihava"})
    assert kept(page) == "<p>Otsikko</p><p>lihava</p>"


def test_a_text_is_written_by_keyboard_alone(visits: Visits) -> None:
    page = opened(visits)
    editor(page).focus()
    keys = page.keyboard
    keys.type("Painopisteet")
    # The tools are one stop before the text; arrows lead from tool to tool, Escape back to the words.
    keys.press("Alt+F10")
    expect(tool(page, "Heading")).to_be_focused()
    keys.press("Enter")
    expect(editor(page)).to_be_focused()
    keys.press("Enter")
    keys.type("3. vuosineljännes ja ")
    keys.press("Control+b")
    keys.type("lihava ")
    keys.press("Control+b")
    keys.type("loppu")
    keys.press("Enter")
    keys.type("- ensin")
    keys.press("Enter")
    keys.type("sisempi")
    keys.press("Control+]")
    keys.press("Alt+F10")
    for _ in range(4):
        keys.press("ArrowRight")
    expect(tool(page, "List with check marks")).to_be_focused()
    keys.press("Enter")
    keys.press("Escape")
    expect(editor(page)).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("button", name="Tallenna")).to_be_focused()
    assert kept(page) == (
        "<h4>Painopisteet</h4><p>3. vuosineljännes ja <strong>lihava</strong> loppu</p>"
        '<ul><li>ensin<ul class="check"><li>sisempi</li></ul></li></ul>'
    )


def test_a_link_is_set_changed_and_removed(visits: Visits) -> None:
    page = opened(visits, "<p>Katso sivut</p>")
    editor(page).focus()
    expect(editor(page)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.wait_for_function("() => getSelection().toString() === 'sivut'")
    page.keyboard.press("Control+k")
    address = page.get_by_role("textbox", name="Web or e-mail address")
    expect(address).to_be_focused()
    for bad in ("javascript:alert(1)", "ftp://turku.fi", "kirjasto"):
        address.fill(bad)
        address.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(address).to_have_value(bad)
        expect(address).to_be_focused()
    address.fill("www.turku.fi/kirjasto")
    address.press("Enter")
    expect(editor(page)).to_be_focused()
    link = editor(page).get_by_role("link", name="sivut")
    expect(link).to_have_attribute("href", "https://www.turku.fi/kirjasto")
    tool(page, "Link").click()
    address.fill("kirjasto@turku.fi")
    page.get_by_role("button", name="Set the link").click()
    expect(link).to_have_attribute("href", "mailto:kirjasto@turku.fi")
    tool(page, "Link").click()
    page.get_by_role("button", name="Remove the link").click()
    expect(link).to_have_count(0)
    assert kept(page) == "<p>Katso sivut</p>"


def test_a_table_is_made_grown_and_left_by_keyboard(visits: Visits) -> None:
    page = opened(visits)
    editor(page).click()
    tool(page, "Table").click()
    keys = page.keyboard
    for cell in ("Vuosi", "Lainat", "Muuta", "2024", "1 200", "", "2025", "1 300", ""):
        keys.type(cell)
        keys.press("Tab")
    expect(page.get_by_role("button", name="Tallenna")).to_be_focused()
    editor(page).get_by_role("cell").last.click()
    tool(page, "Delete the column").click()
    tool(page, "Add a row below").click()
    assert kept(page) == (
        '<table><thead><tr><th scope="col">Vuosi</th><th scope="col">Lainat</th></tr></thead>'
        "<tbody><tr><td>2024</td><td>1 200</td></tr><tr><td>2025</td><td>1 300</td></tr>"
        "<tr><td></td><td></td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    "html",
    [
        '<table><thead><tr><th scope="col">A</th><th colspan="2" scope="colgroup">B</th></tr></thead><tbody>'
        '<tr><th rowspan="2" scope="row">C</th><td>D</td><td>E</td></tr><tr><td>F</td><td>G</td></tr></tbody></table>',
        "<ul><li><p>a</p><p>b</p></li></ul>",
        "<p>a<br>b</p><p>kaksi  väliä</p>",
    ],
)
def test_what_was_made_elsewhere_survives_an_edit(visits: Visits, html: str) -> None:
    page = opened(visits, html)
    editor(page).press("x")
    editor(page).press("Backspace")
    assert kept(page) == sanitize(html)


def test_what_was_undone_can_be_done_again(visits: Visits) -> None:
    page = opened(visits, "<p>Alku</p>")
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ja loppu")
    tool(page, "Undo").click()
    expect(editor(page)).to_have_text("Alku")
    tool(page, "Redo").click()
    expect(editor(page)).to_have_text("Alku ja loppu")
    assert kept(page) == "<p>Alku ja loppu</p>"


def test_the_editor_tells_of_each_change_and_of_being_left_and_goes_without_a_trace(visits: Visits) -> None:
    page = opened(visits)
    told = page.evaluate(
        """async () => {
            const { mount } = await import("/static/js/edit/rich.js");
            const textarea = document.createElement("textarea");
            textarea.value = "<p>a</p>";
            document.querySelector("main").prepend(textarea);
            const told = [];
            // A page may hear of changes from the textarea itself.
            const onInput = (html) => {
                told.push(html);
                textarea.dispatchEvent(new InputEvent("input", {bubbles: true}));
            };
            const onLeave = (html) => told.push(`left ${html}`);
            const rich = mount(textarea, {onInput, onLeave});
            told.push(await rich.ready);
            rich.set("<p>b</p>");
            rich.focus();
            await new Promise(requestAnimationFrame);
            document.execCommand("insertText", false, "x");
            await new Promise((resolve) => setTimeout(resolve, 50));
            document.querySelector("main .rich button").focus();
            document.querySelector("header a").focus();
            const value = rich.value();
            rich.destroy();
            const left = document.querySelectorAll(".rich").length;
            return [told, value, textarea.value, textarea.parentElement.tagName, left];
        }"""
    )
    assert told == [[True, "<p>bx</p>", "left <p>bx</p>"], "<p>bx</p>", "<p>bx</p>", "MAIN", 1]


def test_a_text_is_written_without_scripts(visits: Visits) -> None:
    page = opened(visits, "<p>Vanha <strong>teksti</strong></p>", javascript=False)
    field = page.get_by_role("textbox", name="Luvun teksti")
    expect(field).to_have_value("Vanha **teksti**")
    field.fill("Uusi *teksti*\n\n#### Otsikko\n- yksi\n- kaksi\n\n<script>alert(1)</script> & 3 < 4")
    assert kept(page) == (
        "<p>Uusi <em>teksti</em></p><h4>Otsikko</h4><ul><li>yksi</li><li>kaksi</li></ul>"
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; 3 &lt; 4</p>"
    )


def test_where_the_editor_cannot_come_the_plain_field_stays(visits: Visits) -> None:
    page = visits.page("helena.laine")
    page.route("**/editor.js", lambda route: route.abort())
    page.goto(f"/rich/?{urlencode({'text': '<p>Vanha <strong>teksti</strong></p>'})}")
    field = page.locator("textarea")
    expect(field).to_be_visible()
    expect(field).to_have_value("Vanha **teksti**")
    field.fill("Uusi **teksti**")
    assert kept(page) == "<p>Uusi <strong>teksti</strong></p>"
    assert [line for line in visits.complaints if "editor.js" not in line] == []
    visits.complaints.clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_overflows_in_any_state(visits: Visits, language: str, width: int) -> None:
    page = opened(visits, f"<p>Teksti</p>{TABLE}", language=language, width=width)
    assert violations(page) == []
    editor(page).get_by_role("cell").first.click()
    page.keyboard.press("Control+k")
    expect(page.locator(".rich input:focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(".rich-tool:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
