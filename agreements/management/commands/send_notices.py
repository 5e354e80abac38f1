"""`manage.py send_notices`: sends the mails that wait, which the worker otherwise does by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.models import Notice
from agreements.services.notices import notices_send


class Command(BaseCommand):
    help = (
        "Sends the mails that tell of changes of status and have not been sent. The worker (db_worker) sends them by "
        "itself; this is for a machine without one, and for mails that failed until the worker tried no more."
    )

    def handle(self, **options: Any) -> None:
        sent = notices_send(at=timezone.now())
        waiting = Notice.objects.filter(sent_at=None).count()
        self.stdout.write(f"{sent} {'mail' if sent == 1 else 'mails'} sent, {waiting} waiting.")
