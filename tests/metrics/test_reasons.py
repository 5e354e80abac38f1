"""Why a verdict is what it is: in three languages, as short as a margin note."""

from datetime import date
from decimal import Decimal
from string import Formatter

import pytest

from metrics import reasons
from metrics.judgement import judge
from metrics.reasons import LANGUAGES, Reason, say


@pytest.mark.parametrize("code", sorted(reasons._SENTENCES))
def test_a_sentence_names_the_same_things_in_each_language(code: str) -> None:
    named = [{name for _, name, _, _ in Formatter().parse(wording) if name} for wording in reasons._SENTENCES[code]]
    assert named[0] == named[1] == named[2]
    assert all(reasons._SENTENCES[code])


@pytest.mark.parametrize(
    ("target", "actual", "finnish"),
    [
        ("7–11", "2", "2 on alle 7"),
        ("≥ 100", "143", "143 on vähintään 100"),
        ("≥ 10", "9", "lähes: 9 / 10, vaje 10\u00a0%"),
        ("9–12", "8", "8 on alle 9, vaje 11\u00a0%"),
        ("≥ 4,0", "3,9", "lähes: 3,9 / 4,0, vaje 2,5\u00a0%"),
        ("≥ 60 %", "58,5 % (24/41)", "lähes: 58,5\u00a0% / 60\u00a0%, vaje 2,5\u00a0%"),
        ("1. vuosineljänneksen aikana", "12.3.2020", "ennen 31.3.2020"),
        ("1. vuosineljänneksen aikana", "15.6.2020", "76 päivää yli 31.3.2020"),
        ("2. vuosineljänneksen aikana", "7.7.2020", "lähes: 7 päivää yli 30.6.2020"),
        (
            "≥ 20 asiakaspäätettä; ≥ 15 puhelinta",
            "24 asiakaspäätettä; 9 puhelinta",
            "osittain: 24 ≥ 20, mutta 9 < 15",
        ),
        ("WCAG 2.1 kriteeristön AA-taso", "AA-taso täyttyy osin", "sanallinen tavoite"),
        ("Toteutunut", "Toteutunut", "ilmoitettu toteutuneeksi"),
        ("0", "0", "tasan 0"),
        ("8–10", "14", "14 on vähintään 8 ja ylittää haarukan 8–10"),
        ("2–4", "Yhteydenpito etänä", "vastauksessa ei ole lukua"),
        ("Kaikki työryhmät kokoontuneet ≥ 2 kertaa", "Kyllä", "”Kyllä” ei kerro kertoja"),
        ("≥ 5", "", "toteumaa ei ole kirjattu"),
    ],
)
def test_the_reason_is_short_and_says_what_was_compared(target: str, actual: str, finnish: str) -> None:
    assert judge(target, actual, year=2020).says("fi") == finnish


def test_a_relative_target_says_which_value_it_took_from_where() -> None:
    judgement = judge("≈ edellisen vuoden toteuma", "126", prior="121", year=2020)
    assert judgement.says("fi") == "noin 121: sallittu 109–133 (vuoden 2019 arvo 121)"
    assert judgement.says("sv") == "cirka 121: tillåtet 109–133 (värdet för 2019: 121)"
    assert judgement.says("en") == "about 121: 109–133 allowed (the value of 2019: 121)"
    assert judge("kasvaa", "126", prior="121").says("fi") == "126 on yli 121 (edellisen vuoden arvo 121)"


def test_a_city_may_call_less_or_more_a_near_miss() -> None:
    reason = judge("≥ 100", "92").reason
    assert say(reason, "fi").startswith("lähes")
    assert say(reason, "fi", near=Decimal("0.05")) == "92 on alle 100, vaje 8\u00a0%"
    late = Reason("late", {"days": 20, "day": date(2020, 3, 31)})
    assert say(late, "fi", near_days=10) == "20 päivää yli 31.3.2020"


def test_days_are_written_as_the_language_writes_them() -> None:
    reason = Reason("on_time", {"day": date(2020, 3, 31)})
    assert [say(reason, language) for language in LANGUAGES] == [
        "ennen 31.3.2020",
        "före 31.3.2020",
        "before 31 March 2020",
    ]
