"""The geometry of an indicator's chart."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import LEFT, PLOT, SLOT, TOP, Bounds, Chart, ChartYear, Point, draw, nice_step

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
bounds = st.builds(Bounds, low=st.none() | numbers, high=st.none() | numbers, written=st.just("≥ 5"))
points = st.none() | st.builds(Point, number=numbers, written=st.just("5"), state=st.sampled_from(["", "met"]))


@st.composite
def drawn_years(draw_from: st.DrawFn) -> list[ChartYear]:
    years = draw_from(st.lists(st.integers(2000, 2030), unique=True, max_size=8).map(sorted))
    return [
        ChartYear(year, tuple(draw_from(st.lists(bounds, max_size=3))), draw_from(points), "nodata") for year in years
    ]


def value(year: int, number: int) -> ChartYear:
    return ChartYear(year, (), Point(Decimal(number), str(number)))


def chart_of(*years: ChartYear) -> Chart:
    chart = draw(years)
    assert chart
    return chart


def test_no_line_is_drawn_over_a_missing_year() -> None:
    chart = chart_of(value(2019, 1), value(2020, 2), ChartYear(2021), value(2022, 3), value(2024, 4))
    assert [(segment.x1, segment.x2) for segment in chart.segments] == [(chart.slots[0].x, chart.slots[1].x)]


def test_an_open_bound_reaches_the_edge_of_the_plot() -> None:
    chart = chart_of(
        ChartYear(2020, (Bounds(Decimal(5), None, "≥ 5"),)), ChartYear(2021, (Bounds(None, Decimal(5), "≤ 5"),))
    )
    floor, ceiling = chart.slots[0].bands[0], chart.slots[1].bands[0]
    assert (floor.y, floor.high_y, floor.y + floor.height) == (TOP, None, floor.low_y)
    assert (ceiling.y, ceiling.low_y, ceiling.y + ceiling.height) == (ceiling.high_y, None, TOP + PLOT)


def test_bands_of_one_year_stand_beside_each_other() -> None:
    both = (Bounds(Decimal(1), Decimal(2), "1–2"), Bounds(Decimal(1), Decimal(3), "1–3"))
    first, second = chart_of(ChartYear(2020, both)).slots[0].bands
    assert first.x + first.width <= second.x


@pytest.mark.parametrize("number", ["3.7", "4", "4.3", "0.2", "4.9"])
@pytest.mark.parametrize(("low", "high"), [("4", None), (None, "4"), ("3", "4.5")])
def test_the_words_of_a_band_are_not_in_the_way_of_the_value(number: str, low: str | None, high: str | None) -> None:
    bounds = Bounds(Decimal(low) if low else None, Decimal(high) if high else None, "4")
    slot = chart_of(ChartYear(2020, (bounds,), Point(Decimal(number), number))).slots[0]
    assert slot.dot is not None
    # The value's own line stands over the dot, the band's words are 13 high.
    top, foot = slot.dot.label_y - 13, slot.dot.y + 9
    band = slot.bands[0]
    assert band.label_y <= top or band.label_y - 13 >= foot


def test_zero_is_on_the_axis() -> None:
    assert Decimal(0) in [tick.number for tick in chart_of(value(2020, 132)).ticks]
    assert Decimal(0) in [tick.number for tick in chart_of(value(2020, -7)).ticks]


def test_nothing_to_draw_is_no_chart() -> None:
    assert draw([ChartYear(2020, (Bounds(None, None, "Toteutunut"),), None, "undecided")]) is None


def test_the_foot_tells_the_state_only_where_there_is_no_value() -> None:
    chart = chart_of(ChartYear(2020, (), Point(Decimal(1), "1", "met"), "met"), ChartYear(2021, (), None, "nodata"))
    assert chart.foot_states == ["nodata"]


@given(st.decimals(min_value=Decimal("0.0001"), max_value=10**13, places=4))
def test_a_few_steps_cover_any_span(span: Decimal) -> None:
    assert span <= 5 * nice_step(span) <= Decimal("10.1") * span


@given(drawn_years())
def test_everything_stays_within_the_plot(years: list[ChartYear]) -> None:
    chart = draw(years)
    if chart is None:
        return
    assert 2 <= len(chart.ticks) <= 10
    for slot in chart.slots:
        assert slot.x - SLOT / 2 >= LEFT
        assert slot.x + SLOT / 2 <= chart.width
        assert slot.dot is None or TOP <= slot.dot.y <= TOP + PLOT
        for band in slot.bands:
            assert band.y >= TOP
            assert band.y + band.height <= TOP + PLOT + 0.11
            assert band.height >= 0
