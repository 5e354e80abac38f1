"""`manage.py send_notices`: sends what waits and says how much that was."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from agreements.services.status import agreement_submit
from tests.agreements.signed import draft_with_parties, person

pytestmark = pytest.mark.usefixtures("examples")


def said() -> str:
    out = StringIO()
    call_command("send_notices", stdout=out)
    return out.getvalue()


def test_it_sends_what_waits_once_and_says_how_much() -> None:
    agreement_submit(agreement=draft_with_parties(), seen=0, by=person("helena.laine"), at=timezone.now())
    assert said() == "3 mails sent, 0 waiting.\n"
    assert said() == "0 mails sent, 0 waiting.\n"
    assert len(mail.outbox) == 3


def test_it_says_what_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object, **_named: object) -> int:
        raise OSError("no server")

    agreement_submit(agreement=draft_with_parties(), seen=0, by=person("helena.laine"), at=timezone.now())
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert said() == "0 mails sent, 3 waiting.\n"
