"""Time stamps from a server, by RFC 3161: proof that a seal was there at a time, from somebody else than the sealer."""

from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from agreements.sealing.errors import TimestampError

_PATIENCE = 15
"""Seconds: whoever signs waits for it."""
_LONGEST_ANSWER = 1024 * 1024


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener = build_opener(_NoRedirects)


class TimeStampServer(TimeStamper):
    """Asks the server at the address, which the settings have checked to be http or https."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The server's answer. Raises TimestampError when there is none, or none that can be read."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = Request(self._address, data=req.dump(), headers=headers)  # noqa: S310
        try:
            with _opener.open(request, timeout=_PATIENCE) as response:
                answer = response.read(_LONGEST_ANSWER + 1)
        except (URLError, OSError) as error:
            raise TimestampError(f"The time-stamp server {self._address} cannot be reached: {error}.") from error
        try:
            read = tsp.TimeStampResp.load(answer)
            read["status"]["status"].native  # noqa: B018 - what cannot be read shows only when it is asked for
        except (ValueError, TypeError) as error:
            raise TimestampError(f"The time-stamp server {self._address} gave no answer of its kind.") from error
        return read
