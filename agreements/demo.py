"""The demo users: people with known passwords, for trying the application where it is developed."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def demo_users() -> dict[str, Any]:
    """`password`, common to all, `users` with their roles, and `parties`: who signs the draft, in order."""
    data: dict[str, Any] = json.loads((FIXTURES / "demo_users.json").read_text(encoding="utf-8"))
    return data
