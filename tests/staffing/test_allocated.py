"""Positions that documents together allocate over 100 %."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.checks import checks_of
from agreements.models import Agreement, Section, Unit, User
from agreements.rows.snapshot import load_snapshot
from staffing.models import Allocation, Position, StaffingTable
from tests.agreements.checking import TURKU_PLAN, findings, section_of, told

pytestmark = pytest.mark.usefixtures("examples")

OWN = "402633"
"""A position that the plan of 2024 has at 80 %."""
START, END = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)


def position() -> Position:
    found: Position = Position.objects.get(number=OWN, unit__name_fi="Turku")
    return found


def document(unit: str, *, slug: str, start: datetime.date = START, end: datetime.date = END) -> Section:
    """Another document of the year with an empty staffing section."""
    agreement = Agreement.objects.create(
        slug=slug,
        kind="service_agreement",
        unit=Unit.objects.get(name_fi=unit),
        unit_chain=[{"kind": "result_unit", "name": unit}],
        title="SOPIMUS",
        year=start.year,
        period_start=start,
        period_end=end,
        changed_at=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
    )
    section: Section = Section.objects.create(agreement=agreement, kind="staffing")
    StaffingTable.objects.create(section=section)
    return section


def allocate(section: Section, percent: str, **dates: datetime.date) -> Allocation:
    row: Allocation = Allocation.objects.create(
        section=section, held_by=position(), number=OWN, title="informaatikko", percent=percent, position=99, **dates
    )
    return row


def test_a_position_over_a_hundred_percent_is_told_with_its_documents() -> None:
    assert told(TURKU_PLAN, "over_allocated") == []
    other = document("Yhteiset palvelut", slug="yhteiset-2024")
    row = allocate(other, "20 %")
    assert told(TURKU_PLAN, "over_allocated") == []
    Allocation.objects.filter(pk=row.pk).update(percent="30 %")
    assert told(TURKU_PLAN, "over_allocated") == [
        "The position “402633 informaattikko” is allocated 110\u00a0% from 1.1.2024 to 31.12.2024: "
        "in this document 80\u00a0%, “Yhteiset palvelut 2024” 30\u00a0%"
    ]
    assert told("yhteiset-2024", "over_allocated") == [
        "The position “402633 informaatikko” is allocated 110\u00a0% from 1.1.2024 to 31.12.2024: "
        "in this document 30\u00a0%, “Toteutussuunnitelma 2024” 80\u00a0%"
    ]


def test_the_finding_leads_to_the_documents_own_share() -> None:
    allocate(document("Yhteiset palvelut", slug="yhteiset-2024"), "30 %")
    own = Allocation.objects.get(section__agreement__slug=TURKU_PLAN, number=OWN)
    (finding,) = (each for each in findings(TURKU_PLAN) if each.code == "over_allocated")
    assert (finding.anchor, finding.section) == (f"allocation-{own.pk}-percent", own.section_id)


def test_units_out_of_sight_count_without_their_names() -> None:
    """Helena heads one unit; what she may not see is one sum."""
    own = document("Yhteiset palvelut", slug="yhteiset-2024")
    allocate(own, "20 %")
    allocate(document("Asiakaspalvelut", slug="asiakas-2024"), "5 %")
    assert told("yhteiset-2024", "over_allocated", by="helena.laine") == [
        "The position “402633 informaatikko” is allocated 105\u00a0% from 1.1.2024 to 31.12.2024: "
        "in this document 20\u00a0%, in other units 85\u00a0%"
    ]
    assert (
        "“Asiakaspalvelut 2024” 5\u00a0%, “Toteutussuunnitelma 2024” 80\u00a0%"
        in (told("yhteiset-2024", "over_allocated", by="pekka.salo")[0])
    )


def test_only_what_overlaps_counts() -> None:
    other = document("Yhteiset palvelut", slug="yhteiset-2024")
    row = allocate(other, "100 %", start=datetime.date(2024, 6, 1), end=datetime.date(2024, 8, 31))
    assert "180\u00a0% from 1.6.2024 to 31.8.2024" in told(TURKU_PLAN, "over_allocated")[0]
    Allocation.objects.filter(number=OWN).exclude(pk=row.pk).update(end=datetime.date(2024, 5, 31))
    assert told(TURKU_PLAN, "over_allocated") == []


def test_another_years_document_does_not_count() -> None:
    next_year = {"start": datetime.date(2025, 1, 1), "end": datetime.date(2025, 12, 31)}
    allocate(document("Yhteiset palvelut", slug="yhteiset-2025", **next_year), "100 %")
    assert told(TURKU_PLAN, "over_allocated") == []


def test_only_the_newest_version_of_a_document_counts() -> None:
    section = document("Yhteiset palvelut", slug="yhteiset-2024")
    allocate(section, "100 %")
    first = section.agreement
    second = Agreement.objects.get(pk=first.pk)
    second.pk, second.version, second.supersedes = None, 2, first
    second.save()
    assert told(TURKU_PLAN, "over_allocated") == []


def test_a_position_twice_in_the_same_document_counts_twice() -> None:
    allocate(section_of(TURKU_PLAN, "staffing"), "30 %")
    (said,) = told(TURKU_PLAN, "over_allocated")
    assert said.endswith("110\u00a0% from 1.1.2024 to 31.12.2024: in this document 110\u00a0%")


def test_what_cannot_be_read_does_not_count() -> None:
    allocate(document("Yhteiset palvelut", slug="yhteiset-2024"), "puolet")
    assert told(TURKU_PLAN, "over_allocated") == []


def test_other_documents_take_one_query_whatever_their_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agreement = Agreement.objects.get(slug=TURKU_PLAN)
    snapshot, user = load_snapshot(agreement), User.objects.get(email="mikko.saarinen@example.org")
    for number in range(5):
        allocate(document("Yhteiset palvelut", slug=f"yhteiset-{number}"), "30 %")
        with django_assert_num_queries(1):
            found = checks_of(agreement, snapshot, user=user)
        assert "over_allocated" in {finding.code for finding in found}
