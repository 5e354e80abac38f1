"""Rounds are set by the top unit, finished once, and then stay as they were."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.utils import timezone

from metrics.models import Metric, Observation, Reminder, Round, RoundReport
from metrics.services.rounds import round_finish, round_remove, round_set
from tests.metrics.follow_ups import BOTH, DUE, YEAR_END, decide, metric, metrics_of, record, turku_round, unit, user

pytestmark = pytest.mark.usefixtures("examples")


def finish(follow_up: Round, by: str = "pekka.salo") -> Round:
    return round_finish(follow_up=follow_up, by=user(by), at=timezone.now())


def reported(follow_up: Round, each: Metric) -> dict[str, Any]:
    report = RoundReport.objects.get(round=follow_up, agreement=each.measure.goal.section.agreement)
    return next(row for row in report.metrics if row["key"] == str(each.key))


def test_an_administrator_sets_a_round_and_changes_it() -> None:
    follow_up = turku_round(kinds=("development_plan", "service_agreement"))
    assert follow_up.kinds == ["service_agreement", "development_plan"]
    changed = round_set(
        unit=unit("Turku"),
        follow_up=follow_up,
        date=YEAR_END,
        due=YEAR_END,
        kinds=["grant_project"],
        by=user("pekka.salo"),
    )
    assert (changed.pk, changed.due, changed.kinds) == (follow_up.pk, YEAR_END, ["grant_project"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due": datetime.date(2020, 12, 30)}, "due"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["poem"]}, "kinds"),
        ({"date": datetime.date(202, 12, 31)}, "date"),
        ({"date": datetime.date(2020, 8, 31)}, "date"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    turku_round(date=datetime.date(2020, 8, 31))
    values: dict[str, Any] = {"date": YEAR_END, "due": DUE, "kinds": ["service_agreement"], **change}
    with pytest.raises(ValidationError) as refused:
        round_set(unit=unit("Turku"), by=user("pekka.salo"), **values)
    assert list(refused.value.error_dict) == [field]
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("of", "by"), [("Turku", "tuula.heino"), ("Porvoo", "pekka.salo"), ("Yhteiset palvelut", "pekka.salo")]
)
def test_nobody_else_sets_rounds(of: str, by: str) -> None:
    with pytest.raises(PermissionDenied):
        round_set(unit=unit(of), date=YEAR_END, due=DUE, kinds=["service_agreement"], by=user(by))


def test_nobody_else_finishes_or_removes_one() -> None:
    follow_up = turku_round()
    with pytest.raises(PermissionDenied):
        finish(follow_up, by="helena.laine")
    with pytest.raises(PermissionDenied):
        round_remove(follow_up=follow_up, by=user("tuula.heino"))
    assert Round.objects.get().finished_at is None


def test_a_finished_round_keeps_every_metric_of_its_documents_and_of_no_others() -> None:
    follow_up = finish(turku_round(kinds=BOTH))
    reports = RoundReport.objects.filter(round=follow_up)
    assert [report.agreement.slug for report in reports] == ["yhteiset-palvelut-2020"]
    keys = [row["key"] for row in reports[0].metrics]
    assert keys == [str(each.key) for each in metrics_of("yhteiset-palvelut-2020")]
    assert (follow_up.finished_by, Round.objects.get().finished_at) == (user("pekka.salo"), follow_up.finished_at)


def test_it_keeps_value_judgement_and_decision_with_who_and_why() -> None:
    webinars, trips = metric("Täydennyskoulutuspäivien"), metric("Matkoille")
    record(webinars, "8")
    record(trips, "0")
    decide(trips, "yellow", "Kaikki matkat peruttiin.")
    follow_up = finish(turku_round())
    row = reported(follow_up, webinars)
    assert (row["value"], row["date"], row["by"], row["target"]) == ("8", "2020-12-31", "Helena Laine", "9–12")
    assert (row["verdict"], row["state"], row["proposed"], row["colour"]) == ("missed", "missed", "red", "red")
    assert "8" in row["says"]
    row = reported(follow_up, trips)
    assert (row["state"], row["proposed"], row["colour"]) == ("partial", "red", "yellow")
    assert row["decision"]["by"] == "Helena Laine"
    assert row["decision"]["reason"] == "Kaikki matkat peruttiin."


def test_it_stays_as_it_was_whatever_is_recorded_later() -> None:
    webinars = metric("Täydennyskoulutuspäivien")
    record(webinars, "8")
    follow_up = finish(turku_round())
    before = list(RoundReport.objects.values())
    record(webinars, "12")
    decide(webinars, "green", "Kaksi päivää laskettiin väärin.")
    Metric.objects.filter(pk=webinars.pk).update(target="≥ 100")
    assert list(RoundReport.objects.values()) == before
    assert reported(follow_up, webinars)["value"] == "8"


def test_values_later_than_the_rounds_date_do_not_count() -> None:
    webinars = metric("Täydennyskoulutuspäivien")
    record(webinars, "4", datetime.date(2020, 8, 20))
    record(webinars, "12", YEAR_END)
    follow_up = finish(turku_round(date=datetime.date(2020, 8, 31), due=datetime.date(2020, 9, 15)))
    row = reported(follow_up, webinars)
    assert (row["value"], row["date"], row["state"]) == ("4", "2020-08-20", "notdue")


def test_not_due_no_data_undecided_and_missed_are_four_states() -> None:
    late, words, webinars = metric("Kirjastokorttipohjaisen"), metric("Infratiimin"), metric("Täydennyskoulutuspäivien")
    assert late.target == "2. vuosineljänneksen aikana"
    record(words, "Aika hyvin", datetime.date(2020, 8, 20))
    record(metric("Käyttöönottoprojektin"), "15.8.2020", datetime.date(2020, 8, 20))
    follow_up = finish(turku_round(date=datetime.date(2020, 8, 31), due=datetime.date(2020, 9, 15)))
    states = [reported(follow_up, each)["state"] for each in (late, words, webinars, metric("Käyttöönottoprojektin"))]
    assert states == ["nodata", "undecided", "notdue", "missed"]


def test_what_was_due_on_the_rounds_date_is_due() -> None:
    follow_up = finish(turku_round())
    assert {row["state"] for row in RoundReport.objects.get(round=follow_up).metrics} == {"nodata"}


def test_a_round_is_finished_once_and_then_neither_changed_nor_removed() -> None:
    follow_up = finish(turku_round())
    with pytest.raises(ValidationError):
        finish(follow_up)
    with pytest.raises(ValidationError):
        round_set(unit=unit("Turku"), follow_up=follow_up, date=YEAR_END, due=DUE, kinds=BOTH, by=user("pekka.salo"))
    with pytest.raises(ValidationError):
        round_remove(follow_up=follow_up, by=user("pekka.salo"))
    assert RoundReport.objects.count() == 1


def test_a_round_is_not_finished_before_its_date() -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError):
        finish(turku_round(date=tomorrow, due=tomorrow))
    assert not RoundReport.objects.exists()


def test_a_round_that_could_not_be_kept_whole_is_not_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    follow_up = turku_round()

    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Round, "save", fail)
    with pytest.raises(DatabaseError):
        finish(follow_up)
    assert not RoundReport.objects.exists()


def test_a_round_that_is_removed_takes_no_actual_with_it() -> None:
    record(metric("Täydennyskoulutuspäivien"), "8")
    follow_up = turku_round()
    Reminder.objects.create(round=follow_up, user=user("helena.laine"), sent_at=timezone.now())
    round_remove(follow_up=follow_up, by=user("pekka.salo"))
    assert not Round.objects.exists()
    assert Observation.objects.count() == 1
