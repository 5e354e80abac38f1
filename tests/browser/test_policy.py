"""The content policy is strict, and no page breaks it: every test of this folder fails when a page does."""

import re

import pytest

from metrics.models import Metric
from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

AGREEMENT = "/agreements/yhteiset-palvelut-2020/"


@pytest.mark.parametrize("address", ["/login/", "/accessibility/", "/nothing-here/"])
def test_the_policy_allows_only_what_is_ours(visits: Visits, address: str) -> None:
    response = visits.page().goto(address)
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert not re.search(r"unsafe|\*|https?:", policy)


@pytest.mark.parametrize(
    ("name", "inject"),
    [
        ("script", "element.textContent = 'window.harmed = true'"),
        ("style", "element.textContent = '* { display: none }'"),
        ("script", "element.src = 'http://127.0.0.1:9/harm.js'"),
        ("img", "element.src = 'http://127.0.0.1:9/harm.png'"),
        ("p", "element.setAttribute('style', 'display: none')"),
        ("p", "element.setAttribute('onclick', 'window.harmed = true'); element.click()"),
    ],
)
def test_what_is_smuggled_in_does_nothing_and_is_heard(visits: Visits, name: str, inject: str) -> None:
    page = visits.page("helena.laine")
    page.goto(AGREEMENT)
    visits.expect("Content Security Policy", " forbids ", *([" csp$"] if "http:" in inject else []))
    with page.expect_console_message(lambda message: " forbids " in message.text):
        page.evaluate(
            f"() => {{ const element = document.createElement('{name}'); {inject}; document.body.append(element);"
            " element.click(); }"
        )
    assert page.evaluate("window.harmed") is None
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize(
    "text",
    [
        "<script>window.harmed = true</script>",
        '"><img src=x onerror="window.harmed = true">',
        "</td></tr></table><style>* { display: none }</style>",
        "<a href='javascript:window.harmed = true'>x</a>",
    ],
)
def test_hostile_words_in_a_document_are_words(visits: Visits, text: str) -> None:
    metric = Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").first()
    assert metric is not None
    Metric.objects.filter(pk=metric.pk).update(text=text, target=text, prior=text)
    page = visits.page("helena.laine")
    for address in (AGREEMENT, "/metrics/?sort=text"):
        page.goto(address)
        assert page.evaluate("window.harmed") is None
        assert page.locator("h1").is_visible()
    assert text in page.locator("main").inner_text().replace("\u00ad", "").replace("\u2060", "")
