from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from agreements.numbering import Numbered, numbers

AUTO = True


def numbered(*rows: tuple[int, int | None, str | None, bool]) -> dict[int, str | None]:
    children: dict[int | None, list[Numbered]] = defaultdict(list)
    for pk, parent, written, automatic in rows:
        children[parent].append(Numbered(pk, written, automatic))
    return numbers(children)


def test_a_chapter_goes_on_from_the_one_before_it_as_that_is_written() -> None:
    assert numbered((1, None, "1.", False), (2, None, None, AUTO), (3, 2, None, AUTO), (4, 2, None, AUTO)) == {
        1: "1.",
        2: "2.",
        3: "2.1",
        4: "2.2",
    }
    assert numbered((1, None, "1", False), (2, None, None, AUTO)) == {1: "1", 2: "2"}


def test_numbers_written_by_hand_stay_and_what_wants_none_has_none() -> None:
    found = numbered((1, None, None, False), (2, None, "Liite 3", False), (3, None, None, AUTO), (4, 1, None, AUTO))
    assert found == {1: None, 2: "Liite 3", 3: "4", 4: "1."}


def test_a_chapter_put_between_two_moves_the_numbers_after_it() -> None:
    assert numbered((1, None, None, AUTO), (9, None, None, AUTO), (2, None, None, AUTO)) == {1: "1.", 9: "2.", 2: "3."}


rows = st.lists(
    st.tuples(st.sampled_from([None, "1.", "2", "A", "3.1"]), st.booleans(), st.integers(0, 9)), max_size=20
)


@given(rows)
def test_every_chapter_is_told_and_no_written_number_changes(drawn: list[tuple[str | None, bool, int]]) -> None:
    tree = [
        (pk, above if 0 < above < pk else None, written, automatic)
        for pk, (written, automatic, above) in enumerate(drawn, start=1)
    ]
    found = numbered(*tree)
    assert set(found) == {pk for pk, *_rest in tree}
    for pk, _parent, written, automatic in tree:
        assert found[pk] == written if written or not automatic else found[pk]
