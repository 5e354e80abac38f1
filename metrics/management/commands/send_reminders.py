"""`manage.py send_reminders [--ahead DAYS]`: to be run daily."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from metrics.services.reminders import reminders_send

DAYS_AHEAD = 60


class Command(BaseCommand):
    help = (
        "Mails each person one digest of what is theirs to record or decide in the open follow-up rounds, at most once "
        "a round. Safe to run as often as one likes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ahead",
            type=int,
            default=DAYS_AHEAD,
            metavar="DAYS",
            help="remind of rounds that are due within so many days (default: %(default)s)",
        )

    def handle(self, *, ahead: int, **options: Any) -> None:
        if not 0 <= ahead <= 366:
            raise CommandError("--ahead is a number of days from 0 to 366.")
        sent = reminders_send(on=timezone.localdate(), at=timezone.now(), ahead=datetime.timedelta(days=ahead))
        self.stdout.write(f"Reminders sent: {len(sent.to)}.")
        if sent.failed:
            raise CommandError(
                f"{len(sent.failed)} could not be handed over and will not be tried again in this round: "
                + ", ".join(sent.failed)
            )
