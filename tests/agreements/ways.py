"""Documents that have come so far on their way, for the tests that look at every page."""

from django.utils import timezone

from agreements.models import Agreement, SigningRule, Status
from agreements.services.comments import WHOLE, comment_add
from agreements.services.status import agreement_send_back, agreement_submit
from tests.agreements.signed import (
    SIGNERS,
    amendment,
    draft_with_parties,
    in_force,
    person,
    sent_amendment,
    sign,
    signed_amendment,
    to_be_signed,
)

YEAR_BEFORE = "yhteiset-palvelut-2020"


def in_review() -> Agreement:
    """The draft, sent."""
    draft = draft_with_parties()
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=timezone.now(), reason="Luettavaksi.")
    return draft


def sent_back() -> Agreement:
    """The draft, sent and sent back."""
    draft = in_review()
    why = "Toinen tavoite on liian matala.\nKatsokaa myös henkilöstöluvut."
    agreement_send_back(agreement=draft, seen=1, by=person("anna-leena.virta"), at=timezone.now(), reason=why)
    return draft


def half_signed() -> Agreement:
    """The draft, signed by the first of its parties, in order, with a decision that is still to be recorded."""
    document = to_be_signed()
    sign(document, SIGNERS[0])
    SigningRule.objects.create(unit=document.unit, kind=document.kind, signatures=3, in_order=True, asks_decision=True)
    return document


def closed() -> Agreement:
    """The year before's document, closed without a report."""
    Agreement.objects.filter(slug=YEAR_BEFORE).update(status=Status.CLOSED)
    return Agreement.objects.get(slug=YEAR_BEFORE, version=1)


def being_amended() -> Agreement:
    """The draft of an amendment of the year before's document."""
    return amendment(Agreement.objects.get(slug=YEAR_BEFORE))


def amended() -> Agreement:
    """The draft, signed, superseded by a signed amendment, and a further amendment of that to be signed."""
    document = draft_with_parties()
    by, text = person("anna-leena.virta"), "Tarkistetaanko syksyllä?"
    comment_add(agreement=document, kind="agreement", key=WHOLE, text=text, by=by, at=timezone.now())
    return sent_amendment(amendment(signed_amendment(amendment(in_force()))))


WAYS = {
    each.__name__: each
    for each in (in_review, sent_back, to_be_signed, half_signed, in_force, closed, being_amended, amended)
}
"""What makes a document come so far, by its name."""
