"""An amendment: the same content under the same keys, signed anew, superseding the version before."""

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.freezing import canonical_content
from agreements.models import Agreement, Move, Party, Status
from agreements.services.amending import agreement_amend
from agreements.services.closing import agreement_close, agreement_reopen
from agreements.services.status import agreement_accept, agreement_submit
from metrics.models import Metric
from metrics.services.observations import observation_record
from tests.agreements.signed import SIGNERS, in_force, person, sign

pytestmark = pytest.mark.usefixtures("examples")
NOW = timezone.now()
SLUGS = ["asiakaspalvelut-2021", "yhteiset-palvelut-2020", "turku-ake-2024", "lumme-2018", "porvoo-ake-2026"]
HEADS = {"asiakaspalvelut-2021": "sari.niemi", "yhteiset-palvelut-2020": "helena.laine"}


def amend(document: Agreement, *, name: str | None = None) -> Agreement:
    by = person(name or HEADS.get(document.slug, "pekka.salo"))
    return agreement_amend(agreement=document, holds_from=document.period_end, by=by, at=NOW)


def words(document: Agreement) -> dict[str, Any]:
    """The content but for what makes a version another one."""
    content: dict[str, Any] = json.loads(canonical_content(document))
    return {key: value for key, value in content.items() if key not in ("version", "supersedes", "holds_from")}


@pytest.mark.parametrize("slug", SLUGS[:3])
def test_an_amendment_begins_with_the_whole_content_under_the_same_keys(slug: str) -> None:
    document = Agreement.objects.get(slug=slug)
    draft = amend(document)
    assert (draft.status, draft.version, draft.supersedes) == (Status.DRAFT, 2, document)
    assert words(draft) == words(document)
    assert draft.signed is None
    assert not draft.signatures.exists()


@pytest.mark.parametrize("slug", SLUGS[3:])
def test_plans_and_projects_are_amended_too(slug: str) -> None:
    document = Agreement.objects.get(slug=slug)
    name = "virpi.aho" if slug == "lumme-2018" else "maria.lindholm"
    assert words(amend(document, name=name)) == words(document)


def test_the_version_in_force_holds_until_the_amendment_is_signed() -> None:
    document = in_force()
    draft = amend(document, name="helena.laine")
    versions = Agreement.objects.filter(slug=document.slug)
    assert versions.current().get() == document
    assert versions.newest().get() == draft
    assert set(versions.standing()) == {document, draft}
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW)
    agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=NOW)
    draft.refresh_from_db()
    for name in SIGNERS:
        sign(draft, name)
    document.refresh_from_db()
    assert (draft.status, document.status) == (Status.IN_FORCE, Status.CLOSED)
    assert versions.current().get() == versions.standing().get() == draft
    assert document.status_changes.filter(move=Move.SUPERSEDE).exists()
    assert json.loads(draft.record.content)["supersedes"] == 1
    with pytest.raises(ValidationError):
        agreement_reopen(agreement=document, seen=4, by=person("pekka.salo"), at=NOW, reason="Uudelleen")


def test_follow_up_continues_across_versions() -> None:
    document = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    metric = Metric.objects.filter(measure__goal__section__agreement=document)[0]
    observation_record(
        metric=metric, date=datetime.date(2020, 12, 31), value="17", seen=None, by=person("helena.laine"), at=NOW
    )
    draft = amend(document)
    same = Metric.objects.get(measure__goal__section__agreement=draft, key=metric.key)
    assert same.indicator == metric.indicator


def test_one_amendment_at_a_time_by_those_who_may_within_the_period() -> None:
    document = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    with pytest.raises(PermissionDenied):
        amend(document, name="anna-leena.virta")
    with pytest.raises(ValidationError) as caught:
        agreement_amend(agreement=document, holds_from=datetime.date(2021, 1, 1), by=person("helena.laine"), at=NOW)
    assert "holds_from" in caught.value.message_dict
    amend(document)
    with pytest.raises(ValidationError):
        amend(document)


def test_what_is_no_longer_in_force_is_not_amended() -> None:
    document = Agreement.objects.get(slug="yhteiset-palvelut-2020")
    agreement_close(agreement=document, seen=0, by=person("helena.laine"), at=NOW)
    with pytest.raises(PermissionDenied):
        amend(document)


def test_an_amendment_takes_as_many_queries_whatever_the_length(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    document = Agreement.objects.get(slug="asiakaspalvelut-2021")
    assert Party.objects.filter(agreement=document).exists()
    with django_assert_max_num_queries(60):
        amend(document)
