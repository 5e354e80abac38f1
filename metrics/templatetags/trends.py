"""The small trend beside a metric."""

from collections.abc import Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from metrics.followup import FollowUp
from metrics.trends import HEIGHT, Mark, Trend, TrendYear, trend_of

register = template.Library()

# Paper and PDF have no stylesheet for drawings within a page; forced colours replace these in the browser.
_INK = "#4b5363"
_LAST = "#1a1f2b"
_FOOT = HEIGHT + 3


@register.simple_tag
def trend(follow_up: FollowUp, until: int | None = None) -> SafeString:
    """The metric's history up to the year as a small drawing with its words; empty while there is no value."""
    return values_trend({each.year: each.value for each in follow_up.history}, until)


@register.simple_tag
def values_trend(values: dict[int, str], until: int | None = None) -> SafeString:
    """The same of written values by year."""
    drawn = trend_of(values, until=until)
    return SafeString(_svg(drawn)) if drawn else SafeString("")


def _svg(drawn: Trend) -> str:
    words = "; ".join(_in_words(year) for year in drawn.years)
    last = drawn.years[-1].year
    return (
        f'<svg class="trend" role="img" aria-label="{escape(words)}" width="{drawn.width}" height="{_FOOT}" '
        f'viewBox="0 0 {drawn.width} {_FOOT}">{"".join(_mark(year, year.year == last) for year in drawn.years)}'
        f"{''.join(_foot(drawn))}</svg>"
    )


def _in_words(year: TrendYear) -> str:
    return f"{year.year}: {_('no data') if year.value is None else year.value}"


def _mark(year: TrendYear, is_last: bool) -> str:
    ink = _LAST if is_last else _INK
    if year.mark == Mark.BAR:
        return f'<rect x="{year.x}" y="{year.y}" width="7" height="{year.height}" fill="{ink}"/>'
    if year.mark == Mark.WORDS:
        return f'<circle cx="{year.x + 3.5}" cy="{HEIGHT / 2:g}" r="2.5" fill="none" stroke="{ink}"/>'
    return ""


def _foot(drawn: Trend) -> Iterator[str]:
    """A line under the years that have a value: a missing year is a gap in it too."""
    for year in drawn.years:
        if year.mark != Mark.GAP:
            yield f'<path d="M{year.x - 1} {_FOOT - 1}h9" stroke="{_INK}"/>'
