"""Days, months, quarters and years, as deadlines and as times when something was done. Pure Python."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day; a year that nobody wrote is None. `week` is an ISO week and stands for the days.

    A fuzzy period (a season, "the beginning of June") lies somewhere between its ends.
    """

    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    year: int | None = None
    first_year: int | None = None
    week: int | None = None
    fuzzy: bool = False

    @property
    def whole_year(self) -> bool:
        return self.first == (1, 1) and self.last == (12, 31) and self.week is None

    def days(self, year: int | None) -> tuple[date, date] | None:
        """The first and the last day, `year` standing in for one that was not written; None without a year."""
        last_year = self.year or year
        if last_year is None or not 1900 <= last_year <= 2200:
            return None
        if self.week is not None:
            return _week(last_year, self.week)
        return date(self.first_year or last_year, *self.first), date(last_year, *_existing(last_year, self.last))


def _existing(year: int, day: tuple[int, int]) -> tuple[int, int]:
    return day[0], min(day[1], monthrange(year, day[0])[1])


def _week(year: int, week: int) -> tuple[date, date] | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday, monday + timedelta(days=6)


def day(month: int, number: int, year: int | None = None) -> Period | None:
    """One day; None when there is no such day (29.2. is one only in a leap year)."""
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(year or 2024, month)[1]:
        return None
    if year is None and (month, number) == (2, 29):
        return None
    return Period((month, number), (month, number), year)


def months(first: int, last: int, year: int | None = None, *, fuzzy: bool = False) -> Period:
    """From the first day of a month to the last day of a month."""
    return Period((first, 1), (last, 31), year, fuzzy=fuzzy)


def quarter(first: int, last: int, year: int | None = None) -> Period:
    return months(3 * first - 2, 3 * last, year)


def half(number: int, year: int | None = None) -> Period:
    return months(6 * number - 5, 6 * number, year)


def joined(first: Period, last: Period) -> Period:
    """From the beginning of one period to the end of another."""
    return Period(first.first, last.last, last.year, first.year, fuzzy=first.fuzzy or last.fuzzy)


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: `before` says that the period itself is already too late, `loose` that its own days are unclear."""

    period: Period
    before: bool = False
    loose: bool = False

    def limits(self, year: int | None) -> tuple[date | None, date] | None:
        """The last day that is surely in time, and the last that may be; None without a year."""
        days = self.period.days(year)
        if days is None:
            return None
        first, last = days
        if self.before:
            eve = first - timedelta(days=1)
            return (None, last) if self.period.fuzzy else (eve, eve)
        if self.period.fuzzy:
            return None, last
        return (first - timedelta(days=1), last) if self.loose else (last, last)
