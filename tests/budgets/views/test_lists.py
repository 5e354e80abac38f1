"""The list of budget lines."""

import re
from html import unescape

import pytest
from django.test import Client

from agreements.models import User
from budgets.models import BudgetLine

pytestmark = pytest.mark.usefixtures("examples")


def page_of(name: str, query: str = "") -> str:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return unescape(client.get(f"/budget-lines/{query}").content.decode()).replace("\u00ad", "").replace("\u2060", "")


def rows_of(page: str) -> list[list[str]]:
    rows = re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL)[1:]
    cells = (re.findall(r'<t[hd] role="(?:rowheader|cell)"[^>]*>(.*?)</t[hd]>', row, re.DOTALL) for row in rows)
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split(" ")).strip() for cell in row] for row in cells]


def sortable(page: str) -> list[str]:
    return re.findall(r'href="\?sort=(\w+)"', page)


def test_amounts_stand_as_they_were_written() -> None:
    rows = rows_of(page_of("maria.lindholm", "?text=Valtionavustus"))
    assert [(row[0], row[-1]) for row in rows] == [("Valtionavustus", "235 000")]


def test_only_columns_that_have_amounts_are_shown() -> None:
    assert {"prior_budget", "budget"} <= set(sortable(page_of("helena.laine")))
    assert "prior_budget" not in sortable(page_of("maria.lindholm"))
    BudgetLine.objects.filter(section__agreement__slug="porvoo-ake-2026", label="Valtionavustus").update(actual="1")
    assert "actual" in sortable(page_of("maria.lindholm"))


def test_amounts_are_sorted_as_numbers() -> None:
    BudgetLine.objects.filter(section__agreement__slug="porvoo-ake-2026", label="Muut tuotot").update(budget="n. 5")
    amounts = [row[-1] for row in rows_of(page_of("maria.lindholm", "?sort=-budget"))]
    assert amounts[0] == "235 000"
    numbers = [int(amount.replace(" ", "").replace("\u00a0", "")) for amount in amounts]
    assert numbers == sorted(numbers, reverse=True)
    assert rows_of(page_of("maria.lindholm", "?sort=budget&page=2"))[-1][-1] == "n. 5"


def test_lines_of_other_units_do_not_exist() -> None:
    assert len(rows_of(page_of("helena.laine"))) == 6
    assert rows_of(page_of("virpi.aho")) == []


def test_lines_are_filtered_by_side_and_by_type() -> None:
    assert {row[0] for row in rows_of(page_of("helena.laine", "?side=income"))} == {"Tulot"}
    assert {row[0] for row in rows_of(page_of("helena.laine", "?role=result"))} == {"Netto"}
