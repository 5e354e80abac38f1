"""Codes as an authenticator app shows them, and accounts that have one, for tests."""

import base64
import hashlib
import hmac
import json
import struct
import time
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from agreements.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """The six digits that the app shows now, or some steps of half a minute later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def with_app(user: User) -> User:
    """The user, with an authenticator app in use."""
    TOTP.activate(user, SECRET)
    return user


def add_key(user: User, name: str = "avain") -> Authenticator:
    """A security key of the user: what a browser's virtual one said when it was added."""
    credential = json.loads((Path(__file__).parent / "key.json").read_text())
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": credential})


def recovery_codes_of(user: User) -> list[str]:
    """The user's recovery codes, made where there are none."""
    return list(RecoveryCodes.activate(user).get_unused_codes())
