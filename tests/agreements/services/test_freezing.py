"""Freezing: what is kept, and that nobody's words slip in or out while it happens."""

import datetime
import hashlib
from collections.abc import Callable
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from agreements.freezing import canonical_content, content_sha256
from agreements.models import Agreement, SignedRecord, User
from agreements.services.freezing import freeze
from metrics.models import Metric

pytestmark = pytest.mark.usefixtures("examples")
SLUG = "yhteiset-palvelut-2020"
NOW = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)
WORDS = "Sana viime hetkellä"
SOON = 0.5


def document() -> Agreement:
    return Agreement.objects.get(slug=SLUG)


def test_the_content_is_kept_with_its_hash_and_the_pdf(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    agreement, by = document(), User.objects.all()[0]
    with django_assert_num_queries(12):
        record = freeze(agreement=agreement, by=by, at=NOW, pdf=b"%PDF", level="PAdES B-B", certificate="c" * 64)
    kept = SignedRecord.objects.get(agreement=agreement)
    assert kept == record
    assert kept.content == canonical_content(agreement)
    assert kept.sha256 == content_sha256(kept.content)
    assert bytes(kept.pdf or b"") == b"%PDF"
    assert kept.pdf_sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert (kept.level, kept.certificate, kept.by, kept.at) == ("PAdES B-B", "c" * 64, by, NOW)


def test_paper_has_no_pdf_of_ours() -> None:
    record = freeze(agreement=document(), by=None, at=NOW)
    assert (record.pdf, record.pdf_sha256, record.by) == (None, None, None)


def test_what_came_in_force_before_is_frozen_once() -> None:
    first = freeze(agreement=document(), by=None, at=NOW)
    Agreement.objects.filter(slug="lumme-2018").update(status="closed")
    out = StringIO()
    call_command("freeze_signed", stdout=out)
    call_command("freeze_signed", stdout=out)
    told = [line.split()[0] for line in out.getvalue().splitlines()]
    assert told == ["asiakaspalvelut-2021", "lumme-2018", "porvoo-ake-2026", "turku-ake-2024"]
    assert SignedRecord.objects.get(agreement=document()) == first
    assert not SignedRecord.objects.filter(agreement__status="draft").exists()


def _write() -> None:
    Metric.objects.filter(measure__goal__section__agreement__slug=SLUG).order_by("pk")[:1].get().delete()
    metric = Metric.objects.filter(measure__goal__section__agreement__slug=SLUG).order_by("pk")[0]
    metric.text = WORDS
    metric.save()


def _meanwhile(deed: Callable[[], object]) -> tuple[Thread, list[Exception]]:
    """The deed, begun by somebody else; what it raises comes into the list."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            deed()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, raised


@pytest.fixture
def many_write() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite one writes at a time.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("many_write")
def test_whoever_writes_behind_the_services_back_is_waited_for() -> None:
    written, done = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            _write()
            written.set()
            done.wait(30)

    writer, refused = _meanwhile(write)
    written.wait(30)
    freezer, failed = _meanwhile(lambda: freeze(agreement=document(), by=None, at=NOW))
    freezer.join(SOON)
    assert freezer.is_alive()
    done.set()
    writer.join(30)
    freezer.join(30)
    assert (refused, failed) == ([], [])
    record = SignedRecord.objects.get()
    assert WORDS in record.content
    assert record.sha256 == content_sha256(canonical_content(document()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("many_write")
def test_whoever_writes_while_it_is_frozen_waits_and_is_refused() -> None:
    with transaction.atomic():
        freeze(agreement=document(), by=None, at=NOW)
        writer, refused = _meanwhile(_write)
        writer.join(SOON)
        assert writer.is_alive()
    writer.join(30)
    assert [type(error) for error in refused] == [IntegrityError]
    record = SignedRecord.objects.get()
    assert record.sha256 == content_sha256(canonical_content(document()))
