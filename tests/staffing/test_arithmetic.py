from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.arithmetic import (
    Problem,
    declared_person_years,
    person_years,
    problems,
    total_percent,
)


def test_one_person_year_is_a_hundred_percent() -> None:
    assert person_years(total_percent(["90 %", "80 %", "80 %", "50 %"])) == 3


def test_no_shares_have_no_total() -> None:
    assert total_percent([]) is None
    assert total_percent([None, "puolet"]) is None
    assert person_years(None) is None


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("4,00 henkilötyövuotta", "4"),
        ("3 htv", "3"),
        ("300 %", "3"),
        ("2,5", "2.5"),
        ("noin kolme", None),
        (None, None),
    ],
)
def test_a_declared_total_is_read(written: str | None, years: str | None) -> None:
    assert declared_person_years(written) == (None if years is None else Decimal(years))


def test_a_total_that_differs_is_a_problem() -> None:
    assert problems(["90 %", "80 %"], "2 htv") == [Problem("total_differs", "2 htv", "1,7")]


def test_a_share_that_cannot_be_read_is_a_problem() -> None:
    assert problems(["puolet"], None) == [Problem("percent_unreadable", "puolet")]


def test_a_total_that_agrees_is_none() -> None:
    assert problems(["90 %", "10 %"], "1,0 henkilötyövuotta") == []


@given(st.lists(st.integers(0, 100), min_size=1))
def test_the_declared_sum_always_agrees(shares: list[int]) -> None:
    assert problems([f"{share} %" for share in shares], f"{sum(shares)} %") == []


@given(st.lists(st.one_of(st.none(), st.text())), st.one_of(st.none(), st.text()))
def test_never_raises(shares: list[str | None], declared: str | None) -> None:
    problems(shares, declared)
