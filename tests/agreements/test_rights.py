import datetime
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from agreements import rights
from agreements.models import Agreement, AgreementQuerySet, Kind, Membership, Role, Status, Unit, User

pytestmark = pytest.mark.usefixtures("examples")


RECORDING: dict[str, set[str]] = {
    "helena.laine": {"Yhteiset palvelut"},
    "mikko.saarinen": {"Kirjastopalvelut", "Asiakaspalvelut", "Yhteiset palvelut"},
    "juhani.makela": set(),
    "kaisa.lehto": set(),
    "admin": set(),
}


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def slugs(agreements: AgreementQuerySet) -> set[str]:
    return set(agreements.values_list("slug", flat=True))


def test_a_role_holds_for_its_unit_and_everything_below() -> None:
    director = user("juhani.makela")
    assert slugs(rights.visible_agreements(director)) == {
        "asiakaspalvelut-2021",
        "yhteiset-palvelut-2020",
        "yhteiset-palvelut-2021",
        "turku-ake-2024",
    }


def test_nothing_above_beside_or_in_another_city_is_seen() -> None:
    assert slugs(rights.visible_agreements(user("helena.laine"))) == {
        "yhteiset-palvelut-2020",
        "yhteiset-palvelut-2021",
    }
    assert slugs(rights.visible_agreements(user("maria.lindholm"))) == {"porvoo-ake-2026"}
    assert set(rights.visible_units(user("virpi.aho")).values_list("name_fi", flat=True)) == {
        "Mikkelin kaupunginkirjasto - Etelä-Savon maakuntakirjasto"
    }


def test_a_superuser_is_not_a_role() -> None:
    assert slugs(rights.visible_agreements(user("admin"))) == set()


def test_nobody_and_a_deactivated_user_see_nothing() -> None:
    helena = user("helena.laine")
    helena.is_active = False
    for nobody in (AnonymousUser(), helena):
        assert not rights.visible_agreements(nobody).exists()
        assert not rights.visible_units(nobody).exists()
        assert not rights.editable_agreements(nobody).exists()


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True)])
def test_a_role_ends_with_its_last_day(days: int, holds: bool) -> None:
    membership = Membership.objects.get(user=user("helena.laine"))
    membership.until = timezone.localdate() + datetime.timedelta(days=days)
    membership.save()
    assert rights.visible_agreements(membership.user).exists() is holds


@pytest.mark.parametrize("status", Status.values)
def test_each_predicate_agrees_with_its_query_set(status: str) -> None:
    Agreement.objects.update(status=status, signed="paper")
    query_sets: dict[str, Callable[[User | AnonymousUser], AgreementQuerySet]] = {
        **{name: partial(rights.agreements_with, name=name) for name in rights.RIGHTS},
        "read": rights.visible_agreements,
    }
    everybody: list[User | AnonymousUser] = [*User.objects.all(), AnonymousUser()]
    for somebody in everybody:
        for right, query_set in query_sets.items():
            allowed = {each.pk for each in Agreement.objects.all() if getattr(rights.may(somebody, each), right)}
            assert allowed == set(query_set(somebody).values_list("pk", flat=True)), (somebody, right)


@pytest.mark.parametrize("kind", Kind.values)
def test_documents_are_started_where_drafts_of_the_kind_are_edited(kind: str) -> None:
    everybody: list[User | AnonymousUser] = [*User.objects.all(), AnonymousUser()]
    for somebody in everybody:
        allowed = {unit.pk for unit in Unit.objects.all() if rights.may_draft(somebody, kind=kind, unit=unit.pk)}
        assert allowed == set(rights.drafting_units(somebody, kind).values_list("pk", flat=True)), somebody
    names = set(rights.drafting_units(user("mikko.saarinen"), kind).values_list("name_fi", flat=True))
    assert ("Asiakaspalvelut" in names) is (kind != Kind.SERVICE_AGREEMENT)
    assert set(rights.drafting_units(user("helena.laine"), kind).values_list("name_fi", flat=True)) == {
        "Yhteiset palvelut"
    }


def test_who_starts_documents_somewhere_is_who_has_a_unit_to_start_them_in() -> None:
    everybody: list[User | AnonymousUser] = [*User.objects.all(), AnonymousUser()]
    for somebody in everybody:
        somewhere = any(rights.drafting_units(somebody, kind).exists() for kind in Kind.values)
        assert rights.may_draft_somewhere(somebody) is somewhere, somebody


def test_actuals_are_recorded_where_a_role_allows_it_and_below() -> None:
    recording = {name: set(rights.recording_units(user(name)).values_list("name_fi", flat=True)) for name in RECORDING}
    assert recording == RECORDING
    assert not rights.recording_units(AnonymousUser()).exists()


def test_only_drafts_are_edited_and_a_coordinator_edits_plans_and_projects() -> None:
    assert slugs(rights.editable_agreements(user("helena.laine"))) == {"yhteiset-palvelut-2021"}
    assert slugs(rights.editable_agreements(user("mikko.saarinen"))) == set()
    Agreement.objects.filter(slug="turku-ake-2024").update(status=Status.DRAFT)
    assert slugs(rights.editable_agreements(user("mikko.saarinen"))) == {"turku-ake-2024"}
    assert slugs(rights.editable_agreements(user("kaisa.lehto"))) == set()


@pytest.mark.parametrize(
    ("name", "role", "status", "there", "below"),
    [
        ("submit", Role.UNIT_HEAD, Status.DRAFT, True, False),
        ("submit", Role.ADMINISTRATOR, Status.DRAFT, True, True),
        ("submit", Role.DIRECTOR, Status.DRAFT, False, False),
        ("edit", Role.UNIT_HEAD, Status.DRAFT, True, True),
        ("accept", Role.DIRECTOR, Status.IN_REVIEW, True, True),
        ("accept", Role.UNIT_HEAD, Status.IN_REVIEW, False, False),
        ("send_back", Role.DIRECTOR, Status.TO_BE_SIGNED, True, True),
        ("sign", Role.VIEWER, Status.TO_BE_SIGNED, False, False),
        ("sign", Role.CONTROLLER, Status.TO_BE_SIGNED, True, True),
        ("reopen", Role.ADMINISTRATOR, Status.CLOSED, True, True),
        ("reopen", Role.DIRECTOR, Status.CLOSED, False, False),
        ("amend", Role.UNIT_HEAD, Status.IN_FORCE, True, True),
    ],
)
def test_some_rights_hold_in_the_role_s_own_unit_alone(
    name: str, role: Role, status: Status, there: bool, below: bool
) -> None:
    somebody = User.objects.create_user("joku@example.org", name="Joku")
    document = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    document.status = status
    for unit, expected in ((document.unit, there), (document.unit.parent, below)):
        membership = Membership.objects.create(user=somebody, unit=unit, role=role)
        assert getattr(rights.may(somebody, document), name) is expected
        membership.delete()


def test_two_roles_of_one_user_add_up() -> None:
    helena = user("helena.laine")
    porvoo = Unit.objects.get(name_fi="Porvoon kaupunginkirjasto")
    Membership.objects.create(user=helena, unit=porvoo, role=Role.VIEWER)
    assert "porvoo-ake-2026" in slugs(rights.visible_agreements(helena))
    assert "yhteiset-palvelut-2020" in slugs(rights.visible_agreements(helena))
