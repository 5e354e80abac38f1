"""A document that was really signed, sealed and closed, for the tests of what proves it: made once for a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from agreements.document import load_document
from agreements.freezing import canonical_content, content_sha256
from agreements.models import Agreement, User
from agreements.records import make_record
from agreements.services.closing import agreement_close, agreement_reopen
from agreements.services.freezing import freeze
from agreements.services.status import agreement_accept, agreement_send_back, agreement_submit
from tests.agreements.signed import SIGNERS, person, sign, to_be_signed

OTHER = "asiakaspalvelut-2021"
"""Another unit's document, frozen with a sealed PDF of its own."""


@contextmanager
def proved(blocker: DjangoDbBlocker) -> Iterator[Agreement]:
    """The draft signed by all, after one signature had become void; closed, reopened and closed again.

    Everybody speaks English. All of it is undone in the end.
    """
    with blocker.unblock(), transaction.atomic():
        if not Agreement.objects.exists():
            call_command("load_examples", unfrozen=True, stdout=StringIO())
        User.objects.update(language="en")
        _freeze_other()
        yield _signed_and_closed()
        transaction.set_rollback(True)


def _signed_and_closed() -> Agreement:
    document = to_be_signed()
    sign(document, SIGNERS[0])
    lead, head, administrator = person("anna-leena.virta"), person("helena.laine"), person("pekka.salo")
    agreement_send_back(agreement=document, seen=2, by=lead, at=timezone.now(), reason="Tavoite 2 puuttuu.")
    agreement_submit(agreement=document, seen=3, by=head, at=timezone.now())
    agreement_accept(agreement=document, seen=4, by=lead, at=timezone.now())
    document.refresh_from_db()
    for name in SIGNERS:
        sign(document, name)
    agreement_close(agreement=document, seen=6, by=administrator, at=timezone.now())
    agreement_reopen(agreement=document, seen=7, by=administrator, at=timezone.now(), reason="Toteuma puuttui.")
    agreement_close(agreement=document, seen=8, by=administrator, at=timezone.now())
    document.refresh_from_db()
    return document


def _freeze_other() -> None:
    other = Agreement.objects.get(slug=OTHER)
    content, at = canonical_content(other), timezone.now()
    made = make_record(load_document(other), content=content, sha256=content_sha256(content), at=at)
    freeze(agreement=other, by=None, at=at, pdf=made.pdf, certificate=made.certificate)
