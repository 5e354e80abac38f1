"""How much room text takes on paper, and how rows are dealt out over pages. Pure Python; lengths in millimetres.

Only an estimate, on the safe side: WeasyPrint does the setting. It serves to split beforehand what fits no page.
"""

from collections.abc import Iterator, Sequence
from math import ceil

_LETTER = 1.75
_LINE = 4.5
_PADDING_ACROSS = 3.4
_PADDING_DOWN = 2.8


def cell_height(text: str, width: float) -> float:
    """The height of a table cell of that width with the text in it."""
    letters = max(1, int((width - _PADDING_ACROSS) / _LETTER))
    lines = sum(max(1, ceil(len(paragraph) / letters)) for paragraph in text.split("\n"))
    return lines * _LINE + _PADDING_DOWN


def dealt_out(heights: Sequence[float], *, page: float) -> Iterator[range]:
    """The rows of these heights in as few runs as fit a page each; a row that fits none is a run of its own."""
    start, used = 0, 0.0
    for row, height in enumerate(heights):
        if row > start and used + height > page:
            yield range(start, row)
            start, used = row, 0.0
        used += height
    if heights:
        yield range(start, len(heights))
