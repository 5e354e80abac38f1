"""The small trend as markup."""

import re

from django.utils.translation import override

from metrics.templatetags.trends import values_trend


def label(markup: str) -> str:
    found = re.search(r'aria-label="([^"]*)"', markup)
    assert found
    return found[1]


def test_it_says_in_words_what_it_shows() -> None:
    with override("en"):
        assert label(values_trend({2019: "132", 2021: "<b>"})) == "2019: 132; 2020: no data; 2021: &lt;b&gt;"


def test_a_missing_year_has_neither_bar_nor_line() -> None:
    markup = values_trend({2019: "132", 2021: "96"})
    assert markup.count("<rect") == markup.count("<path") == 2


def test_a_value_in_words_is_a_ring() -> None:
    assert values_trend({2019: "Toteutunut"}).count("<circle") == 1


def test_no_value_is_nothing() -> None:
    assert values_trend({}) == ""
    assert values_trend({2021: "5"}, 2020) == ""


def test_it_keeps_the_content_policy() -> None:
    assert "style" not in values_trend({2019: "132"})
