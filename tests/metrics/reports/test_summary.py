"""The summary of the units: whose documents, counted how, in which order; as PDF and workbook too."""

import datetime
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from agreements import rights
from agreements.models import Agreement, Unit, User
from metrics.models import Policy
from metrics.reports.pdf import render_summary_pdf
from metrics.reports.summary import Summary, summary_of, summary_years, units_within
from metrics.reports.summary_workbook import render_summary_workbook
from tests.agreements.exports.books import texts
from tests.agreements.exports.pdf.reader import read, squeezed, unread
from tests.metrics.reports.recorded import TODAY

pytestmark = pytest.mark.django_db


def summary(person: str, year: int = 2020, *, on: datetime.date = TODAY) -> Summary:
    user = User.objects.get(email=f"{person}@example.org")
    documents = rights.visible_agreements(user).newest().select_related("unit")
    return summary_of(documents, rights.visible_units(user), year=year, on=on)


def test_a_director_sees_the_documents_below_them_counted(agreement: Agreement) -> None:
    found = summary("anna-leena.virta")
    assert found.scope == "Kirjastopalvelut"
    assert [group.name for group in found.groups] == ["Kirjastopalvelut"]
    (row,) = found.rows
    assert (row.document.slug, row.document.unit) == ("yhteiset-palvelut-2020", "Yhteiset palvelut")
    assert (row.recorded, row.tally.total) == (13, 53)
    assert [count for _state, _word, count in row.tally.lines] == [5, 4, 4, 0, 40, 0]
    assert found.tally == row.tally


def test_another_units_head_sees_nothing_of_it(agreement: Agreement) -> None:
    assert summary("maria.lindholm").rows == []
    assert summary("sari.niemi").red == ()


def test_red_comes_with_the_largest_gap_first_and_the_units_explanation(agreement: Agreement) -> None:
    with translation.override("fi"):
        red = [(line.actual, line.reason, line.explanation) for line in summary("anna-leena.virta").red]
    assert red[0] == ("0", "0 on alle 3", "Kaikki matkat peruttiin.")
    assert [actual for actual, _reason, _explanation in red] == ["0", "0", "2", "15.6.2020"]


def test_what_is_late_comes_with_the_oldest_day_first(agreement: Agreement) -> None:
    late = summary("anna-leena.virta").late
    assert len(late) == 40
    assert late[0].due == datetime.date(2020, 3, 31)
    assert [line.due for line in late] == sorted(line.due for line in late)


def test_what_nobody_has_decided_is_listed(plan: Agreement) -> None:
    found = summary("maria.lindholm", 2026, on=datetime.date(2027, 1, 20))
    assert {line.actual for line in found.undecided} >= {"92 %", "Laadittu"}


def test_a_draft_has_a_line_and_no_counts(agreement: Agreement) -> None:
    rows = {row.document.slug: row for row in summary("anna-leena.virta", 2021).rows}
    draft = rows["yhteiset-palvelut-2021"]
    assert not draft.document.is_followed
    assert draft.tally.total == 0
    assert rows["asiakaspalvelut-2021"].tally.total == 14


def test_a_project_of_two_years_is_in_both(examples: None) -> None:
    assert [row.document.slug for row in summary("virpi.aho", 2018).rows] == ["lumme-2018"]
    assert [row.document.slug for row in summary("virpi.aho", 2019).rows] == ["lumme-2018"]
    assert summary_years(Agreement.objects.filter(slug="lumme-2018")) == [2018, 2019]


def test_units_within_one_are_it_and_those_below(examples: None) -> None:
    area = Unit.objects.get(name_fi="Kirjastopalvelut")
    found = units_within(Unit.objects.all(), area.pk)
    assert found[0] == area
    assert {unit.parent_id for unit in found[1:]} == {area.pk}


def test_the_citys_words_head_the_columns(agreement: Agreement) -> None:
    Policy.objects.create(unit=agreement.unit.root, words={"missed": {"fi": "Ei toteutunut"}})
    with translation.override("fi"):
        assert summary("anna-leena.virta").words["missed"] == "Ei toteutunut"


def test_it_takes_as_many_queries_whatever_there_is(
    agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = User.objects.get(email="tuula.heino@example.org")
    documents = list(rights.visible_agreements(user).newest().select_related("unit"))
    units = list(rights.visible_units(user))
    for year in (2020, 2021):
        with django_assert_num_queries(9):
            summary_of(documents, units, year=year, on=TODAY)


def test_the_pdf_has_every_count_and_every_line(agreement: Agreement) -> None:
    with translation.override("fi"):
        found = summary("anna-leena.virta")
        pdf = render_summary_pdf(found)
    tree = read(pdf)
    words = squeezed(tree.text)
    assert unread(pdf) == set()
    assert all(squeezed(line.text) in words for line in (*found.red, *found.late))
    row = next(row for row in tree.find("TR") if "Yhteiset palvelut" in row.text)
    assert [cell.text for cell in row.find("TD")] == ["Voimassa", "13 / 53", "5", "4", "4", "0", "40", "0"]


def test_the_pdf_and_the_workbook_are_the_same_bytes_again(agreement: Agreement) -> None:
    for render in (render_summary_pdf, render_summary_workbook):
        assert render(summary("anna-leena.virta")) == render(summary("anna-leena.virta"))


def test_the_workbook_has_a_sheet_for_the_units_and_for_each_list(agreement: Agreement) -> None:
    with translation.override("fi"):
        found = summary("anna-leena.virta")
        book = load_workbook(BytesIO(render_summary_workbook(found)))
    units, red, undecided, late = book.worksheets
    row = next(row for row in units.iter_rows(values_only=True) if row[0] == "Yhteiset palvelut")
    assert row[3:] == (13, 53, 5, 4, 4, 0, 40, 0)
    assert all(line.text in texts(red) for line in found.red)
    assert all(line.text in texts(late) for line in found.late)
    assert len(list(undecided.iter_rows())) == 4
