"""The page on which a document is read and signed, and the one on which a scan is attached."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement, Scan, Status
from agreements.services.status import agreement_send_back
from tests.agreements.files import small_pdf
from tests.agreements.signed import DRAFT, SIGNERS, person, sign, to_be_signed

pytestmark = pytest.mark.usefixtures("examples")
PAGE = f"/agreements/{DRAFT}/sign/"
SCAN = f"/agreements/{DRAFT}/scan/"
PASSWORD = "kirjasto-2026"


@pytest.fixture
def document() -> Agreement:
    return to_be_signed()


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def form_of(name: str) -> dict[str, str]:
    page = client_of(name).get(PAGE).content.decode()
    seen = re.search(r'name="seen" value="(\w{64})"', page)
    party = re.search(r'name="party" value="(\d+)"', page)
    assert seen
    assert party
    return {"seen": seen[1], "party": party[1], "read": "on", "password": PASSWORD}


def test_the_very_document_is_shown_and_then_signed(document: Agreement) -> None:
    page = client_of("helena.laine").get(PAGE).content.decode()
    for section in document.sections.exclude(heading=None):
        assert f'id="s{section.pk}"' in page
    assert client_of("helena.laine").post(PAGE, form_of("helena.laine")).status_code == 302
    signature = document.signatures.get()
    assert (signature.name, signature.confirmed) == ("Helena Laine", "password")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"password": "wrong"}, "password"), ({"password": ""}, "password"), ({"read": ""}, "read")],
)
def test_without_a_confirmation_nothing_is_signed(document: Agreement, changes: dict[str, str], field: str) -> None:
    sent = {key: value for key, value in (form_of("helena.laine") | changes).items() if value}
    response = client_of("helena.laine").post(PAGE, sent)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert PASSWORD not in response.content.decode()
    assert not document.signatures.exists()


def test_a_document_that_is_not_the_one_that_was_seen_is_not_signed(document: Agreement) -> None:
    response = client_of("helena.laine").post(PAGE, form_of("helena.laine") | {"seen": "0" * 64})
    assert response.status_code == 422
    assert not document.signatures.exists()


def test_who_is_no_party_is_led_away_and_who_may_not_sign_is_refused(document: Agreement) -> None:
    assert client_of("tuula.heino").get(PAGE).status_code == 302
    assert client_of("kaisa.lehto").get(PAGE).status_code == 403
    assert client_of("maria.lindholm").get(PAGE).status_code == 404
    sign(document, "helena.laine")
    assert client_of("helena.laine").get(PAGE).status_code == 302


def test_whoever_is_too_late_to_sign_is_told_who_was_quicker(document: Agreement) -> None:
    form = form_of("helena.laine")
    agreement_send_back(agreement=document, seen=2, by=person("juhani.makela"), at=timezone.now(), reason="Ei vielä")
    response = client_of("helena.laine").post(PAGE, form)
    assert response.status_code == 409
    assert "Juhani Mäkelä" in response.content.decode()
    assert PASSWORD not in response.content.decode()
    assert not document.signatures.exists()
    assert client_of("helena.laine").get(PAGE).status_code == 403
    assert client_of("tuula.heino").post(PAGE, form).status_code == 403


def test_the_last_one_who_signs_again_has_signed_and_is_led_to_the_document(document: Agreement) -> None:
    form = form_of("helena.laine")
    for name in SIGNERS:
        sign(document, name)
    assert document.status == Status.IN_FORCE
    assert client_of("helena.laine").post(PAGE, form).status_code == 302
    assert document.signatures.count() == 3


def test_whoever_has_no_way_to_confirm_is_told_to_enrol_a_second_factor(document: Agreement) -> None:
    user = person("helena.laine")
    user.set_unusable_password()
    user.save()
    page = client_of("helena.laine").get(PAGE).content.decode()
    assert "/account/" in page or "2fa" in page
    assert 'name="password"' not in page


def test_a_scan_puts_the_document_in_force(document: Agreement) -> None:
    client = client_of("helena.laine")
    for name in SIGNERS:
        assert person(name).name in client.get(SCAN).content.decode()
    response = client.post(SCAN, {"seen": "2", "file": SimpleUploadedFile("allekirjoitettu.pdf", small_pdf())})
    assert response.status_code == 302
    document.refresh_from_db()
    assert document.status == Status.IN_FORCE
    assert bytes(Scan.objects.get().file) == small_pdf()


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"not a pdf"), ("a.exe", b"MZ"), ("a.pdf", b""), ("a.png", b"\x89PNG\r\n\x1a\n")]
)
def test_a_file_that_is_no_scan_is_refused_beside_its_field(document: Agreement, name: str, content: bytes) -> None:
    response = client_of("helena.laine").post(SCAN, {"seen": "2", "file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert 'id="id_file_error"' in response.content.decode()
    document.refresh_from_db()
    assert document.status == Status.TO_BE_SIGNED


def test_who_may_not_attach_a_scan_is_refused(document: Agreement) -> None:
    assert client_of("kaisa.lehto").get(SCAN).status_code == 403
    assert client_of("maria.lindholm").get(SCAN).status_code == 404
