"""Dates "1.2.2026" and times "9.15" in every language of the interface; typed dates may be ISO as well."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j.n.Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j.n.Y G.i"
TIME_FORMAT = "G.i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H.%M", "%H:%M"]
DATETIME_INPUT_FORMATS = [
    f"{date} {time}{seconds}"
    for date in DATE_INPUT_FORMATS
    for time, seconds in (("%H.%M", ""), ("%H.%M", ".%S"), ("%H:%M", ""), ("%H:%M", ":%S"))
]
