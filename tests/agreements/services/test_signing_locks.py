"""In which order the last signature locks what others may be waiting for: documents first, the log last."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.records import MadeRecord
from agreements.services import signing
from agreements.services.amending import agreement_amend
from agreements.services.status import agreement_accept, agreement_submit
from tests.agreements.signed import SIGNERS, in_force, person, sign

pytestmark = pytest.mark.usefixtures("examples")
PDF = b"%PDF-1.7"
LOG = "pg_advisory_xact_lock"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file at once")
def test_the_version_that_is_superseded_is_locked_before_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever closes that one has locked it and waits for the log: the other way round, both would wait for ever."""
    made = MadeRecord(PDF, hashlib.sha256(PDF).hexdigest(), "PAdES B-B", "0" * 64)
    monkeypatch.setattr(signing, "make_record", lambda *_args, **_named: made)
    old = in_force()
    now, head = timezone.now(), person("helena.laine")
    new = agreement_amend(agreement=old, holds_from=old.period_end, by=head, at=now)
    agreement_submit(agreement=new, seen=0, by=head, at=now)
    agreement_accept(agreement=new, seen=1, by=person("anna-leena.virta"), at=now)
    for name in SIGNERS[:2]:
        sign(new, name)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        sign(new, SIGNERS[2])
    queries = [query["sql"] for query in captured]
    documents = [number for number, sql in enumerate(queries) if "FOR UPDATE" in sql and f'"id" = {old.pk} ' in sql]
    assert documents[0] < next(number for number, sql in enumerate(queries) if LOG in sql)
