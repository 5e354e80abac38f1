import json
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from agreements.document import load_document
from agreements.exports.json import document_as_json
from agreements.freezing import canonical_content, content_sha256
from agreements.management.commands import load_examples
from agreements.models import (
    Agreement,
    Goal,
    HigherGoal,
    Membership,
    Party,
    PortfolioEntry,
    Role,
    Section,
    SignedRecord,
    Source,
    Unit,
    User,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty() -> None:
    """A database that nothing has been loaded into."""
    Agreement.objects.all().delete()
    User.objects.all().delete()


def load() -> str:
    out = StringIO()
    call_command("load_examples", stdout=out)
    return out.getvalue()


def test_creates_the_five_documents_a_draft_and_a_user_for_each_role(empty: None) -> None:
    load()
    statuses = dict(Agreement.objects.values_list("slug", "status"))
    assert statuses.pop("yhteiset-palvelut-2021") == "draft"
    assert set(statuses) == {
        *("asiakaspalvelut-2021", "yhteiset-palvelut-2020", "turku-ake-2024", "lumme-2018", "porvoo-ake-2026")
    }
    assert set(statuses.values()) == {"in_force"}
    assert set(Agreement.objects.filter(status="in_force").values_list("signed", flat=True)) == {"paper"}
    assert set(Membership.objects.filter(user__is_demo=True).values_list("role", flat=True)) == set(Role.values)


def test_the_draft_is_signed_by_demo_users_whose_names_the_document_does_not_write(empty: None) -> None:
    load()
    parties = Party.objects.filter(agreement__slug="yhteiset-palvelut-2021").order_by("position")
    assert list(parties.values_list("title", "name", "user__name")) == [
        ("toimialajohtaja", None, "Juhani Mäkelä"),
        ("palvelualuejohtaja", None, "Anna-Leena Virta"),
        ("tulosyksikön päällikkö", None, "Helena Laine"),
    ]


def test_what_was_signed_on_paper_is_frozen_as_it_was_loaded(empty: None) -> None:
    load()
    records = {record.agreement.slug: record for record in SignedRecord.objects.select_related("agreement")}
    assert set(records) == set(Agreement.objects.filter(status="in_force").values_list("slug", flat=True))
    for record in records.values():
        assert record.content == canonical_content(record.agreement)
        assert record.sha256 == content_sha256(record.content)
        assert record.pdf is None


def test_what_stands_above_the_documents_is_loaded_and_goals_of_the_draft_hang_on_it(empty: None) -> None:
    HigherGoal.objects.all().delete()
    PortfolioEntry.objects.all().delete()
    load()
    assert set(HigherGoal.objects.values_list("source", flat=True)) == set(Source.values)
    linked = Goal.objects.exclude(serves=None)
    assert {goal.section.agreement.slug for goal in linked.select_related("section__agreement")} == {
        load_examples.DRAFT[1]
    }
    assert linked.count() == 2
    assert PortfolioEntry.objects.filter(manager__isnull=False).count() == 3


def snapshot() -> tuple[object, ...]:
    slugs = list(Agreement.objects.order_by("slug").values_list("slug", "pk"))
    above = HigherGoal.objects.count(), PortfolioEntry.objects.count()
    return slugs, Section.objects.count(), Unit.objects.count(), above


def test_twice_changes_nothing_and_says_so(examples: None) -> None:
    before = snapshot()
    assert load().count("left as it is") == 6
    assert snapshot() == before


def test_never_touches_a_slug_that_exists(examples: None) -> None:
    Agreement.objects.filter(slug="lumme-2018").update(title="Muokattu")
    Agreement.objects.filter(slug="porvoo-ake-2026").delete()
    load()
    assert Agreement.objects.get(slug="lumme-2018").title == "Muokattu"
    assert document_as_json(load_document(Agreement.objects.get(slug="porvoo-ake-2026")))["sections"]


def test_broken_off_leaves_nothing(empty: None) -> None:
    with (
        mock.patch.object(load_examples, "document_carry_to_next_year", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        load()
    assert not Agreement.objects.exists()


def test_a_broken_file_is_named(empty: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "rikki.json").write_text(json.dumps({"slug": "rikki", "title": "a\x00b"}))
    monkeypatch.setattr(load_examples, "FIXTURES", tmp_path)
    with pytest.raises(CommandError, match=r"rikki\.json cannot be loaded, and nothing was changed"):
        load()


def test_production_gets_the_documents_and_no_demo_user(empty: None, settings: Settings) -> None:
    settings.DEMO_USERS = False
    load()
    assert Agreement.objects.count() == 6
    assert not User.objects.exists()
