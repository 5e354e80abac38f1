"""`manage.py export_agreement SLUG --format json|pdf|xlsx --output FILE`: once signed, the PDF is the sealed one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from agreements.exports import FORMATS
from agreements.log import about_agreement
from agreements.models import Agreement
from agreements.origin import console_user
from agreements.records import file_of
from agreements.services.log import export_log


class Command(BaseCommand):
    help = "Writes the newest version of an agreement, a plan or a project to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the document's address, for example asiakaspalvelut-2021")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *, slug: str, format: str, output: Path, **options: Any) -> None:
        agreement = Agreement.objects.current().filter(slug=slug).first()
        if agreement is None:
            raise CommandError(f"There is no agreement with the address {slug!r}.")
        taken = file_of(agreement, format)
        about, unit = about_agreement(agreement), agreement.unit_id
        try:
            with transaction.atomic():
                export_log(by=None, who=console_user(), format=format, what=taken.what, about=about, unit=unit)
                _write_whole(output, taken.content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error


def _write_whole(output: Path, content: bytes) -> None:
    """The whole file or none: a reader never sees half of it. A device or a pipe is written to as it is."""
    if output.exists() and not output.is_file():
        output.write_bytes(content)
        return
    partial = output.with_name(f".{output.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
