"""Where the seal's certificate is, as the environment says it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import read_environment
from config.seal import SealSettings, read_seal


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for name in ("seal.p12", "token.so"):
        (tmp_path / name).touch()
    return tmp_path


def test_that_nothing_is_said_is_not_wrong(base: Path) -> None:
    seal, problems = read_seal({}, base=base)
    assert (seal, problems) == (SealSettings(), [])
    assert not seal.is_named


def test_a_file_is_found_beside_the_code_or_anywhere(base: Path) -> None:
    for path in ("seal.p12", str(base / "seal.p12")):
        seal, problems = read_seal({"SEAL_CERTIFICATE": path, "SEAL_PASSWORD": " secret "}, base=base)
        assert problems == []
        assert (seal.certificate, seal.password) == (base / "seal.p12", " secret ")
        assert seal.is_named


def test_a_token_is_taken_with_all_that_it_needs(base: Path) -> None:
    variables = {
        "SEAL_PKCS11_LIBRARY": "token.so",
        "SEAL_PKCS11_TOKEN": "Turku",
        "SEAL_PKCS11_PIN": "1234",
        "SEAL_PKCS11_KEY_LABEL": "sinetti",
        "SEAL_TIMESTAMP_URL": "https://timestamp.example.fi/",
    }
    seal, problems = read_seal(variables, base=base)
    assert problems == []
    assert seal == SealSettings(
        pkcs11_library=base / "token.so",
        pkcs11_token="Turku",
        pkcs11_pin="1234",
        pkcs11_key_label="sinetti",
        timestamp_url="https://timestamp.example.fi/",
    )


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"SEAL_CERTIFICATE": "missing.p12"}, "Set SEAL_CERTIFICATE to a file that is there"),
        ({"SEAL_CERTIFICATE": "seal.p12", "SEAL_CHAIN": "missing.pem"}, "Set SEAL_CHAIN to a file that is there"),
        ({"SEAL_KEY": "seal.p12"}, "Set SEAL_CERTIFICATE to"),
        ({"SEAL_PASSWORD": "secret"}, "Set SEAL_CERTIFICATE to"),
        ({"SEAL_PKCS11_PIN": "1234"}, "Set SEAL_PKCS11_LIBRARY too"),
        ({"SEAL_PKCS11_LIBRARY": "token.so"}, "Set SEAL_PKCS11_KEY_LABEL to"),
        ({"SEAL_TIMESTAMP_URL": "file:///etc/passwd"}, "Set SEAL_TIMESTAMP_URL to"),
    ],
)
def test_what_is_wrong_or_half_said_is_named(variables: dict[str, str], said: str, base: Path) -> None:
    _seal, (problem,) = read_seal(variables, base=base)
    assert problem.startswith(said)


def test_what_is_wrong_stops_the_start(base: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="Set SEAL_CERTIFICATE to a file that is there"):
        read_environment({"SEAL_CERTIFICATE": "missing.p12"}, base=base)


def test_secrets_are_not_shown() -> None:
    assert "hunter2" not in repr(SealSettings(password="hunter2", pkcs11_pin="hunter2"))
