"""Signing in through the city, which is another's server: it may be away, or answer nonsense."""

import logging
from collections.abc import Callable
from functools import wraps

import requests
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest, str], HttpResponse]


def _or_back_to_the_door(view: View) -> View:
    """The view; where the city's server fails, the sign-in page with a sentence."""

    @wraps(view)
    def safely(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (requests.RequestException, KeyError) as error:
            messages.error(request, _("The city’s sign-in cannot be reached now. Try again in a while."))
            logger.warning("The city's sign-in failed: %s", error)
            return HttpResponseRedirect(reverse("login"))

    return login_not_required(safely)


city_login = require_safe(_or_back_to_the_door(openid_connect.login))
city_callback = require_safe(_or_back_to_the_door(openid_connect.callback))
