"""Documents on their way to signing, for the tests."""

import datetime
from typing import Any

from django.utils import timezone

from agreements.freezing import canonical_content, content_sha256
from agreements.models import Agreement, Party, User
from agreements.rows import load_snapshot
from agreements.services.amending import agreement_amend
from agreements.services.rows import row_add, row_delete, row_save
from agreements.services.signing import party_sign
from agreements.services.status import agreement_accept, agreement_submit

DRAFT = "yhteiset-palvelut-2021"
SIGNERS = ("juhani.makela", "anna-leena.virta", "helena.laine")
"""The three parties of the draft in their order: of the sector, of the service area, of the unit."""


def person(name: str) -> User:
    """The demo user of the name."""
    return User.objects.get(email=f"{name}@example.org")


def draft_with_parties() -> Agreement:
    """The example draft, with demo users as its parties."""
    draft = Agreement.objects.get(slug=DRAFT)
    for party, name in zip(draft.parties.order_by("position"), SIGNERS, strict=True):
        user = person(name)
        Party.objects.filter(pk=party.pk).update(user=user, name=user.name)
    return draft


def to_be_signed() -> Agreement:
    """The draft, sent and accepted."""
    draft = draft_with_parties()
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=timezone.now())
    agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=timezone.now())
    draft.refresh_from_db()
    return draft


def sign(document: Agreement, name: str) -> None:
    """The person of the name signs for their own party, having seen the document as it is."""
    party = document.parties.get(user=person(name))
    seen = content_sha256(canonical_content(document))
    party_sign(agreement=document, party=party.pk, seen=seen, confirmed="password", by=person(name), at=timezone.now())
    document.refresh_from_db()


def in_force() -> Agreement:
    """The draft, signed by everybody."""
    document = to_be_signed()
    for name in SIGNERS:
        sign(document, name)
    return document


def amendment(document: Agreement, *, day: datetime.date | None = None) -> Agreement:
    """The draft of a new version: a target of its own, a metric less and a metric more, under the head of the unit."""
    head = person("helena.laine")
    draft = agreement_amend(agreement=document, holds_from=day or document.period_end, by=head, at=timezone.now())
    first, second, third, *_rest = [row for row in load_snapshot(draft).rows.values() if row.kind == "metric"]
    told: dict[str, Any] = {"agreement": draft, "kind": "metric", "by": head, "at": timezone.now()}
    row_save(**told, pk=first.pk, version=first.version, values={"target": "väh. 12 kpl"})
    row_delete(**told, pk=third.pk, version=third.version)
    row_add(**told, parent=second.parent, values={"text": "Uusi mittari", "target": "≥ 1 000 kpl"})
    draft.refresh_from_db()
    return draft


def sent_amendment(draft: Agreement) -> Agreement:
    """The amendment, sent and accepted."""
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=timezone.now())
    agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=timezone.now())
    draft.refresh_from_db()
    return draft


def signed_amendment(draft: Agreement) -> Agreement:
    """The amendment, sent, accepted, and signed by everybody."""
    sent_amendment(draft)
    for name in SIGNERS:
        sign(draft, name)
    return draft
