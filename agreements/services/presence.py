"""Who has a document open for editing now, and on which row. Nothing else hangs on it: rows are guarded by versions."""

import datetime
import re
from dataclasses import dataclass

from agreements.models import Agreement, Presence, User

STAYS = datetime.timedelta(seconds=45)
"""How long somebody is taken to be there after they were last heard of."""

_ROW = re.compile(r"[a-z_]{1,20}-\d{1,19}")


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who has the document open; `row` as in a page, "metric-12", empty when they are on none."""

    name: str
    initials: str
    row: str


def presence_note(*, agreement: Agreement, user: User, row: str, at: datetime.datetime) -> None:
    """The user has the document open and is on the row. One query; two tabs may say it at the same moment.

    What is no row's name counts as none. The caller has asked whether the user may read the document.
    """
    here = Presence(agreement=agreement, user=user, row=row if _ROW.fullmatch(row) else "", seen_at=at)
    Presence.objects.bulk_create(
        [here], update_conflicts=True, unique_fields=("agreement", "user"), update_fields=("row", "seen_at")
    )


def presence_end(*, agreement: Agreement, user: User) -> None:
    """The user has left the document. One query; whoever was not there has left already."""
    Presence.objects.filter(agreement=agreement, user=user).delete()


def others_on(agreement: Agreement, *, user: User, at: datetime.datetime) -> list[Here]:
    """Who else has the document open, by name. One query."""
    there = Presence.objects.filter(agreement=agreement, seen_at__gt=at - STAYS).exclude(user=user)
    rows = there.order_by("user__name", "user").values_list("user__name", "user__email", "row")
    return [Here(name or email, initials_of(name or email), row) for name, email, row in rows]


def initials_of(name: str) -> str:
    """The first letters of the first and the last word: "Anna-Leena Virta" is "AV"; of one word the first letter."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()
