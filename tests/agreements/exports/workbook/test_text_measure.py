from hypothesis import given
from hypothesis import strategies as st

from agreements.exports.workbook.text_measure import TextFont

FONT = TextFont(10)


def test_a_line_is_as_high_as_excel_makes_it() -> None:
    assert (TextFont(9).line, TextFont(10).line, TextFont(16).line) == (11.25, 12.75, 20.25)


def test_bold_text_runs_wider() -> None:
    assert TextFont(10, bold=True).width("tavoite") > FONT.width("tavoite")


def lines(text: str, width: float) -> int:
    return len(FONT.line_starts(text, width))


def test_text_that_fits_is_one_line_and_every_line_feed_begins_another() -> None:
    width = FONT.width("kirjastojen")
    assert lines("kirjastojen", width) == 1
    assert lines("kirjastojen\n\nkirjastojen", width) == 3
    assert lines("kirjastojen kirjastojen", width) == 2


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert lines("x" * 100, FONT.width("x" * 30)) == 4


def test_a_line_that_holds_not_even_a_character_ends_all_the_same() -> None:
    assert lines("abc", 0.1) == 3


def greedy_lines(words: list[str], width: float) -> int:
    """The plain way: word after word, as long as the line has room."""
    count, line = 1, ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and FONT.width(longer) > width:
            count, line = count + 1, word
        else:
            line = longer
    return count


@given(st.lists(st.text("aijmwÄ-.", min_size=1, max_size=9), min_size=1, max_size=40), st.floats(90, 300))
def test_lines_are_those_of_greedy_wrapping(words: list[str], width: float) -> None:
    assert lines(" ".join(words), width) == greedy_lines(words, width)


@given(st.text(st.characters(), max_size=200), st.floats(1, 200))
def test_lines_begin_where_the_text_is_and_never_twice(text: str, width: float) -> None:
    starts = FONT.line_starts(text, width)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert starts[-1] <= len(text)
