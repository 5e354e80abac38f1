"""A written notation as tokens: numbers, dates, words and signs. Pure Python."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from metrics.notation.grammar import TAGS
from metrics.notation.lexicon import IDLE, ORDINALS, lexeme
from metrics.notation.number_words import NUMBER_WORDS
from metrics.notation.periods import Period, day, joined, months
from metrics.notation.phrases import PHRASES
from metrics.notation.text import words
from metrics.notation.units import GLUED, SCALES


class Token(NamedTuple):
    """A piece of a notation: its tag (see `lexicon.TAGS`), the words as written, and what they say."""

    tag: str
    text: str
    value: object = None


class Number(NamedTuple):
    """A number as it was written; `pointed` that it has a decimal point, `triple` three digits behind a comma."""

    value: Decimal
    text: str
    pointed: bool = False
    triple: bool = False


_RAW = re.compile(
    r"""
      (?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))
    | (?P<days>[0-9]{1,2}\.\ ?(?:[0-9]{1,2}\.)?(?:\ ?(?:19|20)[0-9]{2})?\ ?-\ ?[0-9]{1,2}\.\ ?[0-9]{1,2}\.
        (?:\ ?(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?![0-9]))?(?![0-9]))
    | (?P<day>[0-9]{1,2}\.\ ?[0-9]{1,2}\.(?:\ ?(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?![0-9]))?(?![0-9]))
    | (?P<slashed>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?![0-9]))
    | (?P<month>(?:0?[1-9]|1[0-2])(?:-(?:0?[1-9]|1[0-2]))?/(?:19|20)[0-9]{2}(?![0-9]))
    | (?P<number>(?:[0-9]{1,3}(?:\ [0-9]{3})+(?![0-9])|[0-9]+)(?:[.,][0-9]+)*)
    | (?P<points>%-?\ ?yks\w*\.?)
    | (?P<sign><\ ?=|=\ ?<|>\ ?=|=\ ?>|[^\w\s])
    | (?P<word>[^\W\d_]+(?:['’]?\w+|-(?=\w))*|\w+)
    | (?P<line>\n)
    """,
    re.VERBOSE,
)
_SIGNS = {
    **{"≥": ("CMP", "ge"), "≤": ("CMP", "le"), ">": ("CMP", "gt"), "<": ("CMP", "lt"), "=": ("CMP", "eq")},
    **{">=": ("CMP", "ge"), "=>": ("CMP", "ge"), "<=": ("CMP", "le"), "=<": ("CMP", "le")},
    **{"≈": ("CMP", "approx"), "~": ("CMP", "approx"), "±": ("PLUSMINUS", None)},
    **{"%": ("UNIT", "%"), "€": ("UNIT", "€"), "&": ("AND", None)},
    **{"-": ("DASH", None), "+": ("PLUS", None), "/": ("SLASH", None), ",": ("COMMA", None), ";": ("SEMI", None)},
    **{"(": ("LEFT", None), ")": ("RIGHT", None), "[": ("LEFT", None), "]": ("RIGHT", None), ".": ("STOP", None)},
    **{"!": ("STOP", None), ":": ("COLON", None), "•": ("STOP", None)},
}
_ABBREVIATIONS = words(
    """väh vähint enint kork korkeint max min maks n ca c approx milj mrd ed edell v pv kpl krt hlö vko kk h t st d
    pros klo alk per henk mn vk ggr"""
)
_WEEKS = frozenset({"vko", "vk", "viikko", "week"})
_LONGEST_NUMBER = 30
_SUFFIX = re.compile(r":[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]+[\w%€]*")
_CURRENCY = re.compile(r"(?:[kKtTM]|milj\.?\ ?|mn\ ?|meur\ ?)€")
_ORDINAL = re.compile(r"\.\ ?(?:[a-zåäö]|[A-ZÅÄÖ]?(?:uosinelj|uosipuol|vart|elj))")

_BY_FIRST: dict[str, list[tuple[tuple[str, ...], tuple[str, object]]]] = {}
for _phrase, _lexeme in sorted(PHRASES.items(), key=lambda item: -len(item[0].split())):
    _words = tuple(_phrase.split())
    _BY_FIRST.setdefault(_words[0], []).append((_words, _lexeme))


def tags(tokens: list[Token]) -> str:
    """The tags of the tokens, one character each, for the grammars to match."""
    return "".join([TAGS[token.tag] for token in tokens])


@lru_cache(maxsize=4096)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a uniform text, phrases as one token, idle words left out."""
    return tuple(_without_idle(_phrased(list(_raw(text)))))


def _raw(text: str) -> Iterator[Token]:
    position = 0
    while match := _RAW.search(text, position):
        position = match.end()
        group, written = match.lastgroup or "", match[0]
        if group == "number":
            token, position = _number(text, match.start(), position)
            yield token
        elif group == "word":
            token, position = _word(text, written, position)
            yield token
        elif group == "sign":
            if currency := _CURRENCY.match(text, match.start()):
                position = currency.end()
            tag, value = _SIGNS.get(written.replace(" ", ""), ("OTHER", None))
            yield Token(tag, written, value)
            if tag == "UNIT" and (suffix := _SUFFIX.match(text, position)):
                position = suffix.end()
        elif group == "points":
            yield Token("UNIT", written, "%-yksikköä")
        elif group == "line":
            yield Token("SEMI", written)
        else:
            period = _DATES[group](written)
            yield Token("OTHER", written) if period is None else Token("DATE", written, period)


def _number(text: str, start: int, end: int) -> tuple[Token, int]:
    written = text[start:end]
    if letters := _LETTERS.match(text, end):
        if letters[0].lower() not in GLUED and letters[0].lower() not in SCALES:
            return Token("WORD", text[start : letters.end()], text[start : letters.end()].lower()), letters.end()
    elif re.match(r"-[^\W\d_]", text[end : end + 2]):  # "7-vuotiaat": a word, not a number
        word = re.compile(r"[\w-]+").match(text, end)
        stop = word.end() if word else end
        return Token("WORD", text[start:stop], text[start:stop].lower()), stop
    elif written.isdigit() and len(written) <= 2 and _ORDINAL.match(text, end):
        return Token("ORD", written, int(written)), end + 1
    elif suffix := _SUFFIX.match(text, end):
        end = suffix.end()
        if suffix[0] in (":a", ":e") and len(written) == 1:
            return Token("ORD", written, int(written)), end
    return _read_number(written), end


def _read_number(written: str) -> Token:
    digits = written.replace(" ", "")
    whole, *rest = re.split(r"[.,]", digits)
    if len(digits) > _LONGEST_NUMBER:
        return Token("OTHER", written)
    if not rest:
        if len(written) == 4 and 1950 <= int(written) <= 2099:
            return Token("YEAR", written, Number(Decimal(digits), written))
        return Token("NUM", written, Number(Decimal(digits), written))
    pointed = "." in digits
    if len(rest) > 1 or (pointed and len(rest[0]) == 3 and whole != "0"):
        return Token("AMBIGUOUS", written)
    triple = not pointed and len(rest[0]) == 3 and whole.strip("0") != ""
    return Token("NUM", written, Number(Decimal(f"{whole}.{rest[0]}"), written, pointed, triple))


def _word(text: str, written: str, end: int) -> tuple[Token, int]:
    lower = written.lower()
    follows = text[end : end + 1]
    dotted = written + "." if follows == "." else written
    if follows == "€" and lower in ("k", "t", "m", "milj", "mn"):
        return Token("UNIT", written + "€", lower + "€"), end + 1
    if follows == "." and lower in _ABBREVIATIONS:
        end += 1
    elif follows == ":" and (suffix := _SUFFIX.match(text, end)):
        end = suffix.end()
    if lower in SCALES:
        return Token("SCALE", dotted, SCALES[lower]), end
    if lower in ("i", "ii", "iii", "iv") and written.isupper():
        return Token("ORD", written, ORDINALS[lower]), end
    tag, value = lexeme(lower)
    if tag == "NUM":
        return Token("NUM", written, Number(NUMBER_WORDS[lower], written)), end
    return Token(tag, written, value if tag != "WORD" else lower), end


def _phrased(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    lower = [token.text.lower() for token in tokens]
    position = 0
    while position < len(tokens):
        for phrase, (tag, value) in _BY_FIRST.get(lower[position], ()):
            stop = position + len(phrase)
            if tuple(lower[position:stop]) == phrase:
                result.append(Token(tag, " ".join(token.text for token in tokens[position:stop]), value))
                position = stop
                break
        else:
            result.append(tokens[position])
            position += 1
    return result


def _without_idle(tokens: list[Token]) -> Iterator[Token]:
    """The tokens that say something; "min" behind a number is minutes, "under 30" is not "under the year"."""
    kept = [token for token in tokens if token.tag != "WORD" or token.value not in IDLE]
    for index, token in enumerate(kept):
        before = kept[index - 1].tag if index else ""
        after = kept[index + 1].tag if index + 1 < len(kept) else ""
        lower = token.text.lower()
        if lower == "min":
            yield Token("UNIT", token.text, "minuuttia") if before == "NUM" else Token("CMP", token.text, "ge")
        elif lower in _WEEKS and token.tag == "UNIT" and after == "NUM" and before != "NUM":
            yield Token("WEEK", token.text)
        elif lower == "under":
            yield Token("CMP", token.text, "lt") if after in ("NUM", "PREV", "UNIT") else Token("DURING", token.text)
        elif lower == "toinen" and after not in ("QUARTER", "HALF"):
            yield Token("WORD", token.text, lower)
        elif lower in ORDINALS and token.tag == "WORD":
            ordinal = after in ("QUARTER", "HALF")
            yield Token("ORD", token.text, ORDINALS[lower]) if ordinal else token
        elif lower == "v" and before in ("NUM", "SLASH") and after != "YEAR":
            yield Token("UNIT", token.text, "v")
        elif token.tag == "ORD" and not token.text.isdigit() and after not in ("QUARTER", "HALF"):
            yield Token("WORD", token.text, lower)
        else:
            yield token


_DIGITS = re.compile(r"[0-9]+")


def _full_year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _one_day(written: str) -> Period | None:
    parts = _DIGITS.findall(written)
    return day(int(parts[1]), int(parts[0]), _full_year(parts[2]) if len(parts) > 2 else None)


def _iso(written: str) -> Period | None:
    year, month, number = map(int, _DIGITS.findall(written))
    return day(month, number, year)


def _several_days(written: str) -> Period | None:
    first, last = (part.strip() for part in written.split("-"))
    end = _one_day(last)
    if end is None:
        return None
    parts = [*_DIGITS.findall(first), str(end.last[0])]
    start = day(int(parts[1]), int(parts[0]), _full_year(parts[2]) if len(parts) > 3 else end.year)
    return None if start is None else joined(start, end)


def _month_of_year(written: str) -> Period:
    *spans, year = map(int, _DIGITS.findall(written))
    return months(spans[0], spans[-1], year)


_DATES = {"iso": _iso, "day": _one_day, "days": _several_days, "slashed": _one_day, "month": _month_of_year}
