"""Where signing in, as the library does it, meets our people: who may, what is said, and what is kept secret."""

import base64
import hashlib
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import known_browsers
from agreements.authentication import may_sign_in
from agreements.models import User
from agreements.origin import address_of

logger = logging.getLogger(__name__)

_TRIED_TOO_OFTEN = gettext_lazy("It has been tried too many times. Wait for five minutes and try again.")
_WRONG_CODE = gettext_lazy("The code is wrong, or it has been used already.")
# What the library would say after a deed, by the name of its template; what is not here is seen on the page itself.
_SAID = {
    "account/messages/password_changed.txt": gettext_lazy("Your password has been changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password has been changed."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is in use."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is not in use any more."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("New recovery codes have been made. Keep them safe."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The security key has been added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The security key has been removed."),
}
# What is mailed to somebody whose account has changed, by the name of the library's template.
_MAILED = {
    "account/email/password_changed": gettext_lazy("The password of your account has been changed."),
    "account/email/password_set": gettext_lazy("The password of your account has been changed."),
    "account/email/password_reset": gettext_lazy("The password of your account has been changed."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app has been added to your account."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app has been removed from your account."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes have been made for your account."),
    "mfa/email/webauthn_added": gettext_lazy("A security key has been added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A security key has been removed from your account."),
    "socialaccount/email/account_connected": gettext_lazy("The city’s sign-in has been joined to your account."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with an e-mail address and a password: nobody signs up, and tries are counted."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is wrong."),
        "enter_current_password": gettext_lazy("The password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _TRIED_TOO_OFTEN,
        "rate_limited": _TRIED_TOO_OFTEN,
        "invalid_password_reset": gettext_lazy("The link has been used or is too old."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. A browser that has signed in to this account before is counted by itself, so that nobody
        else's tries shut it out. Raises ValidationError when there have been too many.
        """
        email = credentials["email"].lower()
        known = known_browsers.knows(request, email)
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_known" if known else "login_failed",
            key=f"{known}:{email}" if known else email,
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) else None

    def reauthenticate(self, user: User, password: str) -> bool:
        """The password of somebody who is signed in, counted like one at the door."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whichever way somebody comes, through the city's sign-in too: who may not sign in is told so."""
        if may_sign_in(user):
            answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
            return answer
        messages.error(request, _("This account is not in use. Ask your unit’s administrator."))
        return HttpResponseRedirect(reverse("login"))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        known_browsers.remember(request, response, user)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where tries come from; behind a socket nobody knows, and all are counted as one."""
        return address_of(request) or "unknown"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has neither a password nor a second factor has just come through the city's sign-in, and that is
        all that can be asked of them.
        """
        return bool(get_reauthentication_flows(context.request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the user by mail what has become of their account; the address is the account's own."""
        happened = _MAILED.get(template_prefix)
        if happened:
            self.send_mail("account/email/changed", user.email, {"user": user, "happened": happened})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail in the language of the account. A mail server that fails is for the log: what was done is done."""
        user = context.get("user")
        try:
            with translation.override(user.language if isinstance(user, User) else translation.get_language()):
                super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("A mail about an account could not be sent")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: its names, and its secrets, which are not readable in the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _WRONG_CODE}

    def get_totp_issuer(self) -> str:
        return _("Sopimuskirja")

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that was made with another SECRET_KEY is lost: a secret that nobody knows stands for it."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Security key %(number)d") % {"number": count + 1}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        AccountAdapter(context.request).send_notification_mail(*args, **kwargs)


def _box() -> Fernet:
    """What secrets are locked with: a key made of SECRET_KEY for this alone."""
    digest = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class CityLoginAdapter(DefaultSocialAccountAdapter):
    """Signing in through the city: it opens an account that is here, and never makes one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account of somebody who comes for the first time, by an e-mail address that the city vouches for.

        From then on they are known by the city's own number for them, whatever becomes of the address. An account
        that one such number opens already is not opened by another: an address may have been given to somebody new.
        Ends the request with a message where there is no account.
        """
        if sociallogin.is_existing:
            return
        email = _vouched_email(sociallogin)
        user = User.objects.filter(email__iexact=email).first() if email else None
        if user is None or SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
            raise ImmediateHttpResponse(_nobody_here(request, email))
        if may_sign_in(user):
            sociallogin.connect(request, user)
        else:
            sociallogin.user = user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """The city's sign-in did not work or was broken off: back to the door, with a sentence."""
        messages.error(request, _("Signing in through the city did not succeed. Try again."))
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("login")))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        AccountAdapter(context.request).send_notification_mail(*args, **kwargs)


def _vouched_email(sociallogin: SocialLogin) -> str:
    """The e-mail address that the city says is this person's own; empty where it says none, or is not sure."""
    app = sociallogin.provider.app
    trusted = bool(app.settings.get("vouches_for_email"))
    vouched = (each.email for each in sociallogin.email_addresses if each.verified or trusted)
    return next(vouched, "")


def _nobody_here(request: HttpRequest, email: str) -> HttpResponse:
    if email:
        said = _("There is no account here for %(email)s. Ask your unit’s administrator for one.") % {"email": email}
    else:
        said = _("The city’s sign-in did not say which e-mail address is surely yours. Ask your administrator.")
    messages.error(request, said)
    return HttpResponseRedirect(reverse("login"))


def city_login_address(next_address: str = "") -> str | None:
    """Where one signs in through the city; None where that is not configured."""
    city = _city()
    if city is None:
        return None
    address = reverse("openid_connect_login", kwargs={"provider_id": city["provider_id"]})
    return f"{address}?{urlencode({'next': next_address})}" if next_address else address


def city_name() -> str:
    """What the city's sign-in is called; empty where it has no name."""
    city = _city()
    return str(city["name"]) if city else ""


def _city() -> dict[str, Any] | None:
    """The settings of the city's sign-in; None where there is none."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    return next(iter(providers["openid_connect"]["APPS"]), None)
