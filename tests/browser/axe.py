"""axe-core, asked about a page. It is run from outside, so the page keeps its content policy."""

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
# Every rule that axe has on by default, best practices too, and the size of targets, which it has off. What it would
# load beforehand serves only a rule for sound, and breaks the page's policy, which would be heard as the page's fault.
# Only the lines leave the page: all that axe found in order is megabytes, and took most of the time of these tests.
_RUN = """async ([within, doubts]) => {
    const found = await axe.run(within, {preload: false, rules: {"target-size": {enabled: true}}});
    const doubtful = found.incomplete.filter((finding) => doubts.includes(finding.id));
    return [...found.violations, ...doubtful].flatMap(({id, help, nodes}) =>
        nodes.map(({target, html}) => `${id}: ${help}: ${target.join(" ")} ${html.slice(0, 200)}`));
}"""


def violations(page: Page) -> list[str]:
    """What is wrong with the page: a line for each rule and element."""
    return _lines(page, "html", [])


def faults_and_doubtful_contrast(page: Page, within: str = "html") -> list[str]:
    """What is wrong with the page, or with a part of it, and the text whose contrast axe could not tell.

    Its other doubts are about what it does not know of HTML, such as headings that are those of a group of rows.
    """
    return _lines(page, within, ["color-contrast"])


def _lines(page: Page, within: str, doubts: list[str]) -> list[str]:
    # A page that is still on its way would be judged by its beginning.
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SOURCE)
    lines: list[str] = page.evaluate(_RUN, [within, doubts])
    return lines
