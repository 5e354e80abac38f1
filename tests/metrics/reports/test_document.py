"""What a document's report tells: counts, colours and who gave them, the chapters that go out of the house."""

import datetime
from itertools import pairwise

import pytest
from django.utils import translation

from agreements.models import Agreement
from metrics.models import Policy
from metrics.reports.document import Report, ReportMetric
from tests.metrics.reports.conftest import report
from tests.metrics.reports.recorded import DESCRIPTION, TODAY

pytestmark = pytest.mark.django_db


def metric_in(found: Report, beginning: str) -> ReportMetric:
    return next(metric for metric in found.metrics if metric.written.text.startswith(beginning))


def test_every_metric_is_counted_once(agreement: Agreement) -> None:
    found = report(agreement)
    counts = {state: count for state, _word, count in found.tally.lines}
    assert counts == {"met": 5, "partial": 4, "missed": 4, "undecided": 0, "nodata": 40, "notdue": 0}
    assert (found.tally.total, found.recorded) == (53, 13)


def test_the_day_decides_what_is_late(agreement: Agreement) -> None:
    found = report(agreement, on=datetime.date(2020, 5, 2))
    counts = {state: count for state, _word, count in found.tally.lines}
    # Two deadlines have passed; what was recorded at the year's end is not known yet, but two colours are decided.
    assert counts == {"met": 1, "partial": 1, "missed": 0, "undecided": 0, "nodata": 2, "notdue": 49}
    assert found.recorded == 0


def test_a_persons_colour_stands_with_its_reason_and_what_the_program_proposed(agreement: Agreement) -> None:
    with translation.override("en"):
        days = metric_in(report(agreement), "Täydennyskoulutuspäivien")
        assert days.state == "partial"
        assert days.decided == "Own decision, Helena Laine 12.1.2021. The program proposed: red."
        assert [(passage.label, passage.text) for passage in days.passages] == [
            ("Note", "Kaksi kevään päivää siirtyi vuodelle 2021."),
            ("Reason of the own decision", "Siirretyt päivät pidettiin tammikuussa 2021."),
        ]


def test_the_programs_colour_says_why_and_is_nobodys_decision(agreement: Agreement) -> None:
    shadowing = metric_in(report(agreement), "Toteutuneiden job shadowing")
    with translation.override("fi"):
        assert (shadowing.word, shadowing.reason, shadowing.decided) == ("Punainen", "2 on alle 7", "")
    assert (shadowing.written.target, shadowing.prior, shadowing.actual) == ("7–11", "–", "2")
    assert shadowing.recorded == "31.12.2020, Helena Laine"


def test_the_citys_own_words_are_used(agreement: Agreement) -> None:
    Policy.objects.create(unit=agreement.unit.root, words={"missed": {"fi": "Ei toteutunut"}})
    assert metric_in(report(agreement), "Toteutuneiden job shadowing").word == "Ei toteutunut"


def test_earlier_years_stand_beside_the_prior_value(examples: None) -> None:
    plan = Agreement.objects.get(slug="turku-ake-2024", version=1)
    days = metric_in(report(plan), "Opinto- ja verkostoitumismatkojen")
    assert [(year.year, year.value) for year in days.before] == [(2019, "3")]
    assert days.prior == ""


def test_an_agreements_report_has_its_goals_only(agreement: Agreement) -> None:
    found = report(agreement)
    assert {part.section.kind.key for part in found.parts} == {"text", "goals"}
    assert [part.section.label for part in found.parts if part.section.label] == ["1. Toiminnalliset tavoitteet"]


def test_a_plans_report_has_its_chapters_of_goals_and_its_staff(plan: Agreement) -> None:
    found = report(plan)
    assert [part.section.label for part in found.parts if part.section.label] == [
        "1. Kehittämistehtävä",
        "1.2 Kehittämistehtävän tavoitteet ja mittari",
        "1. Henkilöstön osaamisen kehittäminen",
        "2. Kirjaston palveluiden päivittäminen ja kehittäminen",
        "3. Viestintä ja yleisen tietoisuuden lisääminen kirjastopalveluista",
        "4. Yhteistoiminta ja koordinaatio",
        "10. Henkilöstöresurssit",
    ]
    assert [part.section.kind.key for part in found.parts if part.repeated] == ["staffing"]
    with translation.override("en"):
        assert found.title == "Yearly report 2026"


def test_a_projects_report_has_its_funding(examples: None) -> None:
    found = report(Agreement.objects.get(slug="lumme-2018", version=1))
    assert [part.section.kind.key for part in found.parts] == ["funding"]
    with translation.override("en"):
        assert found.title == "Follow-up report 2018–2019"


def test_a_description_is_running_text_under_its_metric(plan: Agreement) -> None:
    described = metric_in(report(plan, on=datetime.date(2027, 1, 20)), "Kuvaus viestinnän")
    assert described.is_described
    assert described.actual == ""
    assert [passage.text for passage in described.passages] == [DESCRIPTION]


def test_headings_never_skip_a_level(plan: Agreement) -> None:
    levels = [part.heading_level for part in report(plan).parts if part.section.label]
    assert levels[0] == 2
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_columns_without_a_word_are_left_out(plan: Agreement) -> None:
    tables = [part for part in report(plan, on=TODAY).parts if part.goals]
    assert [key for key, _heading in tables[0].columns] == ["metric", "actual", "colour"]
