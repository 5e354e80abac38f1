import html
import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.document import load_document
from agreements.models import Agreement, Goal, Measure, Section, User
from agreements.sections import registry
from metrics.models import Indicator, Metric

READERS = {
    "asiakaspalvelut-2021": "sari.niemi",
    "yhteiset-palvelut-2020": "helena.laine",
    "turku-ake-2024": "mikko.saarinen",
    "lumme-2018": "virpi.aho",
    "porvoo-ake-2026": "maria.lindholm",
}
# The session, the user, the agreement, what may be done with it; parties, sections; what its kinds need; open comments.
QUERIES = {
    "asiakaspalvelut-2021": 19,
    "yhteiset-palvelut-2020": 19,
    "turku-ake-2024": 17,
    "lumme-2018": 9,
    "porvoo-ake-2026": 20,
}

pytestmark = pytest.mark.usefixtures("examples")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


@pytest.mark.parametrize("slug", READERS)
def test_every_word_of_the_document_stands_on_its_page(slug: str) -> None:
    page = signed_in(READERS[slug]).get(f"/agreements/{slug}/").content.decode()
    shown = visible_words(page)
    document = load_document(Agreement.objects.get(slug=slug))
    for section in document.sections:
        for text in strings(section.kind.as_json(section)):
            if "<" not in text:
                assert set(text.replace("✓", " ").split()) - {"-"} <= shown, text


def visible_words(page: str) -> set[str]:
    text = re.sub(r"<[^>]*>", " ", re.sub(r"</(strong|em|a)>|<(strong|em|a)[^>]*>", "", page))
    return set(html.unescape(text).replace("\u00ad", "").replace("\u2060", "").split())


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        keys = [key for key in value if key not in ("columns", "problems", "html", "role", "side", "colour")]
        return [text for key in keys for text in strings(value[key])]
    if isinstance(value, list):
        return [text for member in value for text in strings(member)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("slug", READERS)
def test_the_page_costs_a_fixed_number_of_queries(slug: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in(READERS[slug])
    with django_assert_num_queries(QUERIES[slug]):
        client.get(f"/agreements/{slug}/")
    lengthen(Agreement.objects.get(slug=slug))
    with django_assert_num_queries(QUERIES[slug]):
        client.get(f"/agreements/{slug}/")
    assert QUERIES[slug] <= 20


def lengthen(agreement: Agreement) -> None:
    """Ten times the sections, each with all its rows again."""
    for section in list(agreement.sections.all()):
        for _copy in range(9):
            twin = Section.objects.create(
                agreement=agreement,
                kind=section.kind,
                position=section.position,
                parent=section.parent,
                columns=section.columns,
            )
            registry[section.kind].carry(section, twin)


@pytest.mark.parametrize("extension", ["json", "pdf", "xlsx"])
def test_an_export_is_a_download_named_after_the_document(extension: str) -> None:
    response = signed_in("virpi.aho").get(f"/agreements/lumme-2018/export.{extension}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="lumme-2018.{extension}"'
    starts = {"json": b"{", "pdf": b"%PDF", "xlsx": b"PK"}
    assert response.content.startswith(starts[extension])


def test_the_json_from_the_page_is_the_document() -> None:
    content = signed_in("virpi.aho").get("/agreements/lumme-2018/export.json").content
    assert json.loads(content)["slug"] == "lumme-2018"


@pytest.mark.parametrize("path", ["", "export.pdf", "export.json", "export.xlsx"])
def test_outside_and_not_there_are_answered_alike(path: str) -> None:
    client = signed_in("helena.laine")
    outside = client.get(f"/agreements/porvoo-ake-2026/{path}")
    missing = client.get(f"/agreements/no-such-thing-1/{path}")
    assert outside.status_code == missing.status_code == 404
    assert same_page(outside.content, "porvoo-ake-2026") == same_page(missing.content, "no-such-thing-1")


def same_page(content: bytes, slug: str) -> str:
    """The page without its own address, the token that is new on every page, and the seconds that the session has."""
    told = r'name="csrfmiddlewaretoken" value="\w+"|data-left="\d+"'
    return re.sub(told, "", content.decode().replace(slug, ""))


@pytest.mark.parametrize("path", ["/", "/agreements/lumme-2018/", "/agreements/lumme-2018/export.pdf"])
def test_whoever_is_not_signed_in_is_asked_to(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")


def test_an_older_version_keeps_its_address() -> None:
    client = signed_in("virpi.aho")
    assert client.get("/agreements/lumme-2018/?version=1").status_code == 200
    assert client.get("/agreements/lumme-2018/?version=2").status_code == 404
    assert client.get("/agreements/lumme-2018/?version=99999999999999").status_code == 200
    assert client.get("/agreements/lumme-2018/?version=abc").status_code == 200


HOSTILE = [
    "=1+1",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{% load i18n %}",
    "\x0b\x1b",
    '"><img src=x onerror=alert(1)>',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    metric = Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").first()
    assert metric is not None
    Metric.objects.filter(pk=metric.pk).update(text=text, target=text, prior=text)
    Goal.objects.filter(measures__metrics=metric).update(title=text)
    page = signed_in("helena.laine").get("/agreements/yhteiset-palvelut-2020/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert ">49<" not in page


def test_a_goal_with_two_hundred_metrics_and_a_long_cell_and_an_empty_section() -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    section = agreement.sections.filter(kind="goals").first()
    assert section is not None
    goal = Goal.objects.create(section=section, title="Suuri")
    measure = Measure.objects.create(goal=goal, text="Toimenpide")
    indicator = Indicator.objects.create(unit=agreement.unit, name="Mittari")
    for position in range(200):
        Metric.objects.create(measure=measure, position=position, text=f"Mittari {position}", indicator=indicator)
    Metric.objects.filter(measure=measure, position=7).update(text="sana " * 8000)
    for kind in ("goals", "text", "training", "staffing", "budget", "funding", "facts", "figure"):
        Section.objects.create(agreement=agreement, kind=kind, heading=f"Tyhjä {kind}")
    response = signed_in("helena.laine").get("/agreements/yhteiset-palvelut-2021/")
    assert response.status_code == 200
    assert "Mittari 199" in response.content.decode()
    assert 'rowspan="200"' in response.content.decode()


def test_the_page_loads_nothing_from_outside_and_has_no_inline_script_or_style() -> None:
    response = signed_in("helena.laine").get("/agreements/yhteiset-palvelut-2020/")
    page = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")
