"""How a unit's documents are signed, set by its administrator."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Event, Kind, LogEntry, SigningRule, Unit
from agreements.services.signing_rules import signing_rule_set
from agreements.signatories import signing_of
from tests.agreements.signed import draft_with_parties, person

pytestmark = pytest.mark.usefixtures("examples")


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def unit(name: str = "Kirjastopalvelut") -> Unit:
    found: Unit = Unit.objects.get(name_fi=name)
    return found


def address(of: Unit) -> str:
    return f"/units/{of.pk}/signing/"


def sent(**changes: str) -> dict[str, str]:
    return {"kind": "service_agreement", "signatures": "2", "seen": "0", **changes}


def test_the_rule_holds_for_the_unit_and_below_until_it_is_taken_away() -> None:
    client, here = client_of("pekka.salo"), unit()
    assert client.post(address(here), sent(in_order="on", asks_decision="on")).status_code == 302
    draft = draft_with_parties()
    rule = signing_of(draft).rule
    assert (rule.signatures, rule.in_order, rule.asks_decision) == (2, True, True)
    page = client.get(address(draft.unit)).content.decode()
    assert "Kirjastopalvelut" in page
    assert client.post(address(here), sent(seen="1", drop="1")).status_code == 302
    assert signing_of(draft).rule.signatures == 3
    assert LogEntry.objects.filter(event=Event.RULE_CHANGED).count() == 2


def test_the_nearest_unit_s_rule_wins() -> None:
    at, by = timezone.now(), person("pekka.salo")
    for name, signatures in (("Turku", 1), ("Kirjastopalvelut", 2)):
        signing_rule_set(
            unit=unit(name),
            kind=Kind.SERVICE_AGREEMENT,
            signatures=signatures,
            in_order=False,
            asks_decision=False,
            seen=0,
            by=by,
            at=at,
        )
    assert signing_of(draft_with_parties()).rule.signatures == 2


@pytest.mark.parametrize("signatures", ["", "0", "21", "-1", "kolme", "9" * 30])
def test_a_number_that_is_none_is_refused_beside_its_field_with_what_was_typed(signatures: str) -> None:
    response = client_of("pekka.salo").post(address(unit()), sent(signatures=signatures))
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="service_agreement_signatures_error"' in page
    assert f'value="{signatures}"' in page or not signatures
    assert not SigningRule.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_told() -> None:
    client = client_of("pekka.salo")
    client.post(address(unit()), sent())
    response = client.post(address(unit()), sent(signatures="5"))
    assert response.status_code == 422
    assert SigningRule.objects.get().signatures == 2
    assert client.post(address(unit()), sent(signatures="5", seen="1")).status_code == 302
    assert SigningRule.objects.get().signatures == 5


def test_administrators_alone_set_it() -> None:
    for name, status in (("helena.laine", 404), ("anna-leena.virta", 403), ("maria.lindholm", 404)):
        assert client_of(name).get(address(unit())).status_code == status
        assert client_of(name).post(address(unit()), sent()).status_code == status
    assert not SigningRule.objects.exists()


def test_the_page_takes_a_fixed_number_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of("pekka.salo")
    client.post(address(unit("Turku")), sent())
    with django_assert_num_queries(8):
        client.get(address(unit()))
