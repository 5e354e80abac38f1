"""The forms of a single target: relative, numeric, deadline, words. Pure Python."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from metrics.notation.compose import Reference, compose
from metrics.notation.grammar import grammar
from metrics.notation.model import Change, Kind, Target
from metrics.notation.periods import Deadline, Period
from metrics.notation.quantities import Quantity, duration, with_quantities, with_readable
from metrics.notation.reports import states_a_result
from metrics.notation.text import words
from metrics.notation.tokens import Token, tags
from metrics.notation.units import NOUN, PERCENT, POINTS

_MARKED = grammar("(BY|BEFORE|DURING|END)* PERIOD (BY|BEFORE|DURING|END)*")
_MARKER = re.compile("[BbIE]")
_UNNAMED = words(
    """taso tasolle versio versiota vaihe luokka luokan kohta luku liite kerros nro numero sivu pykälä § artikla laki
    lain asetus direktiivi nivå version fas bilaga kapitel level phase annex section chapter § osa"""
)
_RELATIVE_PRONOUN = ("joissa", "joista", "jossa", "josta", "joihin", "jotka", "mm", "esim", "som", "which", "where")


def text_of(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def split(tokens: Sequence[Token], *separators: str) -> list[list[Token]]:
    """The tokens between separators that stand outside parentheses, without empty pieces."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.tag == "LEFT") - (token.tag == "RIGHT")
        if token.tag in separators and depth <= 0:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def single(tokens: list[Token], text: str) -> Target:
    items = with_readable(with_quantities(compose(tokens)))
    written = tags(items)
    target = _relative(items, written) or _numeric(items, written) or _deadline(items, written)
    if target is None:
        return in_words(text, each="e" in written)
    return replace(target, text=text, each=target.each or "e" in written)


def in_words(text: str, *, each: bool = False) -> Target:
    return Target(Kind.BOOLEAN if states_a_result(text) else Kind.QUALITATIVE, text, each=each)


# Relative targets

_COMPARED = grammar("(?P<cmp>CMP)? REFERENCE (?P<post>POST|CMP)?")
_CHANGED = grammar(
    "(?P<verb>GROW|SHRINK)(?P<before>CMP)?QUANTITY|(?P<before2>CMP)?QUANTITY(?P<noun>GROW|SHRINK|CMP REFERENCE)"
    "|(?P<before3>CMP)?(?P<signed>QUANTITY)"
)
_OPPOSITE = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq", "approx": "approx"}


def _relative(items: list[Token], written: str) -> Target | None:
    reference = next((cast(Reference, item.value) for item in items if item.tag == "REFERENCE"), None)
    quantities = [cast(Quantity, item.value) for item in items if item.tag == "QUANTITY"]
    moving = "G" in written or "D" in written
    signed = len(quantities) == 1 and bool(quantities[0].sign) and not _is_negative(quantities[0], written)
    if (reference is None and not moving and not signed) or len(quantities) > 1 or written.count("R") > 1:
        return None
    if any(tag in written for tag in "N/T") or written.count("G") + written.count("D") > 1:
        return None
    return _change(items, written, quantities[0], reference) if quantities else _level(items, written, reference)


def _is_negative(quantity: Quantity, written: str) -> bool:
    """Whether a signed number behind a comparison is one below zero: "≥ -5 000 €", but not "≥ -5 %"."""
    percent = quantity.unit is not None and quantity.unit.dimension in (PERCENT, POINTS)
    return quantity.sign == "-" and not percent and "cK" in written


def _level(items: list[Token], written: str, reference: Reference | None) -> Target | None:
    """ "≥ edellisen vuoden toteuma", "vuoden 2019 tasolla", "säilyy ennallaan", "kasvaa"."""
    if reference is None:
        if written.count("W") > 3 or "c" in written:
            return None
        reference, op = Reference(), "gt" if "G" in written else "lt"
        return Target(Kind.RELATIVE, op=op, change=Change(reference, op))
    match = _COMPARED.search(written)
    if match is None or written.count("c") + written.count("p") > sum(bool(match[name]) for name in ("cmp", "post")):
        return None
    marks = [items[match.start(name)] for name in ("cmp", "post") if match[name]]
    ops = [cast(str, mark.value) for mark in marks]
    if "G" in written or "D" in written:
        if ops:
            return None
        ops = ["gt" if "G" in written else "lt"]
    if len(ops) > 1 or (ops and ops[0] not in _OPPOSITE):
        return None
    own = reference.op if reference.op != "approx" else None
    if ops and own:
        return None
    op = ops[0] if ops else own or "approx"
    return Target(Kind.RELATIVE, op=op, change=Change(reference, op))


def _change(items: list[Token], written: str, quantity: Quantity, reference: Reference | None) -> Target | None:
    """ "+10 %", "kasvaa 5 % edellisestä vuodesta", "10 % vähemmän kuin edellisenä vuonna"."""
    match = _CHANGED.search(written)
    if match is None or not quantity.readable or quantity.each or "p" in written or quantity.tolerance is not None:
        return None
    low, high = abs(cast(Decimal, quantity.low)), abs(cast(Decimal, quantity.high))
    comparison = next(
        (match[name] and items[match.start(name)] for name in ("before", "before2", "before3") if match[name]), None
    )
    op = cast(str, comparison.value) if isinstance(comparison, Token) else "ge"
    if op not in _OPPOSITE or written.count("c") > (comparison is not None) + (match["noun"] or "").startswith("c"):
        return None
    down = "D" in written or quantity.sign == "-"
    if (match["noun"] or "").startswith("c"):
        kind = items[match.start("noun")].value
        if kind not in ("gt", "lt"):
            return None
        down = kind == "lt"
    elif "G" not in written and "D" not in written and not quantity.sign:
        return _share(quantity, reference, op)
    if "G" in written and quantity.sign == "-":
        return None
    unit = quantity.unit
    reference = reference or Reference()
    percent = unit is not None and unit.dimension == PERCENT
    if quantity.sign and not percent and unit is None and quantity.sign == "-":
        return Target(Kind.RELATIVE, quantity=quantity, change=Change(reference, "le"), unread=True)
    if down:
        low, high, op = -low, -high, _OPPOSITE[op]
    unread = percent and reference.op is not None
    change = Change(reference, op, low, high, relative=percent)
    return Target(Kind.RELATIVE, op=op, quantity=quantity, change=change, unread=unread)


def _share(quantity: Quantity, reference: Reference | None, op: str) -> Target | None:
    """ "110 % edellisen vuoden toteumasta"."""
    if reference is None or reference.op is not None or quantity.unit is None or quantity.unit.dimension != PERCENT:
        return None
    low, high = cast(Decimal, quantity.low), cast(Decimal, quantity.high)
    return Target(Kind.RELATIVE, op=op, quantity=quantity, change=Change(reference, op, low, high, factor=True))


# Numbers

_KINDS = {"ge": Kind.AT_LEAST, "gt": Kind.AT_LEAST, "le": Kind.AT_MOST, "lt": Kind.AT_MOST}
_KINDS |= {"eq": Kind.EXACT, "approx": Kind.APPROX, "between": Kind.RANGE}


def _numeric(items: list[Token], written: str) -> Target | None:
    if written.count("K") != 1 or "±" in written or "?" in written:
        return None
    index = written.index("K")
    quantity = cast(Quantity, items[index].value)
    left, right = items[:index], items[index + 1 :]
    comparison, left, right = _comparison(left, right, quantity)
    if comparison == "unclear":
        return None
    after = tags(right)
    if after[:1] in ("-", "/", "+") or any(tag in after for tag in "/n") or "N" in tags(left):
        return None
    if comparison is None and not _counts(quantity, left, right):
        return None
    bound = _bound(quantity, comparison)
    if right and right[0].tag == "AND" and (quantity.unit is None or quantity.unit.dimension == NOUN):
        more = Target(Kind.QUALITATIVE, text_of(right[1:]))  # "13 tapahtumaa ja kirjahaastekampanja"
        return Target(Kind.COMPOUND, parts=(replace(bound, text=items[index].text), more))
    target = _with_times(bound, right)
    return replace(target, unread=target.unread or _leaves_unread(left, right))


def _comparison(
    left: list[Token], right: list[Token], quantity: Quantity
) -> tuple[str | None, list[Token], list[Token]]:
    """What the words around the number say of it, and the tokens without them; "unclear" when they are at odds."""
    found: list[str] = []
    if left and left[-1].tag == "CMP":
        found.append(cast(str, left[-1].value))
        left = left[:-1]
    if right and right[0].tag in ("POST", "CMP"):
        found.append(cast(str, right[0].value))
        right = right[1:]
    elif right and right[0].tag == "PLUS" and not quantity.sign:
        found.append("ge")
        right = right[1:]
    elif right and right[0].tag in ("WITHIN", "DURING") and duration(quantity.unit):
        found.append("within")
        right = right[1:]
    if len(found) == 2 and set(found) <= {"le", "within"}:
        found = ["within"]
    odd = any(token.tag in ("CMP", "POST", "PLUS", "REFERENCE", "GROW", "SHRINK") for token in (*left, *right))
    if len(found) > 1 or odd or found[:1] in (["nearly"], ["just_over"]):
        return "unclear", left, right
    if found == ["within"]:
        return ("le" if duration(quantity.unit) else "unclear"), left, right
    return (found[0] if found else None), left, right


def _counts(quantity: Quantity, left: list[Token], right: list[Token]) -> bool:
    """Whether a number without a comparison is an amount, and not the name of a version, a year or a law."""
    if right and right[0].tag in ("DASH", "SLASH"):
        return False
    if quantity.unit is None:
        if quantity.year or (left and (right or quantity.pointed or not _named_amount(left))):
            return False
        return not right or right[0].tag in ("COMMA", "PERIOD", "AND", "OR", "DURING") or not quantity.pointed
    if quantity.unit.dimension == NOUN:
        noun = quantity.unit.text.split()[-1].lower()
        if quantity.year or (quantity.pointed and left):
            return False
        if left and (noun[-1] not in "aä" or noun.endswith(("ssa", "ssä", "lla", "llä"))):
            return False
    return not left or left[-1].text.lower() not in _UNNAMED


_AMOUNT = re.compile(
    r"(?:määrä|luku|osuus|arvo|aste|tyytyväisyys|lainat|lainaus|käynnit|kävijät|tavoite|tavoitetaso|target|mål|antal"
    r"|\w{3}(?:ia|iä|oja|öjä|eja|ejä|uja|yjä))"
)


def _named_amount(left: list[Token]) -> bool:
    """Whether the words before a number name what is counted: "Kävijämäärä 250 000", "Tapahtumia: 10"."""
    named = [token for token in left if token.tag != "COLON"]
    plain = all(token.tag in ("WORD", "LEVEL") for token in named)
    return plain and bool(named) and re.search(rf"{_AMOUNT.pattern}$", named[-1].text.lower()) is not None


def _bound(quantity: Quantity, comparison: str | None) -> Target:
    each = quantity.each
    if quantity.tolerance is not None:
        return Target(Kind.APPROX, op="approx", quantity=quantity, each=each, unread=comparison is not None)
    if comparison is None:
        zero = quantity.low == 0 and quantity.single
        kind = Kind.EXACT if zero else Kind.AT_LEAST if quantity.single else Kind.RANGE
        return Target(kind, quantity=quantity, each=each)
    ranged = comparison == "between" or (not quantity.single and comparison != "approx")
    kind = Kind.RANGE if ranged else _KINDS[comparison]
    return Target(_KINDS[comparison] if not quantity.readable else kind, op=comparison, quantity=quantity, each=each)


def _with_times(target: Target, right: list[Token]) -> Target:
    """A count with a time: "vuoden aikana" says nothing more, another year or an earlier day is a condition."""
    match = _MARKED.search(tags(right))
    if match is None:
        return target
    deadline = _by(right[match.start() : match.end()])
    if deadline is None:
        return replace(target, unread=True)
    if deadline.period.whole_year and not deadline.before and not deadline.loose and not deadline.period.fuzzy:
        return replace(target, during=deadline.period.year)
    return Target(Kind.COMPOUND, parts=(target, Target(Kind.DEADLINE, deadline=deadline)), each=target.each)


def _leaves_unread(left: list[Token], right: list[Token]) -> bool:
    """Whether more is asked than the number says: "5 tapahtumaa, palautelomake käytössä"."""
    if any(token.tag in ("NOT", "FROM", "UNTIL", "RATE") for token in right):
        return True
    for index, token in enumerate(right):
        follows = right[index + 1 :]
        clause = token.tag in ("COMMA", "AND") and follows and follows[0].text.lower() not in _RELATIVE_PRONOUN
        if clause and states_a_result(text_of(follows)):
            return True
    return sum(token.tag == "AND" for token in left) > 0 and states_a_result(text_of(left))


# Deadlines


def _by(tokens: Sequence[Token]) -> Deadline | None:
    """The deadline of one period and the words around it."""
    written = tags(list(tokens))
    if "T" not in written:
        return None
    period_token = next(token for token in tokens if token.tag == "PERIOD")
    period = cast(Period, period_token.value)
    words = {token.text.lower() for token in tokens}
    before = "b" in written and "E" not in written
    day_alone = period.first == period.last and period.week is None
    coarse = "B" in written and "E" not in written and not day_alone
    into = "by" in words or re.search(r"kuuhun\b|vuoteen\b|ksoon\b|kseen\b|aaliin\b", period_token.text.lower())
    return Deadline(period, before=before, loose=coarse and bool(into))


def _deadline(items: list[Token], written: str) -> Target | None:
    if written.count("T") != 1 or "K" in written or any(tag in written for tag in "NFUcpRGD?"):
        return None
    match = _MARKED.search(written)
    if match is None:
        return None
    around = written[: match.start()] + written[match.end() :]
    marked = _MARKER.search(match[0]) is not None
    if not marked and not _stands_alone(items, match.start(), match.end()):
        return None
    deadline = _by(items[match.start() : match.end()])
    if deadline is None:
        return None
    return Target(Kind.DEADLINE, deadline=deadline, unread="&" in around and _two_results(items))


def _stands_alone(items: list[Token], start: int, stop: int) -> bool:
    """A time without "mennessä": alone, a month's "kesäkuussa", or behind a word such as "valmis"."""
    if stop < len(items):
        return False
    if start == 0:
        return True
    said = text_of(items[:start])
    period = items[start].text.lower()
    locative = re.search(r"(?:kuussa|kaudella|neljänneksellä|puoliskolla)\b", period) is not None
    return locative or (states_a_result(said) and start <= 3)


def _two_results(items: list[Token]) -> bool:
    halves = split(items, "AND")
    return len(halves) > 1 and all(states_a_result(text_of(piece)) for piece in halves)
