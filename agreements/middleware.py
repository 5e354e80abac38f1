"""What happens around every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from agreements import rights
from agreements.denials import asked_for
from agreements.models import User
from agreements.origin import address_of, current_address
from agreements.services.log import denial_log

FORBIDDEN, NOT_FOUND = 403, 404


class OriginMiddleware:
    """Says for the time of a request where it comes from, to whoever writes the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = current_address.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            current_address.reset(token)


class DenialMiddleware:
    """Logs who is turned away: from what they may not do, and from what exists outside their units.

    Whatever view says 403 or 404, this hears it. Somebody who has not signed in is not turned away but asked to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (FORBIDDEN, NOT_FOUND) and isinstance(request.user, User):
            _log_denial(request, request.user, response.status_code)
        return response


def _log_denial(request: HttpRequest, user: User, status: int) -> None:
    """An entry for a refusal, and for what was "not found" only because it is outside the user's units."""
    asked = asked_for(request.resolver_match)
    if status == NOT_FOUND and (asked is None or rights.visible_units(user).filter(pk=asked.unit).exists()):
        return
    denial_log(
        by=user,
        about=asked.about if asked else "",
        unit=asked.unit if asked else None,
        method=request.method or "",
        path=request.path,
        status=status,
    )


class LanguageMiddleware:
    """The interface in the user's own language; before sign-in in the one last chosen here; Finnish otherwise.

    What the browser prefers is not asked: the interface speaks Finnish first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


def _language_of(request: HttpRequest) -> str:
    chosen = (
        request.user.language
        if isinstance(request.user, User)
        else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    )
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
