"""`manage.py send_reminders`: what it says and how it ends."""

import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from pytest_django import Settings

from metrics.models import Reminder
from tests.metrics.follow_ups import turku_round
from tests.metrics.services.test_reminders import Refusing, name_for

pytestmark = pytest.mark.usefixtures("examples")


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2020, 12, 18))


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_how_many_it_sent() -> None:
    turku_round()
    assert said() == "Reminders sent: 1.\n"
    assert said() == "Reminders sent: 0.\n"
    assert len(mail.outbox) == 1


def test_it_fails_when_a_mail_did_and_says_whose(settings: Settings) -> None:
    turku_round()
    name_for("Matkoille", responsible="maria.lindholm")
    settings.EMAIL_BACKEND = f"{Refusing.__module__}.{Refusing.__qualname__}"
    with pytest.raises(CommandError, match=r"helena\.laine@example\.org"):
        said()
    assert [message.to for message in mail.outbox] == [["maria.lindholm@example.org"]]
    assert Reminder.objects.count() == 2


def test_it_looks_as_far_ahead_as_it_is_told() -> None:
    turku_round()
    assert said("--ahead", "5") == "Reminders sent: 0.\n"
    with pytest.raises(CommandError):
        said("--ahead", "-1")


@pytest.mark.django_db(transaction=True)
def test_that_somebody_is_reminded_is_on_disk_before_the_mail_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import EmailMessage
    from django.db import connection

    turku_round()
    committed = []
    monkeypatch.setattr(EmailMessage, "send", lambda self: committed.append(not connection.in_atomic_block))
    said()
    assert committed == [True]
    assert Reminder.objects.count() == 1
