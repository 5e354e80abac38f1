"""A document's parties with their signatures, as plain data."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from agreements.models import Agreement, Party


@dataclass(frozen=True, slots=True)
class DocumentSignature:
    """How a party signed: the words printed for it. A substitute's `substitute_for` is whose place was taken; `user`
    is an id.
    """

    signed: str
    title: str
    name: str | None
    substitute_for: str | None
    at: datetime.datetime | None
    user: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentParty:
    """Somebody who signs the document; `pk` and `user` are ids.

    `name` is what the document writes, and `account` the name of whose account it is.
    """

    pk: int
    title: str
    name: str | None
    user: int | None
    signature: DocumentSignature | None
    account: str | None = None

    @property
    def person(self) -> str | None:
        """Who is to sign, when that is known: as the document writes it, else as the account says."""
        return self.name or self.account

    @property
    def signed(self) -> str | None:
        """A `SignedOn` value; None as long as the party has not signed."""
        return self.signature.signed if self.signature else None

    @property
    def signed_at(self) -> datetime.datetime | None:
        return self.signature.at if self.signature else None


def load_parties(documents: Iterable[Agreement]) -> dict[int, tuple[DocumentParty, ...]]:
    """The parties of each document, by its id, with the signatures that hold. One query."""
    found: dict[int, list[DocumentParty]] = {document.pk: [] for document in documents}
    valid = FilteredRelation("signatures", condition=Q(signatures__voided=None))
    signature = ("signed", "title", "name", "substitute_for", "at", "user_id")
    rows = (
        Party.objects.filter(agreement__in=list(found))
        .annotate(valid=valid)
        .values_list(
            *("agreement_id", "pk", "title", "name", "user_id", "user__name"),
            *(f"valid__{column}" for column in signature),
        )
    )
    for document, pk, title, name, user, account, *signed in rows:
        given = DocumentSignature(*signed) if signed[0] else None
        found[document].append(DocumentParty(pk, title, name, user, given, account))
    return {document: tuple(parties) for document, parties in found.items()}
