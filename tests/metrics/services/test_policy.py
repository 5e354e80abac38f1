"""A top unit's policy: who sets it, what it may hold, and that it changes nothing recorded."""

from collections.abc import Mapping

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from metrics.followup import follow_up
from metrics.models import Metric, Observation, Policy
from metrics.services.policy import LONGEST_WORD, policy_set
from tests.metrics.follow_ups import YEAR_END, metric, record, unit, user

pytestmark = pytest.mark.usefixtures("examples")


def set_policy(
    *,
    percent: int = 10,
    days: int = 30,
    words: Mapping[str, Mapping[str, str]] | None = None,
    by: str = "pekka.salo",
    of: str = "Turku",
) -> Policy:
    return policy_set(unit=unit(of), tolerance_percent=percent, tolerance_days=days, words=words or {}, by=user(by))


def test_an_administrator_sets_it_again_and_again() -> None:
    set_policy(percent=5)
    set_policy(percent=15, days=0)
    policy = Policy.objects.get()
    assert (policy.unit, policy.tolerance_percent, policy.tolerance_days) == (unit("Turku"), 15, 0)


@pytest.mark.parametrize(
    ("by", "of"),
    [
        ("helena.laine", "Turku"),
        ("tuula.heino", "Turku"),
        ("admin", "Turku"),
        ("pekka.salo", "Porvoo"),
        ("pekka.salo", "Yhteiset palvelut"),
    ],
)
def test_nobody_else_does_and_no_other_unit_has_one(by: str, of: str) -> None:
    with pytest.raises(PermissionDenied):
        set_policy(by=by, of=of)
    assert not Policy.objects.exists()


def test_words_that_are_the_applications_own_or_empty_are_not_kept() -> None:
    policy = set_policy(
        words={"met": {"fi": "Vihreä", "sv": " Uppnått ", "en": ""}, "missed": {"fi": "Ei\u00a0 onnistunut"}}
    )
    assert policy.words == {"met": {"sv": "Uppnått"}, "missed": {"fi": "Ei onnistunut"}}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"met": {"fi": "x" * (LONGEST_WORD + 1)}}, "met_fi"),
        ({"met": {"fi": "a\x00b"}}, "met_fi"),
        ({"met": {"fi": "Sama"}, "missed": {"fi": "sama"}}, "missed_fi"),
        ({"nodata": {"sv": "Röd"}}, "nodata_sv"),
    ],
)
def test_a_word_that_cannot_be_is_refused_by_its_field(words: dict[str, dict[str, str]], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        set_policy(words=words)
    assert list(refused.value.error_dict) == [field]
    assert not Policy.objects.exists()


@pytest.mark.parametrize(("percent", "days", "field"), [(101, 30, "tolerance_percent"), (10, 367, "tolerance_days")])
def test_a_tolerance_out_of_bounds_is_refused_by_its_field(percent: int, days: int, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        set_policy(percent=percent, days=days)
    assert list(refused.value.error_dict) == [field]


def test_colours_follow_the_tolerance_and_nothing_recorded_changes() -> None:
    webinars = metric("Täydennyskoulutuspäivien")
    assert webinars.target == "9–12"
    record(webinars, "8")
    recorded = list(Observation.objects.values())

    def colour() -> str | None:
        return follow_up(Metric.objects.filter(pk=webinars.pk), on=YEAR_END)[webinars.pk].colour

    assert colour() == "red"
    set_policy(percent=20)
    assert colour() == "yellow"
    set_policy(percent=0)
    assert colour() == "red"
    assert list(Observation.objects.values()) == recorded
