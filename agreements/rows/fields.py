"""The fields of rows: what stands in them, and how what somebody typed is read.

A field works on a row's state: the row's columns by their names in the database, as JSON keeps them.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements.markup import from_written
from agreements.models import Agreement, CompetenceArea, HigherGoal, Kind, Membership, PortfolioEntry, User
from agreements.richtext import plain_text
from agreements.units import organisation_of
from agreements.written import checked_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = dict[str, Any]
LONGEST_TEXT = 10_000
LONGEST_LINE = 200
LONGEST_RICH = 200_000
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in states are called: by the name of what they lead to and the id."""

    known: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def of(self, what: str, pk: int | None) -> str:
        return "" if pk is None else self.known.get((what, pk), "–")


@dataclass
class Scope:
    """What fields are read for: the document. It looks up, once, whom and what the document's organisation has."""

    agreement: Agreement

    @cached_property
    def units(self) -> RawSQL:
        """Every unit of the document's organisation, as a subquery."""
        return organisation_of(self.agreement.unit_id)

    @cached_property
    def people(self) -> dict[int, tuple[str, str]]:
        """The names and addresses of those with a role in the organisation, by id."""
        members = Membership.objects.filter(unit__in=self.units).values("user")
        rows = User.objects.filter(pk__in=members, is_active=True).order_by("name", "pk")
        return {pk: (name, email) for pk, name, email in rows.values_list("pk", "name", "email")}

    @cached_property
    def projects(self) -> dict[int, str]:
        """The names of the organisation's grant projects, by id."""
        rows: QuerySet[Agreement] = Agreement.objects.filter(kind=Kind.GRANT_PROJECT, unit__in=self.units)
        return {project.pk: project.short_name for project in rows.order_by("-year", "title", "pk")}

    @cached_property
    def portfolio(self) -> list[str]:
        """The names of the projects in the organisation's portfolio."""
        entries = PortfolioEntry.objects.filter(unit__in=self.units)
        return list(entries.order_by("name").values_list("name", flat=True))

    @cached_property
    def higher_goals(self) -> dict[int, str]:
        """The goals above the document's own, by id."""
        rows = HigherGoal.objects.filter(unit__in=self.units)
        return {goal.pk: goal.title for goal in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A text field, and what every field has.

    `more` fields stand on the row's own page only. A field `under` another one shares its cell; one with `only_if`
    shows there only while that other field has the value.
    """

    name: str
    label: "StrOrPromise"
    required: bool = False
    longest: int = LONGEST_TEXT
    more: bool = False
    under: str = ""
    only_if: tuple[str, str] | None = None
    widget: str = "text"
    of_last_year: bool = False
    """Whether it tells of the year before, and so differs from one year to the next as a matter of course."""
    names: tuple[str, ...] = ()
    """What the field's ids lead to: a subset of the keys of `Names`."""

    @property
    def attnames(self) -> tuple[str, ...]:
        """The columns that the field reads and writes."""
        return (self.name,)

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        """What stands in the field."""
        return state.get(self.name) or ""

    def words(self, state: Mapping[str, Any], names: Names) -> str:
        """What the field says, to be read."""
        return self.written(state, names)

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        """Put what somebody typed into the state. Raises ValidationError."""
        state[self.name] = checked_text(text, longest=self.longest, required=self.required) or None

    def choices(self, scope: Scope) -> list[tuple[str, str]]:
        """The values that may be chosen, with their words; for lists to pick from, values alone."""
        return []

    def wants(self, state: Mapping[str, Any]) -> set[tuple[str, int]]:
        """The ids whose names are needed to say what stands in the field."""
        return set()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """A text that may be several lines long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineField(Field):
    """A text of one line."""

    widget: str = "line"
    longest: int = LONGEST_LINE

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        one_line = " ".join(checked_text(text, longest=self.longest, required=self.required).split("\n"))
        state[self.name] = one_line or None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesField(Field):
    """Several texts, each a line of its own; kept as a list."""

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        return "\n".join(state.get(self.name) or [])

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        lines = checked_text(text, longest=self.longest, required=self.required).split("\n")
        state[self.name] = [line.strip() for line in lines if line.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingField(Field):
    """The printed heading of one of a section's columns; an empty one is not printed."""

    widget: str = "heading"
    longest: int = LONGEST_LINE

    @property
    def attnames(self) -> tuple[str, ...]:
        return ("columns",)

    @property
    def column(self) -> str:
        return self.name.removeprefix("columns.")

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        return (state.get("columns") or {}).get(self.column) or ""

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        columns = dict(state.get("columns") or {})
        columns[self.column] = checked_text(text, longest=self.longest) or None
        state["columns"] = columns


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of a few values; empty for none of them unless it is required."""

    widget: str = "choice"
    options: tuple[tuple[Any, "StrOrPromise"], ...] = ()
    empty: "StrOrPromise" = "–"

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        value = state.get(self.name)
        return "" if value is None else str(value)

    def words(self, state: Mapping[str, Any], names: Names) -> str:
        value = self.written(state, names)
        return next((str(label) for option, label in self.options if str(option) == value), value)

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        text = text.strip()
        if not text and not self.required:
            state[self.name] = None
            return
        chosen = [option for option, _label in self.options if str(option) == text]
        if not chosen:
            raise ValidationError(_("Choose one of the choices."), code="choice")
        state[self.name] = chosen[0]

    def choices(self, scope: Scope) -> list[tuple[str, str]]:
        none = [] if self.required else [("", str(self.empty))]
        return [*none, *((str(option), str(label)) for option, label in self.options)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagField(Field):
    """Yes or no."""

    widget: str = "flag"

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        return "1" if state.get(self.name) else ""

    def words(self, state: Mapping[str, Any], names: Names) -> str:
        return _("yes") if state.get(self.name) else _("no")

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        state[self.name] = text.strip() not in ("", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnField(FlagField):
    """Whether a section's table has a column, under the usual heading until somebody writes another one."""

    more: bool = True

    @property
    def attnames(self) -> tuple[str, ...]:
        return ("columns",)

    @property
    def column(self) -> str:
        return self.name.removeprefix("has.")

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        return "1" if self.column in (state.get("columns") or {}) else ""

    def words(self, state: Mapping[str, Any], names: Names) -> str:
        return _("yes") if self.written(state, names) else _("no")

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        columns = dict(state.get("columns") or {})
        if text.strip() in ("", "0"):
            columns.pop(self.column, None)
        else:
            columns.setdefault(self.column, None)
        state["columns"] = columns


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(Field):
    """A day, written "31.12.2021" or as a browser writes it."""

    widget: str = "date"

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        value = state.get(self.name)
        if not value:
            return ""
        day = datetime.date.fromisoformat(value)
        return f"{day.day}.{day.month}.{day.year}"

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        text = checked_text(text, longest=30, required=self.required)
        day = read_day(text)
        if text and day is None:
            raise ValidationError(_("This is no day. Write it as 31.12.2021."), code="date")
        state[self.name] = day.isoformat() if day else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsFromField(DateField):
    """The day from which an amendment holds, within the document's period."""

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        super(HoldsFromField, self).take(state, text, scope)
        day = read_day(text)
        if day and not scope.agreement.period_start <= day <= scope.agreement.period_end:
            raise ValidationError(_("The day is outside the document's period."), code="date")


def read_day(text: str) -> datetime.date | None:
    """The day that "31.12.2021" or "2021-12-31" says; None for anything else."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RichField(Field):
    """Running text as sanitised HTML; the plain form, of those without scripts, is read too."""

    widget: str = "rich"
    longest: int = LONGEST_RICH

    def words(self, state: Mapping[str, Any], names: Names) -> str:
        return plain_text(state.get(self.name) or "")

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        html = from_written(text)
        checked_text(html, longest=self.longest)
        checked_text(plain_text(html), longest=self.longest)
        state[self.name] = html if plain_text(html) else ""


def names_of(wanted: Iterable[tuple[str, int]], scope: Scope | None = None) -> Names:
    """The names of what the ids lead to: a query for each sort of thing among them, none for none.

    With a scope, which looks up what may be picked anyway, only for those that are not among that.
    """
    by_sort: dict[str, set[int]] = {}
    for what, pk in wanted:
        by_sort.setdefault(what, set()).add(pk)
    known: dict[tuple[str, int], str] = {}
    for what, pks in by_sort.items():
        pool = _POOLS[what](scope) if scope and what in _POOLS else {}
        known |= {(what, pk): pool[pk] for pk in pks & pool.keys()}
        if others := pks - pool.keys():
            known |= {(what, pk): name for pk, name in _LOOKUPS[what](others)}
    return Names(known)


_POOLS: dict[str, Callable[[Scope], Mapping[int, str]]] = {
    "user": lambda scope: {pk: name for pk, (name, _email) in scope.people.items()},
    "project": lambda scope: scope.projects,
    "higher_goal": lambda scope: scope.higher_goals,
}
_LOOKUPS: dict[str, Callable[[set[int]], Iterable[tuple[int, str]]]] = {
    "user": lambda pks: User.objects.filter(pk__in=pks).values_list("pk", "name"),
    "project": lambda pks: ((each.pk, each.short_name) for each in Agreement.objects.filter(pk__in=pks)),
    "higher_goal": lambda pks: HigherGoal.objects.filter(pk__in=pks).values_list("pk", "title"),
    "area": lambda pks: CompetenceArea.objects.filter(pk__in=pks).values_list("pk", "name"),
}
