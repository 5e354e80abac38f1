import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.judgement import judge
from metrics.reasons import LANGUAGES
from metrics.understanding import is_left_to_people, understood


def said(target: str | None, language: str = "fi", *, prior: str | None = None, metric: str | None = None) -> str:
    judgement = judge(target, None, year=2020, prior=prior, metric=metric)
    return understood(target, judgement, language, year=2020, metric=metric).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("≥ 90 %", "vähintään 90 %"),
        ("yli 90 %", "yli 90 %"),
        ("≥ 4,0", "vähintään 4,0"),
        ("alle 30 pv", "alle 30 pv"),
        ("≤ 2,5 M€", "enintään 2,5 M€"),
        ("9–12", "vähintään 9 (haarukka 9–12)"),
        ("0", "tasan 0"),
        ("n. 50", "noin: sallittu 45–55"),
        ("5 000", "vähintään 5 000"),
        ("3. vuosineljänneksen aikana", "viimeistään 30.9.2020"),
        ("Suunnitelma on laadittu", "toteutuu tai ei"),
        ("≥ 2 900; ≥ 3 kpl", "vähintään 2 900; vähintään 3 kpl"),
        ("hyvä palaute", "sanallinen: ihminen arvioi"),
        ("–", "tavoitetta ei ole asetettu"),
        (None, "tavoitetta ei ole asetettu"),
    ],
)
def test_a_target_says_how_it_was_understood(target: str | None, words: str) -> None:
    assert said(target) == words


def test_a_relative_target_names_the_bound_it_took() -> None:
    assert said("+10 %", prior="10") == "vähintään 11 (verrataan edelliseen vuoteen)"
    assert said("+10 %") == "verrataan edelliseen vuoteen"
    assert said("vuoden 2019 tasolla", "en", prior="10") == "about: 9–11 allowed (compared with the value of 2019)"


def test_the_metrics_own_words_give_the_direction() -> None:
    assert said("3-5", metric="Keskeytysten määrä, enintään") == "enintään 5"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert said("≤ 2,5 M€", "en") == "at most 2.5 M€"
    assert said("≤ 2,5 M€", "sv") == "högst 2,5 M€"


def test_only_words_and_nothing_are_left_to_people() -> None:
    assert is_left_to_people(judge("hyvä palaute"))
    assert is_left_to_people(judge(None))
    assert not is_left_to_people(judge("Kyllä"))


@given(st.text(max_size=60) | st.from_regex(r"[<>≤≥]?\s*[0-9]{1,60}([.,][0-9]{1,40})?( %)?", fullmatch=True))
def test_every_text_is_said_in_every_language(target: str) -> None:
    for language in LANGUAGES:
        assert said(target, language)
