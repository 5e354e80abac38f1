"""The whole file of a print job, out of the files of its documents."""

import datetime
from collections.abc import Sequence
from typing import BinaryIO

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import Kind, PartState, PrintForm, PrintJob, PrintPart, Status
from agreements.printing.book import BookPart, write_book
from agreements.printing.front import Entry, Front
from agreements.printing.parcel import ParcelPart, write_parcel
from agreements.printing.store import part_file


def compile_job(job: PrintJob, file: BinaryIO, *, at: datetime.datetime) -> int:
    """Write the job's file: its documents that were made, in their order. Returns how many pages they have together."""
    with translation.override(job.language):
        parts = list(job.parts.select_related("agreement__unit"))
        made = [part for part in parts if part.state == PartState.DONE]
        entries = [_entry(part) for part in made]
        if job.form == PrintForm.BOOK:
            left_out = [part for part in parts if part.state == PartState.LEFT_OUT]
            book = [BookPart(entry, part_file(job, part, "pdf")) for entry, part in zip(entries, made, strict=True)]
            return write_book(_front(job, left_out, at), book, file)
        parcel = [
            ParcelPart(
                entry,
                part.agreement.slug if part.agreement else "",
                part_file(job, part, "pdf"),
                part_file(job, part, "xlsx"),
            )
            for entry, part in zip(entries, made, strict=True)
        ]
        write_parcel(parcel, file)
        return sum(part.pages or 0 for part in made)


def title_of(job: PrintJob) -> str:
    """What the file is called: "Turku 2021", in the language that is active."""
    return f"{job.unit.name} {job.year}"


def chosen_of(job: PrintJob) -> str:
    """What was chosen, in words of the language that is active: "All documents", "Service agreements: in force"."""
    kinds = _("All documents") if set(job.kinds) >= set(Kind.values) else ", ".join(_kinds(job.kinds))
    if set(job.statuses) >= set(Status.values):
        return kinds
    statuses = ", ".join(str(Status(each).label).lower() for each in job.statuses)
    return f"{kinds}: {statuses}"


def _kinds(kinds: Sequence[str]) -> list[str]:
    names = {
        Kind.SERVICE_AGREEMENT: _("Service agreements"),
        Kind.DEVELOPMENT_PLAN: _("Development plans"),
        Kind.GRANT_PROJECT: _("Grant projects"),
    }
    return [names[Kind(each)] for each in kinds]


def _front(job: PrintJob, left_out: Sequence[PrintPart], at: datetime.datetime) -> Front:
    return Front(
        title=title_of(job),
        chain=" · ".join(unit.name for unit in job.unit.ancestors(include_self=True)),
        chosen=chosen_of(job),
        ordered_by=str(job.ordered_by),
        made_at=timezone.localtime(at),
        language=job.language,
        left_out=tuple(f"{part.name}: {part.reason}" for part in left_out),
    )


def _entry(part: PrintPart) -> Entry:
    agreement = part.agreement
    if agreement is None:
        raise LookupError(f"{part.name} was removed while the documents were put together.")
    return Entry(
        name=agreement.short_name,
        unit=" · ".join(unit["name"] for unit in agreement.unit_chain),
        kind=capfirst(str(agreement.get_kind_display())),
        status=str(agreement.get_status_display()),
        version=agreement.version,
        year=agreement.year,
        language=agreement.language,
        source=part.source,
        sha256=part.sha256,
        record_sha256=part.record_sha256,
        pages=part.pages or 0,
        changed=part.changed,
    )
