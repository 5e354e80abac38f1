"""A written number as a value with the number format that shows it as it was written. Pure Python."""

import re
from dataclasses import dataclass
from functools import lru_cache

from agreements.numbers import parse_number

# The separators of the documents (a space between thousands, a decimal comma) whatever the reader's own are.
_LOCALE = "[$-40B]"
# A spreadsheet computes with 15 digits; a longer number would come back changed.
_MOST_DIGITS = 15
_WRITTEN = re.compile(
    r"""(?P<before>€[ \u00a0\u2007\u2009\u202f]*)?
        (?P<sign>[-\u2212\u2013\u2012]?)
        (?P<whole>0|[1-9]\d{0,2}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+|[1-9]\d*)
        (?:,(?P<decimals>\d{1,10}))?
        (?P<after>[ \u00a0\u2007\u2009\u202f]*[€%])?""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """`format` is a code as files keep it: a point for the decimals, a comma for the thousands."""

    value: int | float
    format: str


@lru_cache(4096)
def formatted_number(written: str) -> FormattedNumber | None:
    """The written number as a value with its format: "87,80 %" is 0.878 with two decimals; None for anything else.

    Text stays text when no format could bring it back: a phone number's leading zero, "+5", "-0", more than 15 digits.
    """
    match = _WRITTEN.fullmatch(written.strip())
    number = parse_number(written)
    if match is None or number is None:
        return None
    digits = sum(map(str.isdigit, match[0]))
    if digits > _MOST_DIGITS or (match["sign"] and not number) or (match["before"] and match["after"]):
        return None
    is_percent = (match["after"] or "").endswith("%")
    exact = number / 100 if is_percent else number
    return FormattedNumber(int(exact) if exact == exact.to_integral_value() else float(exact), _format(match))


def _format(match: re.Match[str]) -> str:
    before, sign, after = match["before"] or "", match["sign"], match["after"] or ""
    grouped, decimals = not match["whole"].isdigit(), match["decimals"] or ""
    digits = ("#,##0" if grouped else "0") + ("." + "0" * len(decimals) if decimals else "")
    locale = _LOCALE if grouped or decimals else ""
    plain = f"{locale}{_literal(before)}{digits}{_literal(after)}"
    if not sign or (sign == "-" and not before):
        return plain
    return f"{plain};{locale}{_literal(before + sign)}{digits}{_literal(after)}"


def _literal(text: str) -> str:
    """The characters as they stand; a percent sign has to stay outside the quotes, for it is what scales the value."""
    if text in ("", " %", "%"):
        return text
    return f'"{text[:-1]}"%' if text.endswith("%") else f'"{text}"'
