"""Numbers with what they count: "2–4 krt/v", "≤ 2,5 M€", "24 asiakaspäätettä". Pure Python."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from metrics.notation.text import words
from metrics.notation.tokens import Number, Token
from metrics.notation.units import DAY, NOUN, PER, PIECE, RATES, TIMES, WORDS, Unit

_NUMBERS = ("NUM", "YEAR", "AMBIGUOUS", "TIMES")
_TIMES_WORDS = {"once": "times", "twice": "times", "thrice": "times", "en gång": "gånger"}
_NOT_COUNTED = ("ssa", "ssä", "lla", "llä", "lta", "ltä", "na", "nä", "ksi", "tty", "ttu", "nut", "nyt")
_ATTRIBUTES = ("n", "uusi", "oma", "new", "ny")
_PERSON_RATES = words("asukas as asukasta asukkaalle invånare capita inhabitant käynti laina htv lainaaja")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit. `sign` is "+" or "-" where written; None as `low` when it cannot be read.

    `tolerance` is n of "± n"; `each` that it is so much per something a total says nothing about ("/työryhmä").
    """

    low: Decimal | None
    high: Decimal | None
    low_text: str
    high_text: str
    unit: Unit | None = None
    sign: str = ""
    tolerance: Decimal | None = None
    each: bool = False
    pointed: bool = False
    triple: bool = False
    year: bool = False

    @property
    def single(self) -> bool:
        return self.low == self.high

    @property
    def readable(self) -> bool:
        return self.low is not None


def with_quantities(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each number, its range, sign, unit and rate as one QUANTITY."""
    result: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        prefixed = token.tag == "UNIT" and token.value == "€" and _tag(tokens, position + 1) in _NUMBERS
        if token.tag in _NUMBERS or prefixed:
            sign = _sign(result)
            quantity, position = _quantity(tokens, position, sign)
            result.append(quantity)
        else:
            result.append(token)
            position += 1
    return result


def _tag(tokens: Sequence[Token], position: int) -> str:
    return tokens[position].tag if position < len(tokens) else ""


def _sign(before: list[Token]) -> str:
    """The sign that stands before the number, taken off the tokens; a dash behind a word is no minus."""
    if (
        before
        and before[-1].tag in ("PLUS", "DASH")
        and (len(before) == 1 or before[-2].tag in ("CMP", "LEFT", "GROW"))
    ):
        return "+" if before.pop().tag == "PLUS" else "-"
    return ""


def _value(token: Token) -> tuple[Decimal | None, str]:
    if token.tag == "AMBIGUOUS":
        return None, token.text
    if token.tag == "TIMES":
        return Decimal(cast(int, token.value)), str(token.value)
    number = cast(Number, token.value)
    return number.value, number.text if number.text[0].isdigit() else str(number.value)


def _quantity(tokens: Sequence[Token], start: int, sign: str) -> tuple[Token, int]:
    position = start
    prefix = tokens[position] if tokens[position].tag == "UNIT" else None
    if prefix is not None:
        position += 1
    first = tokens[position]
    low, low_text = _value(first)
    high, high_text = low, low_text
    position += 1
    beyond = _range_end(tokens, position)
    if beyond is not None:
        high, high_text = _value(tokens[beyond])
        position = beyond + 1
    tolerance = None
    if _tag(tokens, position) == "PLUSMINUS" and _tag(tokens, position + 1) == "NUM":
        tolerance = cast(Number, tokens[position + 1].value).value
        position += 2
    if low is None or high is None or low > high or _shortened(low, high, high_text):
        low = high = None
    elif sign == "-" and beyond is None:
        low = high = -low
        low_text = high_text = f"\u2212{low_text}"
    unit, each, position = _unit(tokens, position, low, first if first.tag == "TIMES" else prefix)
    text = " ".join(token.text for token in tokens[start:position])
    number = first.value if isinstance(first.value, Number) else None
    quantity = Quantity(
        low, high, low_text, high_text, unit, sign, tolerance, each,
        pointed=number is not None and number.pointed,
        triple=number is not None and number.triple,
        year=first.tag == "YEAR" and unit is None,
    )  # fmt: skip
    return Token("QUANTITY", text, quantity), position


def _range_end(tokens: Sequence[Token], position: int) -> int | None:
    """The index of a range's upper number: "3–5", "3 % – 5 %", "3 till 5"."""
    if _tag(tokens, position) == "UNIT" and _tag(tokens, position + 1) == "DASH":
        position += 1
    token = tokens[position] if position < len(tokens) else None
    joins = token is not None and (
        token.tag == "DASH" or (token.tag == "THAN" and token.text.lower() in ("to", "till"))
    )
    return position + 1 if joins and _tag(tokens, position + 1) in _NUMBERS else None


def _shortened(low: Decimal, high: Decimal, high_text: str) -> bool:
    """Whether the lower number may lack the thousands that the upper has: "10–12 000"."""
    return " " in high_text and low * 100 < high and low > 0


def _unit(
    tokens: Sequence[Token], position: int, number: Decimal | None, given: Token | None
) -> tuple[Unit | None, bool, int]:
    words: list[str] = []
    scale, dimension = Decimal(1), ""
    if given is not None:
        dimension = TIMES if given.tag == "TIMES" else cast(str, given.value)
        words.append(_TIMES_WORDS.get(given.text.lower(), "kertaa") if given.tag == "TIMES" else given.text)
    if _tag(tokens, position) == "SCALE":
        words.insert(0, tokens[position].text)
        scale = cast(Decimal, tokens[position].value)
        dimension = dimension or PIECE
        position += 1
    if _tag(tokens, position) == "UNIT":
        dimension, size = WORDS[cast(str, tokens[position].value)]
        scale *= size
        words.append(tokens[position].text)
        position += 1
    elif given is None:
        nouns = _nouns(tokens, position, number)
        if nouns:
            dimension = NOUN
            words += nouns
            position += len(nouns)
    per, each, position = _rate(tokens, position)
    if not dimension:
        return (Unit("", PIECE, per=per) if per else None), each, position
    return Unit(" ".join(words), dimension, scale, per), each, position


def _nouns(tokens: Sequence[Token], position: int, number: Decimal | None) -> list[str]:
    """The counted noun with its attributes: Finnish partitives as far as they go, otherwise one word."""
    words: list[str] = []
    for token in tokens[position : position + 3]:
        if token.tag != "WORD" or "-" in token.text[:1]:
            break
        word = token.text.lower()
        if number == 1 and words and not words[-1].lower().endswith(_ATTRIBUTES):
            break
        if number != 1 and (word[-1] not in "aä" or (words and word.endswith(_NOT_COUNTED))):
            return words if words else ([] if word.endswith(_NOT_COUNTED) else [token.text])
        words.append(token.text)
    return words


def _rate(tokens: Sequence[Token], position: int) -> tuple[str, bool, int]:
    """How often or per what, whether a total says nothing about it, and the position behind it."""
    if _tag(tokens, position) == "RATE":
        return cast(str, tokens[position].value), False, position + 1
    token = tokens[position] if position < len(tokens) else None
    slash = token is not None and (token.tag == "SLASH" or (token.tag == "EACH" and token.text.lower() == "per"))
    follower = tokens[position + 1] if slash and position + 1 < len(tokens) else None
    if follower is None or follower.tag not in ("WORD", "UNIT", "YEARWORD", "QUARTER", "MONTHPERIOD", "PERIOD", "WEEK"):
        return "", False, position
    word = follower.text.lower()
    if word in RATES or follower.tag in ("YEARWORD", "PERIOD"):
        return RATES.get(word, ""), False, position + 2
    return PER.get(word, word), word not in _PERSON_RATES, position + 2


_ENGLISH = re.compile(
    r"\b(?:at|least|most|more|less|fewer|than|visitors|loans|events|about|over|under|visits|of|the)\b"
)


def with_readable(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, where "1,000" among English words is no number: it may be a thousand, and in Finnish it is one."""
    doubtful = any(token.tag == "QUANTITY" and cast(Quantity, token.value).triple for token in tokens)
    if not doubtful or not _ENGLISH.search(" ".join(token.text for token in tokens).lower()):
        return list(tokens)
    return [
        token._replace(value=replace(cast(Quantity, token.value), low=None, high=None))
        if token.tag == "QUANTITY"
        else token
        for token in tokens
    ]


def duration(unit: Unit | None) -> bool:
    """Whether the unit is one of time."""
    return unit is not None and (unit.dimension == DAY or unit.dimension in ("arkipv", "h", "kk", "v"))
