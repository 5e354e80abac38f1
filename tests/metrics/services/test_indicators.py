"""Indicators are described, joined and split by those who look after them; nothing that was recorded changes."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from metrics.followup import FollowUp, follow_up
from metrics.indicators import declared_different, editable_indicators, visible_indicators
from metrics.models import DifferentIndicators, Indicator, Metric, Observation
from metrics.services.indicators import (
    DescribedMeanwhileError,
    fingerprint,
    indicator_describe,
    indicator_join,
    indicator_split,
    indicators_declare_different,
    metric_take_own_indicator,
)
from metrics.services.observations import observation_record
from tests.metrics.follow_ups import metric, user

pytestmark = pytest.mark.usefixtures("examples")

PLAN = "turku-ake-2024"
DAYS, TRAININGS = "Täydennyskoulutuspäivien", "Täydennyskoulutusten lukumäärä"
LOANS = "Lähetettyjen kaukolainojen"


def record(to: Metric, value: str, year: int) -> Observation:
    return observation_record(
        metric=to,
        date=datetime.date(year, 12, 31),
        value=value,
        seen=None,
        by=user("mikko.saarinen"),
        at=timezone.now(),
    )


def join(one: Metric, into: Metric, by: str = "mikko.saarinen") -> Indicator:
    return indicator_join(indicator=one.indicator, into=into.indicator, by=user(by), at=timezone.now())


def stands(of: Metric, year: int) -> FollowUp:
    return follow_up(Metric.objects.filter(pk=of.pk), on=datetime.date(year + 1, 1, 15))[of.pk]


def described(**texts: str) -> dict[str, str]:
    empty = dict.fromkeys(("definition", "source", "unit_of_measurement", "cycle"), "")
    return {"name": "Lähetetyt kaukolainat", **empty, **texts}


def describe(text: str, by: str = "helena.laine", *, seen: str | None = None, **texts: str) -> Indicator:
    indicator = metric(text).indicator
    return indicator_describe(
        indicator=indicator,
        texts=described(**texts),
        seen=fingerprint(indicator) if seen is None else seen,
        by=user(by),
    )


def test_nobody_overwrites_a_description_that_they_have_not_seen() -> None:
    before = fingerprint(metric(LOANS).indicator)
    describe(LOANS, source="Koha")
    with pytest.raises(DescribedMeanwhileError) as meanwhile:
        describe(LOANS, seen=before, source="Aurora")
    assert meanwhile.value.current.source == "Koha"
    assert metric(LOANS).indicator.source == "Koha"


def test_a_description_is_kept() -> None:
    describe(
        LOANS, definition=" Niteet,\r\nei artikkeleita. ", source="Koha", unit_of_measurement="kpl", cycle="31.12."
    )
    saved = metric(LOANS).indicator
    assert (saved.name, saved.definition) == ("Lähetetyt kaukolainat", "Niteet,\nei artikkeleita.")
    assert (saved.source, saved.unit_of_measurement, saved.cycle) == ("Koha", "kpl", "31.12.")


@pytest.mark.parametrize(
    ("field", "text"), [("name", " "), ("definition", "x" * 5_001), ("cycle", "x" * 101), ("source", "a\x00b")]
)
def test_a_description_that_cannot_be_kept_is_refused_by_its_field(field: str, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        describe(LOANS, **{field: text})
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("name", ["kaisa.lehto", "juhani.makela", "maria.lindholm", "admin"])
def test_nobody_else_describes_joins_or_parts(name: str) -> None:
    days, trainings, by = metric(DAYS), metric(TRAININGS, PLAN), user(name)
    with pytest.raises(PermissionDenied):
        describe(DAYS, name)
    with pytest.raises(PermissionDenied):
        join(days, trainings, by=name)
    with pytest.raises(PermissionDenied):
        indicators_declare_different(one=days.indicator, other=trainings.indicator, by=by, at=timezone.now())
    with pytest.raises(PermissionDenied):
        metric_take_own_indicator(metric=metric(LOANS), by=by)
    assert not editable_indicators(by).filter(metrics=days).exists()


def test_joining_takes_looking_after_both() -> None:
    with pytest.raises(PermissionDenied):
        join(metric(DAYS), metric(TRAININGS, PLAN), by="helena.laine")


def test_an_administrator_of_the_unit_looks_after_its_indicators() -> None:
    assert join(metric(DAYS), metric(TRAININGS, PLAN), by="pekka.salo") == metric(TRAININGS, PLAN).indicator


def test_the_joined_share_their_history_and_have_their_own_again_when_split() -> None:
    days, trainings = metric(DAYS), metric(TRAININGS, PLAN)
    record(days, "11", 2020)
    record(trainings, "17", 2024)
    join(days, trainings)
    both = {2020: "11", 2024: "17"}
    assert both.items() <= {each.year: each.value for each in stands(days, 2020).history}.items()
    assert both.items() <= {each.year: each.value for each in stands(trainings, 2024).history}.items()
    joined = Indicator.objects.get(pk=days.indicator_id)
    assert joined.joined_by == user("mikko.saarinen")
    indicator_split(indicator=joined, by=user("mikko.saarinen"))
    assert 2024 not in {each.year for each in stands(metric(DAYS), 2020).history}
    assert 2020 not in {each.year for each in stands(metric(TRAININGS, PLAN), 2024).history}
    assert [observation.indicator_id for observation in Observation.objects.order_by("date")] == [
        days.indicator_id,
        trainings.indicator_id,
    ]


def test_what_is_recorded_after_joining_is_the_shared_ones() -> None:
    days, trainings = metric(DAYS), metric(TRAININGS, PLAN)
    join(days, trainings)
    record(metric(DAYS), "11", 2020)
    assert Observation.objects.get().indicator == trainings.indicator


def test_a_relative_target_is_judged_by_the_joined_history() -> None:
    loans = metric(LOANS, PLAN)
    own = metric_take_own_indicator(metric=loans, by=user("mikko.saarinen"))
    other = Indicator.objects.create(unit=own.unit, name="Kaukolainat")
    Observation.objects.create(
        indicator=other, date=datetime.date(2023, 12, 31), closes=2023, value="3 000", recorded_at=timezone.now()
    )
    record(metric(LOANS, PLAN), "3 100", 2024)
    assert stands(loans, 2024).judgement.verdict == "undecided"
    indicator_join(indicator=other, into=own, by=user("pekka.salo"), at=timezone.now())
    judgement = stands(loans, 2024).judgement
    assert judgement.verdict == "met"
    assert "vuoden 2023 arvo 3 000" in judgement.says("fi")


def test_values_of_one_year_that_differ_are_not_joined() -> None:
    days, other = metric(DAYS), Indicator.objects.create(unit=metric(DAYS).indicator.unit, name="Koulutuspäivät")
    record(days, "11", 2020)
    Observation.objects.create(
        indicator=other, date=datetime.date(2020, 12, 31), closes=2020, value="12", recorded_at=timezone.now()
    )
    with pytest.raises(ValidationError, match=r"2020: .11. .* .12."):
        indicator_join(indicator=days.indicator, into=other, by=user("pekka.salo"), at=timezone.now())
    assert Indicator.objects.filter(main__isnull=False).count() == 0


def test_the_same_value_twice_is_no_difference() -> None:
    days, other = metric(DAYS), Indicator.objects.create(unit=metric(DAYS).indicator.unit, name="Koulutuspäivät")
    record(days, "11", 2020)
    Observation.objects.create(
        indicator=other, date=datetime.date(2020, 12, 31), closes=2020, value=" 11", recorded_at=timezone.now()
    )
    assert indicator_join(indicator=days.indicator, into=other, by=user("pekka.salo"), at=timezone.now()) == other


def test_no_indicator_is_joined_to_itself_or_twice_or_across_organisations() -> None:
    days, trainings = metric(DAYS), metric(TRAININGS, PLAN)
    with pytest.raises(ValidationError):
        join(days, days)
    with pytest.raises(PermissionDenied):
        join(days, Metric.objects.filter(measure__goal__section__agreement__slug="porvoo-ake-2026")[0])
    join(days, trainings)
    with pytest.raises(ValidationError):
        join(metric(DAYS), trainings)
    with pytest.raises(ValidationError):
        indicator_split(indicator=trainings.indicator, by=user("mikko.saarinen"))


def test_those_joined_to_one_that_is_joined_follow_it() -> None:
    days, trainings, loans = metric(DAYS), metric(TRAININGS, PLAN), metric(LOANS)
    join(days, trainings)
    join(trainings, loans)
    assert set(Indicator.objects.filter(main=loans.indicator)) == {days.indicator, trainings.indicator}
    assert visible_indicators(user("mikko.saarinen")).filter(main__isnull=False).count() == 0


def test_a_pair_declared_different_is_remembered_once_and_forgotten_when_joined() -> None:
    days, trainings, mikko = metric(DAYS), metric(TRAININGS, PLAN), user("mikko.saarinen")
    for one, other in ((days, trainings), (trainings, days)):
        indicators_declare_different(one=one.indicator, other=other.indicator, by=mikko, at=timezone.now())
    assert [set(pair) for pair in declared_different()] == [{days.indicator_id, trainings.indicator_id}]
    join(days, trainings)
    assert not DifferentIndicators.objects.exists()


def test_a_metric_is_parted_with_its_own_later_years_only() -> None:
    shared = metric(LOANS).indicator
    own = metric_take_own_indicator(metric=metric(LOANS), by=user("helena.laine"))
    assert metric(LOANS).indicator == metric(LOANS, "yhteiset-palvelut-2021").indicator == own
    assert metric(LOANS, PLAN).indicator == shared
    with pytest.raises(ValidationError):
        metric_take_own_indicator(metric=metric(LOANS), by=user("helena.laine"))
