"""The versions of a document: which one holds, which one is being made, and how one stands among them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from agreements.amendment import amendment_words
from agreements.models import Agreement, Move, StatusChange
from agreements.models.agreement import FOLLOWED
from agreements.parties import DocumentParty, load_parties


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of a document, the newest first, as the one of them sees them that is `own`."""

    own: Agreement
    all: tuple[Agreement, ...]

    @property
    def holding(self) -> Agreement | None:
        """The version that holds: the newest that everybody has signed."""
        return next((each for each in self.all if each.status in FOLLOWED), None)

    @property
    def superseded_by(self) -> Agreement | None:
        """The version that holds in place of this one."""
        holding = self.holding
        return holding if holding and holding.version > self.own.version else None

    @property
    def amendment(self) -> Agreement | None:
        """The amendment that is being made of this version, which holds."""
        newest = self.all[0] if self.all else None
        is_made = newest and newest.status not in FOLLOWED and newest.supersedes_id == self.own.pk
        return newest if is_made else None

    @property
    def superseded(self) -> Agreement | None:
        """The version that this one supersedes, or will."""
        return next((each for each in self.all if each.pk == self.own.supersedes_id), None)

    @property
    def words(self) -> str:
        """What an amendment says of itself, in the language that is active; nothing for what amends nothing."""
        superseded = self.superseded
        return amendment_words(superseded.version if superseded else None, self.own.holds_from)


def holding(path: str) -> Q:
    """The condition that the document at the end of the path is the version of it that holds: `current`, by joins."""
    is_made = Q(**{f"{path}__version__gt": 1}) & ~Q(**{f"{path}__status__in": FOLLOWED})
    return ~is_made & ~Q(**{f"{path}__superseded_by__status__in": FOLLOWED})


def versions_of(agreement: Agreement) -> Versions:
    """How the version stands among the others of its document. One query."""
    columns = ("slug", "version", "status", "holds_from", "supersedes")
    return Versions(agreement, tuple(Agreement.objects.filter(slug=agreement.slug).only(*columns).order_by("-version")))


def among(versions: tuple[Agreement, ...], number: int | None) -> Versions | None:
    """The version of the number, else the one that holds or the newest where none does, among all, the newest first.

    None where there is no such version.
    """
    if number is not None:
        own = next((each for each in versions if each.version == number), None)
    else:
        own = next((each for each in versions if each.status in FOLLOWED), versions[0] if versions else None)
    return Versions(own, versions) if own else None


@dataclass(frozen=True, slots=True)
class Line:
    """A version in a list of them: when the last party signed it, and who did."""

    version: Agreement
    in_force_at: datetime.datetime | None
    signed: tuple[DocumentParty, ...]


def version_lines(versions: Versions) -> list[Line]:
    """A line for each version of a document that has several; none for one that has not. Two queries then."""
    return list(_lines(versions)) if len(versions.all) > 1 else []


def _lines(versions: Versions) -> Iterator[Line]:
    parties = load_parties(versions.all)
    moves = StatusChange.objects.filter(agreement__in=versions.all, move=Move.COME_IN_FORCE).order_by("number")
    in_force: dict[int, datetime.datetime] = dict(moves.values_list("agreement_id", "at"))
    for each in versions.all:
        yield Line(each, in_force.get(each.pk), tuple(party for party in parties[each.pk] if party.signature))
