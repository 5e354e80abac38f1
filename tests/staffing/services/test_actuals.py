"""Recording what an allocation came to."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.models import Agreement, Status
from staffing.models import AllocationActual
from staffing.services.actuals import RecordedMeanwhileError, actual_record, actuals_of
from tests.metrics.follow_ups import user
from tests.staffing.works import allocation, works_for

pytestmark = pytest.mark.usefixtures("examples")


def record(percent: str, *, seen: int | None = None, by: str = "mikko.saarinen") -> AllocationActual | None:
    return actual_record(allocation=allocation("402633"), percent=percent, seen=seen, by=user(by), at=timezone.now())


def test_an_actual_is_kept_as_it_was_written_with_who_recorded_it() -> None:
    actual = record("77,5 %")
    assert actual is not None
    assert (actual.percent, actual.year, actual.recorded_by.name) == ("77,5 %", 2024, "Mikko Saarinen")
    holds = actuals_of(Agreement.objects.get(slug="turku-ake-2024"))
    assert holds == {str(allocation("402633").key): actual}


def test_a_correction_supersedes_and_overwrites_nothing() -> None:
    first = record("80 %")
    assert first is not None
    second = record("75 %", seen=first.pk)
    assert second is not None
    assert second.supersedes == first
    assert list(AllocationActual.objects.order_by("pk").values_list("percent", "is_current")) == [
        ("80 %", False),
        ("75 %", True),
    ]


def test_an_emptied_field_takes_back_what_held() -> None:
    first = record("80 %")
    assert first is not None
    taken_back = record(" ", seen=first.pk)
    assert taken_back is not None
    assert taken_back.percent is None
    assert record("", seen=taken_back.pk) == taken_back


def test_the_same_words_again_change_nothing() -> None:
    first = record("80 %")
    assert record("80 %") == first
    assert AllocationActual.objects.count() == 1


def test_nobody_records_over_what_they_have_not_seen() -> None:
    first = record("80 %")
    with pytest.raises(RecordedMeanwhileError) as raised:
        record("70 %")
    assert raised.value.current == first
    assert AllocationActual.objects.get() == first


@pytest.mark.parametrize(
    "typed", ["kaikki", "80 htv", "8.5 %", "-5 %", "1001 %", "€80", "80 €", "\u200b", "80\u202e", "8" * 60, "1/2"]
)
def test_what_is_no_percent_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        record(typed)
    assert not AllocationActual.objects.exists()


@pytest.mark.parametrize("name", ["kaisa.lehto", "tuula.heino", "anna-leena.virta", "helena.laine", "maria.lindholm"])
def test_those_who_may_not_record_there_do_not(name: str) -> None:
    with pytest.raises(PermissionDenied):
        record("80 %", by=name)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.TO_BE_SIGNED, Status.CLOSED])
def test_actuals_are_recorded_only_in_a_document_in_force(status: Status) -> None:
    Agreement.objects.filter(slug="turku-ake-2024").update(status=status)
    with pytest.raises(PermissionDenied):
        record("80 %")


def test_the_actual_of_one_year_is_not_that_of_another() -> None:
    row = works_for("402633", "yhteiset-palvelut-2020", "10 %")
    actual_record(allocation=row, percent="5 %", seen=None, by=user("helena.laine"), at=timezone.now())
    assert actuals_of(Agreement.objects.get(slug="turku-ake-2024")) == {}
