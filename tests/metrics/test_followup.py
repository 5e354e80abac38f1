import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.document import Document, load_document
from agreements.exports.json import document_as_json
from agreements.models import Agreement, User
from metrics.followup import FollowUp, follow_up
from metrics.models import Indicator, Metric, Observation, Policy, State
from metrics.services.observations import assessment_decide, observation_record

pytestmark = pytest.mark.usefixtures("examples")
SLUG = "yhteiset-palvelut-2020"
YEAR_END = datetime.date(2020, 12, 31)


def metrics() -> "list[Metric]":
    return list(
        Metric.objects.filter(measure__goal__section__agreement__slug=SLUG).order_by(
            *("measure__goal__section__position", "measure__goal__position", "measure__position", "position")
        )
    )


def record(metric: Metric, value: str, date: datetime.date = YEAR_END) -> Observation:
    helena = User.objects.get(email="helena.laine@example.org")
    return observation_record(metric=metric, date=date, value=value, seen=None, by=helena, at=timezone.now())


def stands(metric: Metric, on: datetime.date = YEAR_END) -> FollowUp:
    return follow_up(Metric.objects.filter(pk=metric.pk), on=on)[metric.pk]


def test_four_states_of_what_is_not_reached_are_four() -> None:
    shadowing, koha, trainings = metrics()[:3]
    assert stands(shadowing).state == State.NOT_DUE
    assert stands(koha, on=datetime.date(2020, 4, 1)).state == State.NO_DATA
    record(trainings, "useita")
    assert stands(trainings).state == State.UNDECIDED
    record(shadowing, "2")
    assert stands(shadowing).state == State.MISSED
    assert stands(shadowing).says("fi") == "2 on alle 7"


def test_an_interim_value_below_its_target_is_not_a_miss_before_the_target_is_due() -> None:
    shadowing = metrics()[0]
    record(shadowing, "2", datetime.date(2020, 4, 30))
    assert stands(shadowing, on=datetime.date(2020, 5, 1)).state == State.NOT_DUE
    assert stands(shadowing, on=datetime.date(2021, 1, 1)).state == State.MISSED


def test_nothing_from_after_the_day_counts_but_what_closed_the_year() -> None:
    shadowing = metrics()[0]
    record(shadowing, "8", datetime.date(2020, 8, 31))
    assert stands(shadowing, on=datetime.date(2020, 4, 30)).recorded is None
    assert stands(shadowing, on=datetime.date(2020, 9, 1)).state == State.MET


def test_what_is_recorded_once_shows_in_every_document_that_has_the_indicator() -> None:
    plan = Metric.objects.get(
        measure__goal__section__agreement__slug="turku-ake-2024",
        text="Lounais-Suomen kirjastojen extranetin käyttökerrat",
    )
    agreement = Metric.objects.get(indicator=plan.indicator, measure__goal__section__agreement__slug=SLUG)
    record(agreement, "4 100")
    history = {each.year: each.value for each in stands(plan, on=datetime.date(2024, 12, 31)).history}
    assert history == {2019: "3902", 2020: "4 100"}


def test_indicators_that_were_declared_the_same_share_their_history_and_keep_their_own() -> None:
    first, second = metrics()[:2]
    record(first, "9")
    Indicator.objects.filter(pk=first.indicator_id).update(main=second.indicator_id)
    assert [each.value for each in stands(second).history] == ["9"]
    Indicator.objects.filter(pk=first.indicator_id).update(main=None)
    assert stands(second).history == ()


def test_a_relative_target_is_judged_against_the_stated_prior_value() -> None:
    visits = next(
        metric for metric in metrics() if metric.text == "Lounais-Suomen kirjastojen extranetin käyttökerrat."
    )
    record(visits, "3 950")
    followed = stands(visits)
    assert followed.state == State.MET
    assert "3902" in followed.says("fi")


def test_the_citys_tolerance_decides_what_is_near() -> None:
    modules = metrics()[3]
    record(modules, "9")
    assert stands(modules).colour == "yellow"
    turku = Agreement.objects.get(slug=SLUG).unit.root
    Policy.objects.create(unit=turku, tolerance_percent=5)
    assert stands(modules).colour == "red"


def test_a_persons_colour_wins_and_both_are_told() -> None:
    shadowing = metrics()[0]
    record(shadowing, "2")
    helena = User.objects.get(email="helena.laine@example.org")
    assessment_decide(metric=shadowing, colour="yellow", reason="Pandemia.", seen=None, by=helena, at=timezone.now())
    followed = stands(shadowing)
    assert (followed.colour, followed.proposed, followed.state) == ("yellow", "red", State.PARTIAL)


def test_the_json_tells_only_what_closed_the_year() -> None:
    shadowing, koha = metrics()[:2]
    record(shadowing, "5", datetime.date(2020, 8, 31))
    record(koha, "12.3.2020")
    agreement = Agreement.objects.get(slug=SLUG)
    table = next(
        section for section in document_as_json(load_document(agreement))["sections"] if section["kind"] == "goals"
    )
    rows = [metric for goal in table["goals"] for measure in goal["measures"] for metric in measure["metrics"]]
    assert [(row["actual"], row["colour"]) for row in rows[:2]] == [(None, None), ("12.3.2020", "green")]


@pytest.mark.parametrize(("slug", "count"), [(SLUG, 53), ("turku-ake-2024", 24)])
def test_a_fixed_number_of_queries(slug: str, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = Metric.objects.filter(measure__goal__section__agreement__slug=slug)
    with django_assert_num_queries(6):
        assert len(follow_up(rows, on=YEAR_END)) == count


def test_nothing_is_missing_in_a_draft() -> None:
    draft = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    in_force = Agreement.objects.get(slug=SLUG)
    after = datetime.date(2022, 1, 1)
    assert states(load_document(draft, on=after)) == {""}
    assert states(load_document(in_force, on=after)) == {"nodata"}
    assert states(load_document(in_force)) == {""}


def states(document: Document) -> set[str]:
    return {
        metric.state
        for section in document.sections
        if section.kind.key == "goals"
        for goal in section.block.goals
        for measure in goal.measures
        for metric in measure.metrics
    }


def test_the_citys_words_and_tolerances_are_what_the_reader_sees() -> None:
    modules = metrics()[3]
    record(modules, "9")
    turku = Agreement.objects.get(slug=SLUG).unit.root
    assert stands(modules).word("fi") == str(State.PARTIAL.label)
    assert stands(modules).says("fi").startswith("lähes")
    Policy.objects.create(unit=turku, tolerance_percent=5, words={"missed": {"fi": "Ei onnistunut"}})
    assert stands(modules).word("fi") == "Ei onnistunut"
    assert not stands(modules).says("fi").startswith("lähes")
