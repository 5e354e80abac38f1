"""Closing a document's year with its report, and reopening it."""

import datetime
import hashlib
import json
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements import records
from agreements.models import Agreement, ClosingRecord, Event, LogEntry, SignedOn, Status
from agreements.records import MadeRecord
from agreements.services import closing
from agreements.services.closing import agreement_close, agreement_reopen
from agreements.services.status import OvertakenError
from metrics.models import Metric
from metrics.services.observations import observation_record
from tests.agreements.signed import person

pytestmark = pytest.mark.usefixtures("examples")
NOW = timezone.now()
SLUG = "yhteiset-palvelut-2020"


@pytest.fixture
def document() -> Agreement:
    document = Agreement.objects.get(slug=SLUG)
    record(document)
    return document


def a_metric(document: Agreement) -> Metric:
    return Metric.objects.filter(measure__goal__section__agreement=document).order_by("pk")[0]


def record(document: Agreement, value: str = "17 kpl") -> None:
    observation_record(
        metric=a_metric(document),
        date=datetime.date(2020, 12, 31) if value == "17 kpl" else datetime.date(2020, 8, 31),
        value=value,
        seen=None,
        by=person("helena.laine"),
        at=NOW,
    )


def close(document: Agreement, *, seen: int = 0) -> None:
    agreement_close(agreement=document, seen=seen, by=person("helena.laine"), at=NOW, reason="Vuosi on päätetty")
    document.refresh_from_db()


def test_a_closed_document_keeps_what_it_came_to_in_a_sealed_report(document: Agreement) -> None:
    close(document)
    assert (document.status, document.signed) == (Status.CLOSED, SignedOn.PAPER)
    record = document.closings.get()
    assert "17 kpl" in record.content
    assert record.sha256 == hashlib.sha256(record.content.encode()).hexdigest()
    assert json.loads(record.content)["document"]["slug"] == SLUG
    with pikepdf.open(BytesIO(record.file)) as pdf:
        assert pdf.attachments["content.json"].get_file().read_bytes() == record.content.encode()
    assert record.level == "PAdES B-B"
    assert LogEntry.objects.filter(event=Event.SEALED).count() == 1


def test_nothing_is_recorded_in_a_closed_document(document: Agreement) -> None:
    close(document)
    with pytest.raises(PermissionDenied):
        record(document, "3 kpl")


def test_closing_twice_does_it_once(document: Agreement) -> None:
    close(document)
    close(document)
    assert document.closings.count() == document.status_changes.count() == 1


def test_an_actual_recorded_while_the_report_is_made_is_in_it(
    document: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records.sealed_record
    others = iter(["22 kpl"])

    def make_and_be_overtaken(*args: object, **named: object) -> MadeRecord:
        for value in others:
            record(document, value)
        return made(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "sealed_record", make_and_be_overtaken)
    before = len(document.closings.all())
    close(document)
    assert document.closings.count() == before + 1


def test_a_document_is_reopened_with_a_reason_and_its_report_stays(document: Agreement) -> None:
    close(document)
    with pytest.raises(ValidationError):
        agreement_reopen(agreement=document, seen=1, by=person("pekka.salo"), at=NOW, reason=" ")
    with pytest.raises(PermissionDenied):
        agreement_reopen(agreement=document, seen=1, by=person("helena.laine"), at=NOW, reason="Luku oli väärin")
    change = agreement_reopen(agreement=document, seen=1, by=person("pekka.salo"), at=NOW, reason="Luku oli väärin")
    document.refresh_from_db()
    assert document.status == Status.IN_FORCE
    assert document.closings.get().reopened == change
    record(document, "3 kpl")
    close(document, seen=2)
    assert document.closings.filter(reopened=None).count() == 1
    assert document.closings.count() == 2


def test_who_may_not_close_is_told(document: Agreement) -> None:
    for name in ("kaisa.lehto", "tuula.heino", "maria.lindholm"):
        with pytest.raises(PermissionDenied):
            agreement_close(agreement=document, seen=0, by=person(name), at=NOW)
    with pytest.raises(OvertakenError):
        close_after_a_step(document)
    assert ClosingRecord.objects.count() == 1


def close_after_a_step(document: Agreement) -> None:
    agreement_close(agreement=document, seen=0, by=person("helena.laine"), at=NOW)
    agreement_reopen(agreement=document, seen=1, by=person("pekka.salo"), at=NOW, reason="Uudelleen")
    agreement_close(agreement=document, seen=0, by=person("anna-leena.virta"), at=NOW)
