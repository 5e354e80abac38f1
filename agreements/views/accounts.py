"""Signing in, one's own account, and the language of the interface."""

from datetime import timedelta
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.account_adapters import city_login_address, city_name
from agreements.demo import demo_users
from agreements.models import User
from agreements.sessions import ENDED, end_sessions


class Login(LoginView):
    """Sign-in by e-mail or through the city; in development the page names the demo users."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "next": context["redirect_field_value"] or "",
            "city_address": city_login_address(context["redirect_field_value"] or ""),
            "city_name": city_name(),
            "session_ended": self.request.session.get(ENDED),
            "session_idle": _minutes(settings.SESSION_IDLE),
            "sends_mail": "dummy" not in settings.EMAIL_BACKEND,
        }
        if settings.DEMO_USERS:
            users = User.objects.filter(is_demo=True).prefetch_related("memberships__unit")
            context |= {"demo_users": users.order_by("pk"), "demo_password": demo_users()["password"]}
        return context


login = Login.as_view()


class ConfirmByKey(ReauthenticateWebAuthnView):
    """A key that is used to confirm who one is; one that is not right is told on the page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data())
        return page


confirm_by_key = ConfirmByKey.as_view()


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds() // 60)


@require_safe
def account_page(request: HttpRequest) -> HttpResponse:
    """The person's own account: password, second factors, sessions."""
    assert isinstance(request.user, User)  # noqa: S101
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at", "pk"))
    by_type = {kind: [each for each in factors if each.type == kind] for kind in Authenticator.Type}
    codes = by_type[Authenticator.Type.RECOVERY_CODES]
    context = {
        "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "keys": by_type[Authenticator.Type.WEBAUTHN],
        "codes": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "has_password": request.user.has_usable_password(),
        "idle_minutes": _minutes(settings.SESSION_IDLE),
        "longest_hours": _minutes(settings.SESSION_LONGEST) // 60,
    }
    return render(request, "account/account.html", context)


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End the person's sessions in other browsers."""
    assert isinstance(request.user, User)  # noqa: S101
    ended = end_sessions(user=request.user, keep=request.session.session_key)
    said = ngettext("%(count)d other session has ended.", "%(count)d other sessions have ended.", ended)
    messages.success(request, said % {"count": ended} if ended else _("You were signed in nowhere else."))
    return HttpResponseRedirect(reverse("account"))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the interface and come back to the page; a signed-in user's choice is remembered."""
    response = HttpResponseRedirect(_local(request, request.POST.get("next", "")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            request.user.language = language
            request.user.save(update_fields=["language"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 60 * 60,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _local(request: HttpRequest, address: str) -> str:
    """The address when it is one of our own, else the home page."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address else reverse("home")
