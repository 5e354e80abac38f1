"""Reminding people of what is theirs to record or decide: one digest each, at most once a round."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from agreements.models import Membership, Role, Unit, User
from agreements.services.notices import gets_mail
from metrics.models import Reminder
from metrics.rounds import OpenRound
from metrics.work import Need, Task, all_metrics, tasks_of

RECORDERS = (Role.UNIT_HEAD, Role.COORDINATOR)
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """What became of the digests: to whom they went, and to whom they could not be handed over."""

    to: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DigestLine:
    """What awaits a person in one document for one round."""

    task: Task
    follow_up: OpenRound
    missing: int
    undecided: int

    @property
    def link(self) -> str:
        """The page that the document's actuals are recorded on, with the site's address."""
        return settings.SITE_ADDRESS + self.task.address.partition("#")[0]


def reminders_send(*, on: datetime.date, at: datetime.datetime, ahead: datetime.timedelta) -> Sent:
    """Send each person one digest of what is theirs in the open rounds that are due within `ahead` of the day.

    That somebody is reminded is committed before the mail is handed over. So nobody is ever reminded twice in a round,
    whatever happens in between; a mail that could not be handed over is told, and not tried again.
    """
    sent = Sent()
    for user, tasks in _tasks_by_person(on, ahead):
        rounds = _claim(user, {follow_up.pk for _task, follow_up in tasks}, at)
        lines = _lines(row for row in tasks if row[1].pk in rounds)
        if not lines:
            continue
        try:
            _digest(user, lines, on).send()
        except Exception as error:  # Whatever is wrong with one mail, the others are to be sent.
            logger.warning("The reminder for %s could not be sent: %s", user.email, error)
            sent.failed.append(user.email)
        else:
            sent.to.append(user.email)
    return sent


def _claim(user: User, rounds: Iterable[int], at: datetime.datetime) -> set[int]:
    """Those of the rounds of which the user has not been reminded; from here on they have, whoever else asks."""
    claimed = set()
    for follow_up in sorted(rounds):
        try:
            with transaction.atomic():
                Reminder.objects.create(round_id=follow_up, user=user, sent_at=at)
        except IntegrityError:
            continue
        claimed.add(follow_up)
    return claimed


def _tasks_by_person(
    on: datetime.date, ahead: datetime.timedelta
) -> Iterator[tuple[User, list[tuple[Task, OpenRound]]]]:
    """Who is to be reminded of what, for which round; people in the order of their addresses."""
    recorders = _recorders_by_unit(on)
    owed: dict[User, list[tuple[Task, OpenRound]]] = defaultdict(list)
    for task in tasks_of(all_metrics(), on=on):
        follow_up = _round_of(task)
        if follow_up is None or follow_up.due > on + ahead:
            continue
        for user in [person for person in task.people if gets_mail(person)] or recorders[task.agreement.unit_id]:
            owed[user].append((task, follow_up))
    reminded = set(Reminder.objects.values_list("user", "round"))
    for user in sorted(owed, key=lambda user: user.email):
        rows = [row for row in owed[user] if (user.pk, row[1].pk) not in reminded]
        if rows:
            yield user, rows


def _round_of(task: Task) -> OpenRound | None:
    """The open round for which something is to be done about the metric: recorded, else decided."""
    if task.need is None or not task.rounds:
        return None
    return task.round or task.rounds[-1][0]


def _recorders_by_unit(on: datetime.date) -> Mapping[int, list[User]]:
    """By unit, its heads and coordinators; those of the nearest unit above where it has none of its own."""
    own: dict[int, list[User]] = defaultdict(list)
    memberships = Membership.objects.valid(on).filter(role__in=RECORDERS).select_related("user").order_by("user__email")
    for membership in memberships:
        if gets_mail(membership.user) and membership.user not in own[membership.unit_id]:
            own[membership.unit_id].append(membership.user)
    parents = dict(Unit.objects.values_list("pk", "parent"))

    def nearest(unit: int | None) -> list[User]:
        return [] if unit is None else own.get(unit) or nearest(parents[unit])

    return {unit: nearest(unit) for unit in parents}


def _lines(rows: Iterable[tuple[Task, OpenRound]]) -> list[DigestLine]:
    """The digest's lines: a document and a round each, the first due first."""
    groups: dict[tuple[int, int], list[tuple[Task, OpenRound]]] = defaultdict(list)
    for task, follow_up in rows:
        groups[follow_up.pk, task.agreement.pk].append((task, follow_up))
    lines = [
        DigestLine(
            task=group[0][0],
            follow_up=group[0][1],
            missing=sum(task.need != Need.UNDECIDED for task, _round in group),
            undecided=sum(task.need == Need.UNDECIDED for task, _round in group),
        )
        for group in groups.values()
    ]
    return sorted(lines, key=lambda line: (line.follow_up.due, line.task.agreement.slug))


def _digest(user: User, lines: list[DigestLine], on: datetime.date) -> EmailMessage:
    """The mail, in the language of the person."""
    context = {"user": user, "lines": lines, "today": on, "site": settings.SITE_ADDRESS}
    with override(user.language):
        subject = " ".join(render_to_string("metrics/mail/reminder_subject.txt", context).split())
        body = render_to_string("metrics/mail/reminder.txt", context)
    return EmailMessage(subject, body, to=[user.email])
