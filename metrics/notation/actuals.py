"""A written actual and what it says: numbers, a time, or words. Pure Python.

`parse_actual` never raises: what is not understood has neither numbers nor a time, and says so in `unclear`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import cast

from metrics.notation.compose import compose
from metrics.notation.periods import Period
from metrics.notation.quantities import Quantity, with_quantities, with_readable
from metrics.notation.text import too_long, uniform, words
from metrics.notation.tokens import Token, tags, tokenise
from metrics.notation.units import NOUN, PERCENT, Unit

INFINITE = Decimal("Infinity")
ABOUT = Decimal("0.1")
"""How far a number may be from one that is said to be about as much."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number as an interval; `change` that it tells a change ("+6 %"), `ratio` the share "26/41" in per cent."""

    low: Decimal
    high: Decimal
    text: str
    unit: Unit | None = None
    low_open: bool = False
    high_open: bool = False
    change: bool = False
    ratio: bool = False
    rough: bool = False
    point: Decimal | None = None

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Actual:
    """What an actual says. `words` are its words without times; `unclear` is why its numbers cannot be used."""

    text: str = ""
    values: tuple[Value, ...] = ()
    period: Period | None = None
    words: str = ""
    unclear: str | None = None
    each: bool = False
    postponed: bool = False
    next_year: bool = False

    @property
    def blank(self) -> bool:
        return not self.text


_BLANK = re.compile(
    r"[-.?/\s]*|ei (?:ole )?(?:vielä )?(?:tietoa|kirjattu|tiedossa|mitattu|saatavilla)|n/a|tieto puuttuu|puuttuu|"
    r"uppgift saknas|ingen uppgift|inga uppgifter|no data|not available|not recorded|ei mittausta|ei seurattu"
)
_ZERO = re.compile(
    r"(?:ei (?:yhtään|yhtäkään|lainkaan|ainuttakaan|kertaakaan)|inga|inget|ingen|none|nil|noll)"
    r"(?: [^\W\d_]+){0,2}|no [^\W\d_]+"
)
_UNSURE = re.compile(
    r"\b(?:suunnit|tulossa|tavoit|ennust|ennak|peru(?:ttiin|ttu|untu|untui)|siirt|siirr|kesken|puuttu|jäljell|ilmoittautu|planer|"
    r"prognos|uppskatt|flytta|inställ|målet|planned|plan|target|goal|estimat|forecast|cancel|postpon|remain|missing|"
    r"vielä|tarkentu|alustav|toteutumatta|haettu|mål|arvio\b|arvioitu|vasta|still|upcoming|budjetoi|varattu|ändå)"
)
_CANCELLED = re.compile(r"\b(?:peru|inställ|cancel)")
_POSTPONED = re.compile(
    r"^(?:siirt\w+|siirr\w+|lykkä\w+|flytta\w*|framflytt\w+|uppskj\w+|skjuts|sköts|postponed|moved|delayed)\b"
)
_NEXT = re.compile(r"\b(?:seuraava\w* vuo\w+|ensi vuo\w+|nästa år|next year|följande år)\b")
_NAMES = words("""taso tasolle versio vaihe luokka kohta luku liite kerros nro numero sivu laki nivå version""")


@lru_cache(maxsize=8192)
def parse_actual(written: str | None) -> Actual:
    """What a written actual says, whatever the text; the same text always gives the same answer."""
    text = uniform(written)
    lower = text.lower().rstrip(".! ")
    if not text or _BLANK.fullmatch(lower):
        return Actual()
    if too_long(text):
        return Actual(text, unclear="in_words")
    if _ZERO.fullmatch(lower):
        return Actual(text, (Value(Decimal(0), Decimal(0), "0", point=Decimal(0)),), words=text)
    tokens = list(tokenise(text))
    items = with_readable(with_quantities(compose(tokens)))
    periods = [cast(Period, item.value) for item in items if item.tag == "PERIOD"]
    postponed = _POSTPONED.match(lower) is not None
    actual = Actual(
        text,
        period=periods[0] if len(periods) == 1 else None,
        words=" ".join(item.text for item in items if item.tag not in ("PERIOD", "STOP", "LEFT", "RIGHT", "COMMA"))
        if periods
        else text,
        unclear="many_times" if len(periods) > 1 else None,
        each=any(item.tag == "EACH" and not item.text.lower().startswith(("kaik", "all")) for item in items),
        postponed=postponed,
        next_year=postponed and _NEXT.search(lower) is not None,
    )
    if not any(item.tag in ("QUANTITY", "YEAR") for item in items):
        return actual
    return _with_values(actual, items, lower)


def all_each(actual: Actual) -> bool:
    """Whether the actual itself speaks of each one: "Kaikki työryhmät kokoontuivat 3 kertaa"."""
    return (
        actual.each or re.match(r"(?:kaikki|kaikissa|all\b|alla|each|jokainen|varje)", actual.text.lower()) is not None
    )


def _with_values(actual: Actual, items: list[Token], lower: str) -> Actual:
    outer, notes = _without_notes(items)
    values = _values(outer)
    if values is None:
        return replace(actual, unclear=_why(items))
    years = [cast(Quantity, note[0].value) for note in notes if len(note) == 1 and note[0].tag == "QUANTITY"]
    for quantity in years:
        if quantity.year and actual.period is None and quantity.low is not None:  # "12 (2020)" is of that year
            actual = replace(actual, period=Period(year=int(quantity.low), first_year=int(quantity.low)))
    noted = _agree_with_notes(values, notes)
    if noted is None:
        return replace(actual, unclear="note")
    if any(item.tag in ("NOT", "OTHER", "GROW", "SHRINK", "REFERENCE") for item in outer if not values[0].change):
        return replace(actual, unclear="many_values")
    if _UNSURE.search(lower) and not (_CANCELLED.search(lower) and all(value.high == 0 for value in values)):
        return replace(actual, unclear="unsure_words")
    return replace(actual, values=noted)


def _why(items: Sequence[Token]) -> str:
    quantities = [cast(Quantity, item.value) for item in items if item.tag == "QUANTITY"]
    if any(not quantity.readable for quantity in quantities):
        return "ambiguous"
    return "many_values" if len(quantities) > 1 else "not_a_number"


def _without_notes(items: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    outer: list[Token] = []
    notes: list[list[Token]] = []
    depth = 0
    for item in items:
        if item.tag == "LEFT":
            depth += 1
            notes.append([])
        elif item.tag == "RIGHT":
            depth = max(0, depth - 1)
        elif depth:
            notes[-1].append(item)
        else:
            outer.append(item)
    return outer, [note for note in notes if note]


def _values(items: list[Token]) -> tuple[Value, ...] | None:
    """The numbers of an actual: one, or one in each part; None when they do not stand so."""
    pieces: list[list[Token]] = [[]]
    for item in items:
        if item.tag in ("SEMI", "AND", "PLUS", "COMMA", "STOP") and not _is_more(item, pieces[-1], items):
            pieces.append([])
        else:
            pieces[-1].append(item)
    found: list[Value] = []
    for piece in pieces:
        count = sum(item.tag == "QUANTITY" for item in piece)
        if count == 0:
            continue
        value = _ratio(piece) if count == 2 else _value(piece) if count == 1 else None
        if value is None:
            return None
        found.append(value)
    return tuple(found) or None


def _is_more(item: Token, before: list[Token], items: list[Token]) -> bool:
    """Whether a plus says "or more", as in "5+": nothing is added to it."""
    return item.tag == "PLUS" and bool(before) and before[-1].tag == "QUANTITY" and items[-1] is item


def _ratio(piece: list[Token]) -> Value | None:
    """ "26/41", "26/41 kirjastoa": a share."""
    written = tags(piece)
    if "K/K" not in written or any(tag in written for tag in "cpGDR"):
        return None
    index = written.index("K/K")
    part, whole = (cast(Quantity, piece[at].value) for at in (index, index + 2))
    readable = part.low is not None and whole.low is not None and part.single and whole.single
    if not readable or part.unit is not None or not 0 <= cast(Decimal, part.low) <= cast(Decimal, whole.low):
        return None
    if not whole.low or part.pointed or whole.pointed:
        return None
    share = cast(Decimal, part.low) * 100 / whole.low
    return Value(share, share, f"{part.low_text}/{whole.low_text}", Unit("%", PERCENT), ratio=True, point=share)


def _value(piece: list[Token]) -> Value | None:
    index = next(at for at, item in enumerate(piece) if item.tag == "QUANTITY")
    quantity = cast(Quantity, piece[index].value)
    left, right = piece[:index], piece[index + 1 :]
    if (
        not quantity.readable
        or (quantity.each and quantity.unit is None)
        or (right and right[0].tag in ("DASH", "SLASH", "RATE"))
    ):
        return None
    mark = left[-1] if left and left[-1].tag == "CMP" else None
    after = right[0] if right and right[0].tag in ("POST", "PLUS", "CMP") else None
    if mark is not None and after is not None:
        return None
    odd = [item for item in piece if item.tag in ("CMP", "POST", "PLUSMINUS", "WITHIN") and item not in (mark, after)]
    if odd or quantity.tolerance is not None or not _amount(quantity, left, mark):
        return None
    moved = any(item.tag in ("GROW", "SHRINK") for item in piece)
    op = str(mark.value) if mark is not None else _op_behind(after)
    value = _interval(quantity, op)
    percent = quantity.unit is not None and quantity.unit.dimension == PERCENT
    if value is None or not (moved or quantity.sign == "+" or (quantity.sign == "-" and percent)):
        return value
    if any(item.tag == "SHRINK" for item in piece):
        value = replace(
            value,
            low=-value.high,
            high=-value.low,
            low_open=value.high_open,
            high_open=value.low_open,
            point=None if value.point is None else -value.point,
        )
    return replace(value, change=True)


def _op_behind(token: Token | None) -> str | None:
    if token is None:
        return None
    return "ge" if token.tag == "PLUS" else str(token.value)


def _text(items: Sequence[Token]) -> str:
    return " ".join(item.text for item in items)


def _amount(quantity: Quantity, left: list[Token], mark: Token | None) -> bool:
    """Whether the number is an amount and not part of a name, such as "WCAG 2.1" or "taso 3"."""
    words = [item for item in left if item.tag not in ("CMP", "PERIOD", "DURING", "BY", "END", "COLON", "LEVEL")]
    if mark is not None or not words:
        return True
    if (quantity.year and quantity.unit is None) or words[-1].text.lower() in _NAMES:
        return False
    named = words[-1].text.isupper() and len(words[-1].text) > 1
    return not (quantity.pointed or named) or (quantity.unit is not None and quantity.unit.dimension != NOUN)


def _interval(quantity: Quantity, op: str | None) -> Value | None:
    low, high = cast(Decimal, quantity.low), cast(Decimal, quantity.high)
    if op == "between":
        op = None
    text = quantity.low_text if quantity.single else f"{quantity.low_text}–{quantity.high_text}"
    if quantity.unit is not None and quantity.unit.text:
        text = f"{text}\u00a0{quantity.unit.text}"
    plain = Value(low, high, text, quantity.unit, point=low if low == high and op in (None, "eq") else None)
    if op is None or op == "eq":
        return plain
    if op == "approx":
        return replace(
            plain,
            low=min(low * (1 - ABOUT), low * (1 + ABOUT)),
            high=max(high * (1 - ABOUT), high * (1 + ABOUT)),
            text=f"≈\u00a0{text}",
            rough=True,
        )
    if low != high or low < 0:
        return None
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "nearly": "<", "just_over": ">"}
    text = f"{signs.get(op, '')}\u00a0{text}"
    if op in ("ge", "gt"):
        return replace(plain, high=INFINITE, low_open=op == "gt", text=text)
    if op in ("le", "lt"):
        return replace(plain, low=Decimal(0), high_open=op == "lt", text=text)
    if op == "nearly":
        return replace(plain, low=low * (1 - ABOUT), high_open=True, text=text, rough=True)
    if op == "just_over":
        return replace(plain, high=high * (1 + ABOUT), low_open=True, text=text, rough=True)
    return None


_HARMLESS = re.compile(
    r"\b(?:joista|josta|varav|of which|vuonna|edellinen|ed|edell|edellisen|yhteensä|previous|2[0-9]{3})\b"
)


def _agree_with_notes(values: tuple[Value, ...], notes: list[list[Token]]) -> tuple[Value, ...] | None:
    """The values when what stands in parentheses does not disturb them; a ratio has to be the same share."""
    for note in notes:
        words = _text(note).lower()
        quantities = sum(item.tag == "QUANTITY" for item in note)
        if quantities == 0:
            if any(item.tag in ("NOT", "OTHER") for item in note):
                return None
            continue
        ratio = _ratio(note) if quantities == 2 else None
        share = values[0].unit is not None and values[0].unit.dimension == PERCENT
        if ratio is not None and len(values) == 1 and share:
            if abs(ratio.low - values[0].low) > 1 or not values[0].exact:
                return None
            values = (_widened(values[0], ratio),)
        elif len(values) == 1 and values[0].ratio and quantities == 1:
            shown = _value(note)
            if (
                shown is None
                or shown.unit is None
                or shown.unit.dimension != PERCENT
                or abs(shown.low - values[0].low) > 1
            ):
                return None
        elif not _HARMLESS.search(words):
            return None
    return values


def _widened(value: Value, ratio: Value) -> Value:
    """The interval of a written percentage and the exact share behind it: "90 % (35/39)" is not surely 90 %."""
    return replace(value, low=min(value.low, ratio.low), high=max(value.high, ratio.high))
