"""What is worth a look in staffing tables, both ways."""

import pytest

from agreements.models import Section
from staffing.models import Allocation, StaffingTable
from tests.agreements.checking import PORVOO_PLAN, TURKU_PLAN, findings, section_of, told, write

pytestmark = pytest.mark.usefixtures("examples")

AGREEMENT = "asiakaspalvelut-2021"


def staffing(slug: str, **texts: str | None) -> StaffingTable:
    """The document's staffing texts, with these in them."""
    StaffingTable.objects.filter(section__agreement__slug=slug).update(**texts)
    found: StaffingTable = StaffingTable.objects.get(section__agreement__slug=slug)
    return found


def first_share(slug: str, **fields: str | None) -> Allocation:
    """The document's first share, with these fields."""
    row: Allocation = Allocation.objects.filter(section__agreement__slug=slug).order_by("position")[0]
    Allocation.objects.filter(pk=row.pk).update(**fields)
    return row


def test_a_declared_total_that_the_shares_do_not_make_is_told() -> None:
    assert told(TURKU_PLAN, "total_differs") == []
    row = first_share(TURKU_PLAN, percent="80 %")
    (finding,) = findings(TURKU_PLAN)[:1]
    table = staffing(TURKU_PLAN)
    assert finding.sentence == (
        "The total is declared as “4,00 henkilötyövuotta”, but the shares make 3,9 person-years"
    )
    assert (finding.anchor, finding.section) == (f"staffing-{table.pk}-declared_total", row.section_id)


def test_a_share_that_is_no_number_or_missing_is_told() -> None:
    row = first_share(TURKU_PLAN, percent="puolet")
    (unreadable,) = (each for each in findings(TURKU_PLAN) if each.code == "share_unreadable")
    assert unreadable.sentence.startswith("The share “puolet” of the position “904102 määräaikainen informaattikko” is")
    assert unreadable.anchor == f"allocation-{row.pk}-percent"
    first_share(TURKU_PLAN, percent=None)
    assert len(told(TURKU_PLAN, "share_missing")) == 1


def test_a_table_without_shares_misses_none() -> None:
    Allocation.objects.filter(section__agreement__slug=PORVOO_PLAN).update(percent=None)
    assert told(PORVOO_PLAN, "share_missing") == []


def test_a_share_that_the_tasks_contradict_is_told() -> None:
    assert told(PORVOO_PLAN, "share_differs_from_tasks") == []
    first_share(PORVOO_PLAN, percent="85 %")
    assert told(PORVOO_PLAN, "share_differs_from_tasks") == [
        "The position “Vastaava informaatikko” has the share 85 %, but its tasks say 90\u00a0%"
    ]


def test_more_positions_than_the_headcount_are_told() -> None:
    staffing(TURKU_PLAN, headcount="11")
    assert told(TURKU_PLAN, "headcount_below_positions") == []
    staffing(TURKU_PLAN, headcount="noin 15")
    assert told(TURKU_PLAN, "headcount_below_positions") == []
    staffing(TURKU_PLAN, headcount="10")
    assert told(TURKU_PLAN, "headcount_below_positions") == ["The headcount is “10”, but the table has 11 positions"]


def test_person_years_in_the_tables_chapter_are_held_against_it() -> None:
    assert told(PORVOO_PLAN, "person_years_in_text") == []
    section = write(PORVOO_PLAN, "Henkilöstöresurssit", "<p>Kehittämistehtävään varataan 4 henkilötyövuotta.</p>")
    (finding,) = (each for each in findings(PORVOO_PLAN) if each.code == "person_years_in_text")
    assert finding.sentence == "The text says “4 henkilötyövuotta”, but the positions make 3 person-years"
    assert (finding.anchor, finding.section) == (f"section-{section.pk}-html", section.pk)


@pytest.mark.parametrize(
    "text",
    [
        "Kehittämistehtävään varataan 3 henkilötyövuotta.",
        "Kehittämistehtävään varataan kolme henkilötyövuotta, joista 0,5 htv hankkeisiin.",
        "Vastaava informaatikko tekee 0,9 henkilötyövuotta.",
        "Informaatikot tekevät 1,6 henkilötyövuotta.",
        "Vuonna 2025 varattiin 2,5 henkilötyövuotta.",
        "Kehittämistehtävään varataan noin 4 henkilötyövuotta.",
        "Tavoitteena on 4 henkilötyövuotta.",
    ],
)
def test_person_years_that_the_table_has_or_that_are_of_something_else_are_left_alone(text: str) -> None:
    write(PORVOO_PLAN, "Henkilöstöresurssit", f"<p>{text}</p><ul><li>Koordinointi 2 henkilötyövuotta</li></ul>")
    assert told(PORVOO_PLAN, "person_years_in_text") == []


def test_elsewhere_only_person_years_that_are_said_to_be_all_count() -> None:
    write(PORVOO_PLAN, "Kaukopalvelu", "<p>Porvoossa kaukopalvelua hoitaa 4 henkilötyövuotta.</p>")
    assert told(PORVOO_PLAN, "person_years_in_text") == []
    write(PORVOO_PLAN, "Kaukopalvelu", "<p>Tehtävään on yhteensä 4 henkilötyövuotta.</p>")
    assert len(told(PORVOO_PLAN, "person_years_in_text")) == 1


def test_a_text_without_a_table_is_held_against_nothing() -> None:
    staffing(AGREEMENT, situation="Yksikössä on 50 henkilötyövuotta.")
    assert told(AGREEMENT, "person_years_in_text") == []


def test_positions_that_a_text_counts_are_held_against_the_headcount() -> None:
    staffing(AGREEMENT, situation="Tulosyksikössä on 53 vakanssia.")
    assert told(AGREEMENT, "positions_in_text") == []
    table = staffing(AGREEMENT, situation="Tulosyksikössä on 54 vakanssia.")
    (finding,) = (each for each in findings(AGREEMENT) if each.code == "positions_in_text")
    assert finding.sentence == "The text says “54 vakanssia”, but the headcount is 53"
    assert finding.anchor == f"staffing-{table.pk}-situation"
    for text in ("Pääkirjastossa on 20 vakanssia.", "Tulosyksikköön perustetaan 2 uutta vakanssia.", "2 vakanssia."):
        staffing(AGREEMENT, situation=text)
        assert told(AGREEMENT, "positions_in_text") == []


def test_positions_in_the_chapter_are_held_against_the_table_where_there_is_no_headcount() -> None:
    write(TURKU_PLAN, "Henkilöstöresurssit", "<p>Vakansseja on yhteensä seuraavasti: yhteensä 12 vakanssia.</p>")
    assert told(TURKU_PLAN, "positions_in_text") == ["The text says “12 vakanssia”, but the table has 11"]
    write(TURKU_PLAN, "Henkilöstöresurssit", "<p>Taulukossa on yhteensä 11 vakanssia.</p>")
    assert told(TURKU_PLAN, "positions_in_text") == []


def test_two_tables_are_held_against_a_text_together() -> None:
    """A text may speak of either table, or of both."""
    first = section_of(PORVOO_PLAN, "staffing")
    second = Section.objects.create(agreement=first.agreement, parent=first.parent, kind="staffing", position=9)
    StaffingTable.objects.create(section=second)
    held_by = Allocation.objects.filter(section=first)[0].held_by
    Allocation.objects.create(section=second, held_by=held_by, title="Avustaja", percent="10 %")
    for said, count in (("3", 0), ("3,1", 0), ("0,1", 0), ("3,5", 1)):
        write(PORVOO_PLAN, "Henkilöstöresurssit", f"<p>Tehtävään varataan {said} henkilötyövuotta.</p>")
        assert len(told(PORVOO_PLAN, "person_years_in_text")) == count
