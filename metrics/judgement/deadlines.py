"""Targets that say by when something is done. Pure Python."""

from datetime import date
from typing import cast

from metrics.judgement.result import Circumstances, Outcome
from metrics.judgement.zones import MET, MISSED, UNDECIDED, Verdict
from metrics.notation.actuals import Actual
from metrics.notation.periods import Deadline, Period
from metrics.notation.reports import Report, report
from metrics.notation.targets import Target
from metrics.reasons import Reason


def judge_deadline(target: Target, actual: Actual, circumstances: Circumstances, about: str) -> Outcome:
    """A deadline against the time, or the words, of an actual; `about` is what the report may speak of."""
    deadline = cast(Deadline, target.deadline)
    limits = deadline.limits(circumstances.year)
    if limits is None:
        told = report(actual.text, about)
        if told in (Report.NOT_DONE, Report.CALLED_OFF):
            return Outcome(MISSED, Reason(told.value))
        return Outcome(UNDECIDED, Reason("no_year"))
    sure, last = limits
    outcome = _by_report(actual, deadline, circumstances, about, sure, last)
    if outcome is None and actual.period is not None and not actual.values and _says_when_done(actual, about):
        outcome = _by_time(actual.period, deadline, circumstances, sure, last)
    verdict, reason = outcome or (UNDECIDED, Reason(_why_not(actual), {"day": last, "actual": actual.text}))
    return Outcome(verdict, reason, None, last, sign=_sign(actual, verdict, last))


def _sign(actual: Actual, verdict: Verdict, last: date) -> str:
    return f"{actual.text} {'≤' if verdict == MET else '>'} {last.day}.{last.month}.{last.year}"


def _why_not(actual: Actual) -> str:
    return "day_unsure" if actual.period is not None else "no_day"


def _says_when_done(actual: Actual, about: str) -> bool:
    """Whether the words around the time say nothing else than that it was done then."""
    words = actual.words.strip(" .,:")
    return not words or report(words, about) == Report.DONE


def _by_report(
    actual: Actual, deadline: Deadline, circumstances: Circumstances, about: str, sure: date | None, last: date
) -> tuple[Verdict, Reason] | None:
    """What the words alone tell: not done, called off, put off, or done within the year that the actual closes."""
    year = circumstances.year
    if actual.postponed:
        later = actual.next_year or _begins_after(actual.period, year, last)
        return (MISSED, Reason("postponed", {"day": last})) if later and year else (UNDECIDED, Reason("postponed_on"))
    told = report(actual.text, about)
    if told in (Report.NOT_DONE, Report.CALLED_OFF):
        return MISSED, Reason(told.value)
    if told == Report.PARTLY:
        return Verdict.PARTIAL, Reason(told.value)
    closes = year == last.year and (last.month, last.day) == (12, 31) and sure == last
    return (MET, Reason("done")) if told == Report.DONE and closes else None


def _begins_after(period: Period | None, year: int | None, last: date) -> bool:
    days = period.days(year) if period is not None else None
    return days is not None and days[0] > last


def _by_time(
    period: Period, deadline: Deadline, circumstances: Circumstances, sure: date | None, last: date
) -> tuple[Verdict, Reason] | None:
    """The verdict of the time when it was done, the same in every year that the time may be of."""
    years = {circumstances.year, deadline.period.year} - {None} if period.year is None else {period.year}
    if period.year is None and circumstances.year is None:
        return None
    found = {_of_days(period.days(year), sure, last) for year in years}
    if len(found) != 1 or (verdict := found.pop()) == UNDECIDED:
        return None
    end = cast(tuple[date, date], period.days(circumstances.year or deadline.period.year))[
        0 if verdict == MISSED else 1
    ]
    if verdict == MET:
        return verdict, Reason("on_time" if end < last else "on_the_day", {"day": last})
    days = (end - last).days
    if days == 1:
        return verdict, Reason("one_late", {"day": last})
    return verdict, Reason("late", {"days": days, "day": last})


def _of_days(days: tuple[date, date] | None, sure: date | None, last: date) -> Verdict:
    if days is None:
        return UNDECIDED
    if days[0] > last:
        return MISSED
    return MET if sure is not None and days[1] <= sure else UNDECIDED
