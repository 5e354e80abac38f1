"""Signing in and the language of the interface."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from agreements.demo import demo_users
from agreements.models import User


class Login(LoginView):
    """Sign-in by e-mail; in development the page names the demo users."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO_USERS:
            users = User.objects.filter(is_demo=True).prefetch_related("memberships__unit")
            context |= {"demo_users": users.order_by("pk"), "demo_password": demo_users()["password"]}
        return context


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
