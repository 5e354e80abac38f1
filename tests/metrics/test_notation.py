"""What targets and actuals are read as, where the verdict alone would not show it."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.notation import Kind, parse_actual, parse_target
from metrics.notation.periods import Deadline, Period, day, joined, months, quarter
from metrics.notation.reports import Report, report, states_a_result
from metrics.notation.text import uniform
from metrics.notation.units import EURO, NOUN, PERCENT, Unit, factor, same_noun


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (None, ""),
        (" 88\u2013132\u00a0 %", "88-132 %"),
        ("\u2212 5\u202f000", "- 5 000"),
        ("５ ⩾ ４", "5 ≥ 4"),
        ("Opetta\u00adja", "Opettaja"),
        ("a\u0308", "ä"),
    ],
)
def test_characters_are_made_uniform(written: str | None, text: str) -> None:
    assert uniform(written) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("puhelin", "puhelinta"),
        ("koulutus", "koulutuksia"),
        ("kehittämispäivä", "kehittämispäivää"),
        ("tulosyksikköpalaveria", "palaveri"),
        ("asiakaspäätettä", "asiakaspäätteitä"),
        ("digitutoreiden", "digitutoria"),
        ("käyttökerrat", "käyttökertaa"),
        ("kurs", "kurser"),
        ("event", "events"),
    ],
)
def test_forms_of_a_noun_are_one_noun(one: str, other: str) -> None:
    assert same_noun(one, other)
    assert same_noun(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("koulutusta", "koulutuspäivää"),
        ("täydennyskoulutuspäivien", "koulutusta"),
        ("kirjaa", "kirjastoa"),
        ("lainaa", "lainaajaa"),
        ("tapahtumaa", "osallistujaa"),
        ("asiakaspäätettä", "asiakaskyselyä"),
    ],
)
def test_nouns_of_one_beginning_are_not_one(one: str, other: str) -> None:
    assert not same_noun(one, other)


def test_units_compare_only_where_they_measure_the_same() -> None:
    euro, million, percent = Unit("€", EURO), Unit("M€", EURO, Decimal(1_000_000)), Unit("%", PERCENT)
    assert factor(euro, million) == (Decimal(1), Decimal(1_000_000))
    assert factor(euro, percent) is None
    assert factor(Unit("lainaa", NOUN), Unit("lainaa", NOUN, per="asukas")) is None
    assert factor(Unit("kuukautta", "kk"), Unit("päivää", "pv")) is None
    assert factor(Unit("arkipäivää", "arkipv"), Unit("päivää", "pv")) is None


def test_a_period_takes_the_year_that_was_not_written() -> None:
    assert quarter(1, 1).days(2020) == (date(2020, 1, 1), date(2020, 3, 31))
    assert months(2, 2).days(2024) == (date(2024, 2, 1), date(2024, 2, 29))
    assert months(2, 2, 2023).days(2024) == (date(2023, 2, 1), date(2023, 2, 28))
    assert Period(week=53).days(2021) is None
    assert Period().days(None) is None


def test_a_day_that_is_not_in_the_calendar_is_none() -> None:
    assert day(2, 30) is None
    assert day(2, 29, 2023) is None
    assert day(13, 1) is None
    first, last = day(4, 30), day(5, 2, 2020)
    assert first is not None
    assert last is not None
    assert joined(first, last).days(2019) == (date(2020, 4, 30), date(2020, 5, 2))


def test_a_deadline_may_leave_its_own_days_open() -> None:
    june = months(6, 6, 2021)
    assert Deadline(june).limits(None) == (date(2021, 6, 30), date(2021, 6, 30))
    assert Deadline(june, before=True).limits(None) == (date(2021, 5, 31), date(2021, 5, 31))
    assert Deadline(june, loose=True).limits(None) == (date(2021, 5, 31), date(2021, 6, 30))
    assert Deadline(months(8, 12, 2021, fuzzy=True)).limits(None) == (None, date(2021, 12, 31))


def test_a_second_condition_stands_in_parentheses() -> None:
    target = parse_target("88–132 (≤ edellisen vuoden toteuma)")
    assert target.kind == Kind.COMPOUND
    assert [part.kind for part in target.parts] == [Kind.RANGE, Kind.RELATIVE]


def test_an_actual_keeps_its_numbers_apart() -> None:
    values = parse_actual("24 asiakaspäätettä; 9 puhelinta").values
    assert [value.point for value in values] == [24, 9]
    assert [value.unit.text for value in values if value.unit] == ["asiakaspäätettä", "puhelinta"]
    assert parse_actual("63,41 % (26/41)").values[0].point == Decimal("63.41")
    assert parse_actual("1.234").unclear == "ambiguous"
    assert parse_actual("–").blank


@pytest.mark.parametrize("text", ["Asiakaspalvelulupaukset tarkistettu", "Toteutunut", "Klart", "Kyllä", "Done"])
def test_a_statement_of_a_result_is_known(text: str) -> None:
    assert states_a_result(text)


@pytest.mark.parametrize("text", ["Hankkeessa mukana oleminen.", "Yhteistyö kehittyy", "Ei toteuteta", "AA-taso", ""])
def test_other_words_state_no_result(text: str) -> None:
    assert not states_a_result(text)


@pytest.mark.parametrize(
    ("text", "about", "told"),
    [
        ("Toteutunut", "", Report.DONE),
        ("Valmisteltu", "suunnitelman valmistuminen", None),
        ("Toteutunut pääosin", "", None),
        ("Ei vielä toteutunut", "", None),
        ("Ei toteutunut kokonaan", "", None),
        ("Ei toteutunut koronan vuoksi", "", Report.NOT_DONE),
        ("Jäi toteutumatta", "", Report.NOT_DONE),
        ("Pajapedia luotu", "kurssit suoritettu ja Pajapedia luotu", None),
        ("Delvis", "", Report.PARTLY),
        ("Inställt på grund av corona", "", Report.CALLED_OFF),
    ],
)
def test_only_a_plain_report_counts(text: str, about: str, told: Report | None) -> None:
    assert report(text, about) == told
