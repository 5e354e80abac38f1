"""The seal on a signed document's file: put on, and examined."""

from agreements.sealing.certificates import Sealer, open_sealer
from agreements.sealing.configured import sealer
from agreements.sealing.errors import NoSealError, SealError, TimestampError
from agreements.sealing.signing import BASIC, STAMPED, Sealed, seal

__all__ = [
    "BASIC",
    "STAMPED",
    "NoSealError",
    "SealError",
    "Sealed",
    "Sealer",
    "TimestampError",
    "open_sealer",
    "seal",
    "sealer",
]
