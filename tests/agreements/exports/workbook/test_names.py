import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.exports.workbook.names import sheet_names

ANYTHING = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Perustoiminta", "Perustoiminta"),
        ("Taulukko 1: Toiminnalliset tavoitteet", "Taulukko 1 Toiminnalliset…"),
        ("Tavoitteet/Mittarit", "Tavoitteet Mittarit"),
        ("[Liite] 'x'", "(Liite) 'x"),
        ("Henkilöstön hyvinvointi ja työelämän laatu", "Henkilöstön hyvinvointi ja…"),
        ("A" * 40, "A" * 30 + "…"),
        ("?*:", "Taulukko"),
        ("", "Taulukko"),
        ("History", "History (2)"),
    ],
)
def test_a_name_is_one_that_excel_takes(wanted: str, name: str) -> None:
    assert sheet_names([wanted], fallback="Taulukko") == [name]


def test_names_that_differ_in_case_only_are_told_apart() -> None:
    assert sheet_names(["Tavoite", "TAVOITE", "tavoite"], fallback="-") == ["Tavoite", "TAVOITE (2)", "tavoite (3)"]


@given(st.lists(st.one_of(ANYTHING, st.sampled_from(["x" * 31, "x" * 32, "History", "a/b"])), max_size=12))
def test_whatever_is_wanted_the_names_are_valid(wanted: list[str]) -> None:
    names = sheet_names(wanted, fallback="Taulukko")
    assert len({name.casefold() for name in names}) == len(wanted)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.casefold() != "history"
