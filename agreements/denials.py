"""What somebody asked for who was turned away: which document or unit an address is about, whoever may see it.

An address with a `slug` is about the document of that name. Which other addresses are about which rows, each app
says at its start, by how their routes begin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import ResolverMatch

from agreements.log import about_agreement, about_unit
from agreements.models import Agreement, Unit


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that is there: how the log names it, empty where it has no name of its own, and its unit."""

    about: str
    unit: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that addresses are about that begin so: the argument that names one, and the path to its unit."""

    begin: str
    argument: str
    model: type[Model]
    unit: str


_rows: list[_Rows] = []


def register(begin: str, model: type[Model], unit: str, *, argument: str = "pk") -> None:
    """Routes that begin so are about a row of the model, whose unit is at the end of the lookup path."""
    if not any(rows.begin == begin for rows in _rows):
        _rows.append(_Rows(begin, argument, model, unit))


def asked_for(match: ResolverMatch | None) -> Outside | None:
    """What the address is about, if it is there at all. At most one query."""
    if match is None:
        return None
    if slug := match.kwargs.get("slug"):
        return _document(slug)
    return next((_row(rows, match.kwargs) for rows in _rows if match.route.startswith(rows.begin)), None)


def _document(slug: str) -> Outside | None:
    agreement = Agreement.objects.filter(slug=slug).order_by("-version").first()
    return Outside(about_agreement(agreement), agreement.unit_id) if agreement else None


def _row(rows: _Rows, arguments: Mapping[str, Any]) -> Outside | None:
    """The row that the arguments name. A number that no database holds names none."""
    key = arguments.get(rows.argument)
    if not isinstance(key, int) or key >= 2**63:
        return None
    unit = rows.model._default_manager.filter(pk=key).order_by().values_list(rows.unit, flat=True).first()
    if unit is None:
        return None
    return Outside(about_unit(unit) if rows.model is Unit else "", unit)
