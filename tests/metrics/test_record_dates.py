import datetime

import pytest

from metrics.record_dates import default_date, judged_on, read_date, record_dates

DAY = datetime.date
START, END = DAY(2020, 1, 1), DAY(2020, 12, 31)


def test_offers_today_and_the_usual_days_of_the_year() -> None:
    usual = [DAY(2020, 4, 30), DAY(2020, 8, 31), DAY(2020, 12, 31)]
    assert record_dates(START, END, today=DAY(2020, 6, 5)) == sorted([*usual, DAY(2020, 6, 5)])
    assert record_dates(START, END, today=DAY(2021, 1, 15)) == usual


def test_offers_every_date_of_a_project_of_two_years_and_its_last_day() -> None:
    dates = record_dates(DAY(2018, 5, 1), DAY(2019, 10, 15), today=DAY(2026, 1, 1))
    assert dates == [DAY(2018, 8, 31), DAY(2018, 12, 31), DAY(2019, 4, 30), DAY(2019, 8, 31), DAY(2019, 10, 15)]


def test_offers_the_dates_of_rounds_within_the_period() -> None:
    rounds = [DAY(2020, 9, 15), DAY(2021, 9, 15)]
    assert DAY(2020, 9, 15) in record_dates(START, END, today=END, rounds=rounds)
    assert DAY(2021, 9, 15) not in record_dates(START, END, today=END, rounds=rounds)


def test_january_still_closes_the_year_before() -> None:
    assert default_date(START, END, today=DAY(2021, 1, 12)) == END
    assert default_date(START, END, today=DAY(2020, 3, 3)) == DAY(2020, 3, 3)
    assert default_date(START, END, today=DAY(2019, 11, 1)) == START


def test_what_closes_the_document_is_judged_today() -> None:
    assert judged_on(END, END, today=DAY(2021, 1, 12)) == DAY(2021, 1, 12)
    assert judged_on(END, END, today=DAY(2020, 6, 1)) == END
    assert judged_on(DAY(2020, 4, 30), END, today=DAY(2021, 1, 12)) == DAY(2020, 4, 30)


@pytest.mark.parametrize("written", ["2020-04-30", "30.4.2020", " 30.04.2020 "])
def test_reads_a_date_as_people_and_browsers_write_it(written: str) -> None:
    assert read_date(written) == DAY(2020, 4, 30)


@pytest.mark.parametrize("written", ["", "31.4.2020", "tomorrow", "2020", "4/30/2020", "9" * 5000])
def test_reads_nothing_from_what_is_no_date(written: str) -> None:
    assert read_date(written) is None
