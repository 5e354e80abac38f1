"""Printing in bulk, as the workers do it: document by document, then all of them together.

Whatever is decided is written in one transaction with the task that follows from it, and a file is whole or not
there. So a worker may be killed anywhere: what was made is not made again, and what was not is begun once more.
"""

import datetime
import hashlib
import logging

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, JobState, PartState, PrintForm, PrintJob, PrintPart
from agreements.printing.compiling import compile_job
from agreements.printing.parts import PrintedPart, mark_of, print_part
from agreements.printing.store import part_file, remove_folder, sha256_of, whole_file, write_whole
from agreements.tasks import print_part as part_task
from agreements.tasks import put_together as whole_task

log = logging.getLogger(__name__)

_MOST_TIMES = 2
_LONGEST_REASON = 200


def part_print(*, part: int) -> None:
    """Print the document, unless that was done, the job is not being made any more, or it may not be read any more."""
    begun = _begin(part)
    if begun is None or begun.agreement is None:
        return
    job = begun.job
    try:
        printed = print_part(begun.agreement, workbook=job.form == PrintForm.PARCEL)
        write_whole(part_file(job, begun, "pdf"), lambda file: file.write(printed.pdf))
        if printed.workbook is not None:
            workbook = printed.workbook
            write_whole(part_file(job, begun, "xlsx"), lambda file: file.write(workbook))
    except Exception as error:
        log.exception("Document %s of print job %s could not be printed.", begun.number, job.pk)
        _fail(part, error, at=timezone.now())
    except BaseException:
        # The worker is told to end at once: the next one begins again.
        _put_back(part)
        raise
    else:
        _note(part, printed, at=timezone.now())


def job_put_together(*, job: int) -> None:
    """Make the file of the job's documents. One that has changed since it was printed is printed again first, once."""
    opened = PrintJob.objects.filter(pk=job, state=JobState.OPEN).select_related("unit", "ordered_by").first()
    if opened is None or not _look_again(opened):
        return
    try:
        path = whole_file(opened)
        pages: list[int] = []
        write_whole(path, lambda file: pages.append(compile_job(opened, file, at=timezone.now())))
        size, sha256 = path.stat().st_size, sha256_of(path)
    except Exception as error:
        log.exception("Print job %s could not be put together.", job)
        _fail_whole(job, error, at=timezone.now())
        return
    with transaction.atomic():
        locked = _locked(job)
        if locked is None:
            remove_folder(opened)
            return
        locked.state, locked.finished_at = JobState.DONE, timezone.now()
        locked.size, locked.sha256, locked.pages = size, sha256, pages[0]
        locked.save()


@transaction.atomic
def part_give_up(*, part: int, at: datetime.datetime) -> None:
    """Say that several workers ended while they printed the document."""
    found = _locked_part(part)
    if found is not None and found.state in (PartState.WAITING, PartState.MAKING):
        with translation.override(found.job.language):
            _settle(found, PartState.FAILED, _("The worker ended several times while it printed this."), at=at)


@transaction.atomic
def job_give_up(*, job: int, at: datetime.datetime) -> None:
    """Say that several workers ended while they put the job together."""
    locked = _locked(job)
    if locked is not None:
        with translation.override(locked.language):
            _end(locked, _("The worker ended several times while it put the documents together."), at=at)


@transaction.atomic
def _begin(part: int) -> PrintPart | None:
    """The document, now being printed; None when there is nothing (more) to print."""
    found = _locked_part(part)
    if found is None or found.state not in (PartState.WAITING, PartState.MAKING):
        return None
    if reason := _barred(found):
        _settle(found, PartState.LEFT_OUT, reason, at=timezone.now())
        return None
    found.state = PartState.MAKING
    found.save(update_fields=["state"])
    return found


def _barred(part: PrintPart) -> str:
    """Why the document is not printed for whoever ordered it; empty when it is."""
    with translation.override(part.job.language):
        if part.agreement_id is None:
            return _("The document is not there any more.")
        if not rights.visible_agreements(part.job.ordered_by).filter(pk=part.agreement_id).exists():
            return _("You may not read the document any more.")
    return ""


@transaction.atomic
def _note(part: int, printed: PrintedPart, *, at: datetime.datetime) -> None:
    found = _locked_part(part)
    if found is None:
        return
    found.source, found.mark, found.pages = printed.source, printed.mark, printed.pages
    found.sha256, found.record_sha256 = hashlib.sha256(printed.pdf).hexdigest(), printed.record_sha256
    found.times, found.changed, found.made_at = found.times + 1, False, at
    _settle(found, PartState.DONE, "", at=at)


@transaction.atomic
def _fail(part: int, error: Exception, *, at: datetime.datetime) -> None:
    found = _locked_part(part)
    if found is not None:
        _settle(found, PartState.FAILED, _in_words(error), at=at)


@transaction.atomic
def _put_back(part: int) -> None:
    found = _locked_part(part)
    if found is not None and found.state == PartState.MAKING:
        found.state = PartState.WAITING
        found.save(update_fields=["state"])
        part_task.enqueue(part)


def _settle(part: PrintPart, state: PartState, reason: str, *, at: datetime.datetime) -> None:
    """Write how the document ended; after the last one, go on to put them together, or say that some failed.

    The job is locked, so that one of two workers is the last.
    """
    part.state, part.reason = state, reason
    part.save()
    states = set(part.job.parts.values_list("state", flat=True))
    if states & {PartState.WAITING, PartState.MAKING}:
        return
    with translation.override(part.job.language):
        if PartState.FAILED in states:
            _end(part.job, _("Some documents could not be printed."), at=at)
        elif PartState.DONE in states:
            whole_task.enqueue(part.job.pk)
        else:
            _end(part.job, _("Nothing is left to print."), at=at)


def _look_again(job: PrintJob) -> bool:
    """May the documents be put together as they were printed?

    One that is not readable any more is left out. One that has changed is printed again, and then all this comes
    again; when it changes all the time, the file says so.
    """
    newest = {each.pk: each for each in Agreement.objects.filter(pk__in=job.parts.values("agreement"))}
    seen = set(rights.visible_agreements(job.ordered_by).filter(pk__in=list(newest)).values_list("pk", flat=True))
    marks = {part.pk: _mark(part, newest, seen) for part in job.parts.filter(state=PartState.DONE)}
    with transaction.atomic():
        locked = _locked(job.pk)
        if locked is None:
            return False
        made = locked.parts.filter(state=PartState.DONE).select_related("job__ordered_by")
        states = {_judge(part, marks.get(part.pk, part.mark)) for part in made}
        if PartState.WAITING in states:
            return False
        if PartState.DONE not in states:
            with translation.override(locked.language):
                _end(locked, _("Nothing is left to print."), at=timezone.now())
            return False
        return True


def _judge(part: PrintPart, mark: str) -> PartState:
    """Leave the document out, have it printed again, or keep it as it was printed; returns its state after that."""
    state = PartState.DONE
    if reason := _barred(part):
        state, part.reason = PartState.LEFT_OUT, reason
    elif part.mark != mark and part.times < _MOST_TIMES:
        state = PartState.WAITING
        part_task.enqueue(part.pk)
    else:
        part.changed = part.mark != mark
    part.state = state
    part.save(update_fields=["state", "reason", "changed"])
    return state


def _mark(part: PrintPart, newest: dict[int, Agreement], seen: set[int]) -> str:
    """The document's mark as it is now; its own where it cannot be read any more."""
    known = part.agreement_id in seen
    return mark_of(newest[part.agreement_id]) if known and part.agreement_id is not None else part.mark


def _fail_whole(job: int, error: Exception, *, at: datetime.datetime) -> None:
    with transaction.atomic():
        locked = _locked(job)
        if locked is not None:
            with translation.override(locked.language):
                reason = _("The documents could not be put together: %(what)s") % {"what": _in_words(error)}
            _end(locked, reason, at=at)


def _end(job: PrintJob, reason: str, *, at: datetime.datetime) -> None:
    job.state, job.reason, job.finished_at = JobState.FAILED, reason, at
    job.save(update_fields=["state", "reason", "finished_at"])


def _locked(job: int) -> PrintJob | None:
    """The job, locked, when it is still being made."""
    return PrintJob.objects.select_for_update(of=("self",)).filter(pk=job, state=JobState.OPEN).first()


def _locked_part(part: int) -> PrintPart | None:
    """The document with its job, which is locked; None when the job is not being made any more."""
    found = PrintPart.objects.filter(pk=part).values_list("job", flat=True).first()
    if found is None or _locked(found) is None:
        return None
    return PrintPart.objects.select_related("job__ordered_by", "agreement").get(pk=part)


def _in_words(error: Exception) -> str:
    """What went wrong, as short as it can be told to whoever looks after the machine."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}"[:_LONGEST_REASON] if said else type(error).__name__
