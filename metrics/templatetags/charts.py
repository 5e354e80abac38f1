"""How a chart's numbers and words are written."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

register = template.Library()

LONGEST = 14
"""Characters that fit over a year's column."""


@register.filter
def coordinate(number: float) -> str:
    """A coordinate as a drawing writes it, with a point whatever the reader's language."""
    return f"{number:g}"


@register.filter
def axis_number(number: Decimal) -> str:
    """A number of the axis as the reader's language writes it."""
    text = f"{number.normalize():,f}".replace(",", "\u00a0").replace("-", "−")
    return text if (get_language() or "").startswith("en") else text.replace(".", ",")


@register.filter
def short(written: str) -> str:
    """As much of the written value as there is room for; the table has all of it."""
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1].rstrip()}…"
