"""How long a session lasts: it ends when nothing has been done for a while, and in any case after a longest time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agreements.models import User

BEGAN, SEEN, ENDED = "session_began", "session_seen", "session_ended"
IDLE, LONGEST = "idle", "longest"
# How exactly it is remembered when somebody was last seen: a session is not written for each request.
GRAIN = 60

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Left:
    """The seconds that are left of a session: until it has been idle for too long, and until its longest time."""

    idle: int
    longest: int

    @property
    def seconds(self) -> int:
        return max(0, min(self.idle, self.longest))

    @property
    def reason(self) -> str:
        """What ends the session, IDLE or LONGEST."""
        return IDLE if self.idle < self.longest else LONGEST


def background(view: View) -> View:
    """Marks a view that scripts ask by themselves, again and again: asking it does not keep a session alive."""
    view.in_background = True  # type: ignore[attr-defined]
    return view


def begin(*, request: HttpRequest, **_: Any) -> None:
    """Heard at each sign-in, whatever the way: the session begins now."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def touch(session: SessionBase) -> None:
    """Somebody has done something: the idle time begins again. Written at most once in GRAIN seconds."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= GRAIN:
        session[SEEN] = now


def left(session: SessionBase) -> Left:
    """What is left of a session. One that does not say when it began is over."""
    now = time.time()
    idle = session.get(SEEN, 0) + settings.SESSION_IDLE.total_seconds() - now
    longest = session.get(BEGAN, 0) + settings.SESSION_LONGEST.total_seconds() - now
    return Left(idle=int(idle), longest=int(longest))


def end_sessions(*, user: User, keep: str | None = None) -> int:
    """End the user's sessions everywhere, but for the one with the key `keep`; returns how many ended."""
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.session_key != keep and session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    ended, _ = Session.objects.filter(pk__in=theirs).delete()
    return ended


class SessionLimits:
    """Ends sessions whose time is over and those of people who may not sign in any more; keeps pages out of stores.

    Stands right after AuthenticationMiddleware, so that all that comes after knows only people with a living session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            if SESSION_KEY in request.session:
                request.session.flush()
            return self.get_response(request)
        before = left(request.session)
        if not before.seconds:
            logout(request)
            request.user = AnonymousUser()
            request.session[ENDED] = before.reason
            return self.get_response(request)
        request.session_left = before  # type: ignore[attr-defined]
        response = self.get_response(request)
        if _is_somebodys_deed(request, response):
            touch(request.session)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def _is_somebodys_deed(request: HttpRequest, response: HttpResponse) -> bool:
    """A request that failed may be tried again and again without anybody there; and somebody may have signed out."""
    return request.user.is_authenticated and response.status_code < 500 and not _is_background(request)


def _is_background(request: HttpRequest) -> bool:
    # There is no match where there is no such page.
    view = getattr(request.resolver_match, "func", None)
    return bool(getattr(view, "in_background", False))


def listen() -> None:
    """Begin sessions at sign-in, from now on."""
    user_logged_in.connect(begin, dispatch_uid="agreements.sessions.begin")
