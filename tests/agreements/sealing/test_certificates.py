"""The organisation's certificate is found in each form in which it may be given, and what is wrong with it is said."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pytest_django import Settings

from agreements.sealing import NoSealError, Sealer, SealError, examine, open_sealer, seal
from agreements.sealing.configured import sealer
from agreements.sealing.demo import FILE, demo_certificate, self_signed
from config.seal import SealSettings
from tests.agreements.sealing.authority import Issued, issued
from tests.agreements.sealing.conftest import AT, NAME

PEM = serialization.Encoding.PEM


@pytest.fixture(scope="session")
def organisation() -> Issued:
    return issued(NAME, at=AT)


def file(folder: Path, name: str, *contents: bytes) -> Path:
    path = folder / name
    path.write_bytes(b"".join(contents))
    return path


def names(ours: Sealer) -> tuple[str, list[str]]:
    return ours.name, [one.subject.native["common_name"] for one in ours.chain]


def holds(ours: Sealer, unsealed: bytes) -> bool:
    """Does what it seals hold?"""
    pdf = seal(unsealed, sealer=ours, reason="Sopimus on allekirjoitettu", at=AT).pdf
    found = examine(pdf, known=lambda _digest: None, ours={ours.fingerprint}).seal
    return found is not None and found.is_ours and found.holds


def refusal(settings: SealSettings) -> str:
    with pytest.raises(SealError) as caught:
        open_sealer(settings)
    return str(caught.value)


def test_a_pem_file_holds_certificate_key_and_chain(organisation: Issued, unsealed: bytes, tmp_path: Path) -> None:
    certificates = organisation.certificate.public_bytes(PEM), organisation.root.public_bytes(PEM)
    ours = open_sealer(SealSettings(certificate=file(tmp_path, "seal.pem", *certificates, organisation.key_pem())))
    assert names(ours) == (NAME, ["Varmentaja"])
    assert holds(ours, unsealed)


def test_the_key_and_the_chain_may_have_files_of_their_own(
    organisation: Issued, unsealed: bytes, tmp_path: Path
) -> None:
    ours = open_sealer(
        SealSettings(
            certificate=file(tmp_path, "seal.pem", organisation.certificate.public_bytes(PEM)),
            key=file(tmp_path, "key.pem", organisation.key_pem(b"salainen")),
            password="salainen",
            chain=file(tmp_path, "chain.pem", organisation.root.public_bytes(PEM)),
        )
    )
    assert names(ours) == (NAME, ["Varmentaja"])
    assert holds(ours, unsealed)


def packed(organisation: Issued, password: bytes) -> bytes:
    encryption = serialization.BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(
        b"sinetti", organisation.key, organisation.certificate, [organisation.root], encryption
    )


def test_a_pkcs12_file_holds_everything(organisation: Issued, unsealed: bytes, tmp_path: Path) -> None:
    path = file(tmp_path, "seal.p12", packed(organisation, b"salainen"))
    ours = open_sealer(SealSettings(certificate=path, password="salainen"))
    assert names(ours) == (NAME, ["Varmentaja"])
    assert holds(ours, unsealed)


def test_nothing_named_is_told_with_what_to_set() -> None:
    with pytest.raises(NoSealError, match="Set SEAL_CERTIFICATE to a PKCS#12 or PEM file, or SEAL_PKCS11_LIBRARY"):
        open_sealer(SealSettings())


def test_a_wrong_password_is_told(organisation: Issued, tmp_path: Path) -> None:
    path = file(tmp_path, "seal.p12", packed(organisation, b"salainen"))
    assert "SEAL_PASSWORD" in refusal(SealSettings(certificate=path, password="väärä"))
    pem = file(tmp_path, "s.pem", organisation.certificate.public_bytes(PEM), organisation.key_pem(b"salainen"))
    assert "SEAL_PASSWORD" in refusal(SealSettings(certificate=pem))


def test_a_file_without_a_key_or_with_another_key_is_told(organisation: Issued, tmp_path: Path) -> None:
    path = file(tmp_path, "seal.pem", organisation.certificate.public_bytes(PEM))
    assert "SEAL_KEY" in refusal(SealSettings(certificate=path))
    other = file(tmp_path, "other.pem", self_signed("Toinen", at=AT))
    assert "does not belong to its certificate" in refusal(SealSettings(certificate=path, key=other))


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    assert "PKCS#12 or PEM" in refusal(SealSettings(certificate=file(tmp_path, "seal.p12", b"nothing")))
    garbled = file(tmp_path, "seal.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert "no certificate" in refusal(SealSettings(certificate=garbled))
    assert "cannot be read" in refusal(SealSettings(certificate=tmp_path / "missing.pem"))


def test_a_certificate_that_does_not_hold_any_more_seals_nothing(ours: Sealer, unsealed: bytes) -> None:
    late = ours.valid_until + datetime.timedelta(seconds=1)
    with pytest.raises(SealError, match="holds from"):
        seal(unsealed, sealer=ours, reason="", at=late)


# --- the demonstration certificate -----------------------------------------------------------------------------


def test_the_demonstration_certificate_is_made_once_and_says_what_it_is(tmp_path: Path) -> None:
    first = demo_certificate(tmp_path, at=AT).read_bytes()
    assert demo_certificate(tmp_path, at=AT).read_bytes() == first
    ours = open_sealer(SealSettings(certificate=tmp_path / FILE))
    assert ours.is_demo
    assert "trusted by nobody" in ours.name


def test_nobody_else_may_read_the_demonstration_key(tmp_path: Path) -> None:
    assert demo_certificate(tmp_path, at=AT).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_name_with_demo_inside_a_word_is_no_demonstration(tmp_path: Path) -> None:
    ours = open_sealer(SealSettings(certificate=file(tmp_path, "seal.pem", self_signed("DEMOKRATIA ry", at=AT))))
    assert not ours.is_demo


def test_in_development_the_demonstration_certificate_seals_where_no_other_is_named(
    settings: Settings, tmp_path: Path, ours: Sealer
) -> None:
    sealer.cache_clear()
    settings.SEAL, settings.DEMO_SEAL_FOLDER = SealSettings(), tmp_path
    try:
        assert sealer().is_demo
        assert sealer() is sealer()
    finally:
        sealer.cache_clear()


def test_in_production_there_is_no_demonstration_seal(settings: Settings) -> None:
    sealer.cache_clear()
    settings.SEAL, settings.DEMO_SEAL_FOLDER = SealSettings(), None
    with pytest.raises(NoSealError):
        sealer()
    sealer.cache_clear()


def test_the_level_is_that_of_what_is_configured(ours: Sealer) -> None:
    assert ours.level == "PAdES B-B"
    assert replace(ours, timestamp_url="http://127.0.0.1/").level == "PAdES B-T"
