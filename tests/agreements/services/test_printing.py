"""Printing in bulk as whoever orders it sees it: to order, to cancel, to try again, to take the file."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from agreements.models import (
    Agreement,
    Event,
    JobState,
    LogEntry,
    Membership,
    PartSource,
    PartState,
    PrintForm,
    PrintJob,
    Status,
)
from agreements.printing.parts import PrintedPart
from agreements.printing.store import folder_of, whole_file
from agreements.services import print_work
from agreements.services.printing import (
    MOST_OPEN,
    old_prints_remove,
    print_cancel,
    print_order,
    print_retry,
    print_take,
    print_without,
)
from tests.agreements.print_jobs import blank_pdf, choice_of, ordered, person, states, work

pytestmark = pytest.mark.usefixtures("examples", "quick_press")
NOW = datetime.datetime(2026, 11, 26, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Documents are not set in type here: each is a blank page."""
    settings.MEDIA_ROOT = tmp_path

    monkeypatch.setattr(print_work, "print_part", quick_part)
    monkeypatch.setattr(print_work, "mark_of", lambda agreement: agreement.slug)


def quick_part(agreement: Agreement, *, workbook: bool) -> PrintedPart:
    pdf = blank_pdf(agreement.slug, pages=1)
    return PrintedPart(pdf, b"PK" if workbook else None, PartSource.PRINTED, 1, agreement.slug, "")


def broken(monkeypatch: pytest.MonkeyPatch, slug: str) -> None:
    """Let the press refuse the document, until the next call of `monkeypatch.undo`."""
    well = quick_part

    def print_part(agreement: Agreement, *, workbook: bool) -> PrintedPart:
        if agreement.slug == slug:
            raise ValueError("no ink")
        return well(agreement, workbook=workbook)

    monkeypatch.setattr(print_work, "print_part", print_part)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_job_is_made_of_every_document_and_taken_by_whose_it_is() -> None:
    job = ordered()
    assert [part.name for part in job.parts.all()] == ["Asiakaspalvelut 2021", "Yhteiset palvelut 2021"]
    assert (job.state, states(job)) == (JobState.OPEN, [PartState.WAITING, PartState.WAITING])
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.DONE, [PartState.DONE, PartState.DONE])
    path = print_take(job=job, by=person("tuula.heino"), at=NOW)
    assert (path.stat().st_size, path.read_bytes()[:5]) == (job.size, b"%PDF-")


def test_ordered_twice_while_it_is_made_it_is_the_same_job() -> None:
    first = ordered()
    assert ordered() == first
    assert ordered(form=PrintForm.PARCEL) != first
    pekka = ordered("pekka.salo")
    assert pekka not in (first, ordered())
    work()
    assert ordered() != first


def test_what_is_not_there_to_be_read_is_not_printed() -> None:
    with pytest.raises(ValidationError, match="nothing to print"):
        ordered(choice=choice_of(year=1999))
    with pytest.raises(ValidationError, match="nothing to print"):
        ordered("maria.lindholm")
    assert not PrintJob.objects.exists()


def test_somebody_waits_for_their_earlier_jobs() -> None:
    for number in range(MOST_OPEN):
        ordered(choice=choice_of(statuses=list(Status.values)[: number + 1] if number else ["draft"]))
        ordered(choice=choice_of(statuses=[*list(Status.values)[: number + 1]]))
    with pytest.raises(ValidationError, match="earlier print jobs"):
        ordered(form=PrintForm.PARCEL)


def test_orders_and_downloads_are_in_the_log() -> None:
    job = ordered()
    work()
    print_take(job=job, by=person("tuula.heino"), at=NOW)
    entries = LogEntry.objects.filter(event=Event.PRINTED).order_by("number")
    assert [(entry.detail["deed"], entry.unit_id, entry.user_id) for entry in entries] == [
        ("ordered", job.unit_id, job.ordered_by_id),
        ("downloaded", job.unit_id, job.ordered_by_id),
    ]
    assert entries[0].detail["documents"] == ["asiakaspalvelut-2021 v1", "yhteiset-palvelut-2021 v1"]


def test_a_job_belongs_to_whoever_ordered_it() -> None:
    job, other = ordered(), person("juhani.makela")
    work()
    for deed in (print_take, print_cancel, print_retry, print_without):
        with pytest.raises(PermissionDenied, match="belongs to"):
            deed(job=job, by=other, at=NOW)


def test_nobody_takes_what_they_may_not_read_any_more() -> None:
    job = ordered()
    work()
    Membership.objects.filter(user=job.ordered_by).delete()
    with pytest.raises(PermissionDenied, match="may read every document"):
        print_take(job=job, by=job.ordered_by, at=NOW)


def test_there_is_no_file_before_it_is_ready_and_none_after_it_was_removed() -> None:
    job = ordered()
    with pytest.raises(FileNotFoundError):
        print_take(job=job, by=job.ordered_by, at=NOW)
    work()
    whole_file(job).unlink()
    with pytest.raises(FileNotFoundError):
        print_take(job=job, by=job.ordered_by, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_job_is_not_made_and_leaves_no_files() -> None:
    job = ordered()
    work(most=1)
    assert PartState.DONE in states(job)
    assert print_cancel(job=job, by=job.ordered_by, at=NOW).state == JobState.CANCELLED
    assert not folder_of(job).exists()
    work()
    job.refresh_from_db()
    assert (job.state, folder_of(job).exists()) == (JobState.CANCELLED, False)


def test_a_job_that_is_ready_is_not_cancelled() -> None:
    job = ordered()
    work()
    assert print_cancel(job=job, by=job.ordered_by, at=NOW).state == JobState.DONE
    assert whole_file(job).exists()


def test_what_failed_is_told_and_tried_again_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered()
    with monkeypatch.context() as patch:
        broken(patch, "asiakaspalvelut-2021")
        work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.FAILED, [PartState.FAILED, PartState.DONE])
    assert job.parts.get(number=1).reason == "ValueError: no ink"
    print_retry(job=job, by=job.ordered_by, at=NOW)
    assert states(job) == [PartState.WAITING, PartState.DONE]
    work()
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.DONE, "")
    assert list(job.parts.values_list("times", flat=True)) == [1, 1]


def test_what_failed_is_left_out_where_somebody_wants_it_so(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered()
    with monkeypatch.context() as patch:
        broken(patch, "asiakaspalvelut-2021")
        work()
        print_without(job=job, by=job.ordered_by, at=NOW)
        work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.DONE, [PartState.LEFT_OUT, PartState.DONE])


def test_nothing_is_made_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered(choice=choice_of(statuses=["draft"]))
    broken(monkeypatch, "yhteiset-palvelut-2021")
    work()
    with pytest.raises(ValidationError, match="Nothing would be left"):
        print_without(job=job, by=job.ordered_by, at=NOW)


def test_to_try_again_and_to_leave_out_are_nothing_for_a_job_that_did_not_fail() -> None:
    job = ordered()
    waiting = DBTaskResult.objects.count()
    print_retry(job=job, by=job.ordered_by, at=NOW)
    print_without(job=job, by=job.ordered_by, at=NOW)
    assert DBTaskResult.objects.count() == waiting


def test_what_is_old_is_removed_with_its_files_at_the_next_job(settings: Settings) -> None:
    old = ordered(at=timezone.now() - datetime.timedelta(days=settings.PRINTS_KEPT_DAYS, minutes=1))
    work()
    new = ordered(form=PrintForm.PARCEL)
    work()
    assert list(PrintJob.objects.all()) == [new]
    assert not folder_of(old).exists()
    assert whole_file(new).exists()
    assert old_prints_remove(at=timezone.now()) == 0


def test_an_order_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("agreements.services.printing.log_entry", refuse)
    with pytest.raises(RuntimeError):
        print_order(choice=choice_of(), form="book", language="fi", by=person("tuula.heino"), at=NOW)
    assert (PrintJob.objects.count(), DBTaskResult.objects.count()) == (0, 0)
