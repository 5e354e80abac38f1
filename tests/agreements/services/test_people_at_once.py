"""Two administrators at the same moment: the second one finds what the first one did."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from agreements import rights
from agreements.models import LogEntry, Membership, Role, User
from agreements.services.people import role_end
from tests.agreements.people import NEW, give, give_administrator, unit, user

ADMINISTRATORS = ("pekka.salo", "tuula.heino")
Deed = Callable[[], Any]


@pytest.fixture
def two_administrators(transactional_db: None, examples: None) -> None:
    give_administrator("tuula.heino", "Turku")


@pytest.fixture
def at_once(two_administrators: None, same_database: Callable[[], None]) -> Callable[..., tuple[list[type], Any]]:
    """Does deeds at the same moment, each in a thread of its own: how those ended that did not succeed, and what is
    true afterwards.
    """

    def do(*deeds: Deed, afterwards: Deed) -> tuple[list[type], Any]:
        start, wrong, found = Barrier(len(deeds)), list[type](), list[Any]()

        def one(deed: Deed) -> None:
            same_database()
            try:
                start.wait()
                deed()
            except Exception as error:
                wrong.append(type(error))
            finally:
                connection.close()

        def look() -> None:
            same_database()
            found.append(afterwards())
            connection.close()

        for threads in ([Thread(target=one, args=(deed,)) for deed in deeds], [Thread(target=look)]):
            for each in threads:
                each.start()
            for each in threads:
                each.join()
        return wrong, found[0]

    return do


def end_role_of(name: str, *, by: str) -> None:
    role = Membership.objects.get(user=user(name), role=Role.ADMINISTRATOR)
    role_end(role=role, by=user(by), at=timezone.now())


def administrators() -> int:
    return sum(rights.administered_units(user(name)).exists() for name in ADMINISTRATORS)


def test_two_administrators_who_end_each_others_role_leave_one(at_once: Callable[..., Any]) -> None:
    first, second = ADMINISTRATORS
    wrong, left = at_once(
        lambda: end_role_of(first, by=second), lambda: end_role_of(second, by=first), afterwards=administrators
    )
    assert (wrong, left) == ([PermissionDenied], 1)


def test_two_administrators_who_leave_at_once_do_not_both_go(at_once: Callable[..., Any]) -> None:
    first, second = ADMINISTRATORS
    wrong, left = at_once(
        lambda: end_role_of(first, by=first), lambda: end_role_of(second, by=second), afterwards=administrators
    )
    assert (wrong, left) == ([ValidationError], 1)


def test_a_new_person_whom_two_add_is_added_once(at_once: Callable[..., Any]) -> None:
    def counts() -> list[int]:
        roles = Membership.objects.filter(user__email=NEW.email, unit=unit())
        added = LogEntry.objects.filter(event="person_added")
        return [User.objects.filter(email=NEW.email).count(), roles.count(), added.count()]

    first, second = ADMINISTRATORS
    wrong, found = at_once(lambda: give(NEW, by=user(first)), lambda: give(NEW, by=user(second)), afterwards=counts)
    assert (wrong, found) == ([ValidationError], [1, 1, 1])
