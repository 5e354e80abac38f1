"""What somebody is told who may not: the roles named are those that may, and the status is named where it forbids."""

import itertools
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from agreements import rights
from agreements.models import Agreement, Kind, Membership, Role, Status, User
from agreements.refusals import any_of, refusal, refuse, refuse_in_units

pytestmark = pytest.mark.usefixtures("examples")

NAMES = {
    "the viewer": Role.VIEWER,
    "the coordinator": Role.COORDINATOR,
    "the unit head": Role.UNIT_HEAD,
    "the unit's own head": Role.UNIT_HEAD,
    "the controller": Role.CONTROLLER,
    "the director": Role.DIRECTOR,
    "the administrator": Role.ADMINISTRATOR,
}
SPOKEN = sorted({*rights.RIGHTS, "record_staff", "entrust"} - {"sign"})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def somebody(role: Role, agreement: Agreement) -> User:
    """A user whose only role is this one, in the document's unit."""
    user, _made = User.objects.get_or_create(email=f"{role}@example.org", defaults={"name": role})
    Membership.objects.get_or_create(user=user, unit=agreement.unit, role=role)
    return user


def allowed(right: str, role: Role, agreement: Agreement) -> bool:
    may = rights.may(somebody(role, agreement), agreement)
    given = {"entrust": may.edit or may.record, "record_staff": may.record}
    return given[right] if right in given else bool(getattr(may, right))


@pytest.mark.parametrize("right", SPOKEN)
def test_the_roles_named_are_those_that_may_and_the_status_is_blamed_where_it_forbids(right: str) -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    for kind, status in itertools.product(Kind, Status):
        agreement.kind, agreement.status = kind, status
        may = {role for role in Role if allowed(right, role, agreement)}
        told = refusal(right, agreement)
        named = {role for name, role in NAMES.items() if name in told}
        assert named, (right, kind, status)
        assert told.startswith("Only the") == bool(may), (right, kind, status, told)
        if may:
            assert named == may, (right, kind, status)


def test_whoever_has_to_be_a_party_is_told_so() -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    assert refusal("sign", agreement) == (
        "Signatures are given while a document is to be signed. This one is not. "
        "Only the document's parties and their substitutes may sign it."
    )


def test_a_head_who_must_be_the_units_own_is_called_so() -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    told = "Only the unit's own head or the administrator may send the document for review."
    assert refusal("submit", agreement) == told


def test_one_is_refused_with_the_sentence_and_told_that_what_was_written_is_not_saved() -> None:
    agreement = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    with pytest.raises(PermissionDenied, match=r"^Only the unit head or the administrator may edit a draft\.$"):
        refuse("edit", agreement)
    with pytest.raises(PermissionDenied, match=r"edit a draft\. What you wrote is not saved\.$"):
        refuse("edit", agreement, not_saved=True)


def test_what_is_asked_of_units_names_who_may_too() -> None:
    with pytest.raises(PermissionDenied, match=r"^Only the coordinator, the unit head or the administrator of a unit"):
        refuse_in_units("start_document")


def test_those_who_may_are_joined_as_in_speech() -> None:
    assert any_of(["the director"]) == "the director"
    assert any_of(["the director", "the viewer", "the head"]) == "the director, the viewer or the head"
