"""The colours that words are written in stand out from what is behind them, as WCAG asks of text and of controls."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TOKENS))
TINTS = ["paper", "ground", "wash", "accent-tint", "met-tint", "partial-tint", "missed-tint"]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(COLOURS[first]), luminance(COLOURS[second])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("behind", TINTS)
@pytest.mark.parametrize("ink", ["ink", "ink-2"])
def test_ink_is_read_on_every_tint(ink: str, behind: str) -> None:
    assert contrast(ink, behind) >= 6.4


@pytest.mark.parametrize(
    ("ink", "behind"),
    [
        ("accent", "paper"),
        ("accent", "accent-tint"),
        ("accent", "ground"),
        ("met", "met-tint"),
        ("partial", "partial-tint"),
        ("partial", "partial-fill"),
        ("missed", "missed-tint"),
        ("missed", "wash"),
        ("paper", "accent"),
        ("paper", "accent-dark"),
    ],
)
def test_words_in_colour_are_read_where_they_stand(ink: str, behind: str) -> None:
    assert contrast(ink, behind) >= 4.5


@pytest.mark.parametrize("behind", ["paper", "wash"])
def test_the_edge_of_a_control_is_seen(behind: str) -> None:
    assert contrast("field-line", behind) >= 3
