"""Who is really there: a fresh confirmation of identity, asked before something that binds, such as a signature."""

import time
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from agreements.models import User


class Way(StrEnum):
    """How somebody can confirm who they are."""

    PASSWORD = "password"
    TOTP = "totp"
    RECOVERY = "recovery"
    WEBAUTHN = "webauthn"


_TYPES = {
    Authenticator.Type.TOTP: Way.TOTP,
    Authenticator.Type.RECOVERY_CODES: Way.RECOVERY,
    Authenticator.Type.WEBAUTHN: Way.WEBAUTHN,
}
# The ways that are a code, in the order in which a code is tried.
_CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def ways(user: User) -> tuple[Way, ...]:
    """How the user can confirm who they are; nothing for whoever has no password here and no second factor. One query.

    PASSWORD is asked in the field "password", TOTP and RECOVERY in "code"; WEBAUTHN at a page of its own, after which
    recently_confirmed() tells of it.
    """
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    second = tuple(way for kind, way in _TYPES.items() if kind in types)
    return (Way.PASSWORD, *second) if user.has_usable_password() else second


def confirm(request: HttpRequest, *, password: str, code: str) -> str:
    """The way in which the signed-in user of the request has confirmed who they are: "password", "totp", "recovery".

    A code goes before a password when both are given; it is used up. Raises ValidationError, keyed by "password" or
    "code", for what is missing or wrong, and when it has been tried too often. To be called outside a transaction,
    so that what was tried stays counted.
    """
    user = _user_of(request)
    known = ways(user)
    if not password and not code.strip():
        raise ValidationError({_first_field(known): [_nothing_given(known)]})
    field = "code" if code.strip() else "password"
    key = f"confirm-{user.pk}"
    if not ratelimit.consume(request, action="confirm", key=key):
        raise ValidationError({field: [_("It has been tried too many times. Wait for five minutes and try again.")]})
    way = _way_of_code(user, code) if field == "code" else _way_of_password(user, password)
    if way is None:
        _tell_failed(request, user, field)
        wrong = _("The code is wrong, or it has been used already.") if field == "code" else _("The password is wrong.")
        raise ValidationError({field: [wrong]})
    ratelimit.clear(request, action="confirm", key=key)
    return way.value


def recently_confirmed(request: HttpRequest, *, within: timedelta) -> str | None:
    """The way in which the user confirmed who they are, at a page of its own and within that time; None if not so."""
    for way, at in _confirmations(request):
        if 0 <= time.time() - at < within.total_seconds():
            return way.value
    return None


def _confirmations(request: HttpRequest) -> Iterator[tuple[Way, float]]:
    """The confirmations of this session with their times, the last one first. What signed the user in is none."""
    for record in reversed(get_authentication_records(request, _user_of(request))):
        if record.get("reauthenticated"):
            yield _TYPES.get(record.get("type"), Way.PASSWORD), record["at"]


def _user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _first_field(known: tuple[Way, ...]) -> str:
    return "code" if known and Way.PASSWORD not in known else "password"


def _nothing_given(known: tuple[Way, ...]) -> str:
    if not known:
        return _("You have no way yet to confirm who you are. Add a second factor to your account first.")
    if Way.PASSWORD not in known:
        return _("Give a code from your authenticator app, or a recovery code.")
    return _("Give your password, or a code.") if len(known) > 1 else _("Give your password.")


def _tell_failed(request: HttpRequest, user: User, field: str) -> None:
    """Let those who listen know, as of a try at the door."""
    if field == "code":
        authentication_failed.send(
            sender=Authenticator, request=request, user=user, authenticator=None, reauthentication=True
        )
    else:
        user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)


def _way_of_password(user: User, password: str) -> Way | None:
    return Way.PASSWORD if user.has_usable_password() and user.check_password(password) else None


def _way_of_code(user: User, code: str) -> Way | None:
    theirs = {each.type: each for each in Authenticator.objects.filter(user=user, type__in=_CODES)}
    for kind in _CODES:
        authenticator = theirs.get(kind)
        if authenticator and authenticator.wrap().validate_code("".join(code.split())):
            authenticator.record_usage()
            return _TYPES[kind]
    return None
