"""The follow-up of all documents below a director: counts by state, what is red and why, what is undecided or late."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.models import Agreement, Status, Unit
from agreements.titles import display_title
from agreements.units import UnitNode, all_nodes, unit_tree
from metrics.followup import AGREEMENT, FollowUp, metric_facts, stand
from metrics.models import Metric, State
from metrics.reports.document import Words, evidence_of, last_years
from metrics.tally import Tally, tally_of
from metrics.words import PolicyWords, state_words, words_by_unit

SHOWN_LINES = 12


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with the current name of its unit."""

    pk: int
    slug: str
    name: str
    kind: str
    language: str
    status: str
    is_followed: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """A metric in a list of the summary."""

    pk: int
    document: DocumentLine
    text: str
    target: str | None
    prior: str
    actual: str
    responsible: str
    followed: FollowUp

    @property
    def reason(self) -> str:
        """What the program makes of it, in the language that is active."""
        return self.followed.says(get_language() or "fi")

    @property
    def explanation(self) -> str:
        """What people say of it: the reason of their own colour, the note to the actual; empty when nothing."""
        decision, recorded = self.followed.decision, self.followed.recorded
        texts = (decision.reason if decision else "", recorded.note if recorded else "")
        return "\n".join(text for text in texts if text)

    @property
    def evidence(self) -> str:
        return evidence_of(self.followed)

    @property
    def due(self) -> datetime.date:
        return self.followed.due

    @property
    def gap(self) -> Decimal:
        """How far the actual is from its target, as a share of it; 0 where that cannot be told."""
        return abs(self.followed.judgement.closeness or Decimal(0))


@dataclass(frozen=True, slots=True)
class Row:
    """A document's counts; those of a document that is not in force are empty."""

    document: DocumentLine
    tally: Tally
    recorded: int

    @property
    def status_word(self) -> str:
        """The document's status in the language that is active."""
        return str(Status(self.document.status).label)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of metrics with its title, what its order is, and what stands in its place when it is empty.

    A `late` one tells the due day and who is responsible; another the actual and what people say of it.
    """

    key: str
    title: str
    lead: str
    nothing: str
    lines: tuple[Line, ...]

    @property
    def is_late(self) -> bool:
        return self.key == "late"

    @property
    def first(self) -> tuple[Line, ...]:
        """What a page shows at once."""
        return self.lines[:SHOWN_LINES]

    @property
    def rest(self) -> tuple[Line, ...]:
        return self.lines[SHOWN_LINES:]


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of the units right below one unit; `name` is its, empty at the top."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The follow-up of a year's documents on a day. `scope` names the unit or units that it covers."""

    year: int
    on: datetime.date
    scope: str
    words: Words
    groups: tuple[Group, ...]
    red: tuple[Line, ...]
    undecided: tuple[Line, ...]
    late: tuple[Line, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def tally(self) -> Tally:
        """All documents together."""
        states = (state for row in self.rows for state, _name, count in row.tally.lines for _metric in range(count))
        return tally_of(states, self.words)

    @property
    def recorded(self) -> int:
        return sum(row.recorded for row in self.rows)

    @property
    def lists(self) -> list[Listing]:
        """What needs a director's eye, in the language that is active."""
        red, undecided, late = (self.words[state] for state in (State.MISSED, State.UNDECIDED, State.NO_DATA))
        return [
            Listing(
                "red",
                _("%(word)s, and why") % {"word": red},
                _("The largest gap first. The explanation is the unit's own."),
                _("No metric has missed its target."),
                self.red,
            ),
            Listing(
                "undecided",
                undecided,
                _("The program cannot tell the colour: a person decides."),
                _("No metric waits for a decision."),
                self.undecided,
            ),
            Listing(
                "late",
                _("%(word)s: due and not recorded") % {"word": late},
                _("The longest overdue first."),
                _("Nothing is late."),
                self.late,
            ),
        ]


def summary_years(agreements: Iterable[Agreement]) -> list[int]:
    """The years that the documents cover, the earliest first."""
    spans = ((each.period_start.year, each.period_end.year) for each in agreements)
    return sorted({year for first, last in spans for year in range(first, last + 1)})


def units_within(units: Iterable[Unit], top: int) -> list[Unit]:
    """The unit and those of the units below it."""
    return [node.unit for each in all_nodes(unit_tree(units)) if each.unit.pk == top for node in each]


def summary_of(agreements: Iterable[Agreement], units: Iterable[Unit], *, year: int, on: datetime.date) -> Summary:
    """The summary of those agreements of the units whose period has days in the year, in nine queries.

    The agreements come with their units. Names are in the language that is active.
    """
    tree = unit_tree(units)
    nodes = list(all_nodes(tree))
    documents = _documents(agreements, nodes, year)
    policy_words = words_by_unit()
    words = _common_words([policy_words.get(each.unit_id, {}) for each in documents])
    lines = _lines(documents, on)
    followed = {pk: [line.followed for line in of_one] for pk, of_one in lines.items()}
    every = [line for each in documents for line in lines.get(each.pk, ())]
    return Summary(
        year=year,
        on=on,
        scope=", ".join(node.unit.name for node in tree),
        words=words,
        groups=_groups(documents, nodes, followed, words),
        red=tuple(sorted(_in_state(every, State.MISSED), key=lambda line: -line.gap)),
        undecided=tuple(_in_state(every, State.UNDECIDED)),
        late=tuple(sorted(_in_state(every, State.NO_DATA), key=lambda line: line.due)),
    )


def _in_state(lines: Iterable[Line], state: State) -> list[Line]:
    return [line for line in lines if line.followed.state == state]


def _common_words(found: Sequence[PolicyWords]) -> Words:
    """The words of the states: the city's own when all documents are of one city, else the application's."""
    language = get_language() or "fi"
    return state_words(found[0] if found and all(words == found[0] for words in found) else {}, language)


def _documents(agreements: Iterable[Agreement], nodes: Sequence[UnitNode], year: int) -> list[Agreement]:
    """The year's documents in the order of their units."""
    places = {node.unit.pk: place for place, node in enumerate(nodes)}
    found = [each for each in agreements if each.unit_id in places and _covers(each, year)]
    return sorted(found, key=lambda each: (places[each.unit_id], each.kind, each.slug))


def _covers(agreement: Agreement, year: int) -> bool:
    return agreement.period_start.year <= year <= agreement.period_end.year


def _lines(documents: Sequence[Agreement], on: datetime.date) -> dict[int, list[Line]]:
    """By document in force or closed, its metrics in reading order."""
    followed_documents = {each.pk: _document_line(each) for each in documents if each.is_followed}
    metrics = Metric.objects.filter(**{f"{AGREEMENT}__in": list(followed_documents)})
    facts = {fact.pk: fact for fact in metric_facts(metrics)}
    followed = stand(list(facts.values()), metrics, on=on)
    reading_order = ("measure__goal__section__position", "measure__goal__position", "measure__position", "position")
    people = metrics.order_by(*reading_order, "pk").values_list("pk", AGREEMENT, "responsible__name")
    lines: dict[int, list[Line]] = defaultdict(list)
    for pk, agreement, responsible in people:
        fact, stands = facts[pk], followed[pk]
        lines[agreement].append(
            Line(
                pk=pk,
                document=followed_documents[agreement],
                text=fact.text,
                target=fact.target,
                prior=fact.prior or last_years(stands, fact.end.year),
                actual=stands.recorded.value if stands.recorded else "",
                responsible=responsible or "",
                followed=stands,
            )
        )
    return lines


def _document_line(agreement: Agreement) -> DocumentLine:
    return DocumentLine(
        pk=agreement.pk,
        slug=agreement.slug,
        name=display_title(agreement.title),
        kind=agreement.kind,
        language=agreement.language,
        status=agreement.status,
        is_followed=agreement.is_followed,
        unit=agreement.unit.name,
    )


def _groups(
    documents: Sequence[Agreement],
    nodes: Sequence[UnitNode],
    followed: Mapping[int, Sequence[FollowUp]],
    words: Words,
) -> tuple[Group, ...]:
    """The documents under the names of the units above theirs."""
    names = {node.unit.pk: node.unit.name for node in nodes}
    rows: dict[str, list[Row]] = defaultdict(list)
    for each in documents:
        own = followed.get(each.pk, ())
        tally = tally_of((one.state.value for one in own), words)
        recorded = sum(one.recorded is not None for one in own)
        rows[names.get(each.unit.parent_id or 0, "")].append(Row(_document_line(each), tally, recorded))
    return tuple(Group(name, tuple(of_one)) for name, of_one in rows.items())
