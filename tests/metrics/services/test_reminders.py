"""Reminders: who gets one, of what, in which language, and never twice in a round."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from pytest_django import Settings

from agreements.models import Membership, Role, User
from metrics.models import Metric, Reminder, Round
from metrics.services.reminders import Sent, reminders_send
from metrics.services.rounds import round_finish
from tests.metrics.follow_ups import YEAR_END, metric, metrics_of, record, turku_round, unit, user

pytestmark = pytest.mark.usefixtures("examples")

TODAY = datetime.date(2020, 12, 18)
COMMON = "yhteiset-palvelut-2020"


class Refusing(EmailBackend):
    """Takes every mail but Helena's."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if any("helena" in address for message in messages for address in message.to):
            raise ConnectionResetError("The server hung up.")
        return super().send_messages(messages)


def send(on: datetime.date = TODAY, ahead: int = 60) -> Sent:
    return reminders_send(on=on, at=timezone.now(), ahead=datetime.timedelta(days=ahead))


def recipients() -> list[str]:
    return sorted(address.partition("@")[0] for message in mail.outbox for address in message.to)


def name_for(text: str, **people: str | None) -> None:
    values: dict[str, Any] = {role: user(name) if name else None for role, name in people.items()}
    Metric.objects.filter(pk=metric(text).pk).update(**values)


def test_the_units_head_gets_one_digest_of_what_nobody_is_named_for() -> None:
    turku_round()
    assert send().to == ["helena.laine@example.org"]
    (message,) = mail.outbox
    assert "15.1.2021" in message.subject
    assert "\n" not in message.subject
    assert f" {len(metrics_of(COMMON))} " in message.body
    assert f"/agreements/{COMMON}/record/?date=2020-12-31" in message.body


def test_those_who_are_named_get_theirs_instead() -> None:
    turku_round()
    Metric.objects.filter(pk__in=[each.pk for each in metrics_of(COMMON)]).update(responsible=user("mikko.saarinen"))
    name_for("Matkoille", responsible="virpi.aho", substitute="maria.lindholm")
    send()
    assert recipients() == ["maria.lindholm", "mikko.saarinen", "virpi.aho"]


def test_each_is_written_to_in_their_own_language() -> None:
    turku_round()
    name_for("Matkoille", responsible="maria.lindholm", substitute="virpi.aho")
    User.objects.filter(email="virpi.aho@example.org").update(language="en")
    send()
    bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert bodies["maria.lindholm"].startswith("Hej Maria Lindholm")
    assert bodies["virpi.aho"].startswith("Hello Virpi Aho")
    assert bodies["helena.laine"].startswith("Hei Helena Laine")


def test_what_waits_for_a_decision_is_counted_apart() -> None:
    turku_round()
    for each in metrics_of(COMMON):
        if not each.indicator.observations.filter(date=TODAY).exists():
            record(each, "9 999", TODAY)
    record(metric("Infratiimin"), "Aika hyvin", TODAY)
    User.objects.update(language="en")
    send()
    assert "colour" in mail.outbox[0].body
    assert "actual to record" not in mail.outbox[0].body


def test_nothing_to_do_is_nothing_to_remind_of() -> None:
    turku_round(kinds=("grant_project",))
    assert send() == Sent()
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_twice_in_a_round_is_once() -> None:
    turku_round()
    assert len(send().to) == 1
    assert send(TODAY + datetime.timedelta(days=10)).to == []
    assert len(mail.outbox) == 1


def test_the_next_round_is_another_matter() -> None:
    august = turku_round(date=datetime.date(2020, 8, 31), due=datetime.date(2020, 9, 15))
    send(datetime.date(2020, 9, 1))
    round_finish(follow_up=august, by=user("pekka.salo"), at=timezone.now())
    turku_round()
    send()
    assert recipients() == ["helena.laine", "helena.laine"]
    assert Reminder.objects.count() == 2


def test_two_open_rounds_are_one_digest() -> None:
    turku_round(date=datetime.date(2020, 8, 31), due=datetime.date(2020, 9, 15))
    turku_round()
    record(metric("Matkoille"), "80", datetime.date(2020, 8, 20))
    send()
    (message,) = mail.outbox
    assert "?date=2020-08-31" in message.body
    assert "?date=2020-12-31" in message.body
    assert Reminder.objects.count() == 2


def test_a_round_that_is_due_far_ahead_waits() -> None:
    turku_round()
    assert send(ahead=27).to == []
    assert len(send(ahead=28).to) == 1


def test_killed_half_way_nobody_who_was_reminded_is_reminded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    turku_round()
    name_for("Matkoille", responsible="maria.lindholm")

    class Killed(BaseException):
        pass

    def die(*args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", die)
        with pytest.raises(Killed):
            send()
    assert [reminder.user.name for reminder in Reminder.objects.all()] == ["Helena Laine"]
    assert send().to == ["maria.lindholm@example.org"]


def test_one_mail_that_fails_stops_no_other_and_is_not_tried_again(settings: Settings) -> None:
    turku_round()
    name_for("Matkoille", responsible="maria.lindholm")
    settings.EMAIL_BACKEND = f"{Refusing.__module__}.{Refusing.__qualname__}"
    sent = send()
    assert (sent.to, sent.failed) == (["maria.lindholm@example.org"], ["helena.laine@example.org"])
    assert recipients() == ["maria.lindholm"]
    assert send() == Sent()


def test_somebody_else_who_reminds_at_the_same_time_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    follow_up = turku_round()
    create = Reminder.objects.create

    def late(**fields: Any) -> Reminder:
        create(round=follow_up, user=user("helena.laine"), sent_at=timezone.now())
        return create(**fields)

    monkeypatch.setattr(Reminder.objects, "create", late)
    assert send() == Sent()
    assert mail.outbox == []


@pytest.mark.parametrize(("production", "written"), [(False, ["helena.laine"]), (True, [])])
def test_demo_users_get_none_in_production(production: bool, written: list[str], settings: Settings) -> None:
    turku_round()
    settings.DEMO_USERS = not production
    send()
    assert recipients() == written


def test_whoever_has_left_gets_none_and_the_units_people_do_instead() -> None:
    turku_round()
    Metric.objects.filter(pk__in=[each.pk for each in metrics_of(COMMON)]).update(responsible=user("mikko.saarinen"))
    User.objects.filter(email="mikko.saarinen@example.org").update(is_active=False)
    send()
    assert recipients() == ["helena.laine"]


def test_without_people_of_its_own_a_units_are_those_of_the_nearest_unit_above() -> None:
    turku_round()
    Membership.objects.exclude(role=Role.ADMINISTRATOR).delete()
    Membership.objects.create(user=user("sari.niemi"), unit=unit("Turku"), role=Role.UNIT_HEAD)
    Membership.objects.create(user=user("kaisa.lehto"), unit=unit("Yhteiset palvelut").parent, role=Role.COORDINATOR)
    send()
    assert recipients() == ["kaisa.lehto"]


def test_another_citys_round_reminds_nobody_here() -> None:
    Round.objects.create(unit=unit("Porvoo"), date=YEAR_END, due=YEAR_END, kinds=["service_agreement"])
    assert send() == Sent()
