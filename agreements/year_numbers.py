"""Years that stand in texts. Pure."""

import re

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def shift_years(text: str | None, years: int) -> str | None:
    """The text with every four-digit year moved on: "TA2020" by one year is "TA2021"."""
    return None if text is None else _YEAR.sub(lambda match: str(int(match[0]) + years), text)
