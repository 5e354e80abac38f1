import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.judgement import judge
from metrics.standing import DEFAULT_TOLERANCES, Tolerances, colour_of, due_day, state_of

DUE = datetime.date(2020, 12, 31)
BEFORE, AFTER = datetime.date(2020, 6, 1), datetime.date(2021, 1, 1)


@pytest.mark.parametrize(
    ("target", "actual", "colour"),
    [
        ("≥ 10", "10", "green"),
        ("≥ 10", "9", "yellow"),
        ("≥ 10", "8", "red"),
        ("≤ 10", "11", "yellow"),
        ("2. vuosineljänneksen aikana", "7.7.2020", "yellow"),
        ("2. vuosineljänneksen aikana", "1.9.2020", "red"),
        ("≥ 10", "useita", None),
        ("Toteutunut", "osittain", "yellow"),
    ],
)
def test_the_default_policy(target: str, actual: str, colour: str | None) -> None:
    assert colour_of(judge(target, actual, year=2020), DEFAULT_TOLERANCES) == colour


def test_a_city_without_tolerance_has_no_near_misses() -> None:
    assert colour_of(judge("≥ 10", "9", year=2020), Tolerances(percent=0, days=0)) == "red"


def test_a_deadline_is_due_on_its_own_day() -> None:
    assert due_day(judge("1. vuosineljänneksen aikana", None, year=2020), end=DUE) == datetime.date(2020, 3, 31)
    assert due_day(judge("≥ 10", None, year=2020), end=DUE) == DUE


@pytest.mark.parametrize(
    ("proposed", "recorded", "final", "on", "state"),
    [
        (None, False, False, BEFORE, "notdue"),
        (None, False, False, AFTER, "nodata"),
        (None, True, True, AFTER, "undecided"),
        ("red", True, False, BEFORE, "notdue"),
        ("red", True, True, BEFORE, "missed"),
        ("green", True, False, BEFORE, "met"),
    ],
)
def test_states(proposed: str | None, recorded: bool, final: bool, on: datetime.date, state: str) -> None:
    assert state_of(decided=None, proposed=proposed, recorded=recorded, final=final, due=DUE, on=on) == state


@given(
    st.sampled_from(["green", "yellow", "red"]),
    st.sampled_from([None, "green", "yellow", "red"]),
    st.booleans(),
    st.booleans(),
    st.dates(),
)
def test_a_persons_colour_always_settles_it(
    decided: str, proposed: str | None, recorded: bool, final: bool, on: datetime.date
) -> None:
    expected = {"green": "met", "yellow": "partial", "red": "missed"}[decided]
    assert state_of(decided=decided, proposed=proposed, recorded=recorded, final=final, due=DUE, on=on) == expected
