"""Documents that have come so far on their way, for the tests that look at every page."""

from django.utils import timezone

from agreements.models import Agreement, SigningRule, Status
from agreements.services.comments import WHOLE, comment_add
from agreements.services.decisions import decision_record
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


def undecided() -> Agreement:
    """The draft, to be signed in order by its parties once the city's decision is recorded."""
    document = to_be_signed()
    SigningRule.objects.create(unit=document.unit, kind=document.kind, signatures=3, in_order=True, asks_decision=True)
    return document


def half_signed() -> Agreement:
    """The draft, with a decision, signed by the first of its parties."""
    document = undecided()
    decision_record(
        agreement=document,
        decision_date=document.period_start,
        decision_section="§ 12",
        case_number="1234-2020",
        by=person("helena.laine"),
        at=timezone.now(),
    )
    sign(document, SIGNERS[0])
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
    for each in (in_review, sent_back, to_be_signed, undecided, half_signed, in_force, closed, being_amended, amended)
}
"""What makes a document come so far, by its name."""
