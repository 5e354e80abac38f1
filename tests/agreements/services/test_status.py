"""A document's way from draft to signing and back."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.models import (
    Agreement,
    Event,
    LogEntry,
    Membership,
    Move,
    Notice,
    Party,
    Role,
    Status,
    StatusChange,
    User,
)
from agreements.services.notices import notices_send
from agreements.services.status import (
    OvertakenError,
    agreement_accept,
    agreement_send_back,
    agreement_submit,
    agreement_withdraw,
)
from tests.agreements.signed import DRAFT, draft_with_parties, person

pytestmark = pytest.mark.usefixtures("examples")
NOW = timezone.now()


@pytest.fixture
def draft() -> Agreement:
    return draft_with_parties()


def submitted(draft: Agreement) -> Agreement:
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW, reason="Luettavaksi")
    draft.refresh_from_db()
    return draft


def accepted(draft: Agreement) -> Agreement:
    submitted(draft)
    agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=NOW)
    draft.refresh_from_db()
    return draft


def test_a_draft_is_sent_accepted_and_to_be_signed(draft: Agreement) -> None:
    accepted(draft)
    assert draft.status == Status.TO_BE_SIGNED
    steps = draft.status_changes.order_by("number").values_list("number", "move", "before", "after", "reason")
    assert list(steps) == [
        (1, Move.SUBMIT, Status.DRAFT, Status.IN_REVIEW, "Luettavaksi"),
        (2, Move.ACCEPT, Status.IN_REVIEW, Status.TO_BE_SIGNED, None),
    ]
    entries = LogEntry.objects.filter(event=Event.STATUS_CHANGED).order_by("number")
    assert [entry.detail["after"] for entry in entries] == ["in_review", "to_be_signed"]
    assert {entry.about for entry in entries} == {f"agreement {DRAFT} v1"}


def test_whoever_sent_it_takes_it_back(draft: Agreement) -> None:
    submitted(draft)
    agreement_withdraw(agreement=draft, seen=1, by=person("helena.laine"), at=NOW)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("reason", ["", "  \n ", "\u200b\u200b", "bad\u202eword"])
def test_nothing_is_sent_back_without_a_reason(draft: Agreement, reason: str) -> None:
    submitted(draft)
    with pytest.raises(ValidationError) as caught:
        agreement_send_back(agreement=draft, seen=1, by=person("anna-leena.virta"), at=NOW, reason=reason)
    assert "reason" in caught.value.message_dict
    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW


def test_sending_back_from_signing_voids_the_signatures_visibly(draft: Agreement) -> None:
    accepted(draft)
    party = draft.parties.all()[0]
    signature = draft.signatures.create(
        **{"party": party, "user": party.user, "title": party.title, "name": "N", "signed": "application", "at": NOW},
        confirmed="password",
        content_sha256="0" * 64,
    )
    change = agreement_send_back(
        agreement=draft, seen=2, by=person("juhani.makela"), at=NOW, reason="Luvut eivät täsmää"
    )
    signature.refresh_from_db()
    assert signature.voided == change
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_party_whose_turn_it_is_sends_back_instead_of_signing(draft: Agreement) -> None:
    Party.objects.filter(agreement=draft, user=person("helena.laine")).update(user=person("tuula.heino"))
    accepted(draft)
    change = agreement_send_back(agreement=draft, seen=2, by=person("tuula.heino"), at=NOW, reason="Ei näin")
    assert change.after == Status.DRAFT


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("kaisa.lehto", "submit"),
        ("anna-leena.virta", "submit"),
        ("helena.laine", "accept"),
        ("tuula.heino", "accept"),
        ("helena.laine", "send_back"),
        ("kaisa.lehto", "withdraw"),
        ("maria.lindholm", "submit"),
    ],
)
def test_who_may_not_is_told_who_may(draft: Agreement, name: str, step: str) -> None:
    if step != "submit":
        submitted(draft)
    services: dict[str, Callable[..., StatusChange]] = {
        "submit": agreement_submit,
        "accept": agreement_accept,
        "send_back": agreement_send_back,
        "withdraw": agreement_withdraw,
    }
    before = draft.status
    with pytest.raises(PermissionDenied, match=r"\w+"):
        services[step](agreement=draft, seen=draft.status_changes.count(), by=person(name), at=NOW, reason="x")
    draft.refresh_from_db()
    assert draft.status == before


def test_pressing_twice_does_it_once(draft: Agreement) -> None:
    first = agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW)
    again = agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW)
    assert first == again
    assert draft.status_changes.count() == 1


def test_of_two_who_press_at_once_the_second_is_told(draft: Agreement) -> None:
    submitted(draft)
    agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=NOW)
    with pytest.raises(OvertakenError) as caught:
        agreement_send_back(agreement=draft, seen=1, by=person("juhani.makela"), at=NOW, reason="Ei vielä")
    assert caught.value.change.by == person("anna-leena.virta")
    draft.refresh_from_db()
    assert draft.status == Status.TO_BE_SIGNED


def test_a_document_with_too_few_parties_is_not_accepted(draft: Agreement) -> None:
    draft.parties.all()[0].delete()
    submitted(draft)
    with pytest.raises(ValidationError):
        agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=NOW)
    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW


def test_a_reason_too_long_is_refused_beside_its_field(draft: Agreement) -> None:
    with pytest.raises(ValidationError) as caught:
        agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=NOW, reason="x" * 5_001)
    assert "reason" in caught.value.message_dict


def test_those_who_are_next_are_told_once(draft: Agreement) -> None:
    submitted(draft)
    told = set(Notice.objects.values_list("user__email", flat=True))
    assert told == {f"{name}@example.org" for name in ("anna-leena.virta", "juhani.makela", "pekka.salo")}
    assert notices_send(at=NOW) == 3
    assert notices_send(at=NOW) == 0
    assert {mail.to[0] for mail in mail.outbox} == told
    assert all(re.search(rf"https?://\S+/agreements/{DRAFT}/\?version=1", str(each.body)) for each in mail.outbox)


def test_nobody_is_told_to_do_what_is_done(draft: Agreement) -> None:
    accepted(draft)
    Notice.objects.filter(change__number=2).delete()
    assert notices_send(at=NOW) == 0
    assert mail.outbox == []


def test_whoever_has_left_is_not_told(draft: Agreement) -> None:
    User.objects.filter(email="pekka.salo@example.org").update(is_active=False)
    submitted(draft)
    assert not Notice.objects.filter(user__email="pekka.salo@example.org").exists()


def test_a_mail_that_could_not_be_handed_over_is_tried_again(draft: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(draft)

    def fail(_self: object, **_named: object) -> int:
        raise OSError("no server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert notices_send(at=NOW) == 0
    assert notices_send(at=NOW) == 3


def test_a_role_that_has_ended_decides_nothing(draft: Agreement) -> None:
    submitted(draft)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=person("anna-leena.virta"), role=Role.DIRECTOR).update(until=yesterday)
    with pytest.raises(PermissionDenied):
        agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=NOW)
