"""The home page: what is here for this user."""

import datetime
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import rights
from agreements.desk import Laid, lay
from agreements.last_steps import with_last_steps
from agreements.models import Agreement, AgreementQuerySet, Membership, User
from agreements.signatories import Awaiting, awaiting_signature

SHOWN_DOCUMENTS = 10
SHOWN_CHANGES = 5


@dataclass(frozen=True, slots=True)
class Shelf:
    """The first of some documents, and how many there are in all."""

    first: list[Agreement]
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.first)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a user finds on their desk."""

    roles: list[Membership]
    signatures: list[Awaiting]
    reviews: Shelf
    drafts: Shelf
    documents: Shelf
    changes: list[Agreement]
    laid: list[Laid]

    @property
    def awaiting(self) -> int:
        """How many matters await the user."""
        own = len(self.signatures) + self.reviews.total + self.drafts.total
        return own + sum(part.awaiting for part in self.laid)

    @property
    def has_papers(self) -> bool:
        """Has the user something to sign or to decide on, which comes before anything else?"""
        return bool(self.signatures or self.reviews.total)

    @property
    def has_something(self) -> bool:
        """Has the user a role, or something to do without one?"""
        return bool(self.roles or self.awaiting)

    @property
    def may_edit(self) -> bool:
        """Does one of the user's roles ever edit a draft?"""
        return any(membership.role in rights.EDITING_ROLES for membership in self.roles)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What awaits the user, their documents, and what changed lately."""
    today = timezone.localdate()
    context = {"nav": "home", "desk": desk_of(cast(User, request.user), on=today), "today": today}
    return render(request, "agreements/home.html", context)


def desk_of(user: User, *, on: datetime.date) -> Desk:
    """The user's desk on the day, from a fixed number of queries."""
    documents = rights.visible_agreements(user).current()
    changes = documents.select_related("changed_by").order_by("-changed_at", "slug")
    return Desk(
        roles=list(rights.roles_of(user)),
        signatures=awaiting_signature(user),
        reviews=_shelf(_with_steps(rights.agreements_with(user, "accept"))),
        drafts=_shelf(_with_steps(rights.editable_agreements(user).newest())),
        documents=_shelf(documents.order_by("-year", "slug")),
        changes=list(changes[:SHOWN_CHANGES]),
        laid=lay(user, on=on),
    )


def _with_steps(documents: AgreementQuerySet) -> AgreementQuerySet:
    """The documents with their units and the last step of their way, the last changed first."""
    return with_last_steps(documents).select_related("unit").order_by("-changed_at", "slug")


def _shelf(documents: AgreementQuerySet) -> Shelf:
    return Shelf(first=list(documents[:SHOWN_DOCUMENTS]), total=documents.count())
