"""Fields that are picked from a list too long for a menu, by writing a name: people, projects, goals, areas."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import CompetenceArea, InPortfolio, User
from agreements.rows.fields import LONGEST_LINE, LONGEST_NAME, Field, Names, Scope
from agreements.written import checked_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class PickField(Field):
    """Something of a list that is long, picked by writing its name; the column is the id."""

    widget: str = "pick"
    longest: int = LONGEST_NAME
    what: str
    pool: Callable[[Scope], Mapping[int, str]]
    unknown: "StrOrPromise"

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        return names.of(self.what, state.get(self.name))

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        text = checked_text(text, longest=self.longest, required=self.required)
        if not text:
            state[self.name] = None
            return
        found = [pk for pk, name in self.pool(scope).items() if name.casefold() == text.casefold()]
        if not found:
            raise ValidationError(str(self.unknown), code="unknown")
        state[self.name] = found[0]

    def choices(self, scope: Scope) -> list[tuple[str, str]]:
        return [(name, name) for name in self.pool(scope).values()]

    def wants(self, state: Mapping[str, Any]) -> set[tuple[str, int]]:
        pk = state.get(self.name)
        return set() if pk is None else {(self.what, pk)}


def _people(scope: Scope) -> dict[int, str]:
    """Those of the organisation by their names; those of one name with their addresses behind it."""
    names = [name.casefold() for name, _email in scope.people.values()]
    return {
        pk: name if names.count(name.casefold()) == 1 else f"{name} ({email})"
        for pk, (name, email) in scope.people.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonField(PickField):
    """Somebody of the organisation by name; anybody with an account by their e-mail address."""

    what: str = "user"
    pool: Callable[[Scope], Mapping[int, str]] = _people
    unknown: "StrOrPromise" = ""
    names: tuple[str, ...] = ("user",)

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        text = checked_text(text, longest=self.longest, required=self.required)
        if not text:
            state[self.name] = None
            return
        found = [pk for pk, name in _people(scope).items() if name.casefold() == text.casefold()]
        found = found or _by_address(text) or _ambiguous(text, scope)
        if not found:
            raise ValidationError(
                _("Nobody of the organisation is called so. Choose from the list, or write an e-mail address."),
                code="unknown",
            )
        state[self.name] = found[0]


def _by_address(text: str) -> list[int]:
    if "@" not in text:
        return []
    address = text.rpartition("(")[2].rstrip(")").strip()
    return list(User.objects.filter(email__iexact=address, is_active=True).values_list("pk", flat=True))


def _ambiguous(text: str, scope: Scope) -> list[int]:
    namesakes = [email for name, email in scope.people.values() if name.casefold() == text.casefold()]
    if len(namesakes) > 1:
        message = _("There are several of this name. Write one of the addresses: %(addresses)s.")
        raise ValidationError(message % {"addresses": ", ".join(namesakes)}, code="ambiguous")
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectField(Field):
    """The project of a measure in the portfolio: one of the application's grant projects, or an entry by its words."""

    widget: str = "pick"
    longest: int = LONGEST_NAME
    names: tuple[str, ...] = ("project",)

    @property
    def attnames(self) -> tuple[str, ...]:
        return ("project_id", "portfolio_entry")

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        project = state.get("project_id")
        return names.of("project", project) if project else state.get("portfolio_entry") or ""

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        text = checked_text(text, longest=self.longest)
        if text and state.get("in_portfolio") != InPortfolio.YES:
            raise ValidationError(_("Only a measure marked K has a project."), code="not_in_portfolio")
        found = [pk for pk, name in scope.projects.items() if name.casefold() == text.casefold()] if text else []
        state["project_id"] = found[0] if found else None
        state["portfolio_entry"] = None if found else text or None

    def choices(self, scope: Scope) -> list[tuple[str, str]]:
        return [(name, name) for name in dict.fromkeys([*scope.projects.values(), *scope.portfolio])]

    def wants(self, state: Mapping[str, Any]) -> set[tuple[str, int]]:
        pk = state.get("project_id")
        return set() if pk is None else {("project", pk)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaField(Field):
    """The competence area of a training table, by its name; a new name becomes a new entry of the unit's catalogue."""

    widget: str = "pick"
    longest: int = LONGEST_LINE
    names: tuple[str, ...] = ("area",)

    @property
    def attnames(self) -> tuple[str, ...]:
        return ("area_id",)

    def written(self, state: Mapping[str, Any], names: Names) -> str:
        return names.of("area", state.get("area_id"))

    def take(self, state: MutableMapping[str, Any], text: str, scope: Scope) -> None:
        name = checked_text(text, longest=self.longest, required=True)
        area, _created = CompetenceArea.objects.get_or_create(unit=scope.agreement.unit, name=name)
        state["area_id"] = area.pk

    def choices(self, scope: Scope) -> list[tuple[str, str]]:
        names = CompetenceArea.objects.filter(unit=scope.agreement.unit_id).values_list("name", flat=True)
        return [(name, name) for name in names]

    def wants(self, state: Mapping[str, Any]) -> set[tuple[str, int]]:
        pk = state.get("area_id")
        return set() if pk is None else {("area", pk)}
