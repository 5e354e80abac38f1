"""Units named, ended and made by their administrators."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements import rights
from agreements.models import LogEntry, Unit
from agreements.services.units import UnitChangedMeanwhileError, seen_of_unit, unit_add, unit_change
from tests.agreements.people import give_administrator, unit, user

pytestmark = pytest.mark.usefixtures("examples")

FIRST, LAST = datetime.date(2021, 1, 1), datetime.date(2025, 12, 31)


def change(row: Unit, name_fi: str = "Yhteiset", **changed: Any) -> Unit:
    values = {"name_sv": "Gemensamma", "valid_from": FIRST, "valid_to": LAST, "by": user("pekka.salo")}
    return unit_change(
        **{"unit": row, "name_fi": name_fi, "seen": seen_of_unit(row), "at": timezone.now(), **values, **changed}
    )


def add(name_fi: str = "Lähikirjastot", **changed: Any) -> Unit:
    values = {"name_sv": "", "valid_from": None, "valid_to": None, "by": user("pekka.salo"), "at": timezone.now()}
    return unit_add(
        **{"parent": unit("Kirjastopalvelut"), "kind": "result_unit", "name_fi": name_fi, **values, **changed}
    )


def test_a_unit_is_renamed_and_ended() -> None:
    row = change(unit(), "  Yhteiset \n palvelut nyt ")
    row.refresh_from_db()
    assert (row.name_fi, row.name_sv) == ("Yhteiset palvelut nyt", "Gemensamma")
    assert (row.valid_from, row.valid_to) == (FIRST, LAST)
    entry = LogEntry.objects.get()
    assert (entry.event, entry.about, entry.unit_id) == ("unit_changed", f"unit {row.pk}", row.pk)
    assert entry.detail["before"]["name_fi"] == "Yhteiset palvelut"
    assert entry.detail["after"]["valid_to"] == "2025-12-31"


def test_saving_the_same_is_no_change() -> None:
    row = unit()
    change(row, row.name_fi, name_sv=row.name_sv, valid_from=row.valid_from, valid_to=row.valid_to)
    assert not LogEntry.objects.exists()


def test_a_new_unit_stands_last_below_and_has_the_roles_from_above() -> None:
    row = add()
    assert list(Unit.objects.filter(parent=unit("Kirjastopalvelut")))[-1] == row
    assert rights.visible_units(user("anna-leena.virta")).filter(pk=row.pk).exists()
    assert LogEntry.objects.get().detail["after"]["parent"] == "Kirjastopalvelut"


def test_nobody_saves_over_what_they_have_not_seen() -> None:
    row = unit()
    seen = seen_of_unit(row)
    change(row)
    with pytest.raises(UnitChangedMeanwhileError) as raised:
        change(row, "Muut", seen=seen)
    assert raised.value.current.name_fi == "Yhteiset"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_fi": " "}, "name_fi"),
        ({"name_fi": "x" * 201}, "name_fi"),
        ({"name_fi": "a\x0bb"}, "name_fi"),
        ({"name_fi": "ASIAKASPALVELUT"}, "name_fi"),
        ({"name_sv": "\u202e"}, "name_sv"),
        ({"valid_from": datetime.date(21, 1, 1)}, "valid_from"),
        ({"valid_from": LAST, "valid_to": FIRST}, "valid_to"),
    ],
)
def test_what_is_wrong_is_said_by_its_field(changed: dict[str, Any], field: str) -> None:
    before = list(Unit.objects.order_by("pk").values())
    for deed in (lambda: change(unit(), **changed), lambda: add(**changed)):
        with pytest.raises(ValidationError) as raised:
            deed()
        assert set(raised.value.message_dict) == {field}
    assert list(Unit.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("kind", ["city", "poem"])
def test_a_city_is_not_made_below_another_unit(kind: str) -> None:
    with pytest.raises(ValidationError) as raised:
        add(kind=kind)
    assert set(raised.value.message_dict) == {"kind"}


@pytest.mark.parametrize("name", ["helena.laine", "anna-leena.virta", "tuula.heino", "kaisa.lehto", "admin"])
def test_only_administrators_look_after_units(name: str) -> None:
    with pytest.raises(PermissionDenied, match="Yhteiset palvelut"):
        change(unit(), by=user(name))
    with pytest.raises(PermissionDenied):
        add(by=user(name))


def test_an_administrator_of_one_unit_makes_others_below_it_only() -> None:
    give_administrator("helena.laine")
    assert add(parent=unit(), by=user("helena.laine")).parent == unit()
    with pytest.raises(PermissionDenied):
        add(by=user("helena.laine"))
