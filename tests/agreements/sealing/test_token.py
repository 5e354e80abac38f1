"""A key that never leaves its token: SoftHSM plays the token."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from agreements.sealing import SealError, examine, open_sealer, seal
from config.seal import SealSettings
from tests.agreements.sealing.authority import Issued, issued
from tests.agreements.sealing.conftest import AT, NAME

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"
LABEL = "sinetti"


@pytest.fixture(scope="module")
def organisation() -> Issued:
    return issued(NAME, at=AT)


@pytest.fixture(scope="module")
def token(organisation: Issued, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SealSettings]:
    """A token with the organisation's key on it; its certificate is in a file."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    key = folder / "key.pem"
    key.write_bytes(organisation.key_pem())
    certificate = folder / "seal.pem"
    certificate.write_bytes(organisation.certificate.public_bytes(serialization.Encoding.PEM))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        softhsm("--init-token", "--free", "--label", "Turku", "--so-pin", "0000", "--pin", PIN)
        softhsm("--import", str(key), "--token", "Turku", "--label", LABEL, "--id", "01", "--pin", PIN)
        yield SealSettings(
            certificate=certificate,
            pkcs11_library=LIBRARY,
            pkcs11_token="Turku",
            pkcs11_pin=PIN,
            pkcs11_key_label=LABEL,
        )


def softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, env=os.environ)


def test_a_token_seals_with_its_key_and_a_certificate_from_a_file(token: SealSettings, unsealed: bytes) -> None:
    ours = open_sealer(token)
    assert ours.name == NAME
    for _time in range(2):
        pdf = seal(unsealed, sealer=ours, reason="Sopimus on allekirjoitettu", at=AT).pdf
        found = examine(pdf, known=lambda _digest: None, ours={ours.fingerprint}).seal
        assert found
        assert found.holds
        assert found.is_ours


def changed(token: SealSettings, **changes: object) -> SealSettings:
    fields = {name: getattr(token, name) for name in token.__dataclass_fields__}
    return SealSettings(**{**fields, **changes})


def refusal(settings: SealSettings, unsealed: bytes) -> str:
    with pytest.raises(SealError) as caught:
        seal(unsealed, sealer=open_sealer(settings), reason="", at=AT)
    return str(caught.value)


def test_a_wrong_pin_is_told(token: SealSettings, unsealed: bytes) -> None:
    assert "SEAL_PKCS11_PIN" in refusal(changed(token, pkcs11_pin="4321"), unsealed)


def test_another_token_is_told(token: SealSettings, unsealed: bytes) -> None:
    assert "SEAL_PKCS11_TOKEN" in refusal(changed(token, pkcs11_token="Porvoo"), unsealed)


def test_another_label_is_told(token: SealSettings, unsealed: bytes) -> None:
    assert "SEAL_PKCS11_KEY_LABEL" in refusal(changed(token, pkcs11_key_label="toinen"), unsealed)


def test_a_token_without_a_certificate_is_told(token: SealSettings, unsealed: bytes) -> None:
    assert "SEAL_CERTIFICATE" in refusal(changed(token, certificate=None), unsealed)


def test_a_library_that_is_none_is_told(token: SealSettings, unsealed: bytes, tmp_path: Path) -> None:
    library = tmp_path / "library.so"
    library.write_bytes(b"nothing")
    assert "SEAL_PKCS11_LIBRARY" in refusal(changed(token, pkcs11_library=library), unsealed)
