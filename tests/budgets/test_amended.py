"""Budgets by unit and year when a document is amended: each document counts once, in the version that holds."""

from decimal import Decimal
from uuid import UUID

import pytest

from agreements.models import Agreement, Unit
from budgets.models import BudgetLine
from budgets.overview import overview_of
from budgets.portfolio import portfolio_measures
from tests.agreements.signed import DRAFT, amendment, draft_with_parties, in_force, person, signed_amendment

pytestmark = pytest.mark.usefixtures("examples")


def planned() -> tuple[Decimal | None, int]:
    """What the unit plans to spend, and how many budget tables say so."""
    documents = Agreement.objects.filter(slug=DRAFT).current()
    overview = overview_of(documents, [Unit.objects.get(name_fi="Yhteiset palvelut")], [2021], side="expense")
    figures = overview.total[0]
    return figures.plan, figures.planned


def test_a_plan_counts_once_before_and_after_the_amendment_comes_in_force() -> None:
    lines = BudgetLine.objects.filter(section__agreement=draft_with_parties(), side="expense")
    lines.update(budget="1000")
    first = in_force()
    before = planned()
    assert before[1] == 1
    draft = amendment(first)
    assert planned() == before
    BudgetLine.objects.filter(section__agreement=draft, side="expense").update(budget="3000")
    assert planned() == before
    signed_amendment(draft)
    assert planned() == (before[0] * 3 if before[0] else None, 1)


def test_the_portfolio_has_each_measure_once() -> None:
    def keys() -> list[UUID]:
        own = portfolio_measures(person("helena.laine")).filter(goal__section__agreement__slug=DRAFT)
        return sorted(own.values_list("key", flat=True))

    first = in_force()
    before = keys()
    draft = amendment(first)
    assert keys() == before
    signed_amendment(draft)
    assert keys() == before
