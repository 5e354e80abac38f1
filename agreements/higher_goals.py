"""The goals above those of documents: by where they are set, what hangs on each, and what hangs on none."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser

from agreements import rights
from agreements.filters import choices_of
from agreements.models import Agreement, Goal, HigherGoal, Source, Unit, User
from agreements.units import all_nodes, tops_by_unit, unit_tree


@dataclass(frozen=True, slots=True)
class Hanging:
    """A goal of a document, which serves a higher one or none; `editable` when the reader may link it."""

    goal: Goal
    agreement: Agreement
    editable: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A higher goal: whether it holds in the year, the goals that serve it, and how many there are in documents that
    the reader may not see. `edited` when the reader looks after it; `first` and `last` of those that it is moved among.
    """

    goal: HigherGoal
    holds: bool
    hanging: tuple[Hanging, ...]
    hidden: int
    edited: bool
    first: bool = False
    last: bool = False

    @property
    def has_nothing(self) -> bool:
        """Does nothing serve it although it holds?"""
        return self.holds and not self.hanging and not self.hidden


@dataclass(frozen=True, slots=True)
class Group:
    """The higher goals that are set in one place."""

    source: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The higher goals of an organisation in a year, and the goals that serve none of them."""

    groups: tuple[Group, ...]
    loose: tuple[Hanging, ...]
    hidden_loose: int

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def empty(self) -> int:
        """How many higher goals hold and have nothing."""
        return sum(line.has_nothing for line in self.lines)

    @property
    def choices(self) -> list[tuple[str, list[str]]]:
        """The higher goals that a goal may be linked to, by the names of their sources."""
        held = ((group.name, [line.goal.title for line in group.lines if line.holds]) for group in self.groups)
        return [(name, titles) for name, titles in held if titles]


def organisations(user: User | AnonymousUser) -> list[Unit]:
    """The top units of the organisations in which the user may look into a unit, by name; from two queries."""
    tops = tops_by_unit()
    seen = {tops[unit] for unit in rights.visible_units(user).order_by().values_list("pk", flat=True)}
    return sorted(Unit.objects.filter(pk__in=seen), key=lambda unit: unit.name)


def units_of(top: Unit) -> list[Unit]:
    """The units of the organisation in their order, each before those below it; from one query."""
    units = list(Unit.objects.all())
    below = next(node for node in all_nodes(unit_tree(units)) if node.unit.pk == top.pk)
    return [node.unit for node in below]


def overview_of(user: User | AnonymousUser, units: Sequence[Unit], *, year: int | None) -> Overview:
    """The organisation's higher goals and the goals of its documents of the year, the newest version of each.

    Without a year there are no documents. In a fixed number of queries.
    """
    own = [unit.pk for unit in units]
    places = {pk: place for place, pk in enumerate(own)}
    edited = set(rights.administered_units(user).order_by().values_list("pk", flat=True))
    higher = sorted(
        HigherGoal.objects.filter(unit__in=own).select_related("unit"),
        key=lambda goal: (Source.values.index(goal.source), places[goal.unit_id], goal.position, goal.pk),
    )
    of_year = year or 0
    documents = Agreement.objects.filter(unit__in=own, year=of_year).current()
    visible = set(rights.visible_agreements(user).filter(year=of_year).order_by().values_list("pk", flat=True))
    editable = set(rights.editable_agreements(user).filter(year=of_year).order_by().values_list("pk", flat=True))
    goals = Goal.objects.filter(section__agreement__in=documents.order_by())
    hanging: dict[int | None, list[Hanging]] = defaultdict(list)
    hidden: Counter[int | None] = Counter()
    for goal in goals.select_related("section__agreement__unit").order_by(
        "section__agreement__slug", "section__position", "section", "position", "pk"
    ):
        agreement = goal.section.agreement
        if agreement.pk in visible:
            hanging[goal.serves_id].append(Hanging(goal, agreement, agreement.pk in editable))
        else:
            hidden[goal.serves_id] += 1
    lines = [
        Line(each, _holds(each, year), tuple(hanging[each.pk]), hidden[each.pk], each.unit_id in edited)
        for each in higher
    ]
    groups = (
        Group(value, name, _placed([line for line in lines if line.goal.source == value]))
        for value, name in choices_of(Source)
    )
    return Overview(tuple(group for group in groups if group.lines), tuple(hanging[None]), hidden[None])


def _holds(goal: HigherGoal, year: int | None) -> bool:
    if year is None:
        return True
    return (goal.valid_from or year) <= year <= (goal.valid_to or year)


def _placed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of one source; each knows whether it is the first or the last of its unit's."""
    lines = list(lines)
    units = [line.goal.unit_id for line in lines]
    return tuple(
        replace(
            line,
            first=at == 0 or units[at - 1] != units[at],
            last=at == len(lines) - 1 or units[at + 1] != units[at],
        )
        for at, line in enumerate(lines)
    )
