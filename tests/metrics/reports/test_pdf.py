"""The report printed: opened again and read as a screen reader does."""

import datetime
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from agreements.models import Agreement, Measure
from metrics.models import Metric, Observation
from metrics.reports.pdf import render_report_pdf
from tests.agreements.exports.pdf.reader import artifacts, read, squeezed, unread
from tests.agreements.exports.pdf.test_layout import assert_nothing_touches, spans
from tests.metrics.reports.conftest import report
from tests.metrics.reports.recorded import ACTUALS, DECISIONS, DESCRIPTION, metric_of

pytestmark = pytest.mark.django_db


def test_every_actual_note_and_decision_is_printed(agreement: Agreement) -> None:
    words = squeezed(read(render_report_pdf(report(agreement))).text)
    for _beginning, value, note in ACTUALS:
        assert squeezed(value) in words
        assert squeezed(note) in words
    for _beginning, _colour, reason in DECISIONS:
        assert squeezed(reason) in words


def test_every_metric_stands_in_a_row_with_its_values(agreement: Agreement) -> None:
    found = report(agreement)
    tree = read(render_report_pdf(found))
    rows = [[squeezed(cell.text) for cell in row.kids] for row in tree.find("TR")]
    for metric in found.metrics:
        target = squeezed(metric.written.target or "")
        row = next(row for row in rows if row[0] == squeezed(metric.written.text) and row[1] == target)
        assert row[3].startswith(squeezed(metric.actual))
        assert row[4].startswith(squeezed(metric.word))


def test_the_counts_stand_at_the_top(agreement: Agreement) -> None:
    table = next(read(render_report_pdf(report(agreement))).find("Table"))
    heads = [cell.text for cell in table.find("TH")]
    assert heads == ["Vihreä", "Keltainen", "Punainen", "Arvioitava", "Ei tietoa", "Ei vielä ajankohtainen", "Yhteensä"]
    assert [cell.text for cell in table.find("TD")] == ["5", "4", "4", "0", "40", "0", "53"]


def test_all_text_is_tagged_and_every_cell_has_its_heading(agreement: Agreement) -> None:
    pdf = render_report_pdf(report(agreement))
    assert unread(pdf) == set()
    for cell in read(pdf).find("TD"):
        assert cell.attributes.get("Headers") or not cell.text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "fi"
        assert bool(opened.Root.MarkInfo.Marked)


def test_every_page_has_its_foot_and_from_the_second_on_its_head(agreement: Agreement) -> None:
    pages = [squeezed(page) for page in artifacts(render_report_pdf(report(agreement)))]
    assert all("20.1.2021" in page for page in pages)
    assert "Yhteisetpalvelut" not in pages[0]
    assert all("Yhteisetpalvelut" in page for page in pages[1:])
    assert all(f"Sivu{number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_a_description_is_printed_whole(plan: Agreement) -> None:
    pdf = render_report_pdf(report(plan, on=datetime.date(2027, 1, 20)))
    assert squeezed(DESCRIPTION) in squeezed(read(pdf).text)


def test_a_long_note_is_printed_whole(agreement: Agreement) -> None:
    note = "\n".join(f"Rivi {number}: toiminta jatkui." for number in range(150))
    Observation.objects.filter(value="78 %").update(note=note)
    pages = artifacts(render_report_pdf(report(agreement)))
    words = squeezed(read(render_report_pdf(report(agreement))).text)
    assert all(f"Rivi{number}:toimintajatkui." in words for number in range(150))
    assert len(pages) > 9


def test_the_same_report_gives_the_same_bytes_on_another_day(
    agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render_report_pdf(report(agreement))
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2033, 5, 18, tzinfo=datetime.UTC))
    assert render_report_pdf(report(agreement)) == first
    assert render_report_pdf(report(agreement, on=datetime.date(2021, 1, 21))) != first


def test_what_no_page_holds_is_printed_whole(agreement: Agreement) -> None:
    """A row taller than a page, wherever the text is that makes it so."""
    words = [f"sana{number}" for number in range(700)]
    metric = metric_of(agreement.slug, "Webinaareihin osallistuneiden")
    Metric.objects.filter(pk=metric.pk).update(text=" ".join(words), target=" ".join(words[:300]))
    Measure.objects.filter(pk=metric.measure_id).update(text=" ".join(words).replace("sana", "toimi"))
    Observation.objects.filter(value="78 %").update(note=" ".join(words).replace("sana", "huomio"))
    pdf = render_report_pdf(report(agreement))
    printed = squeezed(read(pdf).text)
    assert squeezed(" ".join(words)) in printed
    assert squeezed(" ".join(words).replace("sana", "toimi")) in printed
    assert squeezed(" ".join(words).replace("sana", "huomio")) in printed
    assert unread(pdf) == set()


def test_nothing_lies_on_anything_else_or_is_too_small_to_read(agreement: Agreement, plan: Agreement) -> None:
    for document in (agreement, plan):
        pdf = render_report_pdf(report(document))
        assert_nothing_touches(pdf)
        assert min(size for _page, found in spans(pdf) for _place, size, _text in found) >= 7.99
