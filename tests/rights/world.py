"""Two cities and a library, their people in every role, and a small document in every status: the matrix's world."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from agreements.models import (
    Agreement,
    Comment,
    Deed,
    Goal,
    HigherGoal,
    Kind,
    Measure,
    Membership,
    PortfolioEntry,
    PrintForm,
    PrintJob,
    Revision,
    Role,
    Section,
    SignedOn,
    Source,
    Status,
    Unit,
    UnitKind,
    User,
)
from budgets.models import BudgetLine, BudgetTable
from metrics.models import Indicator, Metric, Observation, Round, RoundReport
from staffing.models import Allocation, Position, StaffingTable
from tests.rights.expected import BOTH, PLAN, ROLES, STATUSES

YEAR, NOW = 2026, timezone.make_aware(datetime.datetime(2026, 3, 1, 12))
OWN, BELOW, SIBLING, ABOVE, FAR = "own unit", "below it", "another unit of the city", "the city above", "another city"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody: nobody at all, a user without a role, or one with a role in their own unit and in a city of its own."""

    name: str
    user: User | None = None
    role: str | None = None
    is_responsible: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None and self.user.is_active


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address may be about: where it is, and what stands in addresses for it, by name."""

    where: str
    names: Mapping[str, str]
    kind: str = PLAN
    status: str = "draft"

    def __str__(self) -> str:
        return f"{self.where}, {self.kind}, {self.status}"


@dataclass(slots=True)
class World:
    people: list[Who] = field(default_factory=list)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    jobs: dict[str, Thing] = field(default_factory=dict)

    def things_for(self, about: str, who: Who) -> list[Thing]:
        """The things that an address may be about; of what people have ordered, their own and somebody else's."""
        if about != "job":
            return self.things[about]
        other = next(job for name, job in self.jobs.items() if name != who.name)
        return [*filter(None, [self.jobs.get(who.name)]), replace(other, where=FAR)]


def make_world() -> World:
    """The world, all of it new: nothing of the example documents is used."""
    places = list(_units())
    tops = {OWN: _unit("Oma kirjasto"), ABOVE: places[0][1].root, FAR: places[-1][1].root}
    world = World()
    own = [places[0][1], tops[OWN]]
    responsible = _user("responsible")
    world.people = [
        Who("nobody"),
        Who("deactivated", _person("deactivated", Role.ADMINISTRATOR, own, is_active=False)),
        *(Who(role, _person(role, Role(role), own), role) for role in ROLES),
        Who("superuser", User.objects.create_superuser("superuser@example.org", name="superuser", language="en")),
        Who("responsible", responsible, is_responsible=True),
    ]
    rounds = {where: _round(top) for where, top in tops.items()}
    documents = []
    for where, unit in places:
        follow_up = rounds[FAR if where == FAR else ABOVE]
        for kind in BOTH if where == OWN else (PLAN,):
            documents += [
                _document(where, unit, kind, status, follow_up, responsible if where == OWN else None)
                for status in STATUSES
            ]
    world.things = {
        "nothing": [Thing(OWN, {})],
        "document": documents,
        "unit": [_unit_thing(where, unit) for where, unit in places],
        "top": [
            Thing(
                where,
                {"unit": str(top.pk), "round": str(rounds[where].pk), "higher": str(_higher_goal(top).pk)},
            )
            for where, top in tops.items()
        ],
    }
    world.jobs = {who.name: _job(who.user, places[0][1]) for who in world.people if who.user}
    return world


def _unit_thing(where: str, unit: Unit) -> Thing:
    member = _user(f"member {unit.pk}")
    held = Membership.objects.create(user=member, unit=unit, role=Role.VIEWER)
    return Thing(where, {"unit": str(unit.pk), "entry": str(_entry(unit).pk), "membership": str(held.pk)})


def _job(user: User, unit: Unit) -> Thing:
    job = PrintJob.objects.create(
        ordered_by=user, unit=unit, year=YEAR, form=PrintForm.BOOK, language="fi", ordered_at=NOW
    )
    return Thing(OWN, {"job": str(job.pk)})


def _unit(name: str, parent: Unit | None = None) -> Unit:
    kind = UnitKind.LIBRARY if parent else UnitKind.CITY
    unit: Unit = Unit.objects.create(name_fi=name, parent=parent, kind=kind)
    return unit


def _units() -> Iterator[tuple[str, Unit]]:
    city, other = _unit("Oma kaupunki"), _unit("Toinen kaupunki")
    own = _unit("Oma yksikkö", city)
    yield OWN, own
    yield BELOW, _unit("Alayksikkö", own)
    yield SIBLING, _unit("Naapuriyksikkö", city)
    yield FAR, _unit("Vieras yksikkö", other)


def _user(name: str, *, is_active: bool = True) -> User:
    return User.objects.create_user(
        f"{name.replace(' ', '-')}@matrix.example.org", name=name, language="en", is_active=is_active
    )


def _person(name: str, role: Role, units: list[Unit], *, is_active: bool = True) -> User:
    user = _user(name, is_active=is_active)
    for unit in units:
        Membership.objects.create(user=user, unit=unit, role=role)
    return user


def _round(top: Unit) -> Round:
    day = datetime.date(YEAR, 2, 1)
    return Round.objects.create(unit=top, date=day, due=day, kinds=list(BOTH))


def _higher_goal(top: Unit) -> HigherGoal:
    return HigherGoal.objects.create(unit=top, source=Source.STRATEGY, title=f"Strateginen tavoite: {top}")


def _entry(unit: Unit) -> PortfolioEntry:
    return PortfolioEntry.objects.create(unit=unit, name=f"Hanke: {unit}")


_numbers = count(1)


def _document(where: str, unit: Unit, kind: str, status: str, follow_up: Round, responsible: User | None) -> Thing:
    """A document with a row of each kind of table, a comment, a step of history, an actual and a place in a round."""
    agreement = Agreement.objects.create(
        slug=f"matrix-{next(_numbers)}",
        kind=Kind(kind),
        unit=unit,
        unit_chain=[{"kind": unit.kind, "name": unit.name_fi}],
        title=f"Asiakirja: {unit.name_fi}",
        year=YEAR,
        period_start=datetime.date(YEAR, 1, 1),
        period_end=datetime.date(YEAR, 12, 31),
        carry_report=[],
        revision=1,
        changed_at=NOW,
    )
    writer = User.objects.get(email="deactivated@matrix.example.org")
    Revision.objects.create(agreement=agreement, number=1, deed=Deed.SAVE, at=NOW, by=writer)
    goals, staff, money = (
        Section.objects.create(agreement=agreement, kind=each, position=place, heading=each)
        for place, each in enumerate(("goals", "staffing", "budget"))
    )
    goal = Goal.objects.create(section=goals, title="Tavoite")
    indicator = Indicator.objects.create(unit=unit.root, name=f"Mittari: {agreement.slug}")
    metric = Metric.objects.create(
        measure=Measure.objects.create(goal=goal, text="Toimenpide"),
        text="Mittari",
        target="5",
        indicator=indicator,
        responsible=responsible,
    )
    StaffingTable.objects.create(section=staff)
    position = Position.objects.create(unit=unit, title="Informaatikko")
    Allocation.objects.create(section=staff, held_by=position, title=position.title, percent="100 %")
    BudgetTable.objects.create(section=money)
    line = BudgetLine.objects.create(section=money, label="Palkat", level=1, side="expense", budget="1 000")
    comment = Comment.objects.create(
        agreement=agreement, kind="goal", key=goal.key, text="Onko tämä riittävä?", at=NOW, by=writer
    )
    observation = Observation.objects.create(
        indicator=indicator,
        date=datetime.date(YEAR, 2, 1),
        value="5",
        evidence_file=ContentFile(b"evidence", name="evidence.txt"),
        evidence_name="evidence.txt",
        recorded_at=NOW,
        recorded_by=writer,
    )
    RoundReport.objects.create(round=follow_up, agreement=agreement, metrics=[])
    # The content stands before the status does: what is agreed takes no new rows.
    signed = SignedOn.PAPER if status in ("in_force", "closed") else None
    Agreement.objects.filter(pk=agreement.pk).update(status=Status(status), signed=signed)
    rows = {
        "section": goals,
        "budget": money,
        "goal": goal,
        "line": line,
        "metric": metric,
        "indicator": indicator,
        "comment": comment,
        "observation": observation,
        "round": follow_up,
    }
    return Thing(where, {"slug": agreement.slug, **{name: str(row.pk) for name, row in rows.items()}}, kind, status)
