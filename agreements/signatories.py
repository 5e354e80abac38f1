"""Who signs a document, who has, and whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agreements import rights
from agreements.last_steps import with_last_steps
from agreements.models import Agreement, Kind, Membership, SigningRule, Unit, User
from agreements.parties import DocumentParty, load_parties

_USUAL = {Kind.SERVICE_AGREEMENT: 3, Kind.DEVELOPMENT_PLAN: 1, Kind.GRANT_PROJECT: 1}


@dataclass(frozen=True, slots=True)
class Rule:
    """How a document is signed: by at least so many parties, one after the other or side by side, with a decision."""

    signatures: int
    in_order: bool = False
    asks_decision: bool = False


def usual_rule(kind: str) -> Rule:
    """How a kind of document is signed where no unit says otherwise: by three parties, a plan or a project by one."""
    return Rule(_USUAL[Kind(kind)])


@dataclass(frozen=True, slots=True)
class Turn:
    """A party for whom somebody may sign; `substitute_for` is the party's own person where it is not them."""

    party: DocumentParty
    substitute_for: str | None


@dataclass(frozen=True, slots=True)
class Signing:
    """Where the signing of a document stands: its rule, its parties in their order, and the ids of its unit and of
    those above it.
    """

    units: tuple[int, ...]
    rule: Rule
    parties: tuple[DocumentParty, ...]

    @property
    def missing(self) -> tuple[DocumentParty, ...]:
        """The parties that have not signed."""
        return tuple(party for party in self.parties if party.signature is None)

    @property
    def next(self) -> tuple[DocumentParty, ...]:
        """The parties whose turn it is: all that are missing, or the first of them where they sign in order."""
        return self.missing[:1] if self.rule.in_order else self.missing

    @property
    def lacking(self) -> int:
        """How many parties fewer than the rule asks the document has."""
        return max(0, self.rule.signatures - len(self.parties))


def signings_of(documents: Iterable[Agreement]) -> dict[int, Signing]:
    """Where the signing of each document stands, by its id, from three queries.

    How it is signed is what the nearest unit says, its own or one above; else what is usual for its kind.
    """
    documents = list(documents)
    said = {(rule.unit_id, rule.kind): rule for rule in SigningRule.objects.all()}
    parents = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    parties = load_parties(documents)
    found = {}
    for document in documents:
        units = _with_those_above(document.unit_id, parents)
        nearest = next((said[unit, document.kind] for unit in units if (unit, document.kind) in said), None)
        rule = Rule(nearest.signatures, nearest.in_order, nearest.asks_decision) if nearest else None
        found[document.pk] = Signing(units, rule or usual_rule(document.kind), parties[document.pk])
    return found


def signing_of(agreement: Agreement) -> Signing:
    """Where the signing of one document stands, from three queries."""
    return signings_of([agreement])[agreement.pk]


def _with_those_above(unit: int | None, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    found = []
    while unit is not None:
        found.append(unit)
        unit = parents[unit]
    return tuple(found)


def turns(user: User, signing: Signing, substitutions: Sequence[Membership]) -> list[Turn]:
    """The parties for whom the user may sign now: their own, or those whose substitute they are.

    None once they have signed. Whether the document's status and their role allow it is the right to sign.
    """
    if any(party.signature and party.signature.user == user.pk for party in signing.parties):
        return []
    if any(party.user == user.pk for party in signing.parties):
        # Whoever is a party signs as that party alone: nobody signs for two.
        return [Turn(party, None) for party in signing.next if party.user == user.pk]
    people = {each.substitute_for_id: each.substitute_for for each in substitutions if each.unit_id in signing.units}
    found = ((party, people.get(party.user)) for party in signing.next if party.user)
    return [Turn(party, person.name) for party, person in found if person]


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A document that awaits somebody's signature, own or as a substitute for the person of the name; and how many of
    how many parties have signed.
    """

    agreement: Agreement
    substitute_for: str | None
    signed: int
    parties: int


def awaiting_signature(user: User) -> list[Awaiting]:
    """The documents that await the user's signature, the latest first. Two queries, and three more when any might."""
    substitutions = rights.substitutions(user)
    people = [user.pk, *(each.substitute_for_id for each in substitutions)]
    candidates = rights.agreements_with(user, "sign").filter(parties__user__in=people).distinct()
    documents = list(with_last_steps(candidates).select_related("unit").order_by("-changed_at", "slug"))
    if not documents:
        return []
    signings = signings_of(documents)
    return [
        found for document in documents if (found := _awaiting(user, document, signings[document.pk], substitutions))
    ]


def _awaiting(
    user: User, document: Agreement, signing: Signing, substitutions: Sequence[Membership]
) -> Awaiting | None:
    own = turns(user, signing, substitutions)
    if not own:
        return None
    parties = len(signing.parties)
    return Awaiting(document, own[0].substitute_for, parties - len(signing.missing), parties)
