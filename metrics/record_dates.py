"""The dates at which actuals are recorded. Pure Python."""

import datetime
from collections.abc import Iterable

USUAL_DAYS = ((4, 30), (8, 31), (12, 31))
"""The interim reports of spring and autumn, and the year's end."""


def record_dates(
    start: datetime.date, end: datetime.date, *, today: datetime.date, rounds: Iterable[datetime.date] = ()
) -> list[datetime.date]:
    """The dates of a document's period that are offered at one press: today, the usual days of each of its years,
    the dates of follow-up rounds, and its last day. In order, each once.
    """
    usual = (datetime.date(year, month, day) for year in range(start.year, end.year + 1) for month, day in USUAL_DAYS)
    return sorted({date for date in (today, end, *usual, *rounds) if start <= date <= end})


def default_date(start: datetime.date, end: datetime.date, *, today: datetime.date) -> datetime.date:
    """Today in the document's period, its last day afterwards (January still closes the year), its first day before."""
    return min(max(today, start), end)


def judged_on(date: datetime.date, end: datetime.date, *, today: datetime.date) -> datetime.date:
    """The day on which a value of the date is judged: that date, and for what closes the document today, if that is
    later: what is missing then is no longer only not due.
    """
    return max(date, today) if date == end else date


def read_date(written: str) -> datetime.date | None:
    """The date of "2026-04-30" or of "30.4.2026"; None for anything else."""
    text = written.strip()
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
