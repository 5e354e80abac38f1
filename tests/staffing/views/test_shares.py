"""Positions against the documents of a year."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Section
from staffing.models import Allocation, Position
from staffing.services.actuals import actual_record
from staffing.views import shares
from tests.metrics.follow_ups import user
from tests.metrics.views.test_lists import page_of
from tests.staffing.works import allocation, works_for

pytestmark = pytest.mark.usefixtures("examples")

ADDRESS = "/positions/by-agreement/"
# The session and the user; the years of positions, the units and the years to choose from; then the documents that are
# shown, that may be seen, that may be recorded; the positions' shares and their actuals.
QUERIES = 10


def lines(name: str, query: str = "") -> list[str]:
    """The rows of the page, each as its words."""
    page = page_of(name, query, of=ADDRESS)
    rows = re.findall(r'<tr role="row"[^>]*>(.*?)</tr>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


def test_a_position_stands_against_every_document_of_the_year() -> None:
    works_for("402633", "asiakaspalvelut-2021", "12,5 %")
    works_for("402633", "yhteiset-palvelut-2021", "20 %")
    heading, row, *sums = lines("tuula.heino", "?year=2021")
    assert heading.startswith("Tehtävänimike Asiakaspalvelut 2021 Voimassa Yhteiset palvelut 2021 Luonnos")
    assert re.match(r"informaattikko 402633 12,5 % 20 % 32,5 % .*12,5 %.* 20 %", row)
    assert "0,125 0,2 0,325" in sums[0]


def test_the_newest_year_with_positions_is_shown_unless_another_is_asked_for() -> None:
    assert len(lines("tuula.heino")) == 1 + 11 + 2
    works_for("402633", "yhteiset-palvelut-2021", "20 %")
    assert len(lines("tuula.heino", "?year=2021")) == 1 + 1 + 2
    assert 'value="2024" selected' in page_of("tuula.heino", of=ADDRESS)


@pytest.mark.parametrize("query", ["?year=2019", "?year=x", "?unit=0", "?kind=poem", "?year=2024&kind=grant_project"])
def test_what_is_not_there_is_said_so(query: str) -> None:
    assert "shares" not in page_of("tuula.heino", query, of=ADDRESS).split("<main")[1]


def test_units_that_one_may_not_see_count_without_their_names() -> None:
    works_for("402633", "asiakaspalvelut-2021", "90 %")
    works_for("402633", "yhteiset-palvelut-2021", "20 %")
    page = page_of("helena.laine", of=ADDRESS)
    assert "Asiakaspalvelut" not in page
    _heading, row, planned, _actual = lines("helena.laine")
    assert re.search(r"20 % \S.* 90 % 110 %", row)
    assert planned.endswith("0,2 0,9 1,1")


def test_documents_that_the_filter_leaves_out_count_too() -> None:
    works_for("402633", "asiakaspalvelut-2021", "90 %")
    works_for("402633", "yhteiset-palvelut-2021", "20 %")
    unit = Agreement.objects.get(slug="yhteiset-palvelut-2021").unit_id
    assert "110 %" in lines("tuula.heino", f"?year=2021&unit={unit}")[1]


def test_more_than_a_person_year_is_told_in_words_with_a_sign() -> None:
    works_for("402633", "asiakaspalvelut-2021", "90 %")
    works_for("402633", "yhteiset-palvelut-2021", "20 %")
    page = page_of("tuula.heino", "?year=2021", of=ADDRESS)
    assert page.count('class="over"') == 2
    assert page.count("hds-icon--alert-circle-fill") == 2


def test_shares_one_after_the_other_are_not_over() -> None:
    works_for("402633", "asiakaspalvelut-2021", "90 %", end=datetime.date(2021, 6, 30))
    works_for("402633", "yhteiset-palvelut-2021", "90 %", start=datetime.date(2021, 7, 1))
    page = page_of("tuula.heino", "?year=2021", of=ADDRESS)
    assert "180 %" in page
    assert 'class="over"' not in page


def test_only_the_newest_version_counts() -> None:
    works_for("402633", "asiakaspalvelut-2021", "60 %")
    old = Agreement.objects.get(slug="asiakaspalvelut-2021")
    new = Agreement.objects.get(slug="asiakaspalvelut-2021")
    new.pk, new.version, new.supersedes = None, 2, old
    new.save()
    assert lines("sari.niemi") == []
    section = Section.objects.create(agreement=new, kind="staffing")
    Allocation.objects.create(section=section, held_by=Position.objects.get(number="402633"), title="x", percent="50 %")
    assert "50 % 50 %" in lines("sari.niemi")[1]


def test_actuals_stand_beside_what_was_planned() -> None:
    actual_record(
        allocation=allocation("402633"), percent="102 %", seen=None, by=user("mikko.saarinen"), at=timezone.now()
    )
    page = page_of("tuula.heino", of=ADDRESS)
    assert page.count("102 %") == 2
    assert page.count('class="over"') == 1
    assert "1,02" in page


def test_those_who_record_are_led_to_it() -> None:
    link = "/agreements/turku-ake-2024/staff/"
    assert link in page_of("mikko.saarinen", of=ADDRESS)
    assert link not in page_of("tuula.heino", of=ADDRESS)


def test_many_documents_stand_in_the_rows_instead_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    works_for("402633", "asiakaspalvelut-2021", "12,5 %")
    works_for("402633", "yhteiset-palvelut-2021", "20 %")
    monkeypatch.setattr(shares, "MOST_COLUMNS", 1)
    _heading, row, *sums = lines("tuula.heino", "?year=2021")
    assert re.search(r"Asiakaspalvelut 2021 Voimassa : 12,5 % Yhteiset palvelut 2021 Luonnos : 20 % 32,5 %", row)
    assert len(sums) == 3


def test_another_city_is_not_seen() -> None:
    assert "402633" not in page_of("maria.lindholm", of=ADDRESS)
    assert "<table" not in page_of("virpi.aho", of=ADDRESS)


def test_the_page_takes_as_many_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client()
    client.force_login(user("tuula.heino"))
    with django_assert_num_queries(QUERIES):
        assert "402633" in unescape(client.get(ADDRESS).content.decode())
    for number in [position.number or "" for position in Position.objects.filter(number__startswith="40")]:
        for slug in ("asiakaspalvelut-2021", "yhteiset-palvelut-2021", "turku-ake-2024"):
            works_for(number, slug, "5 %")
    for query in ("", "?year=2021"):
        with django_assert_num_queries(QUERIES):
            client.get(f"{ADDRESS}{query}")
