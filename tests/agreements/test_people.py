"""Finding a person by what was written; the roles that hold in a unit, and those that do not."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.models import User
from agreements.people import (
    address_in,
    found_person,
    organisation_people,
    past_roles,
    roles_at,
    written_person,
)
from tests.agreements.people import days, give, unit, user

pytestmark = pytest.mark.usefixtures("examples")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a@example.org", "a@example.org"),
        (" Anna B (a@example.org) ", "a@example.org"),
        ("Anna B", ""),
        ("Anna (kirjasto)", ""),
        ("Anna a@example.org", ""),
    ],
)
def test_an_address_is_found_in_what_was_written(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text", ["helena  LAINE", "Helena.Laine@EXAMPLE.org", "Whoever (helena.laine@example.org)", "Helena Laine"]
)
def test_a_person_is_found_by_name_or_address(text: str) -> None:
    assert found_person(text, organisation_people(unit())) == user("helena.laine")


def test_whom_a_list_names_is_found_again() -> None:
    people = organisation_people(unit())
    assert [found_person(written_person(person), people) for person in people] == people


def test_a_name_of_another_city_is_nobodys_but_an_address_is() -> None:
    people = organisation_people(unit())
    with pytest.raises(ValidationError):
        found_person("Maria Lindholm", people)
    assert found_person("maria.lindholm@example.org", people) == user("maria.lindholm")
    assert found_person("nobody@example.org", people) is None


def test_of_namesakes_an_address_is_asked_for() -> None:
    User.objects.filter(pk=user("sari.niemi").pk).update(name="Helena Laine")
    with pytest.raises(ValidationError, match=r"helena\.laine@example\.org, sari\.niemi@example\.org"):
        found_person("Helena Laine", organisation_people(unit()))


def test_roles_of_the_unit_come_first_and_then_those_from_the_nearest_above() -> None:
    give(user("sari.niemi"), until=days(0))
    names = [row.user.name for row in roles_at(unit(), list(unit().ancestors()), on=timezone.localdate())]
    assert names == [
        *("Helena Laine", "Sari Niemi", "Anna-Leena Virta", "Mikko Saarinen", "Kaisa Lehto"),
        *("Juhani Mäkelä", "Pekka Salo", "Tuula Heino"),
    ]


def test_what_has_ended_and_who_is_deactivated_stands_among_past_roles() -> None:
    give(user("sari.niemi"), until=days(1))
    User.objects.filter(pk=user("helena.laine").pk).update(is_active=False)
    assert [row.user.name for row in past_roles(unit(), on=days(0))] == ["Helena Laine"]
    assert [row.user.name for row in past_roles(unit(), on=days(2))] == ["Helena Laine", "Sari Niemi"]
    assert "Helena Laine" not in [row.user.name for row in roles_at(unit(), [], on=days(0))]
