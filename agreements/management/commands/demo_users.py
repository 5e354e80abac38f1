"""`manage.py demo_users`: who can sign in to try the application."""

from typing import Any

from django.core.management.base import BaseCommand

from agreements.demo import demo_users
from agreements.models import User


class Command(BaseCommand):
    help = "Prints the demo users that exist, with their roles and their common password."

    def handle(self, **options: Any) -> None:
        users = User.objects.filter(is_demo=True).prefetch_related("memberships__unit").order_by("pk")
        for user in users:
            roles = ", ".join(f"{membership.role} of {membership.unit}" for membership in user.memberships.all())
            self.stdout.write(f"  {user.email:<36} {roles or 'superuser, for the admin'}")
        if users:
            self.stdout.write(f"  The password of every one of them is: {demo_users()['password']}")
