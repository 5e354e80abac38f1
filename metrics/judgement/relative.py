"""Targets that refer to another year's actual. Pure Python."""

from dataclasses import replace
from decimal import Decimal
from typing import cast

from metrics.judgement.numbers import _sided, allowed_range, comparable, written, zones
from metrics.judgement.result import Circumstances, Outcome, closeness
from metrics.judgement.zones import MET, UNDECIDED, Verdict, Zones, about, between
from metrics.notation.actuals import Actual, Value, parse_actual
from metrics.notation.compose import PREVIOUS
from metrics.notation.metric_texts import read_metric
from metrics.notation.targets import Change, Target
from metrics.notation.units import PERCENT, POINTS, Ratio, Unit, factor
from metrics.reasons import Reason

_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "approx": "≈"}
_OPPOSITE = {"≥": "<", ">": "≤", "≤": ">", "<": "≥", "=": "≠", "≈": "≉"}


def judge_relative(target: Target, actual: Actual, circumstances: Circumstances) -> Outcome:
    """A target such as "≥ edellisen vuoden toteuma" or "+10 %" against an actual and the other year's value."""
    change = cast(Change, target.change)
    told = len(actual.values) == 1 and actual.values[0].change
    outcome = _against_other_year(target, change, replace(actual, values=()) if told else actual, circumstances)
    if not told:
        return outcome
    verdict, reason = _reported_change(target, change, actual.values[0])
    return replace(outcome, verdict=verdict, reason=reason)


def _against_other_year(target: Target, change: Change, actual: Actual, circumstances: Circumstances) -> Outcome:
    year, prior = _other_value(change, circumstances)
    unknown = Reason("no_prior") if year is None else Reason("no_year_value", {"year": year})
    base = parse_actual(prior)
    if base.blank:
        return Outcome(UNDECIDED, unknown)
    if len(base.values) != 1 or base.values[0].point is None or base.values[0].change:
        return Outcome(UNDECIDED, Reason("prior_unread", {"prior": base.text}))
    compared = base.values[0]
    bounds = _bounds(change, target, cast(Decimal, compared.point), compared.unit)
    unit = compared.unit.text or None if compared.unit else None
    if not bounds:
        return Outcome(UNDECIDED, Reason("unit", {"actual": actual.text, "bound": target.text}), unit=unit)
    low, high = _limits(change.op, *bounds[0])
    if len(actual.values) != 1:
        code = (actual.unclear or "no_number") if not actual.values else "many_values"
        return Outcome(UNDECIDED, Reason(code, {"actual": actual.text}), low, high, unit)
    value = actual.values[0]
    metric = read_metric(circumstances.metric)
    times = comparable(value, compared.unit, metric, cast(Decimal, compared.point))
    if times is None:
        return Outcome(UNDECIDED, Reason("unit", {"actual": value.text, "bound": compared.text}), low, high, unit)
    verdict = _agreed(change, bounds, value, times)
    point = None if value.point is None else value.point * times[0] / times[1]
    close = closeness(point, low, high)
    reason = replace(_reason(change, value, verdict, bounds[0], compared, close), source=(year, compared.text))
    sign = _SIGNS[change.op] if verdict == MET else _OPPOSITE[_SIGNS[change.op]]
    bound = written(bounds[0][1] if change.op in ("le", "lt") else bounds[0][0])
    return Outcome(verdict, reason, low, high, unit, close, f"{value.text} {sign} {bound}")


def _other_value(change: Change, circumstances: Circumstances) -> tuple[int | None, str | None]:
    """The year whose value is meant and the value: the prior one is of the previous year, the rest of the history."""
    year = circumstances.year
    previous = None if year is None else year - 1
    wanted = previous if change.reference.year == PREVIOUS else change.reference.year
    history = dict(circumstances.history)
    if wanted == previous and (wanted is not None or change.reference.year == PREVIOUS):
        prior = circumstances.prior
        if parse_actual(prior).blank and wanted is not None:
            prior = history.get(wanted)
        return wanted, prior
    return wanted, history.get(wanted) if wanted is not None else None


def _bounds(change: Change, target: Target, prior: Decimal, unit: Unit | None) -> list[tuple[Decimal, Decimal]]:
    """The bound, or the two when a change of n % may mean per cent or percentage points; none when units disagree."""
    low, high = change.low, change.high
    if change.factor:
        return [(prior * low / 100, prior * high / 100)]
    if not low and not high:
        return [(prior, prior)]
    if prior < 0 or (change.relative and prior == 0):
        return []
    if change.relative:
        lower, upper = sorted((prior * (100 + low) / 100, prior * (100 + high) / 100))
        if unit is not None and unit.dimension == PERCENT:
            points = sorted((prior + low, prior + high))
            return [(lower, upper), (points[0], points[1])]
        return [(lower, upper)]
    times = _change_factor(target, unit)
    if times is None:
        return []
    lower, upper = sorted((prior + low * times, prior + high * times))
    return [(lower, upper)]


def _change_factor(target: Target, unit: Unit | None) -> Decimal | None:
    """What an absolute change is multiplied by to be in the unit of the value that it changes."""
    changed = target.quantity.unit if target.quantity else None
    if changed is None or unit is None:
        points = changed is not None and changed.dimension == POINTS
        return None if points else Decimal(1)
    if changed.dimension == POINTS:
        return Decimal(1) if unit.dimension == PERCENT else None
    ratio = factor(changed, unit)
    return None if ratio is None else ratio[0] / ratio[1]


def _zones(op: str, low: Decimal, high: Decimal) -> Zones:
    if op == "approx" and low <= 0:
        return between(low, high, below=UNDECIDED, above=UNDECIDED)
    if op == "ge":
        return zones("ge", low, low)
    return zones(op, low, high)


def _limits(op: str, low: Decimal, high: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if op in ("ge", "gt"):
        return low, high if high != low else None
    if op in ("le", "lt"):
        return None, high
    return about(low, high) if op == "approx" else (low, high)


def _agreed(change: Change, bounds: list[tuple[Decimal, Decimal]], value: Value, ratio: Ratio) -> Verdict:
    """The verdict that every reading of the change gives."""
    found = {_zones(change.op, low, high).judge(value, ratio) for low, high in bounds}
    return found.pop() if len(found) == 1 else UNDECIDED


def _reason(
    change: Change,
    value: Value,
    verdict: Verdict,
    bound: tuple[Decimal, Decimal],
    prior: Value,
    close: Decimal | None,
) -> Reason:
    unit = f"\u00a0{prior.unit.text}" if prior.unit is not None and prior.unit.dimension in (PERCENT, "€") else ""
    number = bound[1] if change.op in ("le", "lt") else bound[0]
    text = prior.text if number == prior.point else written(number) + unit
    named = {"actual": value.text, "bound": text}
    if verdict == UNDECIDED:
        return Reason("inexact", named)
    if change.op == "approx":
        low, high = _limits(change.op, *bound)
        return Reason("about" if verdict == MET else "not_about", {**named, "allowed": allowed_range(low, high)})
    if change.op == "eq":
        return Reason("exact" if verdict == MET else "not_exact", named)
    return _sided(change.op, verdict, named, close)


def _reported_change(target: Target, change: Change, value: Value) -> tuple[Verdict, Reason]:
    """The actual tells the change itself ("+6 %"): it is compared with the change that was asked for."""
    percent = value.unit is not None and value.unit.dimension == PERCENT
    asks_same = change.relative == percent or (not change.low and not change.high)
    if change.factor or not asks_same or (change.op == "approx" and not percent):
        return (UNDECIDED, Reason("unit", {"actual": value.text, "bound": target.text}))
    low, high = (Decimal(-10), Decimal(10)) if change.op == "approx" else (change.low, change.high)
    ordered = min(low, high), max(low, high)
    verdict = (between(*ordered) if change.op == "approx" else _zones(change.op, *ordered)).judge(value)
    if not change.relative and (change.low or change.high):
        times = _change_factor(target, value.unit)
        if times is None:
            return (UNDECIDED, Reason("unit", {"actual": value.text, "bound": target.text}))
    bound = written(high if change.op in ("le", "lt") else low) + ("\u00a0%" if percent else "")
    named = {"actual": value.text, "bound": bound}
    if verdict == UNDECIDED:
        return (verdict, Reason("inexact", named))
    if change.op in ("approx", "eq"):
        code = "within" if verdict == MET else "not_exact"
        return (verdict, Reason(code, {**named, "bound": f"{written(low)}–{written(high)}\u00a0%"}))
    return (verdict, _sided(change.op, verdict, named, None))
