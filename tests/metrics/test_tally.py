from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from metrics.models import State
from metrics.tally import WIDTH, tally_of

WORDS = {state: state.upper() for state in State.values}


def test_every_state_has_a_line_and_none_is_left_out() -> None:
    tally = tally_of(["met", "met", "nodata"], WORDS)
    assert [(state, count) for state, _word, count in tally.lines if count] == [("met", 2), ("nodata", 1)]
    assert [state for state, _word, _count in tally.lines] == State.values
    assert (tally.total, tally.count("met"), tally.count("missed")) == (3, 2, 0)
    assert tally.in_words == "MET 2, NODATA 1"


def test_nothing_has_no_shares() -> None:
    assert tally_of([], WORDS).shares == []


@given(st.lists(st.sampled_from(State.values), min_size=1, max_size=300))
def test_the_shares_fill_the_band_without_overlapping(states: list[str]) -> None:
    shares = tally_of(states, WORDS).shares
    assert shares[0].x == 0
    for left, right in pairwise(shares):
        assert left.x < right.x
    assert shares[-1].x + shares[-1].width <= WIDTH + len(shares)
    assert sum(share.count for share in shares) == len(states)


def test_only_what_is_hatched_on_paper_too_has_lines() -> None:
    hatched = {share.state for share in tally_of(State.values, WORDS).shares if share.hatch}
    assert hatched == {"missed", "undecided"}
