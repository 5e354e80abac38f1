"""An indicator over the years, as one reader sees it."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from metrics.histories import IndicatorHistory, history_of, values_by_indicator
from metrics.models import Indicator, Metric, Observation, State
from metrics.services.observations import assessment_decide
from tests.metrics.follow_ups import metric, record, ten_times, user

pytestmark = pytest.mark.usefixtures("examples")

NOTICES = "Lounais-Suomen kirjastojen extranetissä"
PLAN = "turku-ake-2024"
LATER = datetime.date(2026, 11, 22)


def history(text: str = NOTICES, *, reader: str = "mikko.saarinen", on: datetime.date = LATER) -> IndicatorHistory:
    return history_of(metric(text).indicator, reader=user(reader), on=on)


def record_plan(value: str, date: datetime.date = datetime.date(2024, 12, 31)) -> Observation:
    return record(metric(NOTICES, PLAN), value, date, by="mikko.saarinen")


def test_every_year_between_the_first_and_the_last_has_a_line_the_newest_first() -> None:
    assert [line.year for line in history().lines] == [2024, 2023, 2022, 2021, 2020, 2019]
    assert [line.metric is None for line in history().lines] == [False, True, True, False, False, True]


def test_targets_of_documents_that_the_reader_may_not_read_are_left_out() -> None:
    record_plan("164")
    lines = {line.year: line for line in history(reader="helena.laine").lines}
    assert lines[2024].metric is None
    assert lines[2024].source is not None
    assert lines[2024].source.value == "164"
    assert lines[2020].metric is not None


def test_a_stated_value_says_which_document_states_it_to_those_who_may_read_it() -> None:
    stated = {line.year: line for line in history().lines}[2019].source
    assert stated is not None
    assert (stated.value, stated.observed) == ("132", False)
    assert stated.document is not None
    assert stated.document.slug == "yhteiset-palvelut-2020"
    indicator = metric(NOTICES).indicator
    outside = history_of(indicator, reader=user("maria.lindholm"), on=LATER)
    assert [line.source.document for line in outside.lines if line.source] == [None]


def test_a_drafts_target_is_shown_and_nothing_is_missing_in_it() -> None:
    lines = {line.year: line for line in history().lines}
    assert (lines[2021].metric is not None, lines[2021].state) == (True, "")
    assert lines[2020].state == State.NO_DATA


def test_what_closed_a_year_goes_before_what_a_later_document_states() -> None:
    record(metric(NOTICES), "121")
    Metric.objects.filter(pk=metric(NOTICES, "yhteiset-palvelut-2021").pk).update(prior="999")
    line = {line.year: line for line in history().lines}[2020]
    assert line.source is not None
    assert (line.source.value, line.source.by, line.state) == ("121", "Helena Laine", State.MET)


def test_a_value_that_only_a_later_document_states_is_judged_as_the_years_actual() -> None:
    Metric.objects.filter(pk=metric(NOTICES, "yhteiset-palvelut-2021").pk).update(prior="80")
    line = {line.year: line for line in history().lines}[2020]
    assert line.source is not None
    assert not line.source.observed
    assert line.state == State.PARTIAL
    assert "80" in line.says("fi")


def test_an_interim_value_has_its_date() -> None:
    record_plan("96", datetime.date(2024, 8, 31))
    source = {line.year: line for line in history().lines}[2024].source
    assert source is not None
    assert (source.value, source.date) == ("96", datetime.date(2024, 8, 31))


def test_a_persons_reason_goes_before_the_programs() -> None:
    record_plan("50")
    mikko = user("mikko.saarinen")
    assessment_decide(
        metric=metric(NOTICES, PLAN), colour="green", reason="Riittää", seen=None, by=mikko, at=timezone.now()
    )
    line = history().lines[0]
    assert (line.state, line.says("fi")) == (State.MET, "Riittää")


def test_a_target_is_said_in_the_readers_language() -> None:
    assert history().lines[0].understood("sv") == "minst 100 (intervall 100–200)"


def test_the_chart_has_the_bands_and_the_values_and_no_line_over_a_missing_year() -> None:
    record(metric(NOTICES), "121")
    record_plan("164")
    chart = history().chart()
    assert chart is not None
    shown = {slot.year: slot for slot in chart.slots}
    assert {year: slot.dot.written for year, slot in shown.items() if slot.dot} == {
        2019: "132",
        2020: "121",
        2024: "164",
    }
    assert [year for year, slot in shown.items() if slot.bands] == [2020, 2024]
    assert len(chart.segments) == 1


def test_words_alone_make_no_chart() -> None:
    assert history("Alueen kirjastojen yhteisen messuosaston").chart() is None


def test_sums_in_millions_and_in_euros_share_an_axis() -> None:
    grants = metric("Hankkeisiin myönnettyjen")
    Metric.objects.filter(pk=grants.pk).update(target="≥ 0,1 M€")
    record(grants, "126 646 €")
    chart = history("Hankkeisiin myönnettyjen", reader="helena.laine").chart()
    assert chart is not None
    assert max(tick.number for tick in chart.ticks) < 1_000_000
    slot = next(slot for slot in chart.slots if slot.year == 2020)
    assert slot.dot is not None
    assert slot.bands[0].low_y is not None
    assert slot.dot.y < slot.bands[0].low_y


def test_a_silence_of_decades_is_not_told_year_by_year() -> None:
    Observation.objects.create(
        indicator=metric(NOTICES).indicator,
        **{"date": datetime.date(1950, 12, 31), "closes": 1950, "value": "1", "recorded_at": timezone.now()},
    )
    assert [line.year for line in history().lines] == [2024, 2021, 2020, 2019, 1950]


def test_values_of_many_indicators_are_those_of_their_histories() -> None:
    record(metric(NOTICES), "121")
    indicator = metric(NOTICES).indicator_id
    assert values_by_indicator([indicator])[indicator] == history().values == {2019: "132", 2020: "121"}


def test_a_history_takes_as_many_queries_however_long(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    indicator, reader = metric(NOTICES).indicator, user("mikko.saarinen")
    record(metric(NOTICES), "121")
    with django_assert_num_queries(10):
        history_of(indicator, reader=reader, on=LATER)
    ten_times("yhteiset-palvelut-2020")
    Metric.objects.filter(measure__goal__section__agreement__slug="yhteiset-palvelut-2020").update(indicator=indicator)
    with django_assert_num_queries(10):
        history_of(indicator, reader=reader, on=LATER)
    pks = list(Indicator.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        values_by_indicator(pks)
