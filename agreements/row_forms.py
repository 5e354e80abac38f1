"""A row as a plain form: its fields, what is wrong with them, and where two people's texts differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements.cells import label_of
from agreements.rows.fields import Field, Names, Scope, State, names_of
from agreements.rows.kinds import RowKind
from agreements.services.rows import ChangedMeanwhileError

Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form. `id` is the one it has in the editor too."""

    field: Field
    id: str
    label: str
    printed: bool
    text: str
    errors: Sequence[str]
    choices: Sequence[tuple[str, str]]

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row that two people changed, or one of them: the texts.

    `chosen` is "mine" or "theirs" where only one of them changed it, else empty.
    """

    name: str
    label: str
    before: str
    mine: str
    theirs: str
    chosen: str


def form_fields(
    kind: RowKind,
    state: State,
    section: State | None,
    *,
    row: str,
    scope: Scope,
    typed: Mapping[str, str] | None = None,
    errors: Errors | None = None,
) -> list[FormField]:
    """The form's fields with what stands in them, or what was typed; `row` is the row's name in the page."""
    fields = kind.fields_of(state, section)
    names = names_of(wanted for field in fields for wanted in field.wants(state))
    found = []
    for field in fields:
        label = label_of(kind, field, section)
        text = (typed or {}).get(field.name, field.written(state, names))
        wrong = (errors or {}).get(field.name, ())
        choices = field.choices(scope)
        found.append(FormField(field, f"{row}-{field.name}", label.words, label.printed, text, wrong, choices))
    return found


def differences(
    kind: RowKind, error: ChangedMeanwhileError, typed: Mapping[str, str], section: State | None
) -> list[Difference]:
    """Field by field what was before, what this person typed and what the other has saved; without unchanged ones."""
    current, base = error.current.state, error.base
    fields = kind.fields_of(current, section)
    names = names_of(wanted for field in fields for state in (current, base) for wanted in field.wants(state))
    return [
        found
        for field in fields
        if (found := _difference(kind, field, base, current, typed, section, names)) is not None
    ]


def _difference(
    kind: RowKind,
    field: Field,
    base: State,
    current: State,
    typed: Mapping[str, str],
    section: State | None,
    names: Names,
) -> Difference | None:
    before, theirs = field.written(base, names), field.written(current, names)
    mine = typed.get(field.name, before).replace("\r\n", "\n")
    if mine == theirs or (mine == before and theirs == before):
        return None
    return Difference(
        field.name,
        label_of(kind, field, section).words,
        before,
        mine,
        theirs,
        "theirs" if mine == before else "mine" if theirs == before else "",
    )
