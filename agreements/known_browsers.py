"""Which browsers have signed in to an account before: an attacker's tries do not shut those out.

A browser keeps a signed cookie with a number of its own for each account that was opened in it. It opens nothing: it
only has its tries counted apart from everybody else's.
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from agreements.models import User

COOKIE = "known"
_SALT = "agreements.known_browsers"
_AGE = 365 * 24 * 60 * 60
_MOST = 5


def knows(request: HttpRequest, email: str) -> str:
    """The browser's number for the account of the e-mail address; empty where it has never signed in to it."""
    return _read(request).get(_name(email), "")


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser know that it has signed in to the user's account."""
    numbers = {_name(user.email): secrets.token_hex(8), **_read(request)}
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(list(numbers.items())[:_MOST]), salt=_SALT),
        max_age=_AGE,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        numbers = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_AGE)
    except signing.BadSignature:
        return {}
    return numbers if isinstance(numbers, dict) else {}


def _name(email: str) -> str:
    """The address itself is not for others who use the browser to read."""
    return hashlib.sha256(email.lower().encode()).hexdigest()[:16]
