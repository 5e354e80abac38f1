"""What is worth a look in budgets and in funding, both ways."""

import pytest

from agreements.models import Agreement
from budgets.models import BudgetLine, Funding
from tests.agreements.checking import DRAFT, PORVOO_PLAN, PROJECT, findings, section_of, told, write

pytestmark = pytest.mark.usefixtures("examples")

AGREEMENT = "yhteiset-palvelut-2020"


def line(slug: str, label: str, **fields: object) -> BudgetLine:
    """The document's line of the label, with these fields."""
    BudgetLine.objects.filter(section__agreement__slug=slug, label=label).update(**fields)
    found: BudgetLine = BudgetLine.objects.get(section__agreement__slug=slug, label=label)
    return found


def funding(**sums: str | None) -> Funding:
    Funding.objects.filter(section__agreement__slug=PROJECT).update(**sums)
    found: Funding = Funding.objects.get(section__agreement__slug=PROJECT)
    return found


def about_budget(slug: str) -> list[str]:
    section = section_of(slug, "budget")
    return [finding.code for finding in findings(slug) if finding.section == section.pk]


def test_the_budget_of_porvoo_tells_nothing() -> None:
    assert about_budget(PORVOO_PLAN) == []


def test_a_subtotal_that_does_not_agree_with_its_lines_is_told() -> None:
    row = line(PORVOO_PLAN, "Henkilöstökustannukset", budget="-169 601")
    found = [finding for finding in findings(PORVOO_PLAN) if finding.code == "subtotal_differs"]
    assert [finding.sentence for finding in found] == [
        "The subtotal “Henkilöstökustannukset” is -169 601, but its lines make \u2212169\u00a0600",
        "The subtotal “Toimintakulut” is -235 000, but its lines make \u2212235\u00a0001",
    ]
    assert found[0].anchor == f"line-{row.pk}-budget"


def test_a_plan_out_of_balance_is_told() -> None:
    line(PORVOO_PLAN, "Valtionavustus", budget="240 000")
    line(PORVOO_PLAN, "Toimintatuotot", budget="240 000")
    result = line(PORVOO_PLAN, "Ali/ylijäämä", budget="5 000")
    assert about_budget(PORVOO_PLAN) == ["unbalanced"]
    finding = findings(PORVOO_PLAN)[0]
    assert finding.anchor == f"line-{result.pk}-budget"
    assert finding.sentence == (
        "The budget is not in balance: income 240\u00a0000, expenses 235\u00a0000, difference 5\u00a0000"
    )


def test_the_balance_is_told_at_the_section_where_no_line_states_a_result() -> None:
    line(PORVOO_PLAN, "Valtionavustus", budget="240 000")
    line(PORVOO_PLAN, "Ali/ylijäämä").delete()
    (finding,) = (each for each in findings(PORVOO_PLAN) if each.code == "unbalanced")
    assert finding.anchor == f"section-{section_of(PORVOO_PLAN, 'budget').pk}"


def test_a_units_budget_is_what_it_costs_and_never_out_of_balance() -> None:
    assert about_budget(AGREEMENT) == []


def test_a_result_that_the_lines_do_not_make_is_told_with_its_own_sign() -> None:
    line(AGREEMENT, "Netto", budget="756120")
    assert told(AGREEMENT, "result_differs") == ["The result “Netto” is 756120, but the lines make 756\u00a0119"]
    line(AGREEMENT, "Netto", budget="-756120")
    assert told(AGREEMENT, "result_differs") == ["The result “Netto” is -756120, but the lines make \u2212756\u00a0119"]


def test_an_amount_in_words_is_told() -> None:
    line(AGREEMENT, "Menot", budget="noin miljoona")
    assert told(AGREEMENT, "amount_unreadable") == [
        "The amount “noin miljoona” of the line “Menot” is no number, so sums leave it out"
    ]


def test_a_plan_column_without_amounts_is_told_and_other_columns_are_not() -> None:
    assert told(DRAFT, "no_amounts") == ["The budget has no amounts in the column “TA2021”"]
    section = section_of(DRAFT, "budget")
    section.columns |= {"budget": None, "amended": None, "actual": None}
    section.save()
    assert told(DRAFT, "no_amounts") == ["The budget has no amounts in the column “Budget”"]
    line(DRAFT, "Tulot", budget="359000")
    assert told(DRAFT, "no_amounts") == []


def test_a_grant_below_the_plans_is_told() -> None:
    (finding,) = (each for each in findings(PROJECT) if each.code == "granted_below_plan")
    assert finding.sentence == ("The grant is €25 000, but the plan counts on €33 700: 8\u00a0700\u00a0€ is missing")
    assert finding.anchor == f"funding-{funding().pk}-granted"
    for granted in ("€33 700", "€40 000", None, "päätös puuttuu"):
        funding(granted=granted)
        assert told(PROJECT, "granted_below_plan") == []


def test_a_total_that_the_grant_and_own_funding_do_not_make_is_told() -> None:
    assert told(PROJECT, "funding_total_differs") == []
    funding(other_applied="€1 000", total="€43 200")
    assert told(PROJECT, "funding_total_differs") == []
    row = funding(total="€50 000")
    (finding,) = (each for each in findings(PROJECT) if each.code == "funding_total_differs")
    assert finding.anchor == f"funding-{row.pk}-total"
    assert finding.sentence == (
        "The funding does not add up: the total is €50 000, but the grant and own funding make 42\u00a0200"
    )


def test_a_sum_in_words_is_told() -> None:
    funding(realised_total="ei vielä")
    assert told(PROJECT, "amount_unreadable") == [
        "The amount “ei vielä” of the line “Koko budjetti” is no number, so sums leave it out"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Valtionavustus on 240 000 euroa.",
            "The text says “Valtionavustus on 240 000 euroa”, but the table has 235\u00a0000\u00a0€",
        ),
        (
            "Vuoden 2026 valtionavustus on 240 000 €.",
            "The text says “Vuoden 2026 valtionavustus on 240 000 €”, but the table has 235\u00a0000\u00a0€",
        ),
        ("Budjetti: 300 000 euroa.", "The text says “Budjetti: 300 000 euroa”, but the table has no such sum"),
        (
            "Alueellisen kehittämistehtävän talousarvio on 300 000 euroa.",
            "The text says “300 000 euroa”, but the table has no such sum",
        ),
    ],
)
def test_euros_that_the_budget_contradicts_are_told(text: str, said: str) -> None:
    section = write(PORVOO_PLAN, "Tiedottaminen", f"<p>{text}</p>")
    (finding,) = (each for each in findings(PORVOO_PLAN) if each.code == "euros_in_text")
    assert finding.sentence == said
    assert (finding.anchor, finding.section) == (f"section-{section.pk}-html", section.pk)


@pytest.mark.parametrize(
    "text",
    [
        "Valtionavustus on 235 000 euroa.",
        "Talousarvio on 235 000 euroa.",
        "Palvelujen ostot ovat 58 000 euroa.",
        "Valtionavustus on noin 240 000 euroa.",
        "Vuonna 2025 valtionavustus oli 240 000 euroa.",
        "Näyttelyn valtionavustus on 5 000 euroa.",
        "Lumo-hanke saa 12 000 euroa.",
        "5 000 euroa käytetään matkoihin.",
        "Valtionavustus on 240 000 euroa/vuosi.",
        "Valtionavustuksesta 10 000 euroa on matkoja.",
    ],
)
def test_euros_that_the_budget_has_or_that_are_of_something_else_are_left_alone(text: str) -> None:
    write(PORVOO_PLAN, "Tiedottaminen", f"<p>{text}</p>")
    assert told(PORVOO_PLAN, "euros_in_text") == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Hankkeelle haetaan 40 000 euroa avustusta.", True),
        ("Hankkeelle haetaan 33 700 euroa avustusta.", False),
        ("Hankkeelle haetaan yhteensä 42 200 euron rahoitus.", False),
        ("Hankkeelle myönnettiin 30 000 euroa.", True),
        ("Hankkeelle myönnettiin 25 000 euroa.", False),
        ("Omarahoitus on 9 000 euroa.", True),
        ("Hankkeen budjetti on 42 200 euroa.", False),
        ("Hankkeen budjetti on 43 000 euroa.", True),
        ("Budjetti euroissa yhteensä: 43 000 euroa.", True),
        ("Koulutuksiin käytetään 3 000 euroa.", False),
    ],
)
def test_euros_are_held_against_the_funding_too(text: str, is_told: bool) -> None:
    write(PROJECT, "Hankkeen tavoite", f"<p>{text}</p>")
    assert bool(told(PROJECT, "euros_in_text")) is is_told


def test_a_table_without_amounts_contradicts_nothing() -> None:
    Agreement.objects.filter(slug=DRAFT).update(kind="development_plan")
    write(DRAFT, "Kuvaus toiminnasta", "<p>Menot ovat 1 000 euroa. Talousarvio on 2 000 euroa.</p>")
    assert {"euros_in_text", "unbalanced"}.isdisjoint(finding.code for finding in findings(DRAFT))
