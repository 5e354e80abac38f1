"""The signatures of a PDF, read from its bytes alone: they are found, and judged, however broken the rest is."""

import datetime
import hashlib
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import check_ess_certid, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from agreements.sealing.certificates import BASIC, STAMPED, common_name, fingerprint, is_demo
from agreements.sealing.findings import Signature, Stamp
from agreements.written import without_forbidden

_MOST = 20
"""Signatures that are looked at; nobody signs a file so many times."""
_LONGEST = 1024 * 1024
_LONGEST_NAME = 200
_RANGE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,9}\]"
)
_HEX = re.compile(rb"[0-9A-Fa-f]*")
_NEAR = 2000
_TIME = re.compile(rb"/M\s{0,9}\(D(?::|\\072)(\d{14})(Z|[+-]\d\d'?\d\d)?")
_PADES = b"/ETSI.CAdES.detached"


class _Hole(NamedTuple):
    """Where a signature's own bytes stand, and what it covers around them: the file from 0 to `end` without them."""

    start: int
    stop: int
    end: int


def read_signatures(pdf: bytes, *, ours: Collection[str]) -> tuple[Signature, ...]:
    """The signatures in the order in which they reach into the file. Those by the certificates of `ours` are marked."""
    holes = sorted(_holes(pdf), key=lambda hole: hole.end)
    return tuple(_signature(pdf, hole, ours) for hole in holes)


def _holes(pdf: bytes) -> Iterator[_Hole]:
    seen = set()
    for found in _RANGE.finditer(pdf):
        first, length, second, rest = map(int, found.groups())
        hole = _Hole(length, second, second + rest)
        if first == 0 and 0 < hole.start < hole.stop <= hole.end and hole.stop - hole.start < _LONGEST:
            if hole in seen:
                continue
            seen.add(hole)
            yield hole
        if len(seen) == _MOST:
            return


def _signature(pdf: bytes, hole: _Hole, ours: Collection[str]) -> Signature:
    """Whatever cannot be read of it is missing in the answer; nothing is raised."""
    try:
        return _read(pdf, hole, ours)
    except Exception:
        # The bytes are a stranger's, and the libraries raise whatever they meet.
        return Signature(
            end=hole.end, in_place=pdf[hole.start : hole.start + 1] == b"<" or pdf[hole.stop - 1 : hole.stop] == b">"
        )


def _read(pdf: bytes, hole: _Hole, ours: Collection[str]) -> Signature:
    message, is_as_made = _message(pdf[hole.start : hole.stop])
    signed = cms.ContentInfo.load(message)["content"]
    signer = extract_signer_info(signed)
    certificate = extract_certificate_info(signed).signer_cert
    digest = _digest(pdf, hole, signer["digest_algorithm"]["algorithm"].native)
    digest_holds, signature_holds = _validity(signer, certificate, "data", digest)
    stamp = _stamp(signer)
    names_certificate = _names_certificate(signer, certificate)
    near = pdf[hole.stop : hole.stop + _NEAR] + pdf[max(0, hole.start - _NEAR) : hole.start]
    own = fingerprint(certificate)
    return Signature(
        end=hole.end,
        digest_holds=digest_holds and hole.end <= len(pdf),
        signature_holds=signature_holds and is_as_made,
        covers_file=hole.end == len(pdf),
        by=_name(certificate),
        certificate=own,
        is_ours=own in ours,
        is_demo=is_demo(certificate),
        says_at=_says_at(near),
        level=(STAMPED if stamp else BASIC) if _PADES in near and names_certificate else "",
        stamp=stamp,
    )


def _message(hole: bytes) -> tuple[bytes, bool]:
    """The signature's message out of its hexadecimal digits, and whether nothing but it stands there.

    What follows it up to the end of its place must be zeros.
    """
    digits = hole[1:-1]
    is_whole = hole[:1] == b"<" and hole[-1:] == b">" and bool(_HEX.fullmatch(digits)) and len(digits) % 2 == 0
    data = bytes.fromhex(digits.decode("ascii")) if is_whole else b""
    message = bytes(cms.ContentInfo.load(data).dump())
    has_one_case = digits in (digits.upper(), digits.lower())
    return message, has_one_case and data.startswith(message) and not any(data[len(message) :])


def _name(certificate: x509.Certificate) -> str:
    """The name in the certificate, fit to be shown: a stranger may have written anything there."""
    return " ".join(without_forbidden(common_name(certificate)).split())[:_LONGEST_NAME]


def _digest(pdf: bytes, hole: _Hole, algorithm: str) -> bytes:
    view = memoryview(pdf)
    digest = hashlib.new(algorithm, usedforsecurity=True)
    digest.update(view[: hole.start])
    digest.update(view[hole.stop : hole.end])
    return digest.digest()


def _validity(signer: cms.SignerInfo, certificate: x509.Certificate, kind: str, digest: bytes) -> tuple[bool, bool]:
    """Whether the digest is the signed one, and whether the certificate's key signed it."""
    try:
        return validate_sig_integrity(signer, certificate, kind, digest)
    except Exception:
        return False, False  # as above


def _names_certificate(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Does what was signed name the very certificate, as PAdES asks?"""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            return bool(check_ess_certid(certificate, attribute["values"][0]["certs"][0]))
    return False


def _says_at(near: bytes) -> datetime.datetime | None:
    """When the signer says that it was; anybody can say anything."""
    found = _TIME.search(near)
    if not found:
        return None
    zone = (found[2] or b"Z").decode().replace("'", "")
    try:
        return datetime.datetime.strptime(found[1].decode() + zone, "%Y%m%d%H%M%S%z")
    except ValueError:
        return None


def _stamp(signer: cms.SignerInfo) -> Stamp | None:
    """The time stamp on the signature, if there is one and it holds."""
    try:
        for attribute in signer["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                return _read_stamp(attribute["values"][0]["content"], signer["signature"].native)
    except Exception:  # noqa: S110 - as above
        pass
    return None


def _read_stamp(signed: cms.SignedData, stamped: bytes) -> Stamp | None:
    info: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"]
    server = extract_signer_info(signed)
    certificate = extract_certificate_info(signed).signer_cert
    over = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, stamped).digest()
    content = signed["encap_content_info"]["content"].contents
    digest = hashlib.new(server["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    holds = all(_validity(server, certificate, "tst_info", digest))
    if not holds or imprint["hashed_message"].native != over:
        return None
    return Stamp(at=info["gen_time"].native, by=_name(certificate))
