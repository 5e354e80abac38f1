"""Puts the seal on a file: an invisible signature after which nothing may be changed."""

import datetime
from io import BytesIO
from typing import Any, NamedTuple

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimestampRequestError

from agreements.exports.pdf.archive import SEAL_FIELD
from agreements.sealing.certificates import Sealer
from agreements.sealing.errors import SealError, TimestampError
from agreements.sealing.signatures import read_signatures
from agreements.sealing.timestamps import TimeStampServer


class Sealed(NamedTuple):
    """A sealed file, and the level of its seal: "PAdES B-B", or "PAdES B-T" with a time stamp."""

    pdf: bytes
    level: str


def seal(pdf: bytes, *, sealer: Sealer, reason: str, at: datetime.datetime) -> Sealed:
    """The file with the seal on it, as an addition: what was there stays as it is, byte by byte.

    The seal shows on no page and lies outside of every page, so that PDF/A needs no looks of it and PDF/UA no tag.
    `at`, with a time zone, is the time that the seal tells. Raises TimestampError when the sealer has a time-stamp
    server and that gives no stamp, and SealError when the certificate does not hold at `at`, or cannot be used.
    """
    _check_valid(sealer, at)
    with sealer.signer() as signer:
        output = _sign(pdf, signer, sealer, reason, at)
    return Sealed(output, _level(output, sealer))


def _level(pdf: bytes, sealer: Sealer) -> str:
    """The level of the seal as it came to be, read from the file."""
    *_others, made = read_signatures(pdf, ours={sealer.fingerprint})
    if not (made.holds and made.is_ours and made.covers_file):
        raise SealError(f"The seal that was made with the certificate of {sealer.name} does not hold.")
    if made.level != sealer.level:
        raise TimestampError(f"The time stamp that the server {sealer.timestamp_url} gave does not hold.")
    return made.level


def _check_valid(sealer: Sealer, at: datetime.datetime) -> None:
    if not sealer.valid_from <= at <= sealer.valid_until:
        raise SealError(
            f"The certificate of the seal, {sealer.name}, holds from {sealer.valid_from:%Y-%m-%d} to "
            f"{sealer.valid_until:%Y-%m-%d}: set SEAL_CERTIFICATE to one that holds now."
        )


def _sign(pdf: bytes, signer: Signer, sealer: Sealer, reason: str, at: datetime.datetime) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        name=sealer.name,
        reason=reason,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        signer_key_usage=set(),
    )
    # An archival file has the field already; any other gets one.
    field = SigFieldSpec(SEAL_FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    stamper = TimeStampServer(sealer.timestamp_url) if sealer.timestamp_url else None
    try:
        writer = _Addition(BytesIO(pdf))
        output = _AtSigner(at, metadata, signer, timestamper=stamper, new_field_spec=field).sign_pdf(writer)
        return bytes(output.getvalue())
    except TimestampRequestError as error:
        raise TimestampError(f"The time-stamp server {sealer.timestamp_url} refused: {error}.") from error
    except (SigningError, PdfError) as error:
        raise SealError(f"The file could not be sealed: {error}.") from error


class _Addition(IncrementalPdfFileWriter):
    """Adds to a file and leaves what it says of itself: its metadata are archived as they are, and have their form."""

    def _update_meta(self) -> None:
        pass


class _AtSigner(PdfSigner):
    """A signer that tells the time it is given, and not the clock's."""

    def __init__(self, at: datetime.datetime, metadata: PdfSignatureMetadata, signer: Signer, **options: Any) -> None:
        super().__init__(metadata, signer, **options)
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session
