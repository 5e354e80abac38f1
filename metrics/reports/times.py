"""The days of reports. Pure Python."""

import datetime


def moment_of(day: datetime.date) -> datetime.datetime:
    """The time that the file of a report of the day bears."""
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)


def written_date(date: datetime.date) -> str:
    """A date as Finnish documents write it: 31.12.2021."""
    return f"{date.day}.{date.month}.{date.year}"
