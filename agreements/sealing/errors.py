"""What stops a seal from being made."""


class SealError(Exception):
    """The seal could not be made; the words, in English, are for whoever keeps the server."""


class NoSealError(SealError):
    """No certificate to seal with: the words say what to set."""


class TimestampError(SealError):
    """The time-stamp server did not give a time stamp."""
