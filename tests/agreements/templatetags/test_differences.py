"""Differences as HTML."""

from html.parser import HTMLParser

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from agreements.differences import Op, word_difference
from agreements.templatetags.differences import difference, difference_html

TEXTS = st.text(alphabet=st.sampled_from("ab <>&\"'\n5,ä"), max_size=30)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def test_words_are_struck_and_underlined_and_named() -> None:
    with override("en"):
        html = difference("≥ 90 %", "≥ 95 %")
    assert html == (
        '≥ <del><span class="vh" lang="en">removed:\u00a0</span>90</del>'
        '<ins><span class="vh" lang="en">added:\u00a0</span>95</ins> %'
    )


def test_the_names_are_in_the_readers_language() -> None:
    with override("fi"):
        assert 'lang="fi"' in difference("a", "b")


def test_space_that_came_is_seen() -> None:
    with override("en"):
        assert "␣</ins>" in difference_html([(Op.SAME, "a"), (Op.INSERTED, " "), (Op.SAME, "b")])
        assert "↵\n</ins>" in difference("a\n", "a\n\n")


def test_nothing_is_nothing() -> None:
    assert difference("", "") == ""
    assert difference(None, "") == ""  # type: ignore[arg-type]


@given(before=TEXTS, after=TEXTS)
def test_no_text_becomes_markup(before: str, after: str) -> None:
    reader = Tags()
    reader.feed(difference_html(word_difference(before, after)))
    reader.close()
    assert reader.tags <= {"del", "ins", "span"}
