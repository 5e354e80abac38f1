"""Printing in bulk, as whoever orders it sees it: to order, to cancel, to try again, to take the file."""

import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from agreements import rights
from agreements.log import about_unit
from agreements.models import Event, JobState, PartState, PrintJob, PrintPart, User
from agreements.printing.choice import Choice, chosen_documents
from agreements.printing.store import remove_folder, remove_other_folders, whole_file
from agreements.services.log import log_entry
from agreements.tasks import print_part, put_together, remove_old_prints

MOST_OPEN = 3
"""How many print jobs of one person are made at a time."""

MOST_DOCUMENTS = 1_000


@transaction.atomic
def print_order(*, choice: Choice, form: str, language: str, by: User, at: datetime.datetime) -> PrintJob:
    """Have the chosen documents made into one file. Ordered twice while it is being made, it is the same job.

    Raises ValidationError when nothing was chosen that the person may read, when it is too much at once, or when
    other jobs of theirs are to be made first.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    open_jobs = PrintJob.objects.filter(ordered_by=by, state=JobState.OPEN)
    same = {"unit": choice.unit, "year": choice.year, "form": form, "language": language}
    for job in open_jobs.filter(**same):
        if (job.kinds, job.statuses) == (list(choice.kinds), list(choice.statuses)):
            return job
    if open_jobs.count() >= MOST_OPEN:
        raise ValidationError(_("Your earlier print jobs are still being made. Wait for them, or cancel one."))
    documents = chosen_documents(by, choice)
    if not documents:
        raise ValidationError(_("There is nothing to print: no document that you may read was chosen."))
    if len(documents) > MOST_DOCUMENTS:
        message = ngettext(
            "At most %(most)d document is printed at once.",
            "At most %(most)d documents are printed at once.",
            MOST_DOCUMENTS,
        )
        raise ValidationError(message % {"most": MOST_DOCUMENTS})
    job = PrintJob.objects.create(
        ordered_by=by,
        unit_id=choice.unit,
        year=choice.year,
        kinds=list(choice.kinds),
        statuses=list(choice.statuses),
        form=form,
        language=language,
        ordered_at=at,
    )
    parts = [
        PrintPart(job=job, number=number, agreement=agreement, name=agreement.short_name)
        for number, agreement in enumerate(documents, start=1)
    ]
    for part in PrintPart.objects.bulk_create(parts):
        print_part.enqueue(part.pk)
    remove_old_prints.enqueue()
    _log(job, by, at, deed="ordered")
    return job


@transaction.atomic
def print_cancel(*, job: PrintJob, by: User, at: datetime.datetime) -> PrintJob:
    """Stop making it, and forget what was made. Nothing happens when it is not being made any more."""
    job = _own(job, by)
    if job.state in (JobState.OPEN, JobState.FAILED):
        job.state, job.finished_at = JobState.CANCELLED, at
        job.save(update_fields=["state", "finished_at"])
        transaction.on_commit(lambda: remove_folder(job))
    return job


@transaction.atomic
def print_retry(*, job: PrintJob, by: User, at: datetime.datetime) -> PrintJob:
    """Try again what failed; what was made stays made. Nothing happens to a job that did not fail."""
    job = _own(job, by)
    if job.state != JobState.FAILED:
        return job
    job.state, job.reason, job.finished_at = JobState.OPEN, "", None
    job.save(update_fields=["state", "reason", "finished_at"])
    failed = list(job.parts.filter(state=PartState.FAILED))
    for part in failed:
        part.state, part.reason = PartState.WAITING, ""
        part.save(update_fields=["state", "reason"])
        print_part.enqueue(part.pk)
    if not failed:
        put_together.enqueue(job.pk)
    return job


@transaction.atomic
def print_without(*, job: PrintJob, by: User, at: datetime.datetime) -> PrintJob:
    """Leave out what failed, and put the others together. Nothing happens where that is not the matter.

    Raises ValidationError when nothing would be left.
    """
    job = _own(job, by)
    failed = list(job.parts.filter(state=PartState.FAILED))
    if job.state != JobState.FAILED or not failed:
        return job
    if not job.parts.filter(state=PartState.DONE).exists():
        raise ValidationError(_("Nothing would be left to print."))
    job.state, job.reason, job.finished_at = JobState.OPEN, "", None
    job.save(update_fields=["state", "reason", "finished_at"])
    for part in failed:
        part.state = PartState.LEFT_OUT
        part.save(update_fields=["state"])
    put_together.enqueue(job.pk)
    return job


@transaction.atomic
def print_take(*, job: PrintJob, by: User, at: datetime.datetime) -> Path:
    """The file, for the person whose it is, as long as they may read every document in it.

    Raises PermissionDenied when they may not any more; FileNotFoundError when there is no file (any more).
    """
    job = _own(job, by)
    path = whole_file(job)
    if job.state != JobState.DONE or not path.exists():
        raise FileNotFoundError(path)
    inside = job.parts.filter(state=PartState.DONE)
    if inside.exclude(agreement__in=rights.visible_agreements(by)).exists():
        told = _("Only those who may read every document in the file may take it. Your rights changed: order it again.")
        raise PermissionDenied(told)
    _log(job, by, at, deed="downloaded")
    return path


def old_prints_remove(*, at: datetime.datetime) -> int:
    """Remove the print jobs that are kept no longer, with their files and finished tasks. Returns how many jobs."""
    until = at - datetime.timedelta(days=settings.PRINTS_KEPT_DAYS)
    old = list(PrintJob.objects.filter(ordered_at__lt=until))
    PrintJob.objects.filter(pk__in=[job.pk for job in old]).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=until).delete()
    for job in old:
        remove_folder(job)
    remove_other_folders(set(PrintJob.objects.values_list("folder", flat=True)))
    return len(old)


def _own(job: PrintJob, by: User) -> PrintJob:
    """The job, locked. Raises PermissionDenied for everybody but whose it is."""
    locked = PrintJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if locked.ordered_by_id != by.pk:
        raise PermissionDenied(_("A print job belongs to whoever ordered it."))
    return locked


def _log(job: PrintJob, by: User, at: datetime.datetime, *, deed: str) -> None:
    names = job.parts.exclude(agreement=None).values_list("agreement__slug", "agreement__version")
    detail = {
        "deed": deed,
        "year": job.year,
        "form": job.form,
        "documents": [f"{slug} v{version}" for slug, version in names],
    }
    log_entry(event=Event.PRINTED, by=by, about=about_unit(job.unit_id), unit=job.unit_id, detail=detail, at=at)
