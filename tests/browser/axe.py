"""axe-core, asked about a page. It is run from outside, so the page keeps its content policy."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
# Every rule that axe has on by default, best practices too, and the size of targets, which it has off. What it would
# load beforehand serves only a rule for sound, and breaks the page's policy, which would be heard as the page's fault.
_RUN = "(within) => axe.run(within, {preload: false, rules: {'target-size': {enabled: true}}})"


def violations(page: Page) -> list[str]:
    """What is wrong with the page: a line for each rule and element."""
    return _lines(_results(page, "html")["violations"])


def faults_and_doubtful_contrast(page: Page, within: str = "html") -> list[str]:
    """What is wrong with the page, or with a part of it, and the text whose contrast axe could not tell.

    Its other doubts are about what it does not know of HTML, such as headings that are those of a group of rows.
    """
    results = _results(page, within)
    doubts = [finding for finding in results["incomplete"] if finding["id"] == "color-contrast"]
    return _lines(results["violations"] + doubts)


def _results(page: Page, within: str) -> dict[str, Any]:
    page.evaluate(_SOURCE)
    results: dict[str, Any] = page.evaluate(_RUN, within)
    return results


def _lines(findings: list[dict[str, Any]]) -> list[str]:
    return [
        f"{finding['id']}: {finding['help']}: {node['target']} {node['html'][:200]}"
        for finding in findings
        for node in finding["nodes"]
    ]
