"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from agreements.models import User


class EmailBackend(ModelBackend):
    """Signs in by e-mail in any case; a demo user, whose password is known, only where demo users are allowed."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and user.is_demo and not settings.DEMO_USERS:
            return False
        return super().user_can_authenticate(user)
