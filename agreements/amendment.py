"""What makes a document an amendment: the version that it supersedes, the day from which it holds, what it changes."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.comparison import compare
from agreements.models import Agreement
from agreements.rows import Snapshot, load_snapshot
from agreements.rows.fields import Names
from agreements.rows.snapshot import names_of_both
from agreements.sides import Sides


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of an amendment and of the version that it supersedes, with what the ids in them are called."""

    older: int
    newer: int
    before: Snapshot
    after: Snapshot
    names: Names

    def sides(self) -> Sides:
        """Both versions compared, in the language that is active."""
        comparison = compare(self.before, self.after, self.names, by_key=True)
        return Sides(version_name(self.older), version_name(self.newer), comparison)


def load_changes(agreement: Agreement) -> Changes | None:
    """What an amendment has to be compared with; None for a document that amends nothing.

    Which kinds of section the versions have decides how many queries that takes, never their length.
    """
    older = agreement.supersedes
    if older is None:
        return None
    before, after = load_snapshot(older), load_snapshot(agreement)
    return Changes(older.version, agreement.version, before, after, names_of_both(before, after))


def version_name(version: int) -> str:
    return _("Version %(version)d") % {"version": version}


def amendment_words(supersedes: int | None, holds_from: datetime.date | None) -> str:
    """What an amendment says of itself, in the language that is active; nothing for a document that amends nothing."""
    if supersedes is None:
        return ""
    if holds_from is None:
        return _("Amendment: supersedes version %(version)d") % {"version": supersedes}
    day = f"{holds_from.day}.{holds_from.month}.{holds_from.year}"
    return _("Amendment: supersedes version %(version)d, holds from %(day)s") % {"version": supersedes, "day": day}
