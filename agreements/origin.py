"""Where the request that is being answered comes from, for services that know no requests."""

from contextvars import ContextVar

current_address: ContextVar[str] = ContextVar("current_address", default="")
"""The network address of whoever asks; empty outside requests, as in a command."""
