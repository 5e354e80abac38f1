"""Where what is done comes from: the network address of a request, for services that know no requests."""

import getpass
import ipaddress
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

current_address: ContextVar[str] = ContextVar("current_address", default="")
"""The network address of whoever asks; empty outside requests, as in a command."""


def address_of(request: HttpRequest) -> str:
    """The network address that the request comes from; empty when there is none that can be believed.

    Behind proxies of our own it is what the outermost of them wrote into X-Forwarded-For: whatever stands before
    that in the header, the sender may have written themselves.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed_on = request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    written = passed_on[-proxies] if len(passed_on) >= max(proxies, 1) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(written.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def console_user() -> str:
    """Who runs a command: their name on the machine, where it has one."""
    try:
        return f"{getpass.getuser()} (manage.py)"
    except (KeyError, OSError):
        return "manage.py"
