"""What every test has: a quick password hasher, no network beyond this machine, and Hypothesis's profiles."""

import os
import socket
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from agreements.models import Agreement
from agreements.triggers import remove_triggers

# The suite tries the same cases every time; `./dev prove` tries many more, fresh ones.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.register_profile("prove", deadline=None, max_examples=5_000, print_blob=True)
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Lets nobody connect to another machine: a test that needs one fails at once, wherever it runs."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(autouse=True, scope="session")
def emptied_with_what_is_signed() -> Iterator[None]:
    """After a transactional test everything goes, what is signed and the log too; flushing brings the rules back."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_rules(self: TransactionTestCase) -> None:
        remove_triggers()
        empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_rules)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database starts with the example documents and the demo users in it."""
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        call_command("load_examples", unfrozen=True, stdout=StringIO())


@pytest.fixture
def examples(db: None) -> None:
    """The example documents, loaded again when a transactional test before this one emptied the database."""
    if not Agreement.objects.exists():
        call_command("load_examples", unfrozen=True, stdout=StringIO())
