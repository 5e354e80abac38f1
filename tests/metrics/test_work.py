"""What is to be done about a metric, by whom and by when."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from metrics.models import Metric, Policy, Round
from metrics.services.observations import recordable_metrics
from metrics.work import Need, Task, metrics_for, tasks_of
from tests.metrics.follow_ups import YEAR_END, decide, metric, metrics_of, record, ten_times, turku_round, unit, user

pytestmark = pytest.mark.usefixtures("examples")

AUGUST = datetime.date(2020, 8, 31)
IN_TIME, TOO_LATE = datetime.date(2021, 1, 10), datetime.date(2021, 1, 16)
# The tops and the rounds; six of the follow-up; the dates of values; the metrics.
QUERIES = 10


def task(of: Metric, on: datetime.date) -> Task:
    return tasks_of(Metric.objects.filter(pk=of.pk), on=on)[0]


def test_what_is_not_recorded_is_missing_until_the_rounds_due_day_and_then_late() -> None:
    turku_round()
    webinars = metric("Täydennyskoulutuspäivien")
    for day, need in ((datetime.date(2020, 12, 1), Need.MISSING), (IN_TIME, Need.MISSING), (TOO_LATE, Need.LATE)):
        assert task(webinars, day).need == need
    assert (task(webinars, IN_TIME).date, task(webinars, IN_TIME).due) == (YEAR_END, datetime.date(2021, 1, 15))


def test_a_target_with_a_day_of_its_own_is_late_after_that_day() -> None:
    turku_round()
    printing = metric("Kirjastokorttipohjaisen")
    assert task(printing, datetime.date(2020, 6, 30)).need == Need.MISSING
    assert task(printing, datetime.date(2020, 7, 1)).need == Need.LATE
    assert task(printing, datetime.date(2020, 7, 1)).due == datetime.date(2020, 6, 30)


def test_what_is_recorded_for_the_round_is_done() -> None:
    turku_round()
    webinars = metric("Täydennyskoulutuspäivien")
    record(webinars, "9")
    assert (task(webinars, TOO_LATE).need, task(webinars, TOO_LATE).round) == (None, None)


def test_an_earlier_rounds_value_does_not_answer_the_next_one() -> None:
    turku_round(date=AUGUST, due=datetime.date(2020, 9, 15))
    december = turku_round()
    webinars = metric("Täydennyskoulutuspäivien")
    record(webinars, "5", datetime.date(2020, 8, 20))
    waiting = task(webinars, datetime.date(2020, 12, 1))
    assert [recorded for _round, recorded in waiting.rounds] == [True, False]
    assert waiting.round
    assert waiting.round.pk == december.pk


def test_a_round_that_closes_the_year_wants_the_value_that_closes_it() -> None:
    turku_round()
    webinars = metric("Täydennyskoulutuspäivien")
    record(webinars, "9", datetime.date(2020, 12, 20))
    assert task(webinars, IN_TIME).need == Need.MISSING
    record(webinars, "9")
    assert task(webinars, IN_TIME).need is None


def test_last_years_value_does_not_answer_this_years_first_round() -> None:
    follow_up = turku_round(date=datetime.date(2021, 4, 30), due=datetime.date(2021, 5, 15))
    service = metrics_of("asiakaspalvelut-2021")[0]
    service.indicator.observations.create(date=YEAR_END, closes=2020, value="7", recorded_at="2021-01-01T00:00Z")
    waiting = task(service, datetime.date(2021, 4, 1))
    assert waiting.round
    assert waiting.round.pk == follow_up.pk


def test_a_deadline_that_was_kept_needs_no_new_value() -> None:
    turku_round(date=AUGUST, due=datetime.date(2020, 9, 15))
    turku_round()
    opening = metric("Aunelan")
    record(opening, "15.3.2020", datetime.date(2020, 3, 20))
    assert task(opening, datetime.date(2020, 12, 1)).need is None


def test_a_value_that_the_program_cannot_judge_waits_for_a_persons_colour() -> None:
    turku_round()
    words = metric("Infratiimin")
    record(words, "Aika hyvin")
    assert task(words, IN_TIME).need == Need.UNDECIDED
    decide(words, "green", "Suunnitelma toteutui.")
    assert task(words, IN_TIME).need is None


def test_without_a_round_only_what_is_past_its_day_is_late() -> None:
    webinars = metric("Täydennyskoulutuspäivien")
    assert task(webinars, YEAR_END).need is None
    assert task(webinars, IN_TIME).need == Need.LATE
    assert task(webinars, IN_TIME).date == YEAR_END


def test_another_citys_round_asks_nothing_of_the_unit() -> None:
    Round.objects.create(unit=unit("Porvoo"), date=YEAR_END, due=IN_TIME, kinds=["service_agreement"])
    assert task(metric("Täydennyskoulutuspäivien"), datetime.date(2020, 12, 1)).rounds == ()


def test_a_responsible_person_and_a_substitute_find_theirs_wherever_the_unit_is() -> None:
    webinars, trips = metric("Täydennyskoulutuspäivien"), metric("Matkoille")
    Metric.objects.filter(pk=webinars.pk).update(responsible=user("virpi.aho"))
    Metric.objects.filter(pk=trips.pk).update(substitute=user("virpi.aho"))
    named = tasks_of(recordable_metrics(user("virpi.aho")), on=YEAR_END)
    elsewhere = [each for each in named if each.agreement.slug == "yhteiset-palvelut-2020"]
    assert {each.metric.pk for each in elsewhere} == {webinars.pk, trips.pk}
    assert all(each.people == (user("virpi.aho"),) for each in elsewhere)


def test_what_is_seen_and_what_is_recorded_are_told_apart() -> None:
    webinars = metric("Täydennyskoulutuspäivien")
    Metric.objects.filter(pk=webinars.pk).update(responsible=user("virpi.aho"))
    (named,) = [each for each in tasks_of(metrics_for(user("virpi.aho")), on=YEAR_END) if each.metric == webinars]
    assert (named.seen, named.recordable) == (False, True)
    assert {(each.seen, each.recordable) for each in tasks_of(metrics_for(user("kaisa.lehto")), on=YEAR_END)} == {
        (True, False)
    }


def test_the_words_are_those_of_the_metrics_city() -> None:
    Policy.objects.create(unit=unit("Turku"), words={"missed": {"fi": "Ei toteutunut"}})
    assert task(metric("Täydennyskoulutuspäivien"), YEAR_END).stand.policy.words == {"missed": {"fi": "Ei toteutunut"}}


def test_ten_times_the_metrics_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    turku_round()
    helena = user("helena.laine")
    with django_assert_num_queries(QUERIES):
        before = tasks_of(recordable_metrics(helena), on=YEAR_END)
    ten_times("yhteiset-palvelut-2020")
    with django_assert_num_queries(QUERIES):
        after = tasks_of(recordable_metrics(helena), on=YEAR_END)
    assert len(after) == 10 * len(before)
