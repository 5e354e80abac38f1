"""Estimates of room on paper, and rows dealt out over pages."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.print_layout import cell_height, dealt_out


def test_more_text_takes_more_room_and_a_wider_cell_less() -> None:
    text = "Toimenpide tavoitteen saavuttamiseksi " * 4
    assert cell_height(text, 40) > cell_height(text, 80) > cell_height("x", 80)
    assert cell_height(text + "\nToinen", 40) > cell_height(text, 40)


def test_an_empty_cell_has_one_line() -> None:
    assert cell_height("", 20) == cell_height("x", 20) > 0


def test_a_cell_too_narrow_for_a_letter_is_still_measured() -> None:
    assert cell_height("abc", 1) > cell_height("a", 1)


def test_rows_that_fit_a_page_stay_in_one_run() -> None:
    assert list(dealt_out([10, 20, 30], page=60)) == [range(3)]


def test_rows_that_do_not_fit_go_on_in_the_next_run() -> None:
    assert list(dealt_out([30, 30, 30, 10], page=60)) == [range(2), range(2, 4)]


def test_a_row_that_fits_no_page_is_a_run_of_its_own() -> None:
    assert list(dealt_out([5, 99, 5], page=60)) == [range(1), range(1, 2), range(2, 3)]


def test_without_rows_there_is_nothing_to_deal_out() -> None:
    assert list(dealt_out([], page=60)) == []


@given(st.lists(st.floats(0.1, 200), max_size=60))
def test_every_row_is_dealt_out_once_in_its_order_and_no_run_of_several_is_too_high(heights: list[float]) -> None:
    runs = list(dealt_out(heights, page=100))
    assert [row for run in runs for row in run] == list(range(len(heights)))
    assert all(len(run) == 1 or sum(heights[row] for row in run) <= 100 + 1e-6 for run in runs)
