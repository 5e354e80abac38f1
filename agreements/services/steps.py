"""A step of editing in the making: the locked document, its rows found and written, and what is noted of them."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, Change, Deed, Revision, User
from agreements.refusals import refuse
from agreements.rows.fields import Names, Scope, State, names_of
from agreements.rows.kinds import BUDGET, RowKind, put, row_kinds, state_of
from agreements.rows.snapshot import PLACE, Row, Snapshot, load_snapshot, section_state
from agreements.sections import registry

Values = Mapping[str, str]
DEEPEST = 6
"""How deep chapters may be nested."""


class RowGoneError(Exception):
    """The row, or what it was to stand in, is not there any more; the words say which."""


@dataclass
class Step:
    """One step in the making: the locked document, who takes it, and what it has changed so far."""

    agreement: Agreement
    by: User
    at: datetime.datetime
    deed: Deed
    reason: str | None = None
    undoes: Revision | None = None
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scope = Scope(self.agreement)

    def note(
        self, kind: RowKind, row: Any, key: str, section: int | None, before: State | None, after: State | None
    ) -> None:
        version = getattr(row, kind.version_column)
        self.changes.append(
            Change(
                kind=kind.key,
                row=row.pk,
                key=key or uuid.UUID(int=0),
                section=section,
                version=version,
                before=before,
                after=after,
            )
        )

    def finish(self) -> Revision | None:
        """Write the step into the document's history; None when it has changed nothing."""
        if not self.changes:
            return None
        self.agreement.revision += 1
        self.agreement.changed_at, self.agreement.changed_by = self.at, self.by
        revision = Revision.objects.create(
            agreement=self.agreement,
            number=self.agreement.revision,
            deed=self.deed,
            at=self.at,
            by=self.by,
            reason=self.reason,
            undoes=self.undoes,
        )
        for change in self.changes:
            change.revision = revision
        Change.objects.bulk_create(self.changes)
        self.agreement.save(update_fields=("revision", "changed_at", "changed_by"))
        return revision


def begin(
    agreement: Agreement,
    kind: RowKind,
    *,
    by: User,
    at: datetime.datetime,
    deed: Deed,
    reason: str | None = None,
    any_right: bool = False,
) -> Step:
    """The document locked, with what is true of it now. Raises PermissionDenied."""
    locked = Agreement.objects.select_for_update(of=("self",)).select_related("unit").get(pk=agreement.pk)
    may = rights.may(by, locked)
    if not (may.edits(kind.right) or (any_right and (may.edit or may.edit_budget))):
        refuse(asked_for(kind), locked, not_saved=True)
    return Step(locked, by, at, deed, reason)


def asked_for(kind: RowKind) -> str:
    """The right that editing a row of the kind asks for, as `refusals` names it."""
    return "edit_budget" if kind.right == BUDGET else "edit"


def find(agreement: Agreement, kind: RowKind, pk: int) -> tuple[Any, int | None]:
    """The row and the id of its section. Raises RowGoneError."""
    found = where(agreement, kind, pk=pk)
    if found is None:
        raise RowGoneError(_("The row has been removed meanwhile."))
    return found


def find_key(agreement: Agreement, kind: RowKind, key: uuid.UUID) -> tuple[Any, int | None] | None:
    return None if kind.single else where(agreement, kind, key=key)


def where(agreement: Agreement, kind: RowKind, **condition: Any) -> tuple[Any, int | None] | None:
    related = kind.section if kind.section not in ("", "pk") else None
    rows = kind.model._default_manager.filter(**{kind.document: agreement.pk}).filter(**condition)
    row: Any = (rows.select_related(related) if related else rows).first()
    if row is None:
        return None
    if kind.section == "pk":
        return row, row.pk
    section = row
    for name in kind.section.split("__") if kind.section else ():
        section = getattr(section, name)
    return row, (section.pk if kind.section else None)


def find_parent(agreement: Agreement, kind: RowKind, parent: int | None) -> tuple[Any, int | None]:
    """The row that a row of the kind is to stand in, and its section.

    Raises RowGoneError; ValidationError when it is a section that has no such rows.
    """
    if kind.key == "section" and parent is None:
        return None, None
    if kind.within == "agreement":
        return agreement, None
    found = None if parent is None else where(agreement, row_kinds[kind.within], pk=parent)
    if found is None:
        raise RowGoneError(_("What the row was to stand in has been removed meanwhile."))
    if kind.within == "section" and kind.key != "section" and kind.key not in registry[found[0].kind].row_kinds:
        raise ValidationError({"parent": [_("Rows of this kind do not stand in this part of the document.")]})
    return found


def state_of_section(agreement: Agreement, kind: RowKind, state: State, section: int | None) -> State | None:
    """The state of the section that the row stands in, where the kind's fields depend on it."""
    if kind.key == "section":
        return state
    return section_state(agreement, section) if kind.depends_on_section else None


def snapshot_around(agreement: Agreement, kind: RowKind, section: int | None) -> Snapshot:
    return load_snapshot(agreement) if kind.key == "section" else load_snapshot(agreement, section=section)


def as_row(kind: RowKind, row: Any) -> Row:
    return Row(kind.key, row.pk, getattr(row, kind.version_column), state_of(kind, row))


def _key(kind: RowKind, row: Any) -> str:
    return str(row.section.key if kind.single else getattr(row, "key", "") or "")


def last_change(agreement: Agreement, kind: RowKind, pk: int) -> Change | None:
    """What happened to the row last, with its revision and whose that was."""
    changes = Change.objects.filter(revision__agreement=agreement, kind=kind.key, row=pk)
    return changes.select_related("revision__by").order_by("-pk").first()


def typed(kind: RowKind, state: State, section: State | None, values: Values, scope: Scope) -> State:
    """The state with what was typed. A field that says what it said is not read again. Raises ValidationError."""
    fields = kind.fields_of(state, section)
    unknown = values.keys() - {each.name for each in fields}
    errors = {name: [_("This form has no such field.")] for name in sorted(unknown)}
    typed = [each for each in fields if each.name in values]
    names = names_of(wanted for each in typed for wanted in each.wants(state)) if typed else Names()
    new = dict(state)
    for each in typed:
        text = values[each.name].replace("\r\n", "\n")
        if text == each.written(new, names) and (text or not each.required):
            continue
        try:
            each.take(new, values[each.name], scope)
        except ValidationError as error:
            errors[each.name] = error.messages
    if errors:
        raise ValidationError(errors)
    return new


def write(step: Step, kind: RowKind, row: Any, section: int | None, state: State) -> None:
    """Give the row the state, as its next version, where it differs."""
    before = state_of(kind, row)
    if all(before[name] == value for name, value in state.items()):
        return
    put(kind, row, state)
    kind.complete(row, before, step.agreement)
    after = state_of(kind, row)
    changed = [name for name in kind.columns if before[name] != after[name]]
    if not changed:
        return
    setattr(row, kind.version_column, getattr(row, kind.version_column) + 1)
    _store(row, [*changed, kind.version_column])
    if kind.key == "agreement":  # the locked document is that very row
        for name in (*changed, kind.version_column):
            setattr(step.agreement, name, getattr(row, name))
    part = {name: before[name] for name in changed}, {name: after[name] for name in changed}
    step.note(kind, row, _key(kind, row), section, *part)


def _store(row: Any, columns: Iterable[str] | None = None) -> None:
    """Save the row. What the database refuses is told as an error of the whole row; the step it belongs to is off then,
    and its transaction with it.
    """
    attnames = {each.attname: each.name for each in row._meta.concrete_fields}
    try:
        if columns is None:
            row.save(force_insert=True)
        else:
            row.save(update_fields=[attnames[name] for name in columns])
    except IntegrityError as error:
        message = _("This cannot stand together with what the document says already.")
        raise ValidationError({"": [message]}) from error


def add(
    step: Step,
    kind: RowKind,
    *,
    parent: int | None,
    values: Values,
    place: int | None,
    key: uuid.UUID | None = None,
    state: State | None = None,
) -> tuple[Any, int | None]:
    _parent, section = find_parent(step.agreement, kind, parent)
    row: Any = kind.model()
    if key:
        row.key = key
    row.__dict__.update({kind.parent_column: parent if kind.within != "agreement" else step.agreement.pk})
    if kind.key == "section":
        row.agreement_id = step.agreement.pk
    start = {**state_of(kind, row), **kind.defaults, **(state or {})}
    within = start if kind.key == "section" else state_of_section(step.agreement, kind, start, section)
    required = {each.name: each.written(start, Names()) for each in kind.fields_of(start, within) if each.required}
    put(kind, row, start)
    put(kind, row, typed(kind, start, within, {**required, **values}, step.scope))
    kind.complete(row, None, step.agreement)
    insert(step, kind, row, section, place)
    return row, row.pk if kind.key == "section" else section


def insert(step: Step, kind: RowKind, row: Any, section: int | None, place: int | None) -> None:
    """Save the new row at its place, and note it."""
    siblings = [] if kind.single else _siblings(step.agreement, kind, getattr(row, kind.parent_column))
    place = len(siblings) if place is None else max(0, min(place, len(siblings)))
    if not kind.single:
        row.position = place
    _store(row)
    if not kind.single:
        _renumber(kind, [*siblings[:place], row, *siblings[place:]])
    section = row.pk if kind.key == "section" else section
    step.note(kind, row, _key(kind, row), section, None, {**state_of(kind, row), PLACE: place})


def _siblings(agreement: Agreement, kind: RowKind, parent: int | None) -> list[Any]:
    rows = kind.model._default_manager.filter(**{kind.document: agreement.pk, kind.parent_column: parent})
    return list(rows.order_by("position", "pk").only("pk", "position"))


def _renumber(kind: RowKind, rows: Sequence[Any]) -> None:
    moved = []
    for place, row in enumerate(rows):
        if row.position != place:
            row.position = place
            moved.append(row)
    if moved:
        kind.model._default_manager.bulk_update(moved, ["position"])


def delete(step: Step, snapshot: Snapshot, kind: RowKind, pk: int) -> None:
    """Delete the row with all that stands in it, the innermost first, and note each with its place."""
    top = snapshot.get(kind.key, pk)
    if top is None:
        raise RowGoneError(_("The row has been removed meanwhile."))
    section = snapshot.section_of(top)
    for row in reversed([top, *snapshot.below(top)]):
        rows = row_kinds[row.kind]
        place = snapshot.order[row.kind, row.parent].index(row.pk)
        stands_in = snapshot.section_of(row)
        key = snapshot.key_of(row)
        step.changes.append(
            Change(
                kind=row.kind,
                row=row.pk,
                key=key,
                section=stands_in.pk if stands_in else None,
                version=row.version,
                before={**row.state, PLACE: place},
            )
        )
        snapshot.remove(row)
        rows.model._default_manager.filter(pk=row.pk).delete()
    if kind.key != "section" or section is not None:
        _renumber(kind, _siblings(step.agreement, kind, top.parent))


def move(step: Step, kind: RowKind, row: Any, section: int | None, *, parent: int | None, place: int | None) -> None:
    old_parent = getattr(row, kind.parent_column)
    old = _siblings(step.agreement, kind, old_parent)
    old_place = [each.pk for each in old].index(row.pk)
    rest = [each for each in old if each.pk != row.pk]
    if kind.within == "agreement":
        parent = old_parent
    new = rest if parent == old_parent else _siblings(step.agreement, kind, parent)
    place = len(new) if place is None else max(0, min(place, len(new)))
    if (parent, place) == (old_parent, old_place):
        return
    if parent != old_parent:
        setattr(row, kind.parent_column, parent)
        _store(row, [kind.parent_column])
        _renumber(kind, rest)
    _renumber(kind, [*new[:place], row, *new[place:]])
    before: State = {PLACE: old_place}
    after: State = {PLACE: place}
    if parent != old_parent:
        before[kind.parent_column], after[kind.parent_column] = old_parent, parent
    step.note(kind, row, _key(kind, row), section, before, after)


def depth(agreement: Agreement, section: int) -> int:
    parents = dict(agreement.sections.values_list("pk", "parent"))
    depth, at = 1, section
    while (above := parents.get(at)) is not None:
        depth, at = depth + 1, above
    return depth


def check_nesting(agreement: Agreement, section: int, parent: int | None) -> None:
    """Raises ValidationError when the section would stand in itself or too deep."""
    parents = dict(agreement.sections.values_list("pk", "parent"))
    at = parent
    while at is not None:
        if at == section:
            raise ValidationError({"parent": [_("A chapter cannot stand in itself.")]})
        at = parents.get(at)
    children: dict[int | None, list[int]] = {}
    for pk, above in parents.items():
        children.setdefault(above, []).append(pk)

    def height(pk: int) -> int:
        return 1 + max((height(child) for child in children.get(pk, ())), default=0)

    if (depth(agreement, parent) if parent is not None else 0) + height(section) > DEEPEST:
        raise ValidationError({"parent": [_("Chapters are nested %(depth)d deep at most.") % {"depth": DEEPEST}]})
