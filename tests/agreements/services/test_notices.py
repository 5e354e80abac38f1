"""Mails that tell of changes of status: sent by the worker, once, and tried again when they cannot be sent."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from agreements.models import Agreement, Notice
from agreements.services.notices import PAUSES, notices_hand_over
from agreements.services.status import agreement_submit, agreement_withdraw
from tests.agreements.print_jobs import work
from tests.agreements.signed import draft_with_parties, person

pytestmark = pytest.mark.usefixtures("examples")
NOW = timezone.now()


@pytest.fixture
def sent() -> Agreement:
    """A draft that was sent for review: three people are to be told."""
    draft = draft_with_parties()
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW)
    return draft


def waiting() -> list[DBTaskResult]:
    """The tasks of sending that wait, the first to be done first."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path="agreements.tasks.send_notices")
    return list(tasks.order_by("run_after"))


def fail(_self: object, **_named: object) -> int:
    raise OSError("no server")


def test_mails_wait_for_the_worker_and_leave_once(sent: Agreement) -> None:
    assert mail.outbox == []
    assert len(waiting()) == 1
    work()
    assert len(mail.outbox) == 3
    work()
    notices_hand_over(tried=0, at=NOW)
    assert len(mail.outbox) == 3
    assert waiting() == []


def test_a_step_that_was_taken_back_by_the_next_sends_nobody_a_mail(sent: Agreement) -> None:
    agreement_withdraw(agreement=sent, seen=1, by=person("helena.laine"), at=NOW)
    work()
    assert mail.outbox == []
    assert not Notice.objects.filter(sent_at=None).exists()


def test_what_could_not_be_sent_is_tried_again_later_and_longer_each_time(
    sent: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    notices_hand_over(tried=0, at=NOW)
    notices_hand_over(tried=1, at=NOW)
    assert [task.run_after for task in waiting()] == [NOW + datetime.timedelta(minutes=1), NOW + PAUSES[1]]
    assert [task.args_kwargs["args"] for task in waiting()] == [[1], [2]]
    assert Notice.objects.filter(sent_at=None).count() == 3


def test_it_is_not_tried_for_ever(sent: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    notices_hand_over(tried=len(PAUSES), at=NOW)
    assert waiting() == []


def test_a_step_that_concerns_nobody_leaves_no_task() -> None:
    draft = draft_with_parties()
    person("anna-leena.virta").memberships.all().delete()
    for name in ("juhani.makela", "pekka.salo"):
        person(name).memberships.all().delete()
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW)
    assert waiting() == []
