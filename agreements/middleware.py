"""What happens around every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from agreements.models import User


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
