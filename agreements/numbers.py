"""Numbers as officials write them. Pure Python."""

import re
from decimal import Decimal

_SPACES = dict.fromkeys(map(ord, " \t\u00a0\u2007\u2009\u202f"), None)
_MINUS = dict.fromkeys(map(ord, "\u2212\u2013\u2012"), "-")
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:,\d{1,10})?")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+|\d+")
_UNIT = re.compile(r"^€|[€%]$")


def parse_number(written: str | None) -> Decimal | None:
    """The number that the text is, or None when it is anything else.

    Takes a decimal comma, any space between thousands, a hyphen or a true minus sign, and a euro or percent
    sign: "-169 600", "4,00", "€33 700", "90 %". A point is never guessed at: "1.234" is None.
    """
    if written is None:
        return None
    text = _UNIT.sub("", written.strip()).strip().translate(_MINUS)
    whole = text.lstrip("+-").split(",")[0].strip()
    if not _GROUPED.fullmatch(whole):
        return None
    digits = text.translate(_SPACES)
    return Decimal(digits.replace(",", ".")) if _NUMBER.fullmatch(digits) else None


def plain(number: Decimal) -> int | float:
    """The number for JSON: an int when it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)


def as_written(number: Decimal) -> str:
    """The number as officials write it: spaces between thousands, a decimal comma, a true minus, no needless zeros."""
    digits = f"{abs(number):,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    sign = "\u2212" if number < 0 else ""
    return sign + digits.replace(",", "\u00a0").replace(".", ",")
