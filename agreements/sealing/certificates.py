"""The organisation's certificate, with which signed documents are sealed: from a file or from a PKCS#11 token."""

import datetime
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import Certificate, load_pem_x509_certificates
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements.sealing.errors import NoSealError, SealError
from config.seal import SealSettings

BASIC = "PAdES B-B"
STAMPED = "PAdES B-T"
"""The levels of a seal; at the second a time-stamp server bears witness."""

DEMO = "DEMO"
"""Stands in the subject of a demonstration certificate, which nobody trusts."""

# A token knows one login of a process at a time.
_token_lock = threading.Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealer:
    """Who seals, and how. `chain` leads from the certificate to its root, as far as it was given.

    `signer` opens what signs for the time of one signature.
    """

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    signer: Callable[[], AbstractContextManager[Signer]]
    timestamp_url: str = ""

    @property
    def name(self) -> str:
        return common_name(self.certificate)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def is_demo(self) -> bool:
        return is_demo(self.certificate)

    @property
    def valid_from(self) -> datetime.datetime:
        at: datetime.datetime = self.certificate["tbs_certificate"]["validity"]["not_before"].native
        return at

    @property
    def valid_until(self) -> datetime.datetime:
        at: datetime.datetime = self.certificate["tbs_certificate"]["validity"]["not_after"].native
        return at

    @property
    def level(self) -> str:
        """The level of the seals that it makes."""
        return STAMPED if self.timestamp_url else BASIC


def common_name(certificate: x509.Certificate) -> str:
    """The name that the certificate gives to whom it belongs."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or subject.get("organization_name") or certificate.subject.human_friendly)


def fingerprint(certificate: x509.Certificate) -> str:
    """The certificate's SHA-256, as 64 hexadecimal digits: no other certificate has it, whatever its names say."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def is_demo(certificate: x509.Certificate) -> bool:
    """Is it a demonstration certificate? It says so itself."""
    return DEMO in common_name(certificate).split()


def open_sealer(settings: SealSettings) -> Sealer:
    """The sealer that the settings name.

    Raises NoSealError when they name none, and SealError when what they name cannot be used; the sentence says why.
    """
    if settings.pkcs11_library:
        return _token_sealer(settings)
    if settings.certificate:
        return _file_sealer(settings, settings.certificate)
    raise NoSealError(
        "There is no certificate to seal signed documents with. Set SEAL_CERTIFICATE to a PKCS#12 or PEM file, or "
        "SEAL_PKCS11_LIBRARY to the library of the token that holds it."
    )


# --- files -----------------------------------------------------------------------------------------------------


def _file_sealer(settings: SealSettings, path: Path) -> Sealer:
    data = _read(path, "SEAL_CERTIFICATE")
    password = settings.password.encode() or None
    if b"-----BEGIN" in data:
        key_data = _read(settings.key, "SEAL_KEY") if settings.key else data
        certificates = _pem_certificates(data, "SEAL_CERTIFICATE")
        key = _pem_key(key_data, password)
    else:
        key, certificates = _unpacked(data, password)
    certificates += _chain(settings)
    own = [one for one in certificates if one.public_key() == key.public_key()]
    if not own:
        raise SealError("The key of the seal does not belong to its certificate: check SEAL_CERTIFICATE and SEAL_KEY.")
    certificate = _plain(own[0])
    chain = _ordered(certificate, [_plain(one) for one in certificates])
    private = keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    registry = SimpleCertificateStore.from_certs(chain)
    return Sealer(
        certificate=certificate,
        chain=chain,
        signer=lambda: nullcontext(SimpleSigner(certificate, private, registry)),
        timestamp_url=settings.timestamp_url,
    )


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealError(f"The file that {name} names cannot be read: {error}.") from error


def _pem_certificates(data: bytes, name: str) -> list[Certificate]:
    try:
        return load_pem_x509_certificates(data)
    except ValueError as error:
        raise SealError(f"The file that {name} names holds no certificate that can be read: {error}.") from error


def _pem_key(data: bytes, password: bytes | None) -> Any:
    try:
        return serialization.load_pem_private_key(data, password)
    except (ValueError, TypeError) as error:
        raise SealError(
            "The key of the seal cannot be read: check that SEAL_KEY, or the file of SEAL_CERTIFICATE, holds it, and "
            "that SEAL_PASSWORD is its password."
        ) from error


def _unpacked(data: bytes, password: bytes | None) -> tuple[Any, list[Certificate]]:
    try:
        packed = pkcs12.load_pkcs12(data, password)
    except (ValueError, TypeError) as error:
        raise SealError(
            "The file that SEAL_CERTIFICATE names cannot be read: it must be PKCS#12 or PEM, and SEAL_PASSWORD its "
            "password."
        ) from error
    if packed.key is None or packed.cert is None:
        raise SealError("The file that SEAL_CERTIFICATE names must hold both the certificate and its key.")
    return packed.key, [packed.cert.certificate, *(one.certificate for one in packed.additional_certs)]


def _chain(settings: SealSettings) -> list[Certificate]:
    return _pem_certificates(_read(settings.chain, "SEAL_CHAIN"), "SEAL_CHAIN") if settings.chain else []


def _plain(certificate: Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _ordered(certificate: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Those that lead from the certificate towards its root, in order; the rest has nothing to do with it."""
    chain: list[x509.Certificate] = []
    last = certificate
    while last.issuer != last.subject:
        above = [one for one in others if one.subject == last.issuer and one not in chain and one != certificate]
        if not above:
            break
        last = above[0]
        chain.append(last)
    return tuple(chain)


# --- tokens ----------------------------------------------------------------------------------------------------


def _token_sealer(settings: SealSettings) -> Sealer:
    """The key never leaves the token. Its certificate is read from it, or from SEAL_CERTIFICATE."""
    others = [_plain(one) for one in _chain(settings)]
    given: x509.Certificate | None = None
    if settings.certificate:
        data = _read(settings.certificate, "SEAL_CERTIFICATE")
        first, *rest = _pem_certificates(data, "SEAL_CERTIFICATE")
        given, others = _plain(first), [*map(_plain, rest), *others]

    @contextmanager
    def opened() -> Iterator[Signer]:
        with _token_lock, _token_signer(settings, given, others) as signer:
            yield signer

    with opened() as signer:
        certificate = signer.signing_cert
    return Sealer(
        certificate=certificate,
        chain=_ordered(certificate, others),
        signer=opened,
        timestamp_url=settings.timestamp_url,
    )


@contextmanager
def _token_signer(
    settings: SealSettings, given: x509.Certificate | None, others: list[x509.Certificate]
) -> Iterator[Signer]:
    # Loaded here, for the library is a compiled one that few installations need.
    from pkcs11 import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    criteria = TokenCriteria(label=settings.pkcs11_token) if settings.pkcs11_token else None
    try:
        session = open_pkcs11_session(
            str(settings.pkcs11_library), token_criteria=criteria, user_pin=settings.pkcs11_pin or None
        )
    except (PKCS11Error, RuntimeError, OSError) as error:
        raise SealError(
            f"The token of the seal cannot be opened ({type(error).__name__} {error}): check SEAL_PKCS11_LIBRARY, "
            "SEAL_PKCS11_TOKEN and SEAL_PKCS11_PIN."
        ) from error
    try:
        signer = PKCS11Signer(session, key_label=settings.pkcs11_key_label or None, signing_cert=given, ca_chain=others)
        yield signer
    except PKCS11Error as error:
        raise SealError(
            f"The token of the seal refused ({type(error).__name__} {error}): check SEAL_PKCS11_KEY_LABEL, and set "
            "SEAL_CERTIFICATE to a file when the certificate is not on the token."
        ) from error
    finally:
        session.close()
