"""What lists search and sort by agrees with what the models and the arithmetic say."""

import pytest
from django.db.models import F, Value
from django.utils import translation

from agreements.expressions import PrintedUnit, WrittenNumber, document_name, unit_name
from agreements.models import Agreement, Unit
from agreements.numbers import parse_number
from agreements.titles import display_title

WRITTEN = [
    *(
        "0",
        "12",
        "2196780",
        "-169 600",
        "\u2212169\u00a0600",
        "–5",
        "- 5",
        "+3",
        "4,00",
        "0,5",
        "€33 700",
        "33\u202f700 €",
    ),
    *(
        "90 %",
        "90\u00a0%",
        " 7 ",
        "1 234 567,89",
        "12 34",
        "1.234",
        "7–11",
        "≥ 10",
        "kaksi",
        "–",
        "5 kpl",
        "%",
        "€",
        "1,",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize("written", WRITTEN)
def test_the_database_reads_a_number_as_the_program_does(written: str) -> None:
    row = Unit.objects.annotate(number=WrittenNumber(Value(written))).values_list("number", flat=True)[:1]
    assert row[0] == parse_number(written)


@pytest.mark.django_db
def test_nothing_written_is_no_number() -> None:
    units = Unit.objects.filter(parent=None).annotate(number=WrittenNumber(F("parent__name_fi")))
    assert set(units.values_list("number", flat=True)) == {None}


@pytest.mark.usefixtures("examples")
def test_the_printed_unit_is_the_last_of_its_chain() -> None:
    printed = dict(Agreement.objects.annotate(printed=PrintedUnit("unit_chain")).values_list("slug", "printed"))
    assert printed["turku-ake-2024"] == "kirjastopalvelut"
    assert printed["yhteiset-palvelut-2020"] == "Yhteiset palvelut"


@pytest.mark.usefixtures("examples")
def test_a_document_is_sorted_by_the_name_that_lists_call_it() -> None:
    for agreement in Agreement.objects.annotate(sorted_by=document_name()):
        assert display_title(agreement.sorted_by) == agreement.short_name


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "names"), [("fi", ["Lahti", "Turku"]), ("sv", ["Åbo", "Lahti"]), ("en", None)])
def test_a_unit_is_sorted_by_the_name_that_the_reader_sees(language: str, names: list[str] | None) -> None:
    units = [
        Unit.objects.create(kind="city", name_fi=fi, name_sv=sv).pk for fi, sv in (("Turku", "Åbo"), ("Lahti", ""))
    ]
    with translation.override(language):
        rows = Unit.objects.filter(pk__in=units).annotate(read=unit_name())
        assert {row.read for row in rows} == {row.name for row in rows} == set(names or ["Lahti", "Turku"])
