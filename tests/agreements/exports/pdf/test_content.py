"""What stands on the pages of the five documents."""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

import pymupdf
import pytest
from django.utils import translation
from django.utils.translation import gettext

from agreements.document import Document
from agreements.exports.json import document_as_json
from agreements.titles import display_title
from tests.agreements.exports.pdf.conftest import Loaded, Printed
from tests.agreements.exports.pdf.reader import Element, read, squeezed

pytestmark = pytest.mark.django_db

SLUGS = ("asiakaspalvelut-2021", "yhteiset-palvelut-2020", "turku-ake-2024", "lumme-2018", "porvoo-ake-2026")
AGREEMENTS = SLUGS[:2]
PLANS = ("turku-ake-2024", "porvoo-ake-2026")


def in_finnish(message: str, **values: Any) -> str:
    with translation.override("fi"):
        return gettext(message) % values


def pages_of(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf) as opened:
        return [" ".join(page.get_text().split()) for page in opened]


def written(document: Document) -> Iterator[str | None]:
    """Everything that somebody wrote in the document, in the order in which it is read."""
    yield from document.cover
    if not document.cover:
        yield display_title(document.title)
    yield document.purpose
    for section in document_as_json(document)["sections"]:
        yield from (section["number"], section["heading"], section["caption"])
        yield from WRITTEN[section["kind"]](section)
    for party in document.parties:
        yield from (party.title[1:], party.name)


def goals(section: dict[str, Any]) -> Iterator[str | None]:
    columns = section["columns"]
    path = columns["goal"] is None
    if path:
        yield section["goals"][0]["outcome"]
    yield from (heading for key, heading in columns.items() if key != "goal")
    for goal in section["goals"]:
        if not path:
            yield from (columns["goal"], goal["outcome"], goal["title"])
        for measure in goal["measures"]:
            yield from (*measure["text"].split("\n"), measure["in_portfolio"])
            for metric in measure["metrics"]:
                yield from (metric[key] for key in ("text", "target", "prior", "actual"))


def training(section: dict[str, Any]) -> Iterator[str | None]:
    yield from section["columns"].values()
    for module in section["modules"]:
        yield module["title"]
        for content in module["contents"]:
            yield from (content["title"], *content["deliveries"])


def staffing(section: dict[str, Any]) -> Iterator[str | None]:
    columns = section["columns"]
    yield from (columns[key] for key in ("table", "number", "title", "percent", "tasks"))
    for row in section["allocations"]:
        yield from (row[key] for key in ("number", "title", "percent", "tasks"))
    yield from (columns["total"], section["declared_total"], columns["headcount"], section["headcount"])
    yield from (columns["situation"], section["situation"], columns["work_ability"], section["work_ability"])


def budget(section: dict[str, Any]) -> Iterator[str | None]:
    yield from section["columns"].values()
    for line in section["lines"]:
        yield from (line["label"], *line["amounts"].values())


def funding(section: dict[str, Any]) -> Iterator[str | None]:
    columns, realised = section["columns"], section["realised"]
    yield columns["applied_group"]
    for key in ("applied", "own", "other_applied", "other_received", "total"):
        yield from (columns[key], section[key])
    yield columns["realised_group"]
    for key in ("total", "own", "other", "partner"):
        yield from (columns[f"realised_{key}"], realised[key])
    yield from (columns["granted_group"], columns["granted"], section["granted"])


WRITTEN = {
    "text": lambda section: section["text"].split("\n"),
    "goals": goals,
    "training": training,
    "figure": lambda section: chain.from_iterable((area["title"], *area["modules"]) for area in section["areas"]),
    "staffing": staffing,
    "budget": budget,
    "funding": funding,
    "facts": lambda section: chain.from_iterable(
        (fact["label"], *fact["value"].split("\n")) for fact in section["facts"]
    ),
}


@pytest.mark.parametrize("slug", SLUGS)
def test_everything_written_is_read_in_its_order(slug: str, loaded: Loaded, printed: Printed) -> None:
    read_out, at = squeezed(read(printed(slug)).text), 0
    for text in filter(None, written(loaded(slug))):
        found = read_out.find(squeezed(text), at)
        assert found >= 0, f"{text!r} is not read after {read_out[max(0, at - 80) : at]!r}"
        at = found + len(squeezed(text))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_tells_its_number_version_status_and_date(slug: str, printed: Printed) -> None:
    pages = pages_of(printed(slug))
    last_changed = in_finnish("Last changed %(date)s", date="22.11.2026")
    state = squeezed(f"{in_finnish('Version %(version)s', version=1)} · {in_finnish('In force')} · {last_changed}")
    for number, page in enumerate(pages, start=1):
        assert state in squeezed(page)
        assert f"{in_finnish('Page')} {number} / {len(pages)}" in page


@pytest.mark.parametrize("slug", SLUGS)
def test_pages_after_the_first_tell_whose_document_it_is(slug: str, loaded: Loaded, printed: Printed) -> None:
    document = loaded(slug)
    units = " · ".join(unit.name for unit in document.units)
    for page in pages_of(printed(slug))[1:]:
        assert squeezed(units) in squeezed(page)
        assert squeezed(display_title(document.title)) in squeezed(page)


@pytest.mark.parametrize("slug", SLUGS)
def test_agreements_lie_and_plans_stand_but_for_their_wide_tables(slug: str, printed: Printed) -> None:
    with pymupdf.open(stream=printed(slug)) as opened:
        lying = [page.number for page in opened if page.rect.width > page.rect.height]
        assert {tuple(sorted((round(page.rect.width), round(page.rect.height)))) for page in opened} == {(595, 842)}
        count = len(opened)
    if slug in AGREEMENTS:
        assert lying == list(range(count))
    elif slug == "turku-ake-2024":
        wide = next(table for table in read(printed(slug)).find("Table") if table.text.startswith("Taulukko 1"))
        assert lying == sorted(set(wide.all_pages))
    else:
        assert lying == []


@pytest.mark.parametrize("slug", ["turku-ake-2024", "lumme-2018"])
def test_a_cover_stands_alone_on_the_first_page(slug: str, loaded: Loaded, printed: Printed) -> None:
    tree = read(printed(slug))
    document = loaded(slug)
    cover = [element for element in tree.kids if set(element.all_pages) == {0}]
    lines = {squeezed(line) for line in (display_title(document.title), *document.cover)}
    assert lines <= {squeezed(element.text) for element in cover}
    assert all(1 not in element.all_pages for element in cover)


@pytest.mark.parametrize("slug", PLANS)
def test_contents_name_the_page_on_which_each_chapter_begins(slug: str, printed: Printed) -> None:
    tree = read(printed(slug))
    begins = {heading.text: heading.pages[0] + 1 for heading in tree.find("H2", "H3")}
    entries = [entry.text for entry in tree.find("TOCI")]
    assert len(entries) > 10
    for entry in entries:
        name, _space, page = entry.rpartition(" ")
        assert begins[name] == int(page), name


@pytest.mark.parametrize("slug", ["asiakaspalvelut-2021", "yhteiset-palvelut-2020", "lumme-2018"])
def test_only_plans_have_contents(slug: str, printed: Printed) -> None:
    assert not list(read(printed(slug)).find("TOC"))


@pytest.mark.parametrize("slug", AGREEMENTS)
def test_each_party_has_lines_for_signature_name_place_and_date(slug: str, loaded: Loaded, printed: Printed) -> None:
    blocks = [item.text for item in list(read(printed(slug)).find("L"))[-1].find("LBody")]
    lines = [in_finnish(line) for line in ("Signature", "Name in block letters", "Place and date", "Signed on paper")]
    assert blocks == [" ".join([party.title.capitalize(), *lines]) for party in loaded(slug).parties]


@pytest.mark.parametrize("slug", AGREEMENTS)
def test_nobody_signs_a_sheet_that_says_nothing_else(slug: str, printed: Printed) -> None:
    tree = read(printed(slug))
    *_others, chapter, signatures = tree.find("H2")
    assert signatures.text == in_finnish("Signatures")
    assert chapter.pages == signatures.pages


@pytest.mark.parametrize("slug", ["turku-ake-2024", "lumme-2018", "porvoo-ake-2026"])
def test_a_document_without_parties_has_nothing_to_sign(slug: str, printed: Printed) -> None:
    assert in_finnish("Signatures") not in read(printed(slug)).text


@pytest.mark.parametrize("slug", SLUGS)
def test_no_heading_or_caption_stands_at_the_foot_of_a_page(slug: str, printed: Printed) -> None:
    elements = list(in_reading_order(read(printed(slug))))
    assert elements
    for element, following in pairwise(elements):
        if element.role in {"H1", "H2", "H3", "H4", "Caption", "TH"}:
            assert element.pages[-1] == following.pages[0], element.text


def in_reading_order(element: Element) -> Iterator[Element]:
    """The elements that have text of their own."""
    if element.pages:
        yield element
    for kid in element.kids:
        yield from in_reading_order(kid)
