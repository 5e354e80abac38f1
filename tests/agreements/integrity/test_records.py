"""What was signed, scanned and closed: what was done to it behind the application's back is named."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from agreements.exports.pdf.archive import Archive, Attachment
from agreements.exports.pdf.press import print_html
from agreements.freezing import canonical_content, content_sha256
from agreements.integrity import CHECKS, verify
from agreements.integrity.problems import first_difference
from agreements.models import (
    Agreement,
    ClosingRecord,
    Event,
    Goal,
    Party,
    Scan,
    Signature,
    SignedOn,
    SignedRecord,
    Status,
    StatusChange,
    User,
)
from agreements.sealing import Sealer, open_sealer, seal
from agreements.sealing.demo import self_signed
from agreements.services.freezing import freeze
from agreements.services.log import log_entry
from agreements.services.signing import paper_attach
from agreements.triggers import remove_triggers
from agreements.uploads import Checked
from config.seal import SealSettings
from tests.agreements.signed import SIGNERS, person, sign, to_be_signed

pytestmark = pytest.mark.usefixtures("examples")
AT = datetime.datetime(2026, 11, 26, 12, 30, tzinfo=datetime.UTC)
SLUG = "yhteiset-palvelut-2021"
NAME = f"The signed document agreement {SLUG} v1"


def sealer_in(folder: Path) -> Sealer:
    path = folder / "seal.pem"
    path.write_bytes(self_signed("Turun kaupungin sinetti", at=AT))
    return open_sealer(SealSettings(certificate=path))


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    return sealer_in(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="session")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    return sealer_in(tmp_path_factory.mktemp("theirs"))


_sealed: dict[tuple[str, str], bytes] = {}


def sealed_pdf(content: str, sealer: Sealer) -> bytes:
    """A sealed file with the content attached; each is made once, for that takes long."""
    key = (content, sealer.fingerprint)
    if key not in _sealed:
        _sealed[key] = _made_pdf(content, sealer)
    return _sealed[key]


def _made_pdf(content: str, sealer: Sealer) -> bytes:
    archive = Archive(
        organisation="Turku",
        kind="palvelutuotantosopimus",
        year=2021,
        version=1,
        made_at=AT,
        sha256=content_sha256(content),
        signatories=("Helena Laine",),
        attachments=(Attachment(name="sopimus.json", content=content.encode(), description="Sisältö"),),
        seal_label="Sinetti",
    )
    html = '<!doctype html><html lang="fi"><head><title>Sopimus</title></head><body><h1>Sopimus</h1></body></html>'
    return seal(print_html(html, archive=archive), sealer=sealer, reason="Allekirjoitettu", at=AT).pdf


@pytest.fixture
def record(ours: Sealer) -> SignedRecord:
    """A document that was signed in the application, frozen and sealed; and nothing guards it any more."""
    agreement = Agreement.objects.get(slug=SLUG)
    by = User.objects.get(email="helena.laine@example.org")
    content = canonical_content(agreement)
    for party, name in zip(agreement.parties.order_by("position"), SIGNERS, strict=True):
        signed(agreement, party, person(name), content_sha256(content))
    in_force = Agreement.objects.filter(pk=agreement.pk)
    in_force.update(status=Status.TO_BE_SIGNED)
    pdf, certificate = sealed_pdf(content, ours), ours.fingerprint
    record = freeze(agreement=agreement, by=by, at=AT, level="PAdES B-B", pdf=pdf, certificate=certificate)
    in_force.update(status=Status.IN_FORCE, signed=SignedOn.APPLICATION)
    detail = {"sha256": record.sha256, "pdf_sha256": record.pdf_sha256, "level": record.level}
    log_entry(event=Event.SEALED, by=by, about=f"agreement {SLUG} v1", detail=detail)
    remove_triggers()
    return record


def signed(agreement: Agreement, party: Party, user: User, sha256: str) -> None:
    """The party's signature, and what the log tells of it."""
    words = {"title": party.title, "name": user.name, "substitute_for": None}
    how = {"signed": SignedOn.APPLICATION.value, "confirmed": "password"}
    Signature.objects.create(agreement=agreement, party=party, user=user, at=AT, content_sha256=sha256, **words, **how)
    log_entry(
        event=Event.SIGNED, by=user, about=f"agreement {SLUG} v1", detail={**words, **how, "sha256": sha256}, at=AT
    )


def problems() -> list[str]:
    return verify().problems


def alter(row: Model, **values: Any) -> None:
    """Behind the application's back."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def test_what_was_signed_on_paper_is_looked_at_without_a_file() -> None:
    signed = Agreement.objects.exclude(signed=None).order_by("pk")
    for agreement in signed:
        freeze(agreement=agreement, by=None, at=AT)
    outcome = verify()
    assert outcome.problems == []
    assert outcome.tally["signed documents"] == signed.count() > 0
    assert outcome.tally["seals"] == 0


def test_what_was_signed_in_the_application_is_looked_at(record: SignedRecord) -> None:
    outcome = verify()
    assert outcome.problems == []
    assert (outcome.tally["seals"], outcome.tally["signatures"]) == (1, 3)


def test_a_word_that_was_altered_in_a_row_is_named_with_its_place(record: SignedRecord) -> None:
    goal = Goal.objects.filter(section__agreement=record.agreement).order_by("section__position", "position")[0]
    alter(goal, title="Toinen tavoite")
    (problem,) = problems()
    assert problem.startswith(f"{NAME}: its rows in the database were altered; the first difference is in section[")
    assert problem.endswith("].title.")


def test_a_row_that_was_removed_is_named(record: SignedRecord) -> None:
    Party.objects.filter(agreement=record.agreement).order_by("-position")[0].delete()
    (problem,) = problems()
    assert "its rows in the database were altered; the first difference is in party[" in problem


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"format":99}'])
def test_a_content_that_was_replaced_is_named(record: SignedRecord, content: str) -> None:
    alter(record, content=content)
    found = problems()
    assert f"{NAME}: the stored content does not have the hash that was signed." in found
    assert len(found) == 2


def test_a_content_that_was_replaced_with_its_hash_is_named_by_the_signature_and_the_seal(record: SignedRecord) -> None:
    content = record.content.replace("Yhteiset", "Toiset")
    alter(record, content=content, sha256=content_sha256(content))
    found = " ".join(problems())
    assert "its sealed PDF was changed after it was sealed (attachment)" in found
    assert found.count("is not of the content that is stored.") == 3
    assert "its rows in the database were altered" in found


def test_a_signature_of_another_content_is_named(record: SignedRecord) -> None:
    signature = record.agreement.signatures.order_by("pk")[0]
    alter(signature, content_sha256="0" * 64)
    of_other, altered = problems()
    assert of_other == f"The signature of {signature} under agreement {SLUG} v1 is not of the content that is stored."
    assert altered.endswith("is not as the log tells that it was given.")


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Maija Meikäläinen"},
        {"title": "Kaupunginjohtaja"},
        {"substitute_for": "Helena Laine"},
        {"confirmed": "totp"},
        {"at": AT + datetime.timedelta(microseconds=1)},
        {"signed": SignedOn.PAPER},
    ],
)
def test_a_signature_whose_words_were_altered_is_named(record: SignedRecord, words: dict[str, Any]) -> None:
    signature = record.agreement.signatures.order_by("pk")[0]
    alter(signature, **words)
    signature.refresh_from_db()
    assert problems() == [
        f"The signature of {signature} under agreement {SLUG} v1 is not as the log tells that it was given."
    ]


def test_a_signature_that_somebody_else_is_said_to_have_given_is_named(record: SignedRecord) -> None:
    alter(record.agreement.signatures.order_by("pk")[0], user=person("kaisa.lehto"))
    (problem,) = problems()
    assert problem.endswith("is not as the log tells that it was given.")


def test_a_signature_that_was_removed_is_named_with_the_party_that_has_none(record: SignedRecord) -> None:
    signature = record.agreement.signatures.order_by("pk")[0]
    told = str(signature)
    signature.delete()
    assert problems() == [
        f"The signature of {told} under agreement {SLUG} v1 is told by the log, and is not stored.",
        f"The party {record.agreement.parties.order_by('position')[0].title} of agreement {SLUG} v1 "
        "has no signature that holds.",
    ]


def test_a_signature_that_was_made_void_is_named_by_its_party(record: SignedRecord) -> None:
    change = StatusChange.objects.create(
        **{"agreement": record.agreement, "number": 1, "move": "send_back", "before": "to_be_signed"},
        **{"after": "draft", "at": AT, "by": record.by, "reason": "-"},
    )
    alter(record.agreement.signatures.order_by("pk")[0], voided=change)
    (problem,) = problems()
    assert problem.endswith("has no signature that holds.")


def flipped(pdf: bytes) -> bytes:
    place = len(pdf) // 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (flipped, "was changed after it was sealed (bytes)"),
        (lambda pdf: pdf[:-400], "was changed after it was sealed (cut)"),
        (lambda pdf: pdf + b"\n% more\n", "was changed after it was sealed"),
        (lambda pdf: b"no file", "is no PDF any more"),
    ],
)
def test_a_pdf_that_was_altered_is_named_with_what_became_of_it(
    record: SignedRecord, tamper: Callable[[bytes], bytes], told: str
) -> None:
    pdf = tamper(bytes(record.pdf or b""))
    alter(record, pdf=pdf)
    hash_problem, seal_problem = problems()
    assert hash_problem == f"{NAME}: its PDF does not have the hash that it was stored with."
    assert seal_problem.startswith(f"{NAME}: its sealed PDF {told}")
    alter(record, pdf_sha256=hashlib.sha256(pdf).hexdigest())
    seal_problem, log_problem = problems()
    assert "its sealed PDF" in seal_problem
    assert log_problem.startswith(f"The log does not tell that agreement {SLUG} v1 was sealed as it is stored")


def test_a_pdf_that_somebody_else_sealed_is_named(record: SignedRecord, theirs: Sealer) -> None:
    pdf = sealed_pdf(record.content, theirs)
    alter(record, pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest())
    assert problems()[0] == f"{NAME}: its sealed PDF was sealed by somebody else."


def test_a_record_that_was_replaced_with_another_whole_one_is_told_by_the_log(
    record: SignedRecord, theirs: Sealer
) -> None:
    pdf = sealed_pdf(record.content, theirs)
    sha256 = hashlib.sha256(pdf).hexdigest()
    alter(record, pdf=pdf, pdf_sha256=sha256, certificate=theirs.fingerprint)
    (problem,) = problems()
    assert problem.startswith(f"The log does not tell that agreement {SLUG} v1 was sealed as it is stored")


def test_a_pdf_that_was_removed_is_named(record: SignedRecord) -> None:
    alter(record, pdf=None)
    assert problems() == [f"{NAME}: its PDF has been removed."]


def test_a_level_that_was_made_finer_than_it_is_is_named(record: SignedRecord) -> None:
    alter(record, level="PAdES B-T")
    assert problems() == [f"{NAME}: its seal is PAdES B-B, and PAdES B-T was stored."]


def test_a_record_that_was_removed_is_named(record: SignedRecord) -> None:
    told = f"The log tells that agreement {SLUG} v1 was sealed ({record.sha256[:12]}…), and that is not what is stored."
    record.delete()
    assert problems() == [
        f"The agreement {SLUG} v1 was signed in the application, and no signed record of it is stored.",
        told,
    ]


def test_a_signed_document_that_was_made_a_draft_again_is_named(record: SignedRecord) -> None:
    alter(record.agreement, status=Status.DRAFT)
    assert problems() == [f"The agreement {SLUG} v1 is signed, and its status is “draft”."]


def test_a_scan_that_was_replaced_is_named(record: SignedRecord) -> None:
    file = b"%PDF-1.7 scan"
    scan = Scan.objects.create(
        **{"agreement": record.agreement, "file": file, "sha256": hashlib.sha256(file).hexdigest()},
        **{"content_type": "application/pdf", "name": "sopimus.pdf", "at": AT, "by": record.by},
    )
    assert problems() == []
    alter(scan, file=b"%PDF-1.7 other")
    assert problems() == [f"The scan of agreement {SLUG} v1 is not the file that was attached."]


def test_a_scan_that_was_replaced_whole_or_removed_is_told_by_the_log(record: SignedRecord) -> None:
    file = b"%PDF-1.7 scan"
    columns = {"content_type": "application/pdf", "name": "sopimus.pdf", "at": AT, "by": record.by}
    sha256 = hashlib.sha256(file).hexdigest()
    scan = Scan.objects.create(agreement=record.agreement, file=file, sha256=sha256, **columns)
    seal = {"sha256": record.sha256, "pdf_sha256": record.pdf_sha256, "scan_sha256": sha256}
    log_entry(event=Event.SEALED, by=record.by, about=f"agreement {SLUG} v1", detail=seal)
    assert problems() == []
    alter(scan, file=b"other", sha256=hashlib.sha256(b"other").hexdigest())
    assert problems() == [
        f"The scan of agreement {SLUG} v1 is not the one that the log tells was attached: it was replaced."
    ]
    scan.delete()
    assert problems() == [f"The scan of agreement {SLUG} v1 is not stored any more."]


def test_what_was_signed_half_in_the_application_and_half_in_ink_is_looked_at() -> None:
    document = to_be_signed()
    sign(document, SIGNERS[0])
    file = b"%PDF-1.7 scan"
    scan = Checked(name="sopimus.pdf", ending="pdf", content_type="application/pdf", content=file)
    seen = document.status_changes.count()
    stored = paper_attach(agreement=document, scan=scan, seen=seen, by=person("helena.laine"), at=AT)
    outcome = verify()
    assert outcome.problems == []
    assert (outcome.tally["scans"], outcome.tally["seals"], outcome.tally["signatures"]) == (1, 1, 1)
    remove_triggers()
    alter(stored, file=b"other", sha256=hashlib.sha256(b"other").hexdigest())
    on_paper = document.signatures.filter(signed=SignedOn.PAPER).order_by("pk")[0]
    alter(on_paper, name="Maija Meikäläinen")
    signature, replaced = problems()
    assert signature.endswith("is not as the log tells that it was given.")
    assert replaced.endswith("is not the one that the log tells was attached: it was replaced.")


def test_a_closing_that_was_altered_is_named(record: SignedRecord) -> None:
    change = StatusChange.objects.create(
        **{"agreement": record.agreement, "number": 1, "move": "close", "before": "in_force", "after": "closed"},
        **{"at": AT, "by": record.by},
    )
    closing = ClosingRecord.objects.create(
        **{"agreement": record.agreement, "change": change, "content": "{}", "sha256": content_sha256("{}"), "at": AT}
    )
    assert problems() == []
    alter(closing, content='{"colour":"green"}')
    assert problems() == [
        f"The closing of agreement {SLUG} v1 on 2026-11-26: the stored content does not have the hash that was signed."
    ]


def test_what_cannot_even_be_read_does_not_stop_the_other_checks(
    record: SignedRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tally: Counter[str]) -> Any:
        raise ZeroDivisionError("unreadable")

    monkeypatch.setattr("agreements.integrity.CHECKS", [broken, *CHECKS])
    alter(record, pdf=None)
    first, second = problems()
    assert "cannot be read, and the check was not finished" in first
    assert second.endswith("its PDF has been removed.")


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ({"a": 1}, {"a": 1}, ""),
        ({"a": 1}, {"a": "1"}, "a"),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "y"}]}, "a[0].b"),
        ({"a": [1]}, {"a": [1, 2]}, "a[1]"),
        ({"a": {"b": 1}}, {"a": {}}, "a.b"),
        ([1], {}, "the whole"),
    ],
)
def test_the_first_difference_is_told_by_its_path(one: Any, other: Any, where: str) -> None:
    assert first_difference(one, other) == where
