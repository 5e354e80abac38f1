"""How a version stands among the others of its document."""

import datetime

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement
from agreements.versions import among, holding, version_lines, versions_of
from metrics.indicators import AGREEMENT
from metrics.models import Metric
from tests.agreements.signed import amendment, in_force, signed_amendment

pytestmark = pytest.mark.usefixtures("examples")
DAY = datetime.date(2021, 9, 1)


def test_a_document_of_one_version_has_no_other() -> None:
    versions = versions_of(Agreement.objects.get(slug="yhteiset-palvelut-2020"))
    assert (versions.superseded_by, versions.amendment, versions.superseded) == (None, None, None)
    assert versions.words == ""
    assert version_lines(versions) == []


def test_while_an_amendment_is_made_the_version_in_force_knows_of_it() -> None:
    first = in_force()
    draft = amendment(first, day=DAY)
    assert versions_of(first).amendment == draft
    assert versions_of(first).superseded_by is None
    assert versions_of(draft).superseded == first
    assert versions_of(draft).amendment is None
    with translation.override("en"):
        assert versions_of(draft).words == "Amendment: supersedes version 1, holds from 1.9.2021"


def test_a_superseded_version_knows_the_one_that_holds() -> None:
    first = in_force()
    second = signed_amendment(amendment(first))
    third = amendment(second)
    first.refresh_from_db()
    assert versions_of(first).superseded_by == second
    assert versions_of(first).amendment is None
    assert versions_of(second).amendment == third
    assert versions_of(second).superseded_by is None
    lines = version_lines(versions_of(third))
    assert [(line.version.version, bool(line.in_force_at), len(line.signed)) for line in lines] == [
        (3, False, 0),
        (2, True, 3),
        (1, True, 3),
    ]


def test_the_address_finds_the_version_that_it_names_and_else_the_one_that_holds() -> None:
    first = in_force()
    draft = amendment(first)
    everything = (draft, first)
    asked = [among(everything, number) for number in (None, 1, 2, 3)]
    assert [found.own if found else None for found in asked] == [first, first, draft, None]
    assert among((), None) is None


def test_the_version_that_holds_is_the_same_by_joins() -> None:
    first = in_force()
    draft = amendment(first)
    for step in range(2):
        current = Metric.objects.filter(**{f"{AGREEMENT}__in": Agreement.objects.current().order_by()})
        assert set(Metric.objects.filter(holding(AGREEMENT))) == set(current)
        if not step:
            signed_amendment(draft)


@pytest.mark.parametrize("later", [1, 2])
def test_the_versions_take_as_many_queries_however_many_there_are(
    later: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    newest = in_force()
    for _number in range(later):
        newest = signed_amendment(amendment(newest))
    with django_assert_num_queries(3):
        version_lines(versions_of(newest))
