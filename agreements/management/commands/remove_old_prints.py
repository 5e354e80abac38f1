"""`manage.py remove_old_prints`: removes what was printed in bulk and is kept no longer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.services.printing import old_prints_remove


class Command(BaseCommand):
    help = "Removes what was printed in bulk and is kept no longer. The worker does it too, at every new print job."

    def handle(self, **options: Any) -> None:
        removed = old_prints_remove(at=timezone.now())
        self.stdout.write(f"{removed} print jobs removed.")
