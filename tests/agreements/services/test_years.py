import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from agreements.document import load_document
from agreements.exports.json import document_as_json
from agreements.models import Agreement, Goal, HigherGoal, Move, Status, User
from agreements.services.years import document_carry_to_next_year, is_untouched, next_year_take_back
from agreements.year_numbers import shift_years
from metrics.models import Metric, Observation

AT = datetime.datetime(2020, 12, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "shifted"),
    [
        ("TA2020", "TA2021"),
        ("Toteutunut 31.12.2020", "Toteutunut 31.12.2021"),
        ("PALVELUTUOTANTOSOPIMUS 2020", "PALVELUTUOTANTOSOPIMUS 2021"),
        ("Vakanssi 402020 ja 20201", "Vakanssi 402020 ja 20201"),
        ("Salkunhallinnassa mukana (K/E)", "Salkunhallinnassa mukana (K/E)"),
        (None, None),
    ],
)
def test_years_in_headings_move_on(text: str | None, shifted: str | None) -> None:
    assert shift_years(text, 1) == shifted


@given(st.text(), st.integers(0, 50))
def test_moving_on_and_back_changes_nothing_but_years(text: str, years: int) -> None:
    moved = shift_years(text, years)
    assert moved is not None
    assert len(moved) >= len(text)


@pytest.fixture
def source(examples: None) -> Agreement:
    return Agreement.objects.select_related("unit").get(slug="yhteiset-palvelut-2020")


def test_the_draft_carries_the_content_and_empties_what_is_new_each_year(source: Agreement) -> None:
    draft = document_as_json(load_document(Agreement.objects.get(slug="yhteiset-palvelut-2021")))
    old = document_as_json(load_document(source))
    assert (draft["status"], draft["year"], draft["period"]["end"]) == ("draft", 2021, "2021-12-31")
    tables = [section for section in draft["sections"] if section["kind"] == "goals"]
    assert [table["columns"]["target"] for table in tables] == ["Mittarin tavoitetaso 2021"] * 4
    assert [table["columns"]["prior"] for table in tables] == ["Toteutunut 2020"] * 4
    old_tables = [section for section in old["sections"] if section["kind"] == "goals"]
    targets = [metric["target"] for metric in metrics_of(tables)]
    assert targets == [metric["target"] for metric in metrics_of(old_tables)]
    assert {metric["prior"] for metric in metrics_of(tables)} == {None}
    (budget,) = (section for section in draft["sections"] if section["kind"] == "budget")
    assert budget["columns"] == {"label": None, "prior_budget": "TA2020", "budget": "TA2021"}
    assert budget["lines"][0]["amounts"] == {"prior_budget": "359000", "budget": None}


def metrics_of(tables: list[dict[str, list[dict[str, list[dict[str, list[dict[str, str]]]]]]]]) -> list[dict[str, str]]:
    return [
        metric
        for table in tables
        for goal in table["goals"]
        for measure in goal["measures"]
        for metric in measure["metrics"]
    ]


def test_this_years_actual_is_next_years_prior_value(source: Agreement) -> None:
    metric = Metric.objects.filter(measure__goal__section__agreement=source).first()
    assert metric is not None
    Observation.objects.create(
        indicator=metric.indicator, date=datetime.date(2020, 12, 31), closes=2020, value="9 jaksoa", recorded_at=AT
    )
    draft = document_carry_to_next_year(agreement=source, slug="kokeilu-2021", at=AT)
    carried = Metric.objects.get(measure__goal__section__agreement=draft, key=metric.key)
    assert (carried.prior, carried.indicator) == ("9 jaksoa", metric.indicator)


def test_keys_survive_the_turn_of_the_year_and_the_old_year_stays_as_it_was(source: Agreement) -> None:
    before = document_as_json(load_document(source))
    draft = document_carry_to_next_year(agreement=source, slug="kokeilu-2021", at=AT)
    keys = [set(Goal.objects.filter(section__agreement=each).values_list("key", flat=True)) for each in (source, draft)]
    assert keys[0] == keys[1]
    assert draft.previous == source
    assert document_as_json(load_document(source)) == before


def test_every_kind_of_document_can_be_carried(examples: None) -> None:
    for agreement in Agreement.objects.filter(status="in_force").select_related("unit"):
        draft = document_carry_to_next_year(agreement=agreement, slug=f"{agreement.slug}-next", at=AT)
        assert len(load_document(draft).sections) == len(load_document(agreement).sections)


def test_a_slug_that_exists_is_refused(source: Agreement) -> None:
    with pytest.raises(IntegrityError):
        document_carry_to_next_year(agreement=source, slug="yhteiset-palvelut-2021", at=AT)


def test_a_goal_goes_on_serving_its_higher_goal(source: Agreement) -> None:
    higher = HigherGoal.objects.all()[0]
    goal = Goal.objects.filter(section__agreement=source)[0]
    Goal.objects.filter(pk=goal.pk).update(serves=higher)
    draft = document_carry_to_next_year(agreement=source, slug="uusi-2021", at=AT)
    assert Goal.objects.get(section__agreement=draft, key=goal.key).serves == higher


@pytest.mark.usefixtures("examples")
def test_a_draft_that_was_sent_stays_though_it_came_back() -> None:
    draft, by = Agreement.objects.get(slug="yhteiset-palvelut-2021"), User.objects.get(email="helena.laine@example.org")
    assert is_untouched(draft)
    ways = {"move": Move.SUBMIT, "before": Status.DRAFT, "after": Status.IN_REVIEW}
    draft.status_changes.create(number=1, at=AT, by=by, **ways)
    assert not is_untouched(draft)
    with pytest.raises(ValidationError):
        next_year_take_back(draft=draft, by=by)
