"""Person-years: sums of shares and what is wrong with them. Pure Python.

One person-year (henkilötyövuosi) is 100 %.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.numbers import parse_number

_LEADING_NUMBER = re.compile(r"\s*([+-]?\d[\d\s]*(?:,\d+)?)\s*(%?)")


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not add up; `code` says which check, the rest its figures as written or computed."""

    code: str
    written: str
    computed: str | None = None


def total_percent(percents: Sequence[str | None]) -> Decimal | None:
    """The sum of the shares in percent; None when there are none that can be read."""
    numbers = [number for number in map(parse_number, percents) if number is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def person_years(percent: Decimal | None) -> Decimal | None:
    """Percent of one person-year as person-years."""
    return None if percent is None else percent / 100


def declared_person_years(written: str | None) -> Decimal | None:
    """The person-years that a written total declares: "4,00 henkilötyövuotta" is 4, "300 %" is 3."""
    match = _LEADING_NUMBER.match(written or "")
    number = parse_number(match[1]) if match else None
    if match is None or number is None:
        return None
    return number / 100 if match[2] else number


def problems(percents: Sequence[str | None], declared_total: str | None) -> list[Problem]:
    """The shares that cannot be read, and the declared total when it is not the sum of the shares."""
    found = [
        Problem("percent_unreadable", written) for written in percents if written and parse_number(written) is None
    ]
    declared, computed = declared_person_years(declared_total), person_years(total_percent(percents))
    if declared_total and declared is not None and computed is not None and declared != computed:
        found.append(Problem("total_differs", declared_total, f"{computed.normalize():f}".replace(".", ",")))
    return found
