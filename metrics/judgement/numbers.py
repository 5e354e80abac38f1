"""Targets of one number: at least, at most, a range, exactly, about. Pure Python."""

from dataclasses import replace
from decimal import Decimal
from typing import cast

from metrics.judgement.result import Circumstances, Outcome, closeness
from metrics.judgement.zones import (
    MET,
    MISSED,
    ONE,
    UNDECIDED,
    Verdict,
    Zones,
    about,
    at_least,
    at_most,
    between,
    over,
    under,
)
from metrics.notation.actuals import Actual, Value
from metrics.notation.metric_texts import MetricText, read_metric, speaks_of
from metrics.notation.quantities import Quantity
from metrics.notation.targets import Kind, Target
from metrics.notation.units import EURO, NOUN, OFTEN, PERCENT, PIECE, TIMES, Ratio, Unit, factor
from metrics.reasons import Reason

_SAME = (ONE, ONE)
_PLAUSIBLE = Decimal(50)
"""How many times more or less a bare number may be than the bound whose unit it is given."""
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "approx": "≈", "between": "∈"}


def directed(target: Target, circumstances: Circumstances) -> Target:
    """The target with the direction that its own words leave open: from the metric's setting, else from its text."""
    if target.op is not None or target.quantity is None or not target.quantity.readable:
        return target
    direction = circumstances.direction or read_metric(circumstances.metric).direction
    single = target.quantity.single
    if direction == "less":
        return replace(target, kind=Kind.AT_MOST if single else Kind.RANGE, op="le")
    if direction == "within":
        return replace(target, kind=Kind.EXACT if single else Kind.RANGE, op="eq" if single else "within")
    if direction == "more" and single and target.quantity.low != 0:
        return replace(target, kind=Kind.AT_LEAST, op="ge")
    if direction == "unclear" and not (single and target.quantity.low == 0):
        return replace(target, op="unclear")
    return target


def zones(op: str | None, low: Decimal, high: Decimal) -> Zones:
    """Where a target of these numbers is met. A number or a range without a direction is a floor, but zero is not."""
    single = low == high
    match op:
        case "ge":
            return at_least(low) if single else Zones([(low, -1), (high, -1)], [MISSED, UNDECIDED, MET])
        case "gt":
            return over(low) if single else Zones([(low, 1), (high, 1)], [MISSED, UNDECIDED, MET])
        case "le":
            return at_most(high)
        case "lt":
            return under(high)
        case "eq" | "within":
            return between(low, high)
        case "approx":
            return between(*about(low, high), above=MISSED if single else UNDECIDED)
        case "between":
            return between(low, high, above=UNDECIDED)
        case "unclear":
            return between(low, high, below=UNDECIDED, above=UNDECIDED)
    if low == 0:
        return between(low, high, below=UNDECIDED, above=UNDECIDED)
    return at_least(low)


def bounds(target: Target) -> tuple[Decimal | None, Decimal | None]:
    """The accepted bounds as they are shown; a range that is a floor keeps its upper end."""
    quantity = target.quantity
    if quantity is None or quantity.low is None or quantity.high is None:
        return None, None
    if target.kind == Kind.APPROX:
        if quantity.tolerance is not None:
            return quantity.low - quantity.tolerance, quantity.high + quantity.tolerance
        return about(quantity.low, quantity.high)
    if target.kind == Kind.AT_LEAST:
        return quantity.low, None
    if target.kind == Kind.AT_MOST:
        return None, quantity.high
    return quantity.low, quantity.high


def judge_number(target: Target, actual: Actual, circumstances: Circumstances) -> Outcome:
    """A target of one number against an actual."""
    target = directed(target, circumstances)
    quantity = cast(Quantity, target.quantity)
    low, high = bounds(target)
    metric = read_metric(circumstances.metric)
    unit = shown_unit(quantity.unit)
    open_outcome = Outcome(UNDECIDED, Reason("ambiguous_target"), low, high, unit)
    if not quantity.readable or _may_be_a_year(quantity, circumstances.year):
        return open_outcome
    if len(actual.values) != 1:
        code = (actual.unclear or "no_number") if not actual.values else "many_values"
        return replace(open_outcome, reason=Reason(code, {"actual": actual.text}))
    value = actual.values[0]
    bound = bound_text(quantity)
    named = {"actual": value.text, "bound": bound}
    times = comparable(value, quantity.unit, metric, cast(Decimal, quantity.low))
    if times is None or value.change:
        full = f"{bound_text(replace(quantity, unit=None))}\u00a0{unit}" if unit else bound
        return replace(open_outcome, reason=Reason("unit", {**named, "bound": full}))
    if _implausible(value, quantity, metric):
        return replace(open_outcome, reason=Reason("magnitude", named))
    verdict = _zones(target).judge(value, times)
    point = None if value.point is None else value.point * times[0] / times[1]
    close = closeness(point, low, high)
    return Outcome(
        verdict,
        _reason(target, value, verdict, point, close),
        low,
        high,
        unit,
        close,
        f"{counted(value)} {_compared(target, verdict)} {bound if target.op else quantity.low_text}",
    )


def _may_be_a_year(quantity: Quantity, year: int | None) -> bool:
    """ "≥ 2019" in 2020 may mean the level of 2019."""
    return quantity.year and year is not None and abs(cast(Decimal, quantity.low) - year) < 6


def _zones(target: Target) -> Zones:
    quantity = cast(Quantity, target.quantity)
    low, high = cast(Decimal, quantity.low), cast(Decimal, quantity.high)
    if quantity.tolerance is not None:
        return between(low - quantity.tolerance, high + quantity.tolerance)
    return zones(target.op, low, high)


def shown_unit(unit: Unit | None) -> str | None:
    """The unit as written, with what it is per where that is not the year."""
    if unit is None or not (unit.text or unit.per):
        return None
    return f"{unit.text}/{unit.per}" if unit.per else unit.text


def counted(value: Value) -> str:
    """The actual without the noun that it counts: "24" of "24 asiakaspäätettä"."""
    noun = value.unit is not None and value.unit.dimension in (NOUN, PIECE, TIMES)
    return (
        value.text.rpartition("\u00a0")[0] or value.text
        if noun and value.unit is not None and value.unit.text
        else value.text
    )


def bound_text(quantity: Quantity) -> str:
    """The target's number as written, with its unit where that is a sign or a word of its own."""
    text = quantity.low_text if quantity.single else f"{quantity.low_text}–{quantity.high_text}"
    unit = quantity.unit
    signed = unit is not None and unit.dimension not in (NOUN, PIECE, TIMES) and unit.text
    return f"{text}\u00a0{unit.text}" if signed and unit is not None else text


def comparable(value: Value, unit: Unit | None, metric: MetricText, bound: Decimal) -> Ratio | None:
    """The factors that bring the actual and the target to one unit; None when the two are not to be compared.

    A number without a unit takes the other's; where the target has none, the metric's text has to know the actual's.
    """
    if value.unit is None:
        if unit is not None and unit.per in OFTEN:
            return None  # "2 kertaa kuussa" against a total
        if unit is not None and unit.dimension == PERCENT and bound > 1 and value.high <= 1 and value.high != 0:
            return None  # 0,63 may be a share
        return _SAME
    if unit is not None:
        return factor(value.unit, unit)
    if value.ratio:
        return _SAME if metric.percent and metric.unit is not None else None
    if value.unit.per:
        return None
    return _without_target_unit(value.unit, metric)


def _without_target_unit(unit: Unit, metric: MetricText) -> Ratio | None:
    if unit.dimension == PERCENT:
        return _SAME if metric.percent else None
    if unit.dimension == EURO:
        if metric.unit is not None and metric.unit.dimension == EURO:
            return unit.scale, metric.unit.scale
        return None
    if unit.dimension == NOUN and metric.words:
        return (unit.scale, ONE) if speaks_of(metric, unit.text) else None
    return (unit.scale, ONE) if unit.dimension in (NOUN, PIECE, TIMES, "hlö") else _SAME


def _implausible(value: Value, quantity: Quantity, metric: MetricText) -> bool:
    """Whether a bare number is so far from a bound in thousands or millions that it is in another unit."""
    target_unit = quantity.unit or metric.unit
    scaled = target_unit is not None and target_unit.scale >= 1000
    if value.unit is not None or not scaled or not quantity.high or value.point is None or not value.point:
        return False
    ratio = abs(value.point / quantity.high)
    return ratio > _PLAUSIBLE or ratio < 1 / _PLAUSIBLE


def _compared(target: Target, verdict: Verdict) -> str:
    sign = _SIGNS.get(target.op or "ge", "≥")
    if verdict != MISSED:
        return sign
    return {"≥": "<", ">": "≤", "≤": ">", "<": "≥", "=": "≠", "≈": "≉"}.get(sign, "∉")


def _reason(target: Target, value: Value, verdict: Verdict, point: Decimal | None, close: Decimal | None) -> Reason:
    quantity = cast(Quantity, target.quantity)
    low, high = cast(Decimal, quantity.low), cast(Decimal, quantity.high)
    bound = bound_text(quantity)
    lower = bound_text(replace(quantity, high=quantity.low, high_text=quantity.low_text))
    upper = bound_text(replace(quantity, low=quantity.high, low_text=quantity.high_text))
    named: dict[str, str] = {"actual": value.text, "bound": bound, "low": lower}
    if verdict == UNDECIDED:
        code = "inexact"
        if target.op == "unclear":
            code = "direction"
        elif point is not None and target.op is None and low == 0:
            code = "above_zero" if high == 0 else "beyond"
        elif point is not None and target.op == "between":
            code = "beyond"
        return Reason(code, named)
    if target.kind == Kind.APPROX:
        allowed = allowed_range(*bounds(target))
        return Reason("about" if verdict == MET else "not_about", {**named, "allowed": allowed})
    if target.op in ("eq", "within", "between", "unclear") or (target.op is None and low == 0):
        if low == high:
            return Reason("exact" if verdict == MET else "not_exact", named)
        if verdict == MET:
            return Reason("within", named)
        below = point is not None and point < low
        return Reason("under" if below else "over", {**named, "bound": lower if below else upper}, gap=close)
    if target.op in ("le", "lt"):
        return _sided(target.op, verdict, {**named, "bound": upper}, close)
    if verdict == MET and low != high and target.op is None and point is not None and point > high:
        return Reason("at_least_beyond", named)
    return _sided(target.op or "ge", verdict, {**named, "bound": lower}, close)


def _sided(op: str, verdict: Verdict, named: dict[str, str], close: Decimal | None) -> Reason:
    if verdict == MET:
        return Reason({"ge": "at_least", "gt": "over", "le": "at_most", "lt": "under"}[op], named)
    if op in ("gt", "lt") and (close is None or close == 0):
        return Reason("not_over" if op == "gt" else "not_under", named)
    return Reason("under" if op in ("ge", "gt") else "over", named, gap=close)


def allowed_range(low: Decimal | None, high: Decimal | None) -> str:
    """The numbers that are allowed, whole ones where the bounds are large: rounded inward, never outward."""
    if low is None or high is None:
        return ""
    if abs(low) >= 20:
        low, high = low.to_integral_value("ROUND_CEILING"), high.to_integral_value("ROUND_FLOOR")
    return f"{written(low)}–{written(high)}"


def written(number: Decimal) -> str:
    """A number with a decimal comma and spaces in thousands."""
    whole, _, fraction = f"{number:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0") if abs(int(whole)) >= 10_000 else whole
    fraction = fraction.rstrip("0")
    return f"{grouped},{fraction}" if fraction else grouped
