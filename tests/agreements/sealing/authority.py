"""Certificates of an organisation that an authority vouches for, and a time-stamp server on this machine."""

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import NamedTuple

from asn1crypto import keys, pem, tsp
from asn1crypto import x509 as plain
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from agreements.sealing.demo import self_signed

STAMPED_AT = datetime.datetime(2026, 11, 26, 12, 31, tzinfo=datetime.UTC)
STAMPER = "Aikaleima Oy"


class Issued(NamedTuple):
    """A key and its certificate, and that of who vouches for it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    def key_pem(self, password: bytes | None = None) -> bytes:
        encryption: serialization.KeySerializationEncryption = (
            serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        )
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def issued(name: str, *, at: datetime.datetime) -> Issued:
    root_key, root_name = _key(), _name("Varmentaja")
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, at)
    key = _key()
    return Issued(key, _certificate(_name(name), root_name, key.public_key(), root_key, at), root)


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, key: rsa.RSAPrivateKey, at: datetime.datetime
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )


class _Answers(BaseHTTPRequestHandler):
    stamper: DummyTimeStamper
    answer: bytes | None = None

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.answer
        if answer is None:
            answer = self.stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def time_stamp_server(*, answer: bytes | None = None) -> Iterator[str]:
    """The address of a time-stamp server; with `answer` it says that and nothing else."""
    handler = type("Answers", (_Answers,), {"stamper": _stamper(), "answer": answer})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _stamper() -> DummyTimeStamper:
    parts = {kind: data for kind, _headers, data in pem.unarmor(self_signed(STAMPER, at=STAMPED_AT), multiple=True)}
    certificate = plain.Certificate.load(parts["CERTIFICATE"])
    return DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(parts["PRIVATE KEY"]), fixed_dt=STAMPED_AT)
