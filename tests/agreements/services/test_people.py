"""Roles given, changed and ended; people added, deactivated and reactivated."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements import rights
from agreements.models import LogEntry, Membership, Role, User
from agreements.services.people import (
    NewPerson,
    RoleChangedMeanwhileError,
    person_deactivate,
    person_reactivate,
    refusal_to_deactivate,
    role_change,
    role_end,
    seen_of,
)
from tests.agreements.people import NEW, days, give, give_administrator, unit, user

pytestmark = pytest.mark.usefixtures("examples")

# Of the organisation, outside the tree of whom the test is about.
STRANGERS = ["helena.laine", "anna-leena.virta", "tuula.heino", "kaisa.lehto", "virpi.aho", "admin"]


def end(role: Membership, by: str = "pekka.salo") -> Membership:
    return role_end(role=role, by=user(by), at=timezone.now())


def change(role: Membership, until: datetime.date | None, by: str = "pekka.salo", **changed: Any) -> Membership:
    return role_change(
        **{"role": role, "until": until, "seen": seen_of(role), "by": user(by), "at": timezone.now(), **changed}
    )


def deactivate(name: str, by: str = "pekka.salo") -> User:
    return person_deactivate(person=user(name), unit=unit(), by=user(by), at=timezone.now())


def role_of(name: str) -> Membership:
    return Membership.objects.get(user=user(name))


def entries() -> list[tuple[str, str, str | None]]:
    """What the log tells, the first entry first: the event, by whom, about whose role until when."""
    return [(entry.event, entry.who, entry.detail.get("until")) for entry in LogEntry.objects.order_by("number")]


def errors_of(raised: "pytest.ExceptionInfo[ValidationError]") -> set[str]:
    return set(raised.value.message_dict)


# --- giving ----------------------------------------------------------------------------------------------------------


def test_a_role_holds_at_once_in_its_unit_and_below() -> None:
    assert not rights.visible_units(user("sari.niemi")).filter(pk=unit("Turku").pk).exists()
    row = give(user("sari.niemi"), unit=unit("Kirjastopalvelut"))
    assert (row.given_by, row.until, row.ended_at) == (user("pekka.salo"), None, None)
    assert rights.visible_units(user("sari.niemi")).filter(pk=unit().pk).exists()


def test_a_role_is_given_for_the_summer_as_a_substitute() -> None:
    row = give(user("sari.niemi"), "unit_head", until=days(30), substitute_for=user("helena.laine"))
    assert (row.until, row.substitute_for) == (days(30), user("helena.laine"))
    assert rights.editable_agreements(user("sari.niemi")).filter(slug="yhteiset-palvelut-2021").exists()


def test_a_new_person_is_added_with_the_role_and_no_password() -> None:
    row = give(NewPerson(" Uusi.Ihminen@Example.ORG ", "  Uusi \n Ihminen ", "sv"))
    assert (row.user.email, row.user.name, row.user.language) == ("Uusi.Ihminen@example.org", "Uusi Ihminen", "sv")
    assert not row.user.has_usable_password()
    assert not row.user.is_staff


def test_the_log_tells_who_was_added_and_given_what() -> None:
    row = give(NEW, until=days(3))
    who = "Pekka Salo (pekka.salo@example.org)"
    assert entries() == [("person_added", who, None), ("role_given", who, days(3).isoformat())]
    given = LogEntry.objects.get(event="role_given")
    assert (given.about, given.unit_id) == (f"user {row.user_id}", unit().pk)
    assert given.detail["role"] == "viewer"
    assert given.detail["person"] == "Uusi Ihminen (uusi.ihminen@example.org)"


@pytest.mark.parametrize("name", STRANGERS)
def test_only_administrators_of_the_unit_give_roles(name: str) -> None:
    with pytest.raises(PermissionDenied, match="Yhteiset palvelut"):
        give(NEW, by=user(name))
    assert not User.objects.filter(email=NEW.email).exists()
    assert entries() == []


def test_an_administrator_gives_no_role_above_or_beside_their_units() -> None:
    give_administrator("helena.laine")
    give(user("sari.niemi"), by=user("helena.laine"))
    for name in ("Kirjastopalvelut", "Asiakaspalvelut", "Porvoo"):
        with pytest.raises(PermissionDenied):
            give(user("kaisa.lehto"), unit=unit(name), by=user("helena.laine"))


def test_an_administrator_whose_role_has_ended_meanwhile_gives_none() -> None:
    helena = user("helena.laine")
    role = give_administrator("helena.laine")
    assert rights.administered_units(helena).exists()
    end(role)
    with pytest.raises(PermissionDenied):
        give(NEW, by=helena)


def test_an_administrator_who_has_been_deactivated_meanwhile_gives_none() -> None:
    helena = user("helena.laine")
    give_administrator("helena.laine")
    deactivate("helena.laine")
    assert helena.is_active, "as the request that is under way knows them"
    with pytest.raises(PermissionDenied):
        give(NEW, by=helena)


@pytest.mark.parametrize(
    ("person", "changed", "field"),
    [
        (NEW, {"role": "king"}, "role"),
        (NEW, {"until": datetime.date(2020, 1, 1)}, "until"),
        (NEW, {"until": datetime.date(9999, 1, 1)}, "until"),
        (NewPerson("", "Uusi", "fi"), {}, "person"),
        (NewPerson("ei osoite", "Uusi", "fi"), {}, "person"),
        (NewPerson(f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.fi", "Uusi", "fi"), {}, "person"),
        (NewPerson("Helena.LAINE@example.org", "Uusi", "fi"), {}, "person"),
        (NewPerson("uusi@example.org", " ", "fi"), {}, "name"),
        (NewPerson("uusi@example.org", "\u200b", "fi"), {}, "name"),
        (NewPerson("uusi@example.org", "x" * 151, "fi"), {}, "name"),
        (NewPerson("uusi@example.org", "Uusi", "xx"), {}, "language"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_kept(
    person: NewPerson, changed: dict[str, Any], field: str
) -> None:
    people, roles = User.objects.count(), Membership.objects.count()
    with pytest.raises(ValidationError) as raised:
        give(person, **changed)
    assert errors_of(raised) == {field}
    assert (User.objects.count(), Membership.objects.count(), entries()) == (people, roles, [])


def test_nobody_gets_a_role_that_they_have() -> None:
    with pytest.raises(ValidationError) as raised:
        give(user("helena.laine"), "unit_head")
    assert errors_of(raised) == {"person"}


def test_a_deactivated_person_gets_no_role() -> None:
    deactivate("sari.niemi")
    with pytest.raises(ValidationError) as raised:
        give(user("sari.niemi"))
    assert errors_of(raised) == {"person"}


def test_a_role_that_has_ended_begins_again() -> None:
    role = end(give(user("sari.niemi")))
    again = give(user("sari.niemi"), until=days(5))
    assert (again.pk, again.until, again.ended_at, again.ended_by) == (role.pk, days(5), None, None)


@pytest.mark.parametrize("substituted", ["sari.niemi", "mikko.saarinen", "maria.lindholm"])
def test_a_substitute_is_one_for_somebody_with_the_same_role_there(substituted: str) -> None:
    with pytest.raises(ValidationError) as raised:
        give(user("kaisa.lehto"), "unit_head", substitute_for=user(substituted))
    assert errors_of(raised) == {"substitute_for"}


def test_nobody_is_their_own_substitute() -> None:
    with pytest.raises(ValidationError) as raised:
        give(user("helena.laine"), "unit_head", substitute_for=user("helena.laine"))
    assert errors_of(raised) == {"substitute_for"}


def test_a_director_above_can_have_a_substitute_below() -> None:
    row = give(user("sari.niemi"), "director", substitute_for=user("juhani.makela"))
    assert row.substitute_for == user("juhani.makela")


def test_one_can_have_a_role_of_ones_own_and_be_a_substitute_in_the_same() -> None:
    give(user("sari.niemi"), "unit_head")
    give(user("sari.niemi"), "unit_head", substitute_for=user("helena.laine"))
    assert Membership.objects.filter(user=user("sari.niemi"), unit=unit(), role="unit_head").count() == 2


# --- changing and ending ---------------------------------------------------------------------------------------------


def test_the_last_day_is_changed_and_taken_away() -> None:
    role = change(give(user("sari.niemi")), days(10))
    assert role.until == days(10)
    assert change(role, None).until is None
    assert [event for event, *_rest in entries()] == ["role_given", "role_changed", "role_changed"]
    assert LogEntry.objects.order_by("number")[1].detail["until_before"] is None


def test_saving_the_same_day_is_no_change() -> None:
    change(give(user("sari.niemi"), until=days(10)), days(10))
    assert [event for event, *_rest in entries()] == ["role_given"]


def test_nobody_changes_what_they_have_not_seen() -> None:
    role = give(user("sari.niemi"))
    change(role, days(10))
    with pytest.raises(RoleChangedMeanwhileError) as raised:
        change(role, days(20))
    assert raised.value.current.until == days(10)
    end(role)
    with pytest.raises(RoleChangedMeanwhileError):
        change(role, days(20), seen=str(days(-1)))


def test_a_day_that_has_passed_is_no_last_day() -> None:
    with pytest.raises(ValidationError) as raised:
        change(give(user("sari.niemi")), days(-1))
    assert errors_of(raised) == {"until"}


def test_a_role_ends_at_once_and_once() -> None:
    role = end(give(user("sari.niemi"), unit=unit("Kirjastopalvelut")))
    assert (role.until, role.ended_by) == (days(-1), user("pekka.salo"))
    assert not rights.visible_units(user("sari.niemi")).filter(pk=unit().pk).exists()
    assert end(role).ended_at == role.ended_at
    assert [event for event, *_rest in entries()] == ["role_given", "role_ended"]


@pytest.mark.parametrize("name", STRANGERS)
def test_only_administrators_of_the_unit_change_and_end_roles(name: str) -> None:
    role = role_of("helena.laine")
    with pytest.raises(PermissionDenied):
        change(role, days(3), by=name)
    with pytest.raises(PermissionDenied):
        end(role, by=name)


def test_an_administrator_below_does_not_end_what_comes_from_above() -> None:
    give_administrator("helena.laine")
    with pytest.raises(PermissionDenied):
        end(role_of("pekka.salo"), by="helena.laine")


def test_the_last_administrator_does_not_end_their_own_role() -> None:
    with pytest.raises(ValidationError, match="Turku"):
        end(role_of("pekka.salo"))
    with pytest.raises(ValidationError) as raised:
        change(role_of("pekka.salo"), days(30))
    assert errors_of(raised) == {"until"}
    assert rights.administered_units(user("pekka.salo")).exists()


def test_somebody_below_is_not_enough_to_administer_the_whole() -> None:
    give_administrator("helena.laine", "Kirjastopalvelut")
    with pytest.raises(ValidationError):
        end(role_of("pekka.salo"))


@pytest.mark.parametrize(("until", "enough"), [(None, True), (31, True), (30, False)])
def test_the_other_administrator_is_there_after_the_last_day(until: int | None, enough: bool) -> None:
    give_administrator("tuula.heino", "Turku", until=None if until is None else days(until))
    if enough:
        assert change(role_of("pekka.salo"), days(30)).until == days(30)
    else:
        with pytest.raises(ValidationError):
            change(role_of("pekka.salo"), days(30))


def test_a_deactivated_administrator_is_none() -> None:
    give_administrator("helena.laine", "Turku")
    deactivate("helena.laine")
    with pytest.raises(ValidationError):
        end(role_of("pekka.salo"))


def test_a_later_last_day_is_always_allowed() -> None:
    Membership.objects.filter(user=user("pekka.salo")).update(until=days(5))
    assert change(role_of("pekka.salo"), days(9)).until == days(9)


def test_two_administrators_do_not_both_end_the_others_role() -> None:
    tuula = give_administrator("tuula.heino", "Turku")
    end(role_of("pekka.salo"), by="tuula.heino")
    with pytest.raises(PermissionDenied):
        end(tuula, by="pekka.salo")
    with pytest.raises(ValidationError):
        end(tuula, by="tuula.heino")


# --- deactivating ----------------------------------------------------------------------------------------------------


def test_a_person_is_deactivated_and_reactivated_with_their_roles() -> None:
    assert not deactivate("helena.laine").is_active
    assert not rights.visible_units(user("helena.laine")).exists()
    person_reactivate(person=user("helena.laine"), unit=unit(), by=user("pekka.salo"), at=timezone.now())
    assert rights.visible_units(user("helena.laine")).exists()
    assert [event for event, *_rest in entries()] == ["person_deactivated", "person_reactivated"]


def test_pressing_twice_deactivates_once() -> None:
    deactivate("helena.laine")
    deactivate("helena.laine")
    assert len(entries()) == 1


def refused(name: str, by: str) -> bool:
    return bool(refusal_to_deactivate(person=user(name), by=user(by), on=timezone.localdate()))


def test_whoever_has_a_role_elsewhere_is_not_deactivated_from_here() -> None:
    give_administrator("helena.laine")
    give(user("sari.niemi"))
    assert refused("sari.niemi", by="helena.laine")
    with pytest.raises(PermissionDenied, match="Sari Niemi"):
        deactivate("sari.niemi", by="helena.laine")
    assert not refused("sari.niemi", by="pekka.salo")


def test_a_role_that_has_ended_elsewhere_is_no_hindrance() -> None:
    give_administrator("helena.laine")
    give(user("sari.niemi"))
    Membership.objects.filter(user=user("sari.niemi")).exclude(unit=unit()).update(until=days(-1))
    assert not refused("sari.niemi", by="helena.laine")


def test_of_somebody_without_roles_those_decide_in_whose_units_they_have_been() -> None:
    Membership.objects.filter(user=user("sari.niemi")).update(until=days(-1))
    assert not refused("sari.niemi", by="pekka.salo")
    Membership.objects.filter(user=user("sari.niemi")).delete()
    assert refused("sari.niemi", by="pekka.salo")


def test_nobody_deactivates_themselves_nor_whoever_looks_after_the_whole() -> None:
    assert refused("pekka.salo", by="pekka.salo")
    give(user("admin"))
    assert refused("admin", by="pekka.salo")


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_no_other_role_deactivates_anybody(role: str) -> None:
    give(user("sari.niemi"), role)
    assert refused("helena.laine", by="sari.niemi")
