"""What stands in a row's fields, in words and under the headings that a reader knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.rows.fields import Field, HeadingField, Names
from agreements.rows.kinds import RowKind


@dataclass(frozen=True, slots=True)
class Label:
    """What a field is called: `printed` when the document's own heading says so, in the document's language."""

    words: str
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A field's label and what it says, before and after; on one side alone the other is empty.

    `expected` marks a difference that the turn of the year makes by itself, as it does where the field tells of the
    year before.
    """

    name: str
    label: Label
    before: str
    after: str
    expected: bool = False
    of_last_year: bool = False

    @property
    def differs(self) -> bool:
        return self.before != self.after


def label_of(kind: RowKind, field: Field, section: Mapping[str, Any] | None) -> Label:
    """The heading that the row's section prints over the field, else the field's own name."""
    if isinstance(field, HeadingField):
        return Label(_("column heading: %(column)s") % {"column": field.label})
    columns = (section or {}).get("columns") or {}
    heading = columns.get(kind.printed.get(field.name, ""))
    return Label(heading, printed=True) if heading else Label(capfirst(str(field.label)))


def cells_of(
    kind: RowKind,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    names: Names,
    *,
    section_before: Mapping[str, Any] | None,
    section_after: Mapping[str, Any] | None,
) -> list[Cell]:
    """The row's fields on both sides, in their order; those that only the earlier side has come last.

    A row that is not there on one side says nothing on it. Each side has the state of the section it stands in.
    """
    old = _fields(kind, before, section_before)
    new = _fields(kind, after, section_after)
    return [
        Cell(
            name,
            label_of(kind, field, section_after if name in new else section_before),
            old[name].words(before, names) if before is not None and name in old else "",
            new[name].words(after, names) if after is not None and name in new else "",
            of_last_year=field.of_last_year,
        )
        for name, field in {**new, **{name: each for name, each in old.items() if name not in new}}.items()
    ]


def _fields(kind: RowKind, state: Mapping[str, Any] | None, section: Mapping[str, Any] | None) -> Mapping[str, Field]:
    return {} if state is None else {field.name: field for field in kind.fields_of(state, section)}
