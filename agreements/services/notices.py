"""Telling people by mail, once, that a document waits for them or what became of it."""

import datetime
import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.translation import override

from agreements import rights
from agreements.models import Move, Notice, Status, StatusChange, User
from agreements.signatories import signing_of
from agreements.tasks import send_notices

logger = logging.getLogger(__name__)

PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 12 * 60, 24 * 60))
"""After how long mails that could not be sent are tried again, each time."""


def notices_add(*, change: StatusChange) -> None:
    """Note whom the document's last change of status concerns now, but for whoever made it and who have been told.

    A worker sends the mails, once the transaction that this is part of is committed.
    """
    people = [user.pk for user in _concerned(change) if user.pk != change.by_id and gets_mail(user)]
    notices = [Notice(change=change, user_id=user) for user in sorted(set(people))]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        send_notices.enqueue()


def notices_hand_over(*, tried: int, at: datetime.datetime) -> None:
    """Send the mails that have not been sent, as a worker does it; those that could not be sent are tried again later.

    `tried` is how often they have been tried before. After the last of `PAUSES` they wait until others are sent.
    """
    notices_send(at=at)
    if tried < len(PAUSES) and Notice.objects.filter(sent_at=None).exists():
        send_notices.using(run_after=at + PAUSES[tried]).enqueue(tried + 1)


def notices_send(*, at: datetime.datetime) -> int:
    """Send the mails that have not been sent; how many were.

    That a mail is sent is committed before it is handed over, so that nobody is told twice, whoever else sends at the
    same time. One that cannot be handed over is tried again the next time. What a later change has overtaken is not
    sent: nobody is told to do what is done.
    """
    sent = 0
    for notice in Notice.objects.filter(sent_at=None).select_related("change__agreement__unit", "change__by", "user"):
        if not Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=at):
            continue
        if _is_overtaken(notice.change) or not gets_mail(notice.user):
            continue
        try:
            _mail(notice).send()
        except Exception as error:  # Whatever is wrong with one mail, the others are to be sent.
            logger.warning("The notice for %s could not be sent: %s", notice.user.email, error)
            Notice.objects.filter(pk=notice.pk).update(sent_at=None)
        else:
            sent += 1
    return sent


def gets_mail(user: User) -> bool:
    """Does the person get mail of ours? Nobody who has left does."""
    return user.is_active and (settings.DEMO_USERS or not user.is_demo)


def _concerned(change: StatusChange) -> Iterable[User]:
    """Those who are next; where nobody is, those who wait for the outcome: who sent the document, and its parties."""
    document = change.agreement
    if change.after == Status.IN_REVIEW:
        return rights.people_with(document, "accept")
    if change.after == Status.TO_BE_SIGNED:
        return User.objects.filter(pk__in=[party.user for party in signing_of(document).next if party.user])
    senders = User.objects.filter(pk__in=document.status_changes.filter(move=Move.SUBMIT).values("by"))
    if change.before == Status.IN_REVIEW:
        return senders
    return [*senders, *User.objects.filter(parties__agreement=document)]


def _is_overtaken(change: StatusChange) -> bool:
    last = StatusChange.objects.filter(agreement=change.agreement_id).aggregate(last=Max("number"))["last"]
    return bool(last != change.number)


def _mail(notice: Notice) -> EmailMessage:
    """The mail, in the language of the person."""
    change = notice.change
    context = {
        "user": notice.user,
        "change": change,
        "agreement": change.agreement,
        "link": f"{settings.SITE_ADDRESS}{change.agreement.permanent_url}",
        "site": settings.SITE_ADDRESS,
    }
    with override(notice.user.language):
        subject = " ".join(render_to_string("agreements/mail/status_subject.txt", context).split())
        body = render_to_string("agreements/mail/status.txt", context)
    return EmailMessage(subject, body, to=[notice.user.email])
