"""How the work list is filtered and how it shows its rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import django_tables2 as tables
from django import forms
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.collation import finnish_key
from agreements.models import Unit, User
from agreements.tables import NAME, document_link, written
from agreements.templatetags.typography import typo
from metrics.work import Need, Task

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MINE, NOBODY = "mine", "nobody"


@dataclass(frozen=True, slots=True)
class WorkCount:
    """How much awaits in a unit or from a person; `choice` is its value in the filter."""

    name: str
    choice: str
    missing: int
    late: int
    undecided: int


class WorkFilters(forms.Form):
    """Filters of the tasks at hand: their units, the people named for them, what is to be done."""

    def __init__(self, data: Any, *, tasks: list[Task], user: User) -> None:
        super().__init__(data)
        self.tasks, self.user = tasks, user
        units = {str(unit.pk): unit.name for unit in map(unit_of, tasks)}
        people = {str(person.pk): str(person) for task in tasks for person in task.people}
        fixed = [(MINE, _("My own")), (NOBODY, _("Nobody is named"))]
        self._offer("unit", _("Unit"), in_finnish_order(units))
        self._offer("person", _("Responsible person"), fixed + in_finnish_order(people))
        self._offer("need", _("What is to be done"), list(Need.choices))

    def _offer(self, name: str, label: "StrOrPromise", choices: list[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *choices])

    def chosen(self) -> list[Task]:
        """The tasks that the filters leave; all of them when nothing is chosen, none for a choice there is not."""
        if not self.is_bound:
            return self.tasks
        if not self.is_valid():
            return []
        return [task for task in self.tasks if self._is_chosen(task, **self.cleaned_data)]

    def _is_chosen(self, task: Task, *, unit: str, person: str, need: str) -> bool:
        return (
            unit in ("", str(task.agreement.unit_id))
            and (not person or person in self._people(task))
            and need in ("", task.need)
        )

    def _people(self, task: Task) -> set[str]:
        """What the filter of people calls the task's."""
        own = {MINE} if self.user in task.people else set()
        return own | ({str(person.pk) for person in task.people} or {NOBODY})


def unit_of(task: Task) -> Unit:
    return task.agreement.unit


def in_finnish_order(names: dict[str, str]) -> list[tuple[str, Any]]:
    """The choices by name."""
    return sorted(names.items(), key=lambda choice: finnish_key(choice[1]))


def by_unit(tasks: Iterable[Task]) -> list[WorkCount]:
    """How much awaits in each unit, by its name."""
    return _counts((str(unit_of(task).pk), unit_of(task).name, task.need) for task in tasks)


def by_person(tasks: Iterable[Task]) -> list[WorkCount]:
    """How much awaits from each person that is named; what nobody is named for stands last."""
    tasks = list(tasks)
    named = _counts((str(person.pk), str(person), task.need) for task in tasks for person in task.people)
    return named + _counts((NOBODY, str(_("Nobody is named")), task.need) for task in tasks if not task.people)


def _counts(rows: Iterable[tuple[str, str, Need | None]]) -> list[WorkCount]:
    names: dict[str, str] = {}
    counts: Counter[tuple[str, Need | None]] = Counter()
    for choice, name, need in rows:
        names[choice] = name
        counts[choice, need] += 1
    return [
        WorkCount(name, choice, *(counts[choice, need] for need in (Need.MISSING, Need.LATE, Need.UNDECIDED)))
        for choice, name in in_finnish_order(names)
    ]


class WorkTable(tables.Table):
    metric = tables.Column(_("Metric"), empty_values=(), attrs=NAME)
    document = tables.Column(_("Agreement"), empty_values=())
    unit = tables.Column(_("Unit"), empty_values=())
    people = tables.Column(_("Responsible person"), empty_values=())
    target = tables.Column(_("Target"), empty_values=())
    state = tables.Column(_("State"), empty_values=())
    need = tables.Column(_("What is to be done"), empty_values=())

    class Meta:
        orderable = False
        attrs: ClassVar[dict[str, Any]] = {"caption": _("Work list")}

    def render_metric(self, record: Task) -> SafeString:
        language = record.agreement.language
        return format_html(
            '<a href="{}" lang="{}">{}</a>', record.address, language, typo(record.metric.text, language)
        )

    def render_document(self, record: Task) -> SafeString:
        return document_link(record.agreement)

    def render_unit(self, record: Task) -> str:
        return unit_of(record).name

    def render_people(self, record: Task) -> str:
        return ", ".join(str(person) for person in record.people) or "–"

    def render_target(self, record: Task) -> SafeString:
        return written(record.metric.target or "–", record.agreement.language)

    def render_state(self, record: Task) -> SafeString:
        state = record.stand.state.value
        word = record.stand.word(get_language() or "fi")
        sign = render_to_string("includes/state.html", {"state": state, "word": word})
        return format_html('<span class="st st-{}">{}</span>', state, sign)

    def render_need(self, record: Task) -> SafeString:
        need = record.need or Need.MISSING
        return format_html(
            '<span class="{}">{}</span><br><span class="voice">{}</span>',
            need.value,
            need.label,
            _("by %(day)s") % {"day": date_format(record.due, "j.n.Y")},
        )
