"""A certificate for trying the seal where the application is developed: it proves nothing, and says so in its name."""

import datetime
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from agreements.sealing.certificates import DEMO

FILE = "demo-seal.pem"
_NAME = f"{DEMO} seal of Sopimuskirja, trusted by nobody"
_DAYS = 3650


def demo_certificate(folder: Path, *, at: datetime.datetime) -> Path:
    """The file, in the folder, that holds the demonstration certificate and its key; made if it is not there.

    The certificate holds from a good while before `at`, so that examples of earlier years can be sealed. Two processes
    that make it at once end with the same one.
    """
    path = folder / FILE
    if not path.exists():
        draft = folder / f".{FILE}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_bytes(self_signed(_NAME, at=at))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path


def self_signed(name: str, *, at: datetime.datetime) -> bytes:
    """A new key and a certificate of that name signed by itself, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=_DAYS))
        .not_valid_after(at + datetime.timedelta(days=_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
