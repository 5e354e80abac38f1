"""`manage.py freeze_signed`: freezes what came in force before the application froze what is signed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.services.freezing import freeze_what_is_signed


class Command(BaseCommand):
    help = (
        "Keeps the content of every document that is in force or closed and has none kept, with its hash. From then "
        "on the database refuses to change it. All or none; a second run finds nothing more."
    )

    def handle(self, **options: Any) -> None:
        for record in freeze_what_is_signed(at=timezone.now()):
            self.stdout.write(f"{record.agreement.slug} v{record.agreement.version}: {record.sha256}")
