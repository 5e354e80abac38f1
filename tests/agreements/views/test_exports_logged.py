"""Every file that leaves is in the log, whichever door it leaves by; and so is what is brought back from history."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Event, LogEntry, Unit, User
from agreements.services.undoing import row_restore
from metrics.models import Indicator, Metric, Observation
from tests.agreements.edited_draft import edited_draft

pytestmark = pytest.mark.django_db
SLUG = "yhteiset-palvelut-2020"


@pytest.fixture
def helena(client: Client) -> Client:
    client.force_login(User.objects.get(email="helena.laine@example.org"))
    return client


def exports() -> list[LogEntry]:
    return list(LogEntry.objects.filter(event=Event.EXPORTED).order_by("number"))


def agreement() -> Agreement:
    return Agreement.objects.get(slug=SLUG)


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        (f"/agreements/{SLUG}/export.json", {"what": "document", "format": "json"}),
        (f"/agreements/{SLUG}/export.pdf", {"what": "document", "format": "pdf"}),
        (f"/agreements/{SLUG}/export.xlsx", {"what": "document", "format": "xlsx"}),
        (f"/agreements/{SLUG}/followup.xlsx", {"what": "follow_up", "format": "xlsx"}),
    ],
)
def test_a_file_of_a_document_is_told(helena: Client, address: str, detail: dict[str, str]) -> None:
    assert helena.get(address).status_code == 200
    (entry,) = exports()
    assert (entry.about, entry.unit_id) == (f"agreement {SLUG} v1", agreement().unit_id)
    assert entry.detail == detail
    assert entry.who == "Helena Laine (helena.laine@example.org)"


def test_a_comparison_is_told(helena: Client) -> None:
    assert helena.get(f"/agreements/yhteiset-palvelut-2021/compare.pdf?with={SLUG}").status_code == 200
    (entry,) = exports()
    assert (entry.about, entry.detail["what"]) == ("agreement yhteiset-palvelut-2021 v1", "comparison")


def test_a_summary_is_told_with_its_unit_and_year(helena: Client) -> None:
    unit = Unit.objects.get(name_fi="Yhteiset palvelut")
    assert helena.get("/summary/summary.xlsx?year=2020").status_code == 200
    assert helena.get(f"/summary/summary.pdf?year=2020&unit={unit.pk}").status_code == 200
    of_all, of_one = exports()
    assert (of_all.unit_id, of_all.detail) == (None, {"what": "summary", "format": "xlsx", "year": 2020})
    assert (of_one.unit_id, of_one.about) == (unit.pk, f"unit {unit.pk}")


def test_evidence_that_is_downloaded_is_told(helena: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "proof.pdf").write_bytes(b"%PDF-1.7")
    metric = Metric.objects.filter(measure__goal__section__agreement__slug=SLUG).order_by("pk")[0]
    indicator = Indicator.objects.get(pk=metric.indicator_id)
    observation = Observation.objects.create(
        **{"indicator": indicator, "date": datetime.date(2020, 5, 1), "value": "5", "recorded_at": timezone.now()},
        recorded_by=User.objects.get(email="helena.laine@example.org"),
        evidence_file="proof.pdf",
        evidence_name="todiste.pdf",
    )
    response = helena.get(reverse("evidence", args=[observation.pk]))
    assert b"".join(response) == b"%PDF-1.7"
    (entry,) = exports()
    assert (entry.unit_id, entry.detail["file"]) == (indicator.unit_id, "todiste.pdf")


def test_what_is_not_given_is_not_told(helena: Client) -> None:
    assert helena.get("/agreements/porvoo-ake-2026/export.pdf").status_code == 404
    assert helena.get("/agreements/yhteiset-palvelut-2021/followup.pdf").status_code == 404
    assert exports() == []


def test_a_file_from_the_admin_is_told(client: Client) -> None:
    client.force_login(User.objects.get(email="admin@example.org"))
    client.get(reverse("admin:agreements_agreement_export", args=[agreement().pk, "json"]))
    (entry,) = exports()
    assert (entry.about, entry.detail["format"]) == (f"agreement {SLUG} v1", "json")


def test_a_file_from_the_command_line_is_told_with_who_ran_it(tmp_path: Path) -> None:
    call_command("export_agreement", SLUG, format="json", output=tmp_path / "out.json")
    (entry,) = exports()
    assert (entry.user_id, entry.address) == (None, "")
    assert "manage.py" in entry.who


def test_a_file_that_could_not_be_written_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_agreement", SLUG, format="json", output=tmp_path / "nowhere" / "out.json")
    assert exports() == []


def test_a_page_is_no_export(helena: Client) -> None:
    helena.get(f"/agreements/{SLUG}/")
    assert exports() == []


def test_a_row_that_is_brought_back_is_told_with_the_step_it_comes_from(helena: Client) -> None:
    step = edited_draft()
    draft = Agreement.objects.get(slug="yhteiset-palvelut-2021")
    change = draft.revisions.get(number=step).changes.order_by("pk")[0]
    by = User.objects.get(email="helena.laine@example.org")
    saved = row_restore(agreement=draft, kind=change.kind, pk=change.row, number=step - 1, by=by, at=timezone.now())
    assert saved.revision
    (entry,) = LogEntry.objects.filter(event=Event.RESTORED)
    assert (entry.about, entry.unit_id) == ("agreement yhteiset-palvelut-2021 v1", draft.unit_id)
    assert entry.detail == {"step": step - 1, "row": change.kind, "new_step": saved.revision.number}


def test_nobody_sends_a_file_without_telling_the_log() -> None:
    """`print_take` tells it itself."""
    folders = [settings.BASE_DIR / app for app in ("agreements", "metrics", "staffing", "budgets")]
    sources = {path: path.read_text() for folder in folders for path in folder.rglob("*.py")}
    senders = {path: text for path, text in sources.items() if SENDS.search(text)}
    assert len(senders) >= 5
    assert [str(path) for path, text in senders.items() if not TELLS.search(text)] == []


SENDS = re.compile(r"Content-Disposition|FileResponse\(|as_attachment")
TELLS = re.compile(r"export_log\(|print_take\(")
