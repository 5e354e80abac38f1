"""Targets of several parts: each is judged alone. Pure Python."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from metrics.judgement.deadlines import judge_deadline
from metrics.judgement.numbers import judge_number
from metrics.judgement.relative import judge_relative
from metrics.judgement.result import Circumstances, Outcome, closeness
from metrics.judgement.zones import MET, MISSED, PARTIAL, UNDECIDED, Verdict
from metrics.notation.actuals import Actual, Value
from metrics.notation.targets import Kind, Target
from metrics.notation.units import NOUN, factor
from metrics.reasons import Reason

_COUNTED = (Kind.AT_LEAST, Kind.AT_MOST, Kind.RANGE, Kind.EXACT, Kind.APPROX)


def judge_compound(target: Target, actual: Actual, circumstances: Circumstances) -> Outcome:
    """The parts, each against what the actual says of it; met when all are, or one of alternatives."""
    outcomes = _outcomes(target.parts, actual, circumstances)
    verdict = _any(outcomes) if target.alternatives else _all(outcomes)
    if target.unread and verdict in (MET, MISSED):
        verdict = UNDECIDED
    low, high = _merged(target.parts, outcomes)
    value = actual.values[0].point if len(actual.values) == 1 else None
    unit = next((outcome.unit for outcome in outcomes if outcome.unit), None) if low or high else None
    close = closeness(value, low, high)
    return Outcome(verdict, _reason(verdict, outcomes), low, high, unit, close)


def _outcomes(parts: Sequence[Target], actual: Actual, circumstances: Circumstances) -> list[Outcome]:
    if _one_quantity(parts) and len(actual.values) == 1:
        return [_judge(part, actual, circumstances) for part in parts]
    counted = [part for part in parts if part.kind in (*_COUNTED, Kind.RELATIVE)]
    positional = len(actual.values) == len(counted) and all(value.unit is None for value in actual.values)
    outcomes = []
    for part in parts:
        if part.kind == Kind.DEADLINE:
            outcomes.append(_judge(part, replace(actual, values=(), words=""), circumstances))
        elif part not in counted:
            outcomes.append(Outcome(UNDECIDED, Reason("parts_open")))
        else:
            value = actual.values[counted.index(part)] if positional else _own_value(part, counted, actual.values)
            answer = replace(actual, values=(value,)) if value is not None else None
            outcomes.append(_judge(part, answer, circumstances) if answer else Outcome(UNDECIDED, Reason("parts_open")))
    return outcomes


def _judge(part: Target, actual: Actual, circumstances: Circumstances) -> Outcome:
    match part.kind:
        case Kind.DEADLINE:
            return judge_deadline(part, actual, circumstances, part.text)
        case Kind.RELATIVE:
            outcome = judge_relative(part, actual, circumstances)
        case Kind.BOOLEAN | Kind.QUALITATIVE | Kind.NONE | Kind.COMPOUND:
            return Outcome(UNDECIDED, Reason("in_words"))
        case _:
            outcome = judge_number(part, actual, circumstances)
    blocked = part.unread or part.each
    return replace(outcome, verdict=UNDECIDED) if blocked and outcome.verdict != UNDECIDED else outcome


def _one_quantity(parts: Sequence[Target]) -> bool:
    """Whether the parts bound one and the same number: "≥ 10 ja ≤ 20", "88–132 (≤ edellisen vuoden toteuma)"."""
    nouns = [part.quantity.unit.text for part in parts if part.quantity and part.quantity.unit]
    if any(part.kind not in (*_COUNTED, Kind.RELATIVE) for part in parts) or len(set(nouns)) > 1:
        return False
    if any(part.kind == Kind.RELATIVE for part in parts):
        return sum(part.kind != Kind.RELATIVE for part in parts) <= 1
    upper = sum(part.op in ("le", "lt") for part in parts)
    bare = all(part.op is None for part in parts)
    return len(parts) == 2 and (upper == 1 or (bare and not nouns and _or_of(parts)))


def _or_of(parts: Sequence[Target]) -> bool:
    """ "2 tai 3": two numbers of one thing, where the greater adds little to the smaller."""
    lows = [part.quantity.low for part in parts if part.quantity]
    return all(low is not None for low in lows) and abs((lows[0] or 0) - (lows[1] or 0)) == 1


def _own_value(part: Target, counted: Sequence[Target], values: Sequence[Value]) -> Value | None:
    """The one number of the actual that counts what this part asks for, and no other part does."""
    if len(counted) == 1 and len(values) == 1:
        return values[0]
    fitting = [value for value in values if _fits(part, value)]
    if len(fitting) != 1 or sum(_fits(other, fitting[0]) for other in counted) != 1:
        return None
    return fitting[0]


def _fits(part: Target, value: Value) -> bool:
    unit = part.quantity.unit if part.quantity else None
    if unit is None or value.unit is None:
        return False
    same = factor(value.unit, unit) is not None
    return same and (unit.dimension != NOUN or value.unit.dimension == NOUN)


def _all(outcomes: Sequence[Outcome]) -> Verdict:
    found = {outcome.verdict for outcome in outcomes}
    if len(found) == 1:
        return found.pop()
    if PARTIAL in found or {MET, MISSED} <= found:
        return PARTIAL
    return UNDECIDED


def _any(outcomes: Sequence[Outcome]) -> Verdict:
    found = {outcome.verdict for outcome in outcomes}
    if MET in found:
        return MET
    return MISSED if found == {MISSED} else UNDECIDED


def _merged(parts: Sequence[Target], outcomes: Sequence[Outcome]) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of parts that are about one number; none for several numbers."""
    if not _one_quantity(parts):
        return None, None
    lows = [outcome.low for outcome in outcomes if isinstance(outcome.low, Decimal)]
    highs = [outcome.high for outcome in outcomes if isinstance(outcome.high, Decimal)]
    if all(part.op is None for part in parts):
        return min(lows, default=None), None
    return max(lows, default=None), min(highs, default=None)


def _reason(verdict: Verdict, outcomes: Sequence[Outcome]) -> Reason:
    met = "; ".join(outcome.sign for outcome in outcomes if outcome.verdict == MET and outcome.sign)
    missed = "; ".join(outcome.sign for outcome in outcomes if outcome.verdict == MISSED and outcome.sign)
    if verdict == MET and met:
        return Reason("parts_met", {"parts": met})
    if verdict == MISSED and missed:
        return Reason("parts_missed", {"parts": missed})
    if verdict == PARTIAL and met and missed:
        return Reason("parts_partly", {"met": met, "missed": missed})
    return Reason("parts_open")
