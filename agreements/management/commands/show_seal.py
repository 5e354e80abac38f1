"""`manage.py show_seal`: with which certificate signed documents are sealed here, tried out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.sealing import SealError, sealer


class Command(BaseCommand):
    help = "Tells with which certificate signed documents are sealed here, or what is missing for that."

    def handle(self, **options: Any) -> None:
        try:
            ours = sealer()
        except SealError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Signed documents are sealed by {ours.name}, until {ours.valid_until:%Y-%m-%d}.")
        self.stdout.write(f"The certificate's SHA-256 is {ours.fingerprint}.")
        self.stdout.write(f"The level of the seal is {ours.level}.")
        if ours.is_demo:
            self.stdout.write("It is a demonstration seal, which proves nothing.")
