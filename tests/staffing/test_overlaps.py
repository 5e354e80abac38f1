"""When overlapping shares come to the most."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from staffing.overlaps import Share, peak

FIRST = datetime.date(2024, 1, 1)


def day(number: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=number)


def share(percent: int, start: int, end: int, *, own: bool = True) -> Share:
    return Share(Decimal(percent), day(start), day(end), own=own)


SHARES = st.lists(
    st.builds(share, st.integers(0, 120), st.integers(0, 30), st.integers(0, 30), own=st.booleans()), max_size=8
)


def on(shares: Sequence[Share], at: datetime.date) -> tuple[Decimal, bool]:
    """What the shares come to on the day, and whether one of them is the document's own."""
    held = [each for each in shares if each.start <= at <= each.end]
    return sum((each.percent for each in held), Decimal(0)), any(each.own for each in held)


def test_shares_one_after_the_other_do_not_add_up() -> None:
    found = peak([share(80, 0, 9), share(70, 10, 19)])
    assert found is not None
    assert (found.percent, found.start, found.end) == (Decimal(80), day(0), day(9))


def test_shares_that_meet_on_one_day_add_up_on_that_day() -> None:
    found = peak([share(80, 0, 10), share(70, 10, 19)])
    assert found is not None
    assert (found.percent, found.start, found.end) == (Decimal(150), day(10), day(10))


def test_what_others_hold_when_the_document_does_not_is_not_its_matter() -> None:
    found = peak([share(50, 0, 9), share(200, 10, 19, own=False)])
    assert found is not None
    assert found.percent == 50
    assert peak([share(200, 0, 9, own=False)]) is None


def test_no_share_is_no_peak_and_the_last_of_days_is_a_day() -> None:
    assert peak([]) is None
    assert peak([share(50, 9, 0)]) is None
    for_ever = Share(Decimal(101), FIRST, datetime.date.max)
    found = peak([for_ever])
    assert found is not None
    assert found.end == datetime.date.max


@given(SHARES)
def test_the_peak_is_the_most_of_any_day(shares: list[Share]) -> None:
    """Against counting every day by itself."""
    days = [total for number in range(32) for total, is_own in [on(shares, day(number))] if is_own]
    found = peak(shares)
    assert (found.percent if found else None) == (max(days) if days else None)


@given(SHARES)
def test_the_peak_holds_on_every_day_of_its_time(shares: list[Share]) -> None:
    found = peak(shares)
    if found is not None:
        days = [found.start + datetime.timedelta(days=number) for number in range((found.end - found.start).days + 1)]
        assert {on(shares, each) for each in days} == {(found.percent, True)}
        assert sum(each.percent for each in found.shares) == found.percent


@given(SHARES)
def test_the_order_of_shares_does_not_matter(shares: list[Share]) -> None:
    first, second = peak(shares), peak(shares[::-1])
    assert (first and (first.percent, first.start, first.end)) == (
        second and (second.percent, second.start, second.end)
    )
