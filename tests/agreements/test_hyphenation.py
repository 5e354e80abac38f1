"""Where words may break: display only, and never at the cost of a character."""

import importlib
import logging
import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements import hyphenation
from agreements.hyphenation import NO_BREAK_SPACE, SOFT_HYPHEN, WORD_JOINER, for_display, keep_together, soft_hyphens


def broken(text: str) -> str:
    return soft_hyphens(text, "fi").replace(SOFT_HYPHEN, "|")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("palvelutuotantosopimus", "palvelu|tuotanto|sopimus"),
        ("kulunvalvontayksiköt", "kulun|valvonta|yksiköt"),
        ("PALVELUTUOTANTOSOPIMUS", "PALVELU|TUOTANTO|SOPIMUS"),
        ("Varsinais-Suomen", "Varsinais-Suomen"),
        ("verkko-opintojaksoja;", "verkko-opinto|jaksoja;"),
    ],
)
def test_a_compound_breaks_at_its_joints(word: str, expected: str) -> None:
    assert broken(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("alueellinen", "alueellinen"),  # eleven letters
        ("kehittäminen", "kehit|tä|minen"),  # twelve
        ("toimintasuunnitelmassa", "toiminta|suun|ni|tel|massa"),  # eight letters and fourteen
        ("tomintasuunnitelman", "tomin|ta|suun|ni|telman"),  # a slip of the pen is one long part
    ],
)
def test_syllables_break_only_in_parts_of_twelve_letters_or_more(word: str, expected: str) -> None:
    assert broken(word) == expected


def test_a_word_with_two_readings_breaks_only_where_both_do() -> None:
    assert broken("kaivosaukko") == "kaivosaukko"  # kai-vosaukko is nothing, but kaivos-aukko and kaivo-saukko both are


@pytest.mark.parametrize(
    "text",
    [
        "https://kirjastopalvelut.fi/asiakaspalvelut",
        "www.kirjastopalvelut.fi",
        "kirjastopalvelut.fi",
        "asiakaspalvelut@kirjastopalvelut.fi",
        "1115119",
        "kirjastopalvelut2021",
        "kirjasto\u00adpalvelut",
    ],
)
def test_addresses_numbers_and_words_already_broken_stay_as_they_are(text: str) -> None:
    assert soft_hyphens(text, "fi") == text


@pytest.mark.parametrize("language", ["sv", "en", "", "se"])
def test_other_languages_are_left_to_the_renderers_own_patterns(language: str) -> None:
    assert soft_hyphens("palvelutuotantosopimus", language) == "palvelutuotantosopimus"


FINNISH = st.text(alphabet="aeiouyäöhjklmnprstvKST -–.,/@0123456789\u00ad\u00a0€%≥\ud800\U0001f4d6", max_size=80)


@given(FINNISH | st.text(max_size=80))
@example("kirjastopalvelut \ud800 työajanhallintaohjelman")
def test_nothing_but_soft_hyphens_is_added(text: str) -> None:
    assert soft_hyphens(text, "fi").replace(SOFT_HYPHEN, "") == text.replace(SOFT_HYPHEN, "")
    if SOFT_HYPHEN not in text:
        assert soft_hyphens(text, "fi").replace(SOFT_HYPHEN, "") == text


@given(FINNISH | st.text(max_size=80))
def test_what_is_shown_holds_the_same_ink(text: str) -> None:
    assert "".join(ink(for_display(text, "fi"))) == "".join(ink(text))


def ink(text: str) -> Iterator[str]:
    return (letter for letter in text if not letter.isspace() and letter not in {SOFT_HYPHEN, WORD_JOINER})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥ 20 asiakaspäätettä", "≥~20 asiakaspäätettä"),
        ("55–75 %", "55_–_75~%"),
        ("126 646  €", "126~646~€"),
        ("1 115 119 €", "1~115~119~€"),
        ("-169 600", "-169~600"),
        ("63,41 % (26/41)", "63,41~% (26_/_41)"),
        ("3 kpl uusia avauksia", "3~kpl uusia avauksia"),
        ("Hallintosääntö § 45", "Hallintosääntö §~45"),
        ("laki yleisistä kirjastoista 12 §", "laki yleisistä kirjastoista 12~§"),
        ("vuoden 2021 -teemavuoden", "vuoden 2021 -teemavuoden"),
        ("laadittu/ei ole laadittu", "laadittu/ei ole laadittu"),
        ("5 henkilöä", "5 henkilöä"),
    ],
)
def test_a_number_keeps_its_sign_its_thousands_and_its_unit(text: str, expected: str) -> None:
    assert keep_together(text).replace(NO_BREAK_SPACE, "~").replace(WORD_JOINER, "_") == expected


@pytest.fixture
def without_voikko(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    hyphenation._analyser.cache_clear()
    hyphenation._short_for_display.cache_clear()
    yield
    hyphenation._analyser.cache_clear()
    hyphenation._short_for_display.cache_clear()


@pytest.mark.usefixtures("without_voikko")
def test_without_voikko_the_text_is_unchanged_and_one_warning_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="agreements.hyphenation"):
        assert [soft_hyphens("palvelutuotantosopimus", "fi") for _ in range(3)] == ["palvelutuotantosopimus"] * 3
        assert for_display("55 %", "fi") == "55\u00a0%"
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_long_document_takes_milliseconds_once_its_words_are_known() -> None:
    text = "Palvelutuotantosopimus täydentää palvelualuetasoista toimintasuunnitelmaa. " * 4000
    soft_hyphens(text, "fi")
    start = time.perf_counter()
    soft_hyphens(text, "fi")
    assert len(text) / (time.perf_counter() - start) > 300_000, "characters a second"
