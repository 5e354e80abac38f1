"""What the log hears by itself: who signs in and out, and what becomes of passwords and second factors."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest

from agreements.log import about_user
from agreements.models import Event, User
from agreements.services.log import log_entry


def _log(event: Event, user: User, detail: dict[str, Any] | None = None, *, about: int | None = None) -> None:
    """What the user did with their own account, or with that of the user of the id."""
    with transaction.atomic(savepoint=False):
        log_entry(event=event, by=user, about=about_user(about or user), detail=detail)


def _signed_in(*, user: User, **_: Any) -> None:
    _log(Event.LOGIN, user)


def _signed_out(*, user: User | None, **_: Any) -> None:
    if user:
        _log(Event.LOGOUT, user)


def _sign_in_failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """The address that was given. What is no address is not kept: people type passwords into the wrong field."""
    email = str(credentials.get("email") or credentials.get("username") or "").strip()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    user = User.objects.filter(email__iexact=email).first() if email else None
    with transaction.atomic(savepoint=False):
        about, detail = about_user(user) if user else "", _confirming(request)
        log_entry(event=Event.LOGIN_FAILED, by=None, who=email, about=about, detail=detail)


def _code_failed(*, user: User, request: HttpRequest | None = None, **_: Any) -> None:
    with transaction.atomic(savepoint=False):
        detail = {"factor": "second", **_confirming(request)}
        log_entry(event=Event.LOGIN_FAILED, by=None, who=user.email, about=about_user(user), detail=detail)


def _confirming(request: HttpRequest | None) -> dict[str, bool]:
    """Whoever is signed in already was to confirm who they are."""
    return {"confirming": True} if isinstance(getattr(request, "user", None), User) else {}


def _factor_added(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    _log(Event.FACTOR_ADDED, user, {"factor": authenticator.type}, about=authenticator.user_id)


def _factor_removed(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    _log(Event.FACTOR_REMOVED, user, {"factor": authenticator.type}, about=authenticator.user_id)


def _password_changed(*, user: User, **_: Any) -> None:
    _log(Event.PASSWORD_CHANGED, user)


def listen() -> None:
    """Hear all of it from now on."""
    heard: list[tuple[Signal, Any]] = [
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _sign_in_failed),
        (authentication_failed, _code_failed),
        (authenticator_added, _factor_added),
        (authenticator_reset, _factor_added),
        (authenticator_removed, _factor_removed),
        (password_changed, _password_changed),
        (password_set, _password_changed),
        (password_reset, _password_changed),
    ]
    for number, (signal, hear) in enumerate(heard):
        signal.connect(hear, dispatch_uid=f"agreements.log.{number}")
