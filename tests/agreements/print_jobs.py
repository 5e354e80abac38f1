"""Print jobs to test with, and the worker that makes them, in this process and its transaction."""

import datetime
import io
from collections.abc import Sequence
from unittest.mock import patch

import pikepdf
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from agreements.models import (
    Agreement,
    JobState,
    Kind,
    PartSource,
    PartState,
    PrintForm,
    PrintJob,
    Status,
    Unit,
    User,
)
from agreements.printing.choice import Choice
from agreements.services.printing import print_order


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def choice_of(
    unit: str = "Turku",
    year: int = 2021,
    kinds: Sequence[str] = tuple(Kind.values),
    statuses: Sequence[str] = tuple(Status.values),
) -> Choice:
    return Choice(Unit.objects.get(name_fi=unit).pk, year, tuple(kinds), tuple(statuses))


def ordered(
    by: str = "tuula.heino",
    *,
    form: str = PrintForm.BOOK,
    choice: Choice | None = None,
    at: datetime.datetime | None = None,
) -> PrintJob:
    """A print job as it is when it was ordered: by default of Turku's two agreements of 2021, as one PDF."""
    chosen = choice or choice_of()
    return print_order(choice=chosen, form=form, language="en", by=person(by), at=at or timezone.now())


def work(most: int | None = None) -> None:
    """Do the tasks that wait, at most so many of them, over the test's own connection."""
    worker = db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=most,
        worker_id="test",
        excluded_queue_names=[],
    )
    # It would close a connection that is in the midst of a transaction.
    with patch.object(db_worker, "close_old_connections"):
        worker.run()


def states(job: PrintJob) -> list[str]:
    return list(job.parts.order_by("number").values_list("state", flat=True))


def job_that_is(state: str) -> PrintJob:
    """A job of Turku's controller in the state, as far as its page can tell: no files are made."""
    job = ordered(form=PrintForm.BOOK if state != JobState.CANCELLED else PrintForm.PARCEL)
    if state == JobState.OPEN:
        job.parts.filter(number=1).update(state=PartState.MAKING)
        return job
    job.parts.update(state=PartState.DONE, source=PartSource.PRINTED, times=1)
    if state == JobState.FAILED:
        job.parts.filter(number=2).update(state=PartState.FAILED, reason="OSError: No space left on device")
        job.reason = "Kaikkia asiakirjoja ei voitu tulostaa."
    if state == JobState.DONE:
        job.parts.filter(number=1).update(source=PartSource.SEALED, changed=True)
        job.size, job.pages, job.sha256 = 2_345_678, 86, "ab" * 32
    job.state, job.finished_at = state, timezone.now()
    job.save()
    return job


def blank_pdf(*texts: str, pages: int = 2) -> bytes:
    """A PDF without tags, as a scanner makes them; the first page has the texts as its keywords to be told apart by."""
    with pikepdf.new() as pdf:
        for _each in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.docinfo["/Keywords"] = " ".join(texts)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True)
    return file.getvalue()


def slugs(agreements: Sequence[Agreement]) -> list[str]:
    return [f"{each.slug} v{each.version}" for each in agreements]
