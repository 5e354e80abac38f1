"""The report as a workbook: opened again."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from agreements.models import Agreement
from metrics.models import Observation
from metrics.reports.workbook import render_report_workbook
from tests.agreements.exports.books import plain_spaces, texts
from tests.metrics.reports.conftest import report
from tests.metrics.reports.recorded import ACTUALS, DECISIONS

pytestmark = pytest.mark.django_db


def opened(agreement: Agreement) -> Workbook:
    return load_workbook(BytesIO(render_report_workbook(report(agreement))))


def test_the_first_sheet_counts_and_each_table_has_its_own(agreement: Agreement) -> None:
    book = opened(agreement)
    assert book.sheetnames[1:] == [
        "Operatiivisen sopimuksen…",
        "Perustoiminta",
        "Muut ohjaavat tavoitteet",
        "Henkilöstön hyvinvointi ja…",
    ]
    counts = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows() if row[1].value is not None}
    assert (counts["Vihreä"], counts["Punainen"], counts["Ei tietoa"], counts["Yhteensä"]) == (5, 4, 40, 53)


def test_every_metric_stands_in_a_row_with_its_actual_and_colour(agreement: Agreement) -> None:
    rows = [[cell.value for cell in row] for sheet in opened(agreement).worksheets[1:] for row in sheet.iter_rows()]
    for metric in report(agreement).metrics:
        assert any(row[1] == metric.written.text and row[6] == metric.word for row in rows)
    shadowing = next(row for row in rows if str(row[1]).startswith("Toteutuneiden job shadowing"))
    assert shadowing[2:8] == ["7–11", "–", 2, "31.12.2020, Helena Laine", "Punainen", "2 on alle 7"]


def test_every_note_and_decision_is_there(agreement: Agreement) -> None:
    words = "\n".join(text for sheet in opened(agreement).worksheets for text in texts(sheet))
    assert all(note in words for _beginning, _value, note in ACTUALS)
    assert all(reason in words for _beginning, _colour, reason in DECISIONS)


def test_a_value_that_looks_like_a_formula_is_text(agreement: Agreement) -> None:
    Observation.objects.filter(value="78 %").update(value="=1+1")
    cells = [cell for sheet in opened(agreement).worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_a_plan_brings_its_staff(plan: Agreement) -> None:
    book = opened(plan)
    assert "3 henkilötyövuotta" in texts(book.worksheets[-1])


def test_the_same_report_gives_the_same_bytes(agreement: Agreement) -> None:
    assert render_report_workbook(report(agreement)) == render_report_workbook(report(agreement))


def test_earlier_years_are_told_too(examples: None) -> None:
    words = "\n".join(
        text for sheet in opened(Agreement.objects.get(slug="turku-ake-2024")).worksheets for text in texts(sheet)
    )
    assert "2019: 87,80 %" in plain_spaces(words)
