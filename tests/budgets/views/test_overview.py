"""Budgets by unit and year."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Section
from budgets.models import BudgetLine
from tests.metrics.follow_ups import user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")

ADDRESS = "/budgets/"
# The session and the user, the years, the units, and the lines and tables of the years.
QUERIES = 6
OF_2020, OF_2021 = "yhteiset-palvelut-2020", "yhteiset-palvelut-2021"


def written(slug: str, column: str, **amounts: str) -> None:
    """Write amounts, by the label of the line, in the column of the document's budget."""
    section = Section.objects.get(agreement__slug=slug, kind="budget")
    section.columns = {**section.columns, column: None}
    section.save()
    for label, amount in amounts.items():
        BudgetLine.objects.filter(section=section, label=label).update(**{column: amount})


def cells(name: str, unit: str, query: str = "") -> dict[str, str]:
    """The unit's figures by what stands over them."""
    page = page_of(name, query, of=ADDRESS)
    row = next(row for row in re.findall(r"<tr .*?</tr>", page, re.DOTALL) if f">{unit}<" in row)
    found = re.findall(r'<td role="cell"[^>]*data-label="([^"]*)">(.*?)</td>', row, re.DOTALL)
    return {label: " ".join(re.sub(r"<[^>]*>", " ", cell).split()) for label, cell in found if cell}


def figures(name: str, unit: str, query: str = "") -> list[str]:
    return list(cells(name, unit, query).values())


def test_a_unit_has_a_line_with_its_plan() -> None:
    assert figures("tuula.heino", "Asiakaspalvelut") == ["2 196 780"]
    assert figures("tuula.heino", "Asiakaspalvelut", "?side=income") == ["0"]
    assert figures("tuula.heino", "Yhteiset palvelut", "?side=income") == ["359 000"]
    assert figures("tuula.heino", "Yhteiset palvelut", "?side=net") == ["\u2212756 119"]


def test_expenses_are_read_with_the_signs_of_their_document() -> None:
    assert figures("maria.lindholm", "Borgå stadsbibliotek") == ["235 000"]
    assert figures("maria.lindholm", "Borgå stadsbibliotek", "?side=net") == ["0"]


def test_the_actual_stands_against_the_plan_and_the_forecast_between() -> None:
    written(OF_2020, "forecast", Menot="1 100 000")
    written(OF_2020, "actual", Tulot="350 000", Menot="1 226 630,90")
    assert figures("helena.laine", "Yhteiset palvelut") == ["1 115 119", "1 100 000", "1 226 630,9", "111 511,9 110 %"]
    net = figures("helena.laine", "Yhteiset palvelut", "?side=net")
    assert net == ["\u2212756 119", "\u22121 100 000", "\u2212876 630,9", "\u2212120 511,9 115,9 %"]


def test_the_amended_budget_is_the_plan_line_by_line() -> None:
    written(OF_2020, "amended", Menot="1 200 000")
    assert figures("helena.laine", "Yhteiset palvelut") == ["1 200 000"]
    assert figures("helena.laine", "Yhteiset palvelut", "?side=income") == ["359 000"]


def test_years_stand_side_by_side_and_the_next_years_document_tells_what_the_years_own_does_not() -> None:
    written(OF_2021, "budget", Menot="1 000 000")
    written(OF_2021, "statement", Menot="1 115 000")
    found = list(cells("helena.laine", "Yhteiset palvelut").items())
    assert found[0][0].startswith("2020 ")
    assert found[0][1] == "1 115 119"
    assert found[1][1].startswith("1 115 000 ")
    assert found[-1][1] == "1 000 000"
    written(OF_2020, "actual", Menot="1 115 100")
    assert list(cells("helena.laine", "Yhteiset palvelut").values())[1] == "1 115 100"


def test_an_amount_that_is_no_number_leaves_the_sum_unknown() -> None:
    written(OF_2020, "actual", Menot="noin miljoona", Tulot="1")
    found = figures("helena.laine", "Yhteiset palvelut")
    assert found[0] == "1 115 119"
    assert len(found) == 2
    assert "1 " in found[1]
    assert 'class="over"' in page_of("helena.laine", of=ADDRESS)
    assert 'class="over"' not in page_of("helena.laine", "?side=income", of=ADDRESS)


def test_all_units_are_added_up() -> None:
    written(OF_2021, "budget", Menot="1 000 000,50")
    page = page_of("tuula.heino", of=ADDRESS)
    total = page.split('class="tot"')[1]
    assert "3\u00a0196\u00a0780,5" in total


def test_what_only_some_tell_is_not_set_against_what_all_plan() -> None:
    written(OF_2021, "budget", Menot="1 000 000")
    written(OF_2021, "actual", Menot="900 000")
    assert figures("helena.laine", "Yhteiset palvelut")[-1] == "\u2212100 000 90 %"
    total = page_of("tuula.heino", of=ADDRESS).split('class="tot"')[1]
    assert "900\u00a0000" in total
    assert re.search(r">1\D{1,4}2 ", total)
    assert "\u2212" not in total


@pytest.mark.parametrize("query", ["?year=1999", "?year=x", "?side=left"])
def test_what_is_not_there_does_not_exist(query: str) -> None:
    client = Client()
    client.force_login(user("tuula.heino"))
    assert client.get(f"{ADDRESS}{query}").status_code == 404


def test_other_units_are_not_seen() -> None:
    page = page_of("helena.laine", of=ADDRESS)
    assert "Asiakaspalvelut" not in page
    assert "<table" not in page_of("virpi.aho", of=ADDRESS)
    assert "<table" not in page_of("admin", of=ADDRESS)


def test_the_page_takes_as_many_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client()
    client.force_login(user("tuula.heino"))
    with django_assert_num_queries(QUERIES):
        assert "Yhteiset palvelut" in unescape(client.get(ADDRESS).content.decode())
    section = Section.objects.get(agreement__slug=OF_2020, kind="budget")
    for number in range(50):
        BudgetLine.objects.create(section=section, label=f"Rivi {number}", side="expense", level=1, budget="1")
    with django_assert_num_queries(QUERIES):
        client.get(f"{ADDRESS}?year=2020&side=net")
