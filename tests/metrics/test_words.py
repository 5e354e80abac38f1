import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.models import Unit
from metrics.models import Policy
from metrics.words import state_words, words_by_unit, words_of_unit
from tests.metrics.follow_ups import unit


def test_without_a_policy_the_words_are_the_applications_own() -> None:
    assert state_words({}, "en") == {
        "met": "Green",
        "partial": "Yellow",
        "missed": "Red",
        "undecided": "To be assessed",
        "nodata": "No data",
        "notdue": "Not due yet",
    }
    assert state_words({}, "fi")["missed"] == "Punainen"
    assert state_words({}, "sv")["missed"] == "Röd"


def test_six_states_have_six_words_in_every_language() -> None:
    for language in ("fi", "sv", "en"):
        assert len(set(state_words({}, language).values())) == 6


def test_a_citys_word_stands_in_its_own_language_only() -> None:
    words = {"missed": {"fi": "Ei toteutunut"}}
    assert state_words(words, "fi")["missed"] == "Ei toteutunut"
    assert state_words(words, "fi")["met"] == "Vihreä"
    assert state_words(words, "sv")["missed"] == "Röd"


@pytest.mark.usefixtures("examples")
def test_the_top_units_words_hold_in_every_unit_below_it_and_nowhere_else(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Policy.objects.create(unit=unit("Turku"), words={"met": {"fi": "Toteutui"}})
    with django_assert_num_queries(2):
        words = words_by_unit()
    assert set(words) == set(Unit.objects.values_list("pk", flat=True))
    assert words[unit("Yhteiset palvelut").pk] == {"met": {"fi": "Toteutui"}}
    assert words[unit("Porvoon kaupunginkirjasto").pk] == {}
    assert words_of_unit(unit("Yhteiset palvelut").pk, "fi")["met"] == "Toteutui"


@pytest.mark.usefixtures("examples")
def test_a_policy_of_a_unit_that_is_no_top_holds_nowhere() -> None:
    Policy.objects.create(unit=unit("Yhteiset palvelut"), words={"met": {"fi": "Toteutui"}})
    assert words_by_unit()[unit("Yhteiset palvelut").pk] == {}
