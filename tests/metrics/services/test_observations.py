import datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from agreements.models import Agreement, Status, User
from metrics.followup import follow_up
from metrics.models import Assessment, Metric, Observation
from metrics.services.observations import (
    AssessedMeanwhileError,
    RecordedMeanwhileError,
    assessment_decide,
    assessment_withdraw,
    observation_record,
    recordable_metrics,
)
from metrics.services.recording import EntriesRefusedError, Entry, colour_set, entries_record
from tests.agreements.files import small_pdf

pytestmark = pytest.mark.usefixtures("examples")
SLUG = "yhteiset-palvelut-2020"
YEAR_END = datetime.date(2020, 12, 31)
APRIL = datetime.date(2020, 4, 30)


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def metrics(slug: str = SLUG) -> list[Metric]:
    return list(Metric.objects.filter(measure__goal__section__agreement__slug=slug).order_by("pk"))


def record(
    metric: Metric,
    value: str,
    *,
    date: datetime.date = YEAR_END,
    seen: Observation | None = None,
    by: str = "helena.laine",
    note: str = "",
    file: SimpleUploadedFile | None = None,
) -> Observation:
    return observation_record(
        metric=metric,
        date=date,
        value=value,
        note=note,
        file=file,
        seen=seen.pk if seen else None,
        by=person(by),
        at=timezone.now(),
    )


def save_all(*entries: Entry, by: str = "helena.laine", date: datetime.date = YEAR_END) -> int:
    mine = {metric.pk: metric for metric in recordable_metrics(person(by))}
    return entries_record(metrics=mine, entries=entries, date=date, by=person(by), at=timezone.now())


def test_a_correction_supersedes_and_never_overwrites() -> None:
    metric = metrics()[0]
    first = record(metric, "5")
    second = record(metric, "6", seen=first)
    first.refresh_from_db()
    assert (first.value, first.is_current) == ("5", False)
    assert (second.supersedes, second.is_current, second.closes) == (first, True, 2020)


def test_an_interim_value_closes_no_year() -> None:
    assert record(metrics()[0], "5", date=APRIL).closes is None


def test_the_same_words_again_change_nothing() -> None:
    metric = metrics()[0]
    first = record(metric, "5")
    assert record(metric, " 5 ", seen=first) == first


def test_whoever_did_not_see_what_holds_is_refused_and_told_what_it_is() -> None:
    metric = metrics()[0]
    first = record(metric, "5")
    with pytest.raises(RecordedMeanwhileError) as caught:
        record(metric, "6")
    assert caught.value.current == first
    assert Observation.objects.filter(indicator=metric.indicator).count() == 1


def test_words_are_kept_exactly_as_they_were_written() -> None:
    words = ["1.234", "1e5", "NaN", "12345678901234567890", "1\u202f234", "\u22125", "=1+1", "Jäi toteutumatta"]
    for metric, value in zip(metrics(), words, strict=False):
        assert record(metric, value).value == value


@pytest.mark.parametrize("value", ["", "  \n", "x" * 10_000, "a\x00b", "\ud800"])
def test_what_cannot_be_kept_is_refused_at_its_field(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        record(metrics()[0], value)
    assert list(caught.value.message_dict) == ["value"]


@pytest.mark.parametrize("date", [datetime.date(2019, 12, 31), datetime.date(2021, 1, 1)])
def test_a_date_outside_the_period_is_refused(date: datetime.date) -> None:
    with pytest.raises(ValidationError, match="date"):
        record(metrics()[0], "5", date=date)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("malware.exe", b"MZ"),
        ("no-ending", b"%PDF-1.7"),
        ("empty.pdf", b""),
        ("picture.png", b"%PDF-1.7"),
        ("page.svg", b"<svg/>"),
        ("large.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused_at_its_field(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        record(metrics()[0], "5", file=SimpleUploadedFile(name, content))
    assert list(caught.value.message_dict) == ["file"]
    assert not Observation.objects.exists()


def test_a_file_stays_when_the_words_are_corrected(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    first = record(metrics()[0], "5", file=SimpleUploadedFile("tilasto.pdf", small_pdf()))
    assert "tilasto" not in str(first.evidence_file.name)
    second = record(metrics()[0], "6", seen=first)
    assert (second.evidence_file.name, second.evidence_name) == (first.evidence_file.name, "tilasto.pdf")


def test_nothing_is_recorded_in_a_closed_year() -> None:
    Agreement.objects.filter(slug=SLUG).update(status=Status.CLOSED)
    with pytest.raises(PermissionDenied):
        record(metrics()[0], "5")


@pytest.mark.parametrize("name", ["sari.niemi", "maria.lindholm", "kaisa.lehto", "juhani.makela"])
def test_others_record_nothing(name: str) -> None:
    with pytest.raises(PermissionDenied):
        record(metrics()[0], "5", by=name)


@pytest.mark.parametrize("role", ["responsible", "substitute"])
def test_a_responsible_person_records_their_own_wherever_the_unit_is(role: str) -> None:
    mine, other = metrics()[:2]
    Metric.objects.filter(pk=mine.pk).update(**{role: person("maria.lindholm")})
    assert record(mine, "5", by="maria.lindholm").recorded_by == person("maria.lindholm")
    with pytest.raises(PermissionDenied):
        record(other, "5", by="maria.lindholm")


def test_what_is_recorded_once_serves_every_document_that_has_the_indicator() -> None:
    here, there = metrics()[0], metrics("asiakaspalvelut-2021")[0]
    agreement = there.measure.goal.section.agreement
    Agreement.objects.filter(pk=agreement.pk).update(period_start=datetime.date(2020, 1, 1), period_end=YEAR_END)
    there.indicator = here.indicator
    there.save()
    record(here, "8")
    stands = follow_up(Metric.objects.filter(pk__in=[here.pk, there.pk]), on=YEAR_END)
    assert [stand.recorded and stand.recorded.value for stand in stands.values()] == ["8", "8"]


def test_another_documents_last_day_does_not_close_the_year_a_second_time() -> None:
    here, there = metrics()[0], metrics("asiakaspalvelut-2021")[0]
    june = datetime.date(2020, 6, 30)
    there.indicator = here.indicator
    there.save()
    Agreement.objects.filter(slug="asiakaspalvelut-2021").update(
        period_start=datetime.date(2020, 1, 1), period_end=june
    )
    there = Metric.objects.get(pk=there.pk)
    record(there, "8", date=june, by="sari.niemi")
    with pytest.raises(ValidationError) as caught:
        record(here, "9")
    assert "date" in caught.value.message_dict


def test_a_persons_colour_is_kept_with_its_reason_and_can_be_withdrawn() -> None:
    metric, helena = metrics()[0], person("helena.laine")
    decided = assessment_decide(
        metric=metric, colour="yellow", reason="Korona", seen=None, by=helena, at=timezone.now()
    )
    with pytest.raises(AssessedMeanwhileError):
        assessment_decide(metric=metric, colour="red", reason="Ei", seen=None, by=helena, at=timezone.now())
    assessment_withdraw(metric=metric, seen=decided.pk, by=helena)
    assert not Assessment.objects.filter(is_current=True).exists()
    assert Assessment.objects.get().reason == "Korona"


@pytest.mark.parametrize(
    ("colour", "reason", "field"), [("blue", "Syy", "colour"), ("red", " ", "reason"), ("", "Syy", "colour")]
)
def test_a_colour_needs_to_be_one_and_to_have_a_reason(colour: str, reason: str, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        colour_set(
            metric=metrics()[0], colour=colour, reason=reason, seen=None, by=person("helena.laine"), at=timezone.now()
        )
    assert list(caught.value.message_dict) == [field]


def test_many_are_recorded_at_once() -> None:
    one, two, three = metrics()[:3]
    count = save_all(
        Entry(metric=one.pk, value="5", colour="yellow", reason="Korona"),
        Entry(metric=two.pk, value="Kyllä"),
        Entry(metric=three.pk),
    )
    assert count == 2
    assert set(Observation.objects.values_list("value", flat=True)) == {"5", "Kyllä"}
    assert Assessment.objects.get().metric_key == one.key


def test_one_fault_among_many_records_nothing_and_every_fault_is_told() -> None:
    one, two, three = metrics()[:3]
    standing = record(three, "1")
    with pytest.raises(EntriesRefusedError) as caught:
        save_all(
            Entry(metric=one.pk, value="5"),
            Entry(metric=two.pk, value="x" * 10_000, reason="Syy"),
            Entry(metric=three.pk, value="2"),
            Entry(metric=0, value="7"),
        )
    refusals = caught.value.refusals
    assert list(refusals.messages) == [two.pk]
    assert set(refusals.messages[two.pk]) == {"value", "colour"}
    assert refusals.observations == {three.pk: standing}
    assert [entry.value for entry in refusals.gone] == ["7"]
    assert list(Observation.objects.all()) == [standing]


def test_what_was_refused_leaves_no_file_behind(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    one, two = metrics()[:2]
    file = SimpleUploadedFile("tilasto.pdf", small_pdf())
    with pytest.raises(EntriesRefusedError):
        save_all(Entry(metric=one.pk, value="5", file=file), Entry(metric=two.pk, note="Vain huomautus"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_row_that_its_writer_left_alone_is_nobodys_conflict() -> None:
    one, two = metrics()[:2]
    seen = record(one, "5")
    newer = record(one, "6", seen=seen)
    assert save_all(Entry(metric=one.pk, value="5", seen=seen.pk), Entry(metric=two.pk, value="1")) == 1
    assert Observation.objects.filter(is_current=True, indicator=one.indicator).get() == newer
