"""How long the session still lasts, for the script that warns before it ends."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements import sessions
from agreements.models import User


@login_not_required
@never_cache
@sessions.background
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """GET asks and keeps nothing alive; POST is somebody who wants to stay signed in.

    Answers `user` (null when signed out), `idle` and `longest`, the seconds that are left.
    """
    if not isinstance(request.user, User):
        return JsonResponse({"user": None, "idle": 0, "longest": 0})
    if request.method == "POST":
        sessions.touch(request.session)
    left = sessions.left(request.session)
    return JsonResponse({"user": request.user.pk, "idle": left.idle, "longest": left.longest})
