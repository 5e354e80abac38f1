"""The small trend's geometry."""

from hypothesis import given
from hypothesis import strategies as st

from metrics.trends import HEIGHT, STEP, YEARS, Mark, trend_of

years = st.dictionaries(st.integers(2000, 2040), st.integers(-10_000, 10_000).map(str) | st.text(max_size=12))


def test_no_values_make_no_trend() -> None:
    assert trend_of({}) is None
    assert trend_of({2021: "5"}, until=2020) is None


def test_a_missing_year_is_a_gap() -> None:
    trend = trend_of({2019: "132", 2022: "96"})
    assert trend
    assert [(year.year, year.mark) for year in trend.years] == [
        (2019, Mark.BAR),
        (2020, Mark.GAP),
        (2021, Mark.GAP),
        (2022, Mark.BAR),
    ]


def test_words_are_marked_but_have_no_height() -> None:
    trend = trend_of({2019: "Toteutunut", 2020: "5"})
    assert trend
    assert [(year.mark, year.height) for year in trend.years] == [(Mark.WORDS, 0.0), (Mark.BAR, float(HEIGHT))]


def test_twice_the_value_is_twice_the_height() -> None:
    trend = trend_of({2019: "50", 2020: "100"})
    assert trend
    assert trend.years[1].height == 2 * trend.years[0].height


def test_values_after_the_year_asked_for_do_not_show() -> None:
    trend = trend_of({2019: "1", 2020: "2", 2024: "3"}, until=2020)
    assert trend
    assert [year.year for year in trend.years] == [2019, 2020]


@given(years)
def test_everything_stays_within_the_drawing(values: dict[int, str]) -> None:
    trend = trend_of(values)
    assert (trend is None) == (not values)
    if trend is None:
        return
    assert len(trend.years) <= YEARS
    assert [year.year for year in trend.years] == list(range(trend.years[0].year, max(values) + 1))
    for place, year in enumerate(trend.years):
        assert place * STEP <= year.x < (place + 1) * STEP
        assert 0 <= year.y <= HEIGHT
        assert year.y + year.height <= HEIGHT + 0.11
        assert (year.mark == Mark.GAP) == (year.year not in values)
