"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from agreements.models import User


def may_sign_in(user: User) -> bool:
    """Whoever is active may; a demo user, whose password is known, only where demo users are allowed."""
    return user.is_active and (settings.DEMO_USERS or not user.is_demo)


class EmailBackend(ModelBackend):
    """Signs in by e-mail in any case; whoever may not sign in any more is signed in nowhere."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return isinstance(user, User) and may_sign_in(user)
