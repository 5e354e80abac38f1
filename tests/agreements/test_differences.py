"""What changed from one text to another."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.differences import Op, shortened, word_difference

WORDS = st.lists(
    st.sampled_from(["kirjasto", "avataan", "≥", "90", "%", " ", "  ", "\n", ",", ".", "3,5", "ä", "<b>"]), max_size=40
).map("".join)
TEXTS = WORDS | st.text(max_size=60)


def shown(before: str, after: str) -> str:
    """The difference on one line: [-struck-] and {+underlined+}."""
    marks = {Op.SAME: "{}", Op.DELETED: "[-{}-]", Op.INSERTED: "{{+{}+}}"}
    return "".join(marks[op].format(text) for op, text in word_difference(before, after))


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_make_up_both_texts_exactly(before: str, after: str) -> None:
    pieces = word_difference(before, after)
    assert "".join(text for op, text in pieces if op is not Op.INSERTED) == before
    assert "".join(text for op, text in pieces if op is not Op.DELETED) == after


@given(before=TEXTS, after=TEXTS)
def test_no_piece_is_empty_and_no_two_of_a_sort_stand_side_by_side(before: str, after: str) -> None:
    ops = [op for op, text in word_difference(before, after) if text]
    assert len(ops) == len(word_difference(before, after))
    assert all(first is not second for first, second in itertools.pairwise(ops))
    assert (Op.INSERTED, Op.DELETED) not in itertools.pairwise(ops)


@given(text=TEXTS)
def test_equal_texts_have_nothing_struck_or_underlined(text: str) -> None:
    assert all(op is Op.SAME for op, _text in word_difference(text, text))


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ("", "", ""),
        ("", "uusi", "{+uusi+}"),
        ("vanha", "", "[-vanha-]"),
        ("≥ 90 %", "≥ 95 %", "≥ [-90-]{+95+} %"),
        ("väh. 3,5 kpl", "väh. 4 kpl", "väh. [-3,5-]{+4+} kpl"),
        ("Kirjasto avataan", "Kirjasto avataan maanantaina", "Kirjasto avataan{+ maanantaina+}"),
        (
            "Käyntejä on paljon tänä vuonna",
            "Käyntejä oli vähän tänä vuonna",
            "Käyntejä [-on paljon-]{+oli vähän+} tänä vuonna",
        ),
        ("yksi ja kaksi", "kolme ja neljä viisi kuusi", "[-yksi ja kaksi-]{+kolme ja neljä viisi kuusi+}"),
        ("eka\ntoka\n", "eka\nväli\ntoka\n", "eka\n{+väli\n+}toka\n"),
    ],
)
def test_words_are_told_as_a_reader_would(before: str, after: str, difference: str) -> None:
    assert shown(before, after) == difference


def test_long_texts_are_compared_fast() -> None:
    before = " ".join(f"sana{number % 700}" for number in range(30_000))
    after = before.replace("sana13 ", "muu ")
    start = time.perf_counter()
    word_difference(before, after)
    word_difference("a " * 5_000, "a b " * 2_500)
    assert time.perf_counter() - start < 5


def test_what_stayed_the_same_is_cut_around_a_change() -> None:
    words = " ".join(["sana"] * 100)
    pieces = shortened(word_difference(f"{words} 90 {words}", f"{words} 95 {words}"), keep=20)
    assert [op for op, _text in pieces] == [Op.SAME, Op.DELETED, Op.INSERTED, Op.SAME]
    assert pieces[0][1] == " … sana sana sana "
    assert pieces[3][1] == " sana sana sana … "


def test_a_text_without_a_change_is_not_cut() -> None:
    assert shortened([(Op.SAME, "sana " * 100)]) == [(Op.SAME, "sana " * 100)]
