"""What apps lay on a user's desk, the home page: a registry, so that the root app knows none of them.

An app registers its part in `AppConfig.ready()`. A part takes a fixed number of queries, whoever asks.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agreements.models import User


@dataclass(frozen=True, slots=True)
class Laid:
    """What one app lays on the desk: matters that await the user, each an `<li>` of the agenda, and a section beside.

    `awaiting` counts the matters; the templates get `content`. `aside_template` is empty where nothing stands beside.
    """

    awaiting: int
    agenda_template: str
    aside_template: str
    content: Any


Part = Callable[[User, datetime.date], Laid]
_parts: list[Part] = []


def register(part: Part) -> None:
    """Add a part, behind those that are there; one that is there already is left where it is."""
    if part not in _parts:
        _parts.append(part)


def lay(user: User, *, on: datetime.date) -> list[Laid]:
    """What every app lays on the user's desk on the day."""
    return [part(user, on) for part in _parts]
