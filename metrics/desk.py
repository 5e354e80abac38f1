"""What follow-up lays on a user's desk: what to record and to decide, and how their units stand."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from agreements.desk import Laid
from agreements.models import Agreement, User
from metrics.rounds import OpenRound
from metrics.tally import Tally, tally_of
from metrics.words import state_words
from metrics.work import Need, Task, metrics_for, record_by, tasks_of

SHOWN_MATTERS = 8
SHOWN_DOCUMENTS = 5


@dataclass(frozen=True, slots=True)
class Matter:
    """What awaits the user in one document: values for a round (or past every round), or colours to be decided.

    `waiting` of `total` metrics wait, `late` of them past their day; the user is named for `mine` of them. `days` are
    left until the due day, negative once it has passed.
    """

    agreement: Agreement
    is_decision: bool
    date: datetime.date
    due: datetime.date
    days: int
    waiting: int
    late: int
    mine: int
    total: int

    @property
    def recorded(self) -> int:
        return self.total - self.waiting

    @property
    def days_late(self) -> int:
        return -self.days

    @property
    def address(self) -> str:
        """The recording page of the document at the date."""
        return f"{reverse('record', args=[self.agreement.slug])}?date={self.date.isoformat()}"


@dataclass(frozen=True, slots=True)
class UnitsNow:
    """The documents in force of the user's units, and how many of their metrics are in each state."""

    documents: list[Agreement]
    tally: Tally

    @property
    def first(self) -> list[Agreement]:
        return self.documents[:SHOWN_DOCUMENTS]


@dataclass(frozen=True, slots=True)
class FollowUpDesk:
    """What awaits, the most urgent first and only the first of it; how much in all; and how the user's units stand."""

    first: list[Matter]
    total: int
    now: UnitsNow | None

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.first)


def follow_up_part(user: User, on: datetime.date) -> Laid:
    """The part of the desk that metrics bring, in a fixed number of queries."""
    tasks = tasks_of(metrics_for(user), on=on)
    matters = matters_of([task for task in tasks if task.recordable], user, on=on)
    now = units_now([task for task in tasks if task.seen])
    return Laid(
        awaiting=len(matters),
        agenda_template="metrics/desk_agenda.html",
        aside_template="metrics/desk_aside.html",
        content=FollowUpDesk(matters[:SHOWN_MATTERS], len(matters), now),
    )


def matters_of(tasks: Iterable[Task], user: User, *, on: datetime.date) -> list[Matter]:
    """What the tasks come to, document by document, the most urgent first."""
    rounds: dict[tuple[int, int], list[tuple[Task, OpenRound, bool]]] = defaultdict(list)
    overdue: dict[int, list[Task]] = defaultdict(list)
    undecided: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        for follow_up, recorded in task.rounds:
            rounds[task.agreement.pk, follow_up.pk].append((task, follow_up, recorded))
        if not task.rounds:
            overdue[task.agreement.pk].append(task)
        if task.need == Need.UNDECIDED:
            undecided[task.agreement.pk].append(task)
    matters = [_of_round(rows, user, on) for rows in rounds.values()]
    matters += [_of_the_overdue(rows, user, on) for rows in overdue.values()]
    matters += [_of_the_undecided(rows, user, on) for rows in undecided.values()]
    return sorted(
        (matter for matter in matters if matter.waiting),
        key=lambda matter: (matter.due, matter.is_decision, matter.agreement.slug),
    )


def units_now(tasks: list[Task]) -> UnitsNow | None:
    """How the documents of the tasks stand, None without any; the words are those of the first one's city."""
    if not tasks:
        return None
    documents = {task.agreement.pk: task.agreement for task in tasks}
    words = state_words(tasks[0].stand.policy.words, get_language() or "fi")
    return UnitsNow(list(documents.values()), tally_of((task.stand.state for task in tasks), words))


def _of_round(rows: list[tuple[Task, OpenRound, bool]], user: User, on: datetime.date) -> Matter:
    first, follow_up, _recorded = rows[0]
    waiting = [task for task, _round, recorded in rows if not recorded]
    late = sum(on > record_by(follow_up, task.stand) for task in waiting)
    return _matter(first, waiting, user, on, date=follow_up.date, due=follow_up.due, late=late, total=len(rows))


def _of_the_overdue(rows: list[Task], user: User, on: datetime.date) -> Matter:
    waiting = [task for task in rows if task.need == Need.LATE]
    date = rows[0].agreement.period_end
    due = min((task.due for task in waiting), default=date)
    return _matter(rows[0], waiting, user, on, date=date, due=due, late=len(waiting), total=len(rows))


def _of_the_undecided(rows: list[Task], user: User, on: datetime.date) -> Matter:
    due = min(task.due for task in rows)
    date = max(task.date for task in rows)
    return _matter(rows[0], rows, user, on, date=date, due=due, late=0, total=len(rows), is_decision=True)


def _matter(
    first: Task,
    waiting: list[Task],
    user: User,
    on: datetime.date,
    *,
    date: datetime.date,
    due: datetime.date,
    late: int,
    total: int,
    is_decision: bool = False,
) -> Matter:
    return Matter(
        agreement=first.agreement,
        is_decision=is_decision,
        date=date,
        due=due,
        days=(due - on).days,
        waiting=len(waiting),
        late=late,
        mine=sum(user in task.people for task in waiting),
        total=total,
    )
