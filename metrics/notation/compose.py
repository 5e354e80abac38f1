"""Tokens put together: times and references to other years, by grammars over the tags. Pure Python."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from metrics.notation.grammar import grammar
from metrics.notation.periods import Period, day, half, joined, months, quarter
from metrics.notation.tokens import Number, Token, tags

PREVIOUS = 0
"""The year of a reference to the year before, whichever that is."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A year whose actual is meant; `op` is what the words themselves say of it ("ei laske": at least)."""

    year: int = PREVIOUS
    op: str | None = None


Build = Callable[[Sequence[Token]], object]


def _number(token: Token) -> int:
    return token.value if isinstance(token.value, int) else int(cast(Number, token.value).value)


def _year(tokens: Sequence[Token]) -> int | None:
    return next((_number(token) for token in tokens if token.tag == "YEAR"), None)


def _of(tokens: Sequence[Token], tag: str) -> list[Token]:
    return [token for token in tokens if token.tag == tag]


def _day_of_month(tokens: Sequence[Token]) -> Period | None:
    month = _of(tokens, "MONTH")[0]
    number = next(token for token in tokens if token.tag in ("ORD", "NUM"))
    if number.tag == "NUM" and "kuu" in month.text.lower():  # "5 kesäkuussa" is five in June
        return None
    first, last, _ = cast(tuple[int, int, bool], month.value)
    value = _number(number)
    return day(last, value, _year(tokens)) if first == last else None


def _months(tokens: Sequence[Token]) -> Period:
    values = [cast(tuple[int, int, bool], token.value) for token in _of(tokens, "MONTH")]
    return months(values[0][0], values[-1][1], _year(tokens))


def _quarters(tokens: Sequence[Token]) -> Period | None:
    found = [cast(tuple[int, int], token.value) for token in _of(tokens, "QUARTERS")]
    numbers = [_number(token) for token in tokens if token.tag in ("ORD", "NUM")]
    first, last = (found[0][0], found[-1][1]) if found else (numbers[0], numbers[-1])
    return quarter(first, last, _year(tokens)) if 1 <= first <= last <= 4 else None


def _half(tokens: Sequence[Token]) -> Period | None:
    number = next(_number(token) for token in tokens if token.tag in ("HALVES", "ORD", "NUM"))
    return half(number, _year(tokens)) if number in (1, 2) else None


def _week(tokens: Sequence[Token]) -> Period | None:
    number = _number(next(token for token in tokens if token.tag == "NUM"))
    return Period(week=number, year=_year(tokens)) if 1 <= number <= 53 else None


def _season(tokens: Sequence[Token]) -> Period:
    first, last = cast(tuple[int, int], _of(tokens, "SEASON")[0].value)
    return months(first, last, _year(tokens), fuzzy=True)


def _dates(tokens: Sequence[Token]) -> Period:
    periods = [cast(Period, token.value) for token in _of(tokens, "DATE")]
    return periods[0] if len(periods) == 1 else joined(periods[0], periods[-1])


def _years(tokens: Sequence[Token]) -> Period:
    years = [_number(token) for token in _of(tokens, "YEAR")]
    return Period(year=years[-1], first_year=years[0]) if years else Period()


def _fuzzy(tokens: Sequence[Token]) -> Period:
    period = next((cast(Period, token.value) for token in tokens if token.tag == "PERIOD"), Period(year=_year(tokens)))
    return Period(period.first, period.last, period.year, period.first_year, period.week, fuzzy=True)


def _that_year(tokens: Sequence[Token]) -> Reference:
    return Reference(cast(int, _year(tokens)))


def _other_year(tokens: Sequence[Token]) -> Reference | None:
    if tokens[0].tag == "YEARWORD" and tokens[-1].tag == "YEAR" and tokens[0].text.lower() != "vuodesta":
        return None  # "vuonna 2021" is a time
    return Reference(cast(int, _year(tokens)))


def _same(tokens: Sequence[Token]) -> Reference:
    inner = next((cast(Reference, token.value) for token in tokens if token.tag == "REFERENCE"), Reference())
    return Reference(inner.year, cast(str | None, tokens[0].value) or inner.op or "approx")


_RULES: list[tuple[str, str, Build]] = [
    # References go first: "vuoden 2019 taso" is not the year 2019.
    ("REFERENCE", "LEVEL*(THAN|FROM)*(PREV YEARWORD|PREVYEAR YEARWORD?)(LEVEL|THAN)*", lambda tokens: Reference()),
    ("REFERENCE", "YEARWORD YEAR (LEVEL|THAN)+", _other_year),
    ("REFERENCE", "YEAR YEARWORD? LEVEL+", _other_year),
    ("REFERENCE", "LEVEL YEARWORD? YEAR", _that_year),
    ("REFERENCE", "(THAN|FROM)+ YEARWORD? YEAR", _that_year),
    (
        "REFERENCE",
        "(?<=CMP)YEARWORD YEAR(?!FROM|UNTIL|END|BY|DURING)",
        _that_year,
    ),
    ("REFERENCE", "YEARWORD YEAR(?!FROM|UNTIL)", _other_year),
    ("REFERENCE", "SAME (LEVEL|THAN)* REFERENCE", _same),
    ("REFERENCE", "SAME LEVEL*", _same),
    ("PERIOD", "(ORD|NUM) MONTH (YEARWORD? YEAR)?", _day_of_month),
    ("PERIOD", "MONTH NUM COMMA? YEAR", _day_of_month),
    ("PERIOD", "MONTH ORD", _day_of_month),
    ("PERIOD", "(YEARWORD YEAR)? MONTH (DASH MONTH)? (YEARWORD? YEAR)?", _months),
    ("PERIOD", "(YEARWORD? YEAR SLASH?)? QUARTERS (DASH QUARTERS)? (SLASH? YEARWORD? YEAR)?", _quarters),
    ("PERIOD", "(YEARWORD? YEAR)? (NUM STOP DASH|ORD DASH)? ORD QUARTER (SLASH? YEARWORD? YEAR)?", _quarters),
    ("PERIOD", "QUARTER NUM (SLASH? YEAR)?", _quarters),
    ("PERIOD", "(YEARWORD? YEAR SLASH?)? HALVES (SLASH? YEARWORD? YEAR)?", _half),
    ("PERIOD", "(YEARWORD? YEAR)? ORD HALF (SLASH? YEARWORD? YEAR)?", _half),
    ("PERIOD", "WEEK NUM (SLASH? YEAR)?(?!UNIT|WORD)", _week),
    ("PERIOD", "(YEARWORD YEAR)? SEASON (YEARWORD? YEAR)?", _season),
    ("PERIOD", "DATE (DASH DATE)?", _dates),
    ("PERIOD", "FUZZY YEARWORD? YEAR|YEARWORD YEAR? FUZZY|PERIOD FUZZY|FUZZY PERIOD", _fuzzy),
    ("PERIOD", "YEARWORD YEAR DASH YEAR|YEAR DASH YEAR(?=DURING|BY|END)|YEARWORD YEAR?", _years),
    ("PERIOD", "YEAR YEARWORD?(?=END|BY|DURING)|(?<=BY|DURING|BEFORE|END)YEAR", _years),
]
_COMPILED = [(tag, grammar(pattern), build) for tag, pattern, build in _RULES]
_TIMELY = re.compile("[mqQhHwzdyYfPVLS]")


def compose(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each time as one PERIOD and each reference to another year as one REFERENCE."""
    result, written = list(tokens), tags(list(tokens))
    if not _TIMELY.search(written):
        return result
    for tag, pattern, build in _COMPILED:
        position = 0
        while match := pattern.search(written, position):
            start, end = match.span()
            value = build(result[start:end]) if start < end else None
            if value is None:
                position = start + 1
                if position > len(written):
                    break
                continue
            text = " ".join(token.text for token in result[start:end])
            result[start:end] = [Token(tag, text, value)]
            written = tags(result)
            position = start + 1
    return result
