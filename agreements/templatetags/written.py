"""Filters that show what was written, or computed, the way a Finnish reader expects it."""

from decimal import Decimal

from django import template

from agreements import titles

register = template.Library()


@register.filter
def display_title(title: str) -> str:
    """A title printed in capitals, in sentence case; any other as it is."""
    return titles.display_title(title)


@register.filter
def decimal_comma(number: Decimal) -> str:
    """The number with a decimal comma and no needless zeros."""
    return f"{number.normalize():f}".replace(".", ",")


@register.filter
def grouped(number: Decimal) -> str:
    """The number with its thousands apart, a decimal comma, a true minus sign and no needless zeros."""
    whole, point, rest = f"{abs(number):,f}".partition(".")
    rest = rest.rstrip("0")
    sign = "\u2212" if number < 0 else ""
    return sign + whole.replace(",", "\u00a0") + (f",{rest}" if point and rest else "")
