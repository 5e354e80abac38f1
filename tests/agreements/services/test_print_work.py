"""Printing in bulk as the workers do it."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from agreements.models import Agreement, JobState, Membership, PartState, PrintForm, User
from agreements.printing.store import part_file, whole_file
from agreements.services import print_work
from agreements.services.print_work import job_put_together, part_print
from metrics.models import Metric
from tests.agreements.print_jobs import choice_of, ordered, states, work

pytestmark = pytest.mark.usefixtures("examples")


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def change(slug: str, target: str) -> None:
    metric = Metric.objects.filter(measure__goal__section__agreement__slug=slug)[0]
    Metric.objects.filter(pk=metric.pk).update(target=target)


def test_a_book_and_a_parcel_of_real_documents(settings: Settings) -> None:
    book, parcel = ordered(), ordered(form=PrintForm.PARCEL)
    work()
    for job in (book, parcel):
        job.refresh_from_db()
        assert (job.state, job.reason) == (JobState.DONE, "")
    own = sum(part.pages or 0 for part in book.parts.all())
    with pikepdf.open(whole_file(book)) as pdf:
        assert len(pdf.pages) == book.pages == own + 3
    with zipfile.ZipFile(whole_file(parcel)) as packed:
        names = packed.namelist()
        assert len(names) == 5
        for name in names:
            if name.endswith(".xlsx"):
                assert openpyxl.load_workbook(io.BytesIO(packed.read(name))).sheetnames
    assert parcel.pages == own


def test_a_document_that_was_done_is_not_printed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered()
    work(most=1)
    done = job.parts.get(state=PartState.DONE)
    made = part_file(job, done, "pdf").stat().st_mtime_ns
    monkeypatch.setattr(print_work, "print_part", lambda *_args, **_named: pytest.fail("printed again"))
    part_print(part=done.pk)
    assert part_file(job, done, "pdf").stat().st_mtime_ns == made


def test_a_document_that_changed_meanwhile_is_printed_again_and_is_the_newest() -> None:
    job = ordered(choice=choice_of(statuses=["draft"]))
    work(most=1)
    change("yhteiset-palvelut-2021", "vähintään 987654")
    work()
    job.refresh_from_db()
    part = job.parts.get()
    assert (job.state, part.times, part.changed) == (JobState.DONE, 2, False)
    with pikepdf.open(whole_file(job)) as pdf:
        assert part.pages is not None
        assert pdf.docinfo["/Title"] == "Turku 2021"


def test_a_document_that_changes_all_the_time_is_put_in_and_said_to_have_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marks = iter(range(1_000))
    monkeypatch.setattr(print_work, "mark_of", lambda _agreement: str(next(marks)))
    job = ordered(choice=choice_of(statuses=["draft"]))
    work()
    job.refresh_from_db()
    part = job.parts.get()
    assert (job.state, part.times, part.changed) == (JobState.DONE, 2, True)


def test_a_document_that_was_removed_is_left_out() -> None:
    job = ordered()
    Agreement.objects.filter(slug="yhteiset-palvelut-2021").delete()
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.DONE, [PartState.DONE, PartState.LEFT_OUT])
    assert "not there any more" in job.parts.get(number=2).reason


def test_rights_are_asked_when_it_is_printed_and_again_when_it_is_put_together() -> None:
    job = ordered()
    work(most=2)
    assert states(job) == [PartState.DONE, PartState.DONE]
    unit = Agreement.objects.get(slug="yhteiset-palvelut-2021").unit
    Membership.objects.filter(user=job.ordered_by).update(unit=unit)
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.DONE, [PartState.LEFT_OUT, PartState.DONE])


def test_nothing_is_made_for_who_was_deactivated() -> None:
    job = ordered()
    User.objects.filter(pk=job.ordered_by_id).update(is_active=False)
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (JobState.FAILED, [PartState.LEFT_OUT, PartState.LEFT_OUT])
    assert not whole_file(job).exists()


def test_a_worker_that_is_told_to_end_at_once_lets_the_document_wait_again(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered(choice=choice_of(statuses=["draft"]))
    part = job.parts.get()

    def stop(*_args: object, **_named: object) -> None:
        raise SystemExit(1)

    with monkeypatch.context() as patch:
        patch.setattr(print_work, "print_part", stop)
        with pytest.raises(SystemExit):
            part_print(part=part.pk)
    assert states(job) == [PartState.WAITING]
    assert DBTaskResult.objects.ready().filter(task_path="agreements.tasks.print_part").count() == 2


def test_what_goes_wrong_when_they_are_put_together_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_named: object) -> int:
        raise OSError(28, "No space left on device")

    job = ordered(choice=choice_of(statuses=["draft"]))
    with monkeypatch.context() as patch:
        patch.setattr(print_work, "compile_job", full)
        work()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "No space left on device" in job.reason
    assert [each.name for each in whole_file(job).parent.iterdir()] == ["0001.pdf"]


def test_tasks_of_jobs_that_are_gone_do_nothing() -> None:
    job = ordered()
    part = job.parts.all()[0].pk
    job.delete()
    part_print(part=part)
    job_put_together(job=10**6)


def test_reasons_are_in_the_language_of_the_job_whoever_works() -> None:
    job = ordered(choice=choice_of(statuses=["draft"]))
    User.objects.filter(pk=job.ordered_by_id).update(is_active=False)
    with translation.override("fi"):
        work()
    assert job.parts.get().reason == "You may not read the document any more."
