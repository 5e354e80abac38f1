"""Positions in a document that is being amended: its shares count once, and its actuals go on."""

import datetime

import pytest
from django.utils import timezone

from agreements.checks import checks_of
from agreements.models import Agreement
from agreements.rows.snapshot import load_snapshot
from agreements.services.amending import agreement_amend
from staffing.models import Allocation
from staffing.services.actuals import actual_record, actuals_of
from staffing.shares import shares_of
from tests.agreements.signed import person

pytestmark = pytest.mark.usefixtures("examples")


def amended() -> tuple[Agreement, Agreement]:
    """The plan in force and its amendment's draft."""
    plan = Agreement.objects.get(slug="turku-ake-2024")
    day, by = datetime.date(2024, 9, 1), person("pekka.salo")
    return plan, agreement_amend(agreement=plan, holds_from=day, by=by, at=timezone.now())


def test_shares_of_an_amendment_are_not_added_to_those_of_the_version_in_force() -> None:
    documents = Agreement.objects.filter(year=2024).current()
    reader = person("pekka.salo")
    before = shares_of(reader, documents, year=2024).total
    _plan, draft = amended()
    assert shares_of(reader, documents, year=2024).total == before
    codes = {finding.code for finding in checks_of(draft, load_snapshot(draft), user=reader)}
    assert "over_allocated" not in codes


def test_what_an_allocation_came_to_stands_in_the_amendment() -> None:
    plan, draft = amended()
    allocation = Allocation.objects.filter(section__agreement=plan)[0]
    by, at = person("pekka.salo"), timezone.now()
    recorded = actual_record(allocation=allocation, percent="50", seen=None, by=by, at=at)
    assert actuals_of(draft)[str(allocation.key)] == recorded
