"""Was the target reached? Pure Python: the same texts always get the same judgement.

A verdict is given only on what was understood. Whatever is left open is undecided, and a person decides.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from metrics.judgement.compounds import judge_compound
from metrics.judgement.deadlines import judge_deadline
from metrics.judgement.numbers import directed, judge_number
from metrics.judgement.relative import judge_relative
from metrics.judgement.result import Circumstances, Judgement, Outcome
from metrics.judgement.zones import MET, MISSED, PARTIAL, UNDECIDED, Verdict
from metrics.notation.actuals import Actual, all_each, parse_actual
from metrics.notation.metric_texts import read_metric
from metrics.notation.reports import Report, denies, report
from metrics.notation.targets import Kind, Target, parse_target
from metrics.notation.units import PERCENT, TIMES
from metrics.reasons import Reason

__all__ = ["Judgement", "Kind", "Verdict", "judge"]

_FLOORS = ("ge", "gt", None, "approx", "between")


def judge(
    target: str | None,
    actual: str | None = None,
    *,
    prior: str | None = None,
    year: int | None = None,
    metric: str | None = None,
    direction: str | None = None,
    history: Mapping[int, str] | None = None,
) -> Judgement:
    """How a written target is understood, and whether a written actual reaches it.

    `prior` is the value of the year before `year` as written, `metric` the metric's text, `direction` "more", "less"
    or "within" where the metric has one, and `history` the written values of other years. Never raises for any text.
    """
    past = tuple(sorted(history.items())) if history else ()
    return _judged(target, actual, Circumstances(prior, year, metric, direction, past))


@lru_cache(maxsize=16_384)
def _judged(written: str | None, actual_written: str | None, circumstances: Circumstances) -> Judgement:
    target, actual = parse_target(written), parse_actual(actual_written)
    outcome = _outcome(target, actual, circumstances)
    kind = directed(target, circumstances).kind
    return Judgement(kind, outcome.verdict, outcome.reason, outcome.low, outcome.high, outcome.unit, outcome.closeness)


def _outcome(target: Target, actual: Actual, circumstances: Circumstances) -> Outcome:
    if target.kind == Kind.NONE:
        return Outcome(UNDECIDED, Reason("no_target"))
    understood = _understood(target, actual, circumstances)
    if actual.blank:
        return replace(understood, verdict=UNDECIDED, reason=Reason("no_actual"), closeness=None)
    return _reported(target, actual, circumstances, understood) or _held_back(target, actual, circumstances, understood)


def _understood(target: Target, actual: Actual, circumstances: Circumstances) -> Outcome:
    match target.kind:
        case Kind.DEADLINE:
            about = f"{target.text} {circumstances.metric or ''}"
            return judge_deadline(target, actual, circumstances, about)
        case Kind.RELATIVE:
            return judge_relative(target, actual, circumstances)
        case Kind.COMPOUND:
            return judge_compound(target, actual, circumstances)
        case Kind.BOOLEAN | Kind.QUALITATIVE:
            return Outcome(UNDECIDED, Reason("in_words"))
    return judge_number(target, actual, circumstances)


def _reported(target: Target, actual: Actual, circumstances: Circumstances, understood: Outcome) -> Outcome | None:
    """The verdict of the unit's own plain words, where words can answer the target."""
    if target.kind == Kind.DEADLINE or actual.values:
        return None
    told = _told(target, actual, circumstances)
    if told is None:
        return _postponed(target, actual, circumstances) if target.kind == Kind.BOOLEAN else None
    wordy = target.kind in (Kind.BOOLEAN, Kind.QUALITATIVE)
    if told == Report.PARTLY and (wordy or _is_floor(target)):
        return replace(understood, verdict=PARTIAL, reason=Reason("partly"))
    if told == Report.NOT_DONE and (wordy or (_is_floor(target) and not _is_bare_no(actual))):
        return replace(understood, verdict=MISSED, reason=Reason("not_done"))
    if told == Report.CALLED_OFF and target.kind == Kind.BOOLEAN:
        return replace(understood, verdict=MISSED, reason=Reason("called_off"))
    if told == Report.DONE and target.kind == Kind.BOOLEAN and not target.unread:
        return replace(understood, verdict=MET, reason=Reason("done"))
    if told == Report.DONE and not wordy:
        unit = target.quantity.unit if target.quantity else None
        code = "no_times" if unit is not None and unit.dimension == TIMES else "no_count"
        return replace(understood, verdict=UNDECIDED, reason=Reason(code, {"actual": actual.text}))
    return None


def _told(target: Target, actual: Actual, circumstances: Circumstances) -> Report | None:
    about = target.text
    if target.kind == Kind.QUALITATIVE and denies(about):
        return None  # "ei enää paperikortteja": no and yes may mean the same
    if actual.period is None:
        return report(actual.text, about)
    year, period = circumstances.year, actual.period
    known = period.year is None or (year is not None and period.year <= year)
    return report(actual.words, about) if known and actual.words and actual.unclear is None else None


def _postponed(target: Target, actual: Actual, circumstances: Circumstances) -> Outcome | None:
    if not actual.postponed or circumstances.year is None:
        return None
    days = actual.period.days(circumstances.year) if actual.period else None
    later = actual.next_year or (days is not None and days[0].year > circumstances.year)
    return Outcome(MISSED, Reason("postponed_on")) if later else None


def _is_floor(target: Target) -> bool:
    """Whether not to have done is to have missed: a ceiling or a zero may be reached by doing nothing."""
    match target.kind:
        case Kind.AT_LEAST | Kind.RANGE | Kind.APPROX:
            return target.op in _FLOORS
        case Kind.COMPOUND:
            return all(part.kind == Kind.DEADLINE or _is_floor(part) for part in target.parts)
        case Kind.RELATIVE:
            return target.op in ("ge", "gt")
    return False


def _is_bare_no(actual: Actual) -> bool:
    return " " not in actual.text.strip()


def _held_back(target: Target, actual: Actual, circumstances: Circumstances, outcome: Outcome) -> Outcome:
    """The outcome, undecided where the number does not answer all that is asked."""
    if target.each and actual.values and not all_each(actual):
        return replace(outcome, verdict=UNDECIDED, reason=Reason("each"))
    if outcome.verdict == UNDECIDED or (target.kind in (Kind.DEADLINE, Kind.COMPOUND) and not target.each):
        return outcome
    if target.unread:
        return replace(outcome, verdict=UNDECIDED, reason=Reason("unread"))
    if target.during is not None and circumstances.year not in (None, target.during):
        return replace(outcome, verdict=UNDECIDED, reason=Reason("other_year", {"year": target.during}))
    unit = target.quantity.unit if target.quantity else None
    share = unit is not None and unit.dimension == PERCENT
    asked_of_each = target.each or (read_metric(circumstances.metric).each and not share)
    if asked_of_each and not all_each(actual):
        return replace(outcome, verdict=UNDECIDED, reason=Reason("each"))
    if actual.each and not asked_of_each:
        return replace(outcome, verdict=UNDECIDED, reason=Reason("not_a_number"))
    period = actual.period
    other = period is not None and period.year is not None and circumstances.year not in (None, period.year)
    if other and not (period is not None and period.year == (circumstances.year or 0) + 1 and period.first == (1, 1)):
        return replace(outcome, verdict=UNDECIDED, reason=Reason("unsure_words"))
    return outcome
