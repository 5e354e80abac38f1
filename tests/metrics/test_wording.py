"""Which names of indicators are taken to be of the same wording, and which only to be alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.wording import Likeness, likeness, marked, pairs_alike, share_in_common, words_of

names = st.text(max_size=60) | st.lists(
    st.sampled_from(["Koulutusten", "koulutuspäivien", "lukumäärä", "määrä", "2020", "–", "31.12.2020", "osuus."])
).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Työkiertojaksojen lukumäärä.", "Työkiertojaksojen lukumäärä"),
        ("TYÖKIERTOJAKSOJEN  lukumäärä", "Työkiertojaksojen lukumäärä"),
        ("Tapahtumien määrä 2020", "Tapahtumien määrä 2024"),
        ("Tapahtumien määrä 31.12.2020.", "Tapahtumien määrä"),
        ("Messuosasto 2.–4.10.2020.", "Messuosasto"),
        ("Tapahtumien määrä vuonna 2020", "Tapahtumien määrä (2021)"),
        ("Antal evenemang år 2020", "Antal evenemang"),
        ("Ha\u00adke\u00admus\u00adten määrä", "Hakemusten määrä"),
    ],
)
def test_case_punctuation_and_a_date_behind_make_no_difference(one: str, other: str) -> None:
    assert likeness(one, other) == Likeness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Täydennyskoulutuspäivien lukumäärä.", "Täydennyskoulutusten lukumäärä"),
        (
            "Webinaareihin osallistuneiden kirjastojen prosentuaalinen osuus kaikista toimialueen kirjastoista.",
            "Verkkokursseja suorittaneiden kirjastojen prosentuaalinen osuus kaikista toimialueen kirjastoista",
        ),
        ("Kehittämishankehakemusten lukumäärä.", "Kehittämishankkehakemusten lukumäärä"),
        ("WCAG 2.1 -kriteeristön AA-taso", "WCAG 2.2 -kriteeristön AA-taso"),
        ("Vuoden 2019 tasolla pysyvät lainat", "Vuoden 2020 tasolla pysyvät lainat"),
    ],
)
def test_other_words_are_never_more_than_alike(one: str, other: str) -> None:
    assert likeness(one, other) == Likeness.ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kävijöiden määrä", "Lainojen määrä"),
        ("Koulutusten lukumäärä", "Kaukolainojen nidemäärä"),
        ("Osallistujien lukumäärä", "Hankkeiden lukumäärä"),
    ],
)
def test_a_common_last_word_is_not_enough(one: str, other: str) -> None:
    assert likeness(one, other) == Likeness.DIFFERENT


def test_a_name_that_is_nothing_but_a_year_keeps_it() -> None:
    assert words_of("2020") == ("2020",)
    assert likeness("2020", "2021") != Likeness.SAME


def test_the_words_that_differ_are_marked() -> None:
    one, other = "Täydennyskoulutuspäivien lukumäärä.", "Täydennyskoulutusten lukumäärä"
    assert marked(one, other) == (("Täydennyskoulutuspäivien", True), (" lukumäärä.", False))
    assert marked(other, one) == (("Täydennyskoulutusten", True), (" lukumäärä", False))
    assert marked(one, one) == ((one, False),)


def test_pairs_come_with_the_most_alike_first_and_each_once() -> None:
    names = {
        7: "Täydennyskoulutusten lukumäärä",
        3: "Täydennyskoulutuspäivien lukumäärä.",
        5: "Täydennyskoulutusten lukumäärä.",
        9: "Kaukolainojen nidemäärä",
    }
    pairs = [(pair.first, pair.second, pair.likeness) for pair in pairs_alike(names)]
    assert pairs == [(5, 7, Likeness.SAME), (3, 5, Likeness.ALIKE), (3, 7, Likeness.ALIKE)]


@given(names, names)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert share_in_common(one, other) == share_in_common(other, one)
    assert likeness(one, other) == likeness(other, one)


@given(names)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert likeness(name, name) == Likeness.SAME


@given(names, names)
def test_marking_keeps_every_character(one: str, other: str) -> None:
    assert "".join(text for text, _differs in marked(one, other)) == one
