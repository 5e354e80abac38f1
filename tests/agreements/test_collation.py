"""Finnish order and search, the same on both databases."""

import random

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from agreements.collation import COLLATION, compare, finnish_key, finnish_order, like
from agreements.models import Unit

IN_ORDER = (
    """
1 kirjasto|10 kirjastoa|2 kirjastoa|aalto|Aalto|Aalto Oy|aalto-opisto|Aaltonen|Esbo|Łukasz|Lumme|Müller|Mynämäki
porvoo|Porvoo|Porvoon|Porvoon kaupunginkirjasto|resume|Resume|résumé|Strasse|Straße|Šumava|Suuri|Vaasa|Vääksy|Wiik
z|Zürich|Åbo|åland|Ähtäri|äiti|Ærø|Ödåkra|Ögren|Øresund|Östermalm
""".strip()
    .replace("\n", "|")
    .split("|")
)

WORDS = st.text(alphabet=" -.:/%()0123456789abcdefghijklmnopqrstuvwxyzåäöABCDEFGÅÄÖéèüÜæÆøØšŠžđł≥–€’”", max_size=8)


def shuffled(names: list[str]) -> list[str]:
    return random.Random(7).sample(names, len(names))


def test_the_key_sorts_names_as_a_finnish_dictionary_does() -> None:
    assert sorted(shuffled(IN_ORDER), key=finnish_key) == IN_ORDER


def libraries(*names: str) -> QuerySet[Unit]:
    """New units of these names, beside what the database has already."""
    units: QuerySet[Unit] = Unit.objects.filter(
        pk__in=[Unit.objects.create(kind="library", name_fi=name).pk for name in names]
    )
    return units


@pytest.mark.django_db
def test_the_database_sorts_names_as_a_finnish_dictionary_does() -> None:
    rows = libraries(*shuffled(IN_ORDER)).order_by(finnish_order("name_fi"))
    assert list(rows.values_list("name_fi", flat=True)) == IN_ORDER


@pytest.mark.django_db
def test_the_database_sorts_whatever_text_as_the_key_does() -> None:
    """On PostgreSQL this holds our key against the real collation."""

    @given(st.lists(WORDS, min_size=2, max_size=12, unique=True))
    def agrees(words: list[str]) -> None:
        rows = " UNION ALL ".join(["SELECT %s AS word"] * len(words))
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT word FROM ({rows}) words ORDER BY word COLLATE "{COLLATION}"', words)
            assert [word for (word,) in cursor.fetchall()] == sorted(words, key=finnish_key)

    agrees()


@given(st.text(), st.text(), st.text())
def test_the_order_is_total(one: str, other: str, third: str) -> None:
    assert compare(one, other) == -compare(other, one)
    assert (compare(one, other) == 0) == (one == other)
    if compare(one, other) <= 0 and compare(other, third) <= 0:
        assert compare(one, third) <= 0


@given(st.text(alphabet="abcåäöxyz"), st.text(alphabet="abcåäöxyz"))
def test_case_decides_only_between_equal_words(one: str, other: str) -> None:
    if one != other:
        assert compare(one, other) == compare(one.upper(), other) == compare(one, other.upper())


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("%ÄÄ%", "pääkirjasto", True),
        ("%ää%", "PÄÄKIRJASTO", True),
        ("%aa%", "pääkirjasto", False),
        ("%a\u0308%", "ä", True),
        (r"%90 \%%", "90 % vastaajista", True),
        (r"%0\%%", "905", False),
        ("p_ä", "pää", True),
        (r"p\_ä", "pää", False),
        ("%toinen%", "rivi\ntoinen rivi", True),
        ("%.%", "ei pistettä", False),
        ("alku", "alku ja loppu", False),
    ],
)
def test_like_knows_every_letter_and_its_own_wildcards(pattern: str, text: str, found: bool) -> None:
    assert like(pattern, text, "\\") is found


def test_like_is_null_when_either_side_is() -> None:
    assert like(None, "a") is None
    assert like("a", None) is None


def found(units: QuerySet[Unit], text: str) -> list[str]:
    return list(units.filter(name_fi__finds=text).order_by("pk").values_list("name_fi", flat=True))


@pytest.mark.django_db
def test_a_search_finds_letters_whatever_their_case() -> None:
    units = libraries("Äänekoski", "PÄÄKIRJASTO", "Åbo", "Aanekoski")
    assert found(units, "ää") == found(units, "ÄÄ") == found(units, "a\u0308ä") == ["Äänekoski", "PÄÄKIRJASTO"]
    assert found(units, "å") == ["Åbo"]


@pytest.mark.django_db
def test_signs_of_a_pattern_are_searched_as_themselves() -> None:
    units = libraries("90 % osuus", "osa_alue", r"polku\alku", "osa alue")
    assert found(units, "%") == ["90 % osuus"]
    assert found(units, "_") == ["osa_alue"]
    assert found(units, "\\") == [r"polku\alku"]


@pytest.mark.django_db
def test_text_stored_in_parts_is_found_whole() -> None:
    assert found(libraries("Pa\u0308a\u0308kirjasto"), "pää")
