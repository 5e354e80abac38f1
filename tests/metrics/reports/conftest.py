"""Recorded years, and the reports of them."""

import datetime

import pytest

from agreements.document import load_document
from agreements.models import Agreement
from metrics.reports.document import Report, report_of
from metrics.words import words_of_unit
from tests.metrics.reports.recorded import TODAY, record_2020, record_2026


def report(agreement: Agreement, *, on: datetime.date = TODAY) -> Report:
    """The document's report on the day."""
    words = words_of_unit(agreement.unit_id, agreement.language)
    return report_of(load_document(agreement, on=on), on=on, words=words)


@pytest.fixture
def agreement(examples: None) -> Agreement:
    """A service agreement whose year has been recorded."""
    return record_2020()


@pytest.fixture
def plan(examples: None) -> Agreement:
    """A development plan of which something has been recorded."""
    return record_2026()
