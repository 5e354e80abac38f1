"""Which figures a sentence says plainly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.figures import agrees, figure_of, figures

YEARS = figure_of(r"henkilötyövuo\w+|htv|årsverken|person-years")


def read(text: str) -> list[tuple[str, str]]:
    return [(str(figure.value), figure.written) for figure in figures(text, YEARS, year=2026)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Alueelliseen kehittämistehtävään varataan 3 henkilötyövuotta vuodelle 2026.", "3"),
        ("Työaikaa on 4,00 henkilötyövuotta.", "4.00"),
        ("Tehtävään käytetään kolme henkilötyövuotta.", "3"),
        ("Resurssi: 2,5\u00a0htv", "2.5"),
        ("För uppdraget reserveras 3 årsverken.", "3"),
        ("Three person-years are reserved, of which 1 is temporary.", "3"),
        ("Tehtävään varataan 3 henkilötyövuotta, joista 1 henkilötyövuosi hankkeeseen.", "3"),
        ("Henkilöstöä on 1 000 henkilötyövuotta.", "1000"),
    ],
)
def test_what_is_said_plainly_is_read(text: str, value: str) -> None:
    assert [number for number, _written in read(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Tehtävään varataan noin 3 henkilötyövuotta.",
        "Tehtävään varataan n. 3 henkilötyövuotta.",
        "Tehtävään varataan vähintään 3 henkilötyövuotta.",
        "Tehtävään varataan 2–3 henkilötyövuotta.",
        "Tehtävään varataan kaksi tai kolme henkilötyövuotta.",
        "Vuonna 2025 tehtävään varattiin 3 henkilötyövuotta.",
        "Tavoitteena on 5 henkilötyövuotta.",
        "Resurssi kasvaa 1 henkilötyövuodella.",
        "Uusi työntekijä tekee 0,5 henkilötyövuotta.",
        "Koordinointiin 1 htv ja koulutuksiin 2 htv.",
        "Kirjastossa on 3 henkilötyövuotta/kunta.",
        "Ei 3 henkilötyövuotta.",
        "Toimipiste 3. henkilötyövuosi",
        "Kirjasto-2 htv",
        "Henkilötyövuosia on useita.",
    ],
)
def test_what_is_not_said_plainly_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_each_sentence_and_paragraph_is_read_alone() -> None:
    assert read("Varataan 3 henkilötyövuotta. Aiemmin oli 2 henkilötyövuotta.\nVarataan 4 htv") == [
        ("3", "3 henkilötyövuotta"),
        ("4", "4 htv"),
    ]


@pytest.mark.parametrize(
    ("figure", "number", "is_same"),
    [("4", "4.00", True), ("4", "3.95", True), ("4", "3.9", False), ("3.14", "3.142", True), ("3.1", "3.14", True)],
)
def test_a_figure_may_be_rounded(figure: str, number: str, is_same: bool) -> None:
    assert agrees(Decimal(figure), Decimal(number)) is is_same


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    list(figures(text, YEARS, year=2026))


@pytest.mark.parametrize("text", ["5 " * 50_000, "-" * 100_000 + "x 5 htv", "1 000" * 20_000 + " htv", "n. " * 50_000])
def test_long_and_odd_texts_are_read_in_a_moment(text: str) -> None:
    list(figures(text, YEARS, year=2026))
