"""The tables of the editor, as fields.

As with the tables to be read, a few lines of Python write the cells in a tenth of the time that a template takes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.editor import NO_HINT, Editor, EditorSection, columns_of
from agreements.markup import as_plain_markup
from agreements.richtext import sanitize
from agreements.rows.fields import Field, Names
from agreements.rows.kinds import RowKind, row_kinds
from agreements.rows.snapshot import Row
from agreements.sections import Hint

register = template.Library()

LETTERS_OF_A_LINE = 24
LONGEST_NAME = 60


@register.simple_tag
def edit_groups(editor: Editor, section: EditorSection, only: str = "") -> SafeString:
    """A `tbody` for each row of the table's outermost kind, with all that stands in it; or the one of that row's id."""
    return SafeString("".join(_Table(editor, section).groups(only)))


@register.simple_tag
def edit_head(editor: Editor, section: EditorSection) -> SafeString:
    """The table's columns and their headings, as fields where the section prints them."""
    return SafeString(_Table(editor, section).head())


@register.simple_tag
def edit_add(editor: Editor, section: EditorSection) -> SafeString:
    """What adds a row of the table's outermost kind."""
    kind = row_kinds[section.kind.table[0]]
    link = add_link(editor, kind, section.row, _("+ %(kind)s") % {"kind": capfirst(str(kind.label))})
    if not link:
        return SafeString("")
    words = escape(_("Paste rows from a spreadsheet"))
    paste = reverse("paste", args=[editor.agreement.slug, section.row.pk])
    return SafeString(f'<p class="addrow">{link} <a class="voice" href="{paste}" data-leave>{words}</a></p>')


@register.simple_tag
def edit_field(editor: Editor, row: Row, section: EditorSection | None, name: str, **options: str) -> SafeString:
    """One field of a row with its hint, for parts that are no table."""
    kind = row_kinds[row.kind]
    field = kind.field(name, row.state, section.row.state if section else None)
    if field is None:
        return SafeString("")
    hints = section.hints if section else {}
    label = options.get("label") or str(capfirst(field.label))
    is_locked = not editor.edits(kind)
    hint = hints.get(f"{row.id}-{name}")
    return SafeString(control(field, row, editor.names, label, locked=is_locked) + hint_html(row, name, hint))


@register.simple_tag
def edit_fields(editor: Editor, row: Row, section: EditorSection) -> list[Field]:
    """The fields of a section's single row."""
    return list(row_kinds[row.kind].fields_of(row.state, section.row.state))


@register.simple_tag
def edit_label(row: Row, section: EditorSection, field: Field) -> str:
    """What the document prints beside the field, or the field's usual name."""
    column = row_kinds[row.kind].printed.get(field.name, "")
    printed = (section.row.state.get("columns") or {}).get(column)
    return printed or str(capfirst(field.label))


@register.simple_tag
def edit_tools(editor: Editor, row: Row) -> SafeString:
    """The row's handle, menu and state, for parts that are no table."""
    return SafeString(tools(editor, row))


def control(field: Field, row: Row, names: Names, label: str, *, locked: bool) -> str:
    """The field's control. It is read-only until the script has come: without it a row is edited on its own page."""
    written = field.written(row.state, names)
    name = f"{row.id}-{field.name}"
    common = (
        f'id="{name}" name="{field.name}" data-row="{row.id}" aria-label="{escape(label)}"'
        f"{' data-locked' if locked else ''}{' data-required' if field.required else ''}"
    )
    match field.widget:
        case "choice":
            return f"<select {common} disabled>{_options(field, written)}</select>"
        case "flag":
            checked = " checked" if written else ""
            return f'<input type="checkbox" value="1" {common} disabled{checked}>'
        case "pick":
            return (
                f'<input type="text" {common} value="{escape(written)}" list="list-{_list_of(field)}" readonly '
                'autocomplete="off">'
            )
        case "rich":
            if locked:
                return f'<div class="prose">{sanitize(written)}</div>'
            plain = escape(as_plain_markup(written))
            return f'<textarea {common} data-rich data-html="{escape(written)}" rows="6" readonly>\n{plain}</textarea>'
    lines = sum(len(line) // LETTERS_OF_A_LINE + 1 for line in written.split("\n")) if written else 1
    kept = "\n" if written.startswith("\n") else ""
    return f'<textarea {common} rows="{min(lines, 30)}" readonly autocomplete="off">{kept}{escape(written)}</textarea>'


def _list_of(field: Field) -> str:
    return field.names[0] if field.names else field.name


def _options(field: Field, written: str) -> str:
    options = getattr(field, "options", ())
    empty = "" if field.required else f'<option value="">{escape(str(getattr(field, "empty", "")))}</option>'
    return empty + "".join(
        f'<option value="{escape(str(value))}"{" selected" if str(value) == written else ""}>'
        f"{escape(capfirst(str(label)))}</option>"
        for value, label in options
    )


def hint_html(row: Row, name: str, hint: Hint | None) -> str:
    """Where the field's hint stands; nothing for a field that never has one."""
    if hint is None:
        return ""
    return f'<p class="hint-{hint.tone} voice" data-hint="{row.id}-{name}">{escape(hint.text)}</p>'


def tools(editor: Editor, row: Row, add: str = "") -> str:
    """The row's handle and menu, what its saving says, and what can be added to it.

    The menu is a link to the row's own page, where everything can be done without a script.
    """
    kind = row_kinds[row.kind]
    state = f'<span class="said" data-said="{row.id}"></span>'
    known = f'data-tools="{row.id}" data-version="{row.version}"'
    if not editor.edits(kind):
        return f'<div class="grip" {known}>{state}</div>'
    count = editor.comments_on(row)
    said = f'<span class="remarks" title="{_("Open comments")}">{count}</span>' if count else ""
    name = escape(_name(row, kind))
    menu = ""
    if row.pk > 0:
        address = f"/agreements/{editor.agreement.slug}/edit/{row.kind}/{row.pk}/"
        label = _("Actions: %(row)s") % {"row": name}
        menu = (
            f'<a class="ib" href="{address}" data-menu="{row.id}" aria-label="{label}">'
            '<span class="hds-icon hds-icon--menu-dots" aria-hidden="true"></span></a>'
        )
    label = _("Move: %(row)s") % {"row": name}
    handle = (
        f'<button type="button" class="ib" data-handle="{row.id}" hidden aria-label="{label}">'
        '<span class="hds-icon hds-icon--drag" aria-hidden="true"></span></button>'
    )
    place = f' data-parent="{row.parent}" data-kind="{row.kind}"'
    return f'<div class="grip" {known}{place}>{handle}{menu}{said}{add}{state}</div>'


def add_link(editor: Editor, kind: RowKind, parent: Row, words: str) -> str:
    """What adds a row of the kind to the parent: a link to its form, which the script does in place."""
    if not editor.edits(kind) or parent.pk < 0:
        return ""
    address = f"/agreements/{editor.agreement.slug}/edit/{kind.key}/add/?parent={parent.pk}"
    return f'<a class="add" href="{address}" data-add="{kind.key}" data-in="{parent.pk}">{escape(words)}</a>'


def _name(row: Row, kind: RowKind) -> str:
    title = row.title or str(kind.label)
    return title if len(title) <= LONGEST_NAME else f"{title[:LONGEST_NAME].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its field, and its heading as the document or else the program calls it."""

    field: Field
    heading: str
    style: str
    printed: str


class _Table:
    """The table of one section: kinds of row that stand in one another, the outer ones spanning the inner ones."""

    def __init__(self, editor: Editor, section: EditorSection) -> None:
        self.editor, self.section = editor, section
        self.kinds = [row_kinds[key] for key in section.kind.table]
        rows = {kind.key: [row for row in self._rows_below() if row.kind == kind.key] for kind in self.kinds}
        self.columns = [self._columns(kind, rows[kind.key]) for kind in self.kinds]
        self.locked = [not editor.edits(kind) for kind in self.kinds]
        self.adds = [
            _("+ %(kind)s") % {"kind": capfirst(str(kind.label))} if depth else ""
            for depth, kind in enumerate(self.kinds)
        ]

    def _rows_below(self) -> Iterator[Row]:
        return self.editor.snapshot.below(self.section.row)

    def _columns(self, kind: RowKind, rows: Sequence[Row]) -> list[_Column]:
        headings = self.section.row.state.get("columns") or {}
        found = []
        for field in columns_of(kind, self.section.row, rows):
            column = kind.printed.get(field.name, "")
            heading = headings.get(column) or str(capfirst(field.label))
            found.append(_Column(field, heading, f"f-{kind.key}-{field.name}", column))
        return found

    @property
    def width(self) -> int:
        return sum(len(columns) for columns in self.columns) + 1

    def head(self) -> str:
        flat = [column for columns in self.columns for column in columns]
        styles = "".join(f'<col class="{column.style}">' for column in flat)
        cells = "".join(self._heading(column) for column in flat)
        row = f'<th role="columnheader" scope="col" class="f-tools">{escape(_("Row"))}</th>'
        return (
            f'<colgroup>{styles}<col class="f-tools"></colgroup>'
            f'<thead role="rowgroup"><tr role="row">{cells}{row}</tr></thead>'
        )

    def _heading(self, column: _Column) -> str:
        section, name = self.section.row, f"columns.{column.printed}"
        if column.field.name == "in_portfolio":
            short = f'<abbr class="still" title="{escape(column.heading)}">K/E</abbr>'
            return f'<th role="columnheader" scope="col" class="{column.style}">{short}</th>'
        field = row_kinds["section"].field(name, section.state, None) if column.printed else None
        locked = not self.editor.edits(row_kinds["section"])
        inside = f'<span class="still">{escape(column.heading)}</span>'
        if field:
            label = _("Column heading: %(heading)s") % {"heading": column.heading}
            usual = "" if field.written(section.state, self.editor.names) else f'<p class="voice">{column.heading}</p>'
            inside = control(field, section, self.editor.names, label, locked=locked) + usual
        return f'<th role="columnheader" scope="col" class="{column.style}">{inside}</th>'

    def groups(self, only: str) -> Iterator[str]:
        for row in self.editor.snapshot.of(self.kinds[0].key, self.section.row.pk):
            if not only or row.id == only:
                lines = "".join(self._lines(row, 0, ""))
                yield f'<tbody role="rowgroup" id="group-{row.id}" data-group>{lines}</tbody>'

    def _lines(self, row: Row, depth: int, lead: str, path: str = "") -> Iterator[str]:
        """The table's rows that the row spans; `lead` are the cells of those that it stands in, for the first one."""
        path = f"{path} {row.id}".lstrip()
        if depth == len(self.kinds) - 1:
            yield self._line(row, lead + self._cells(row, depth, 1), path)
            return
        inner = self.editor.snapshot.of(self.kinds[depth + 1].key, row.pk)
        lead += self._cells(row, depth, self._span(row, depth))
        if not inner:
            rest = "".join(
                f'<td role="cell" class="{column.style} nothing"></td>'
                for columns in self.columns[depth + 1 :]
                for column in columns
            )
            yield self._line(row, f'{lead}{rest}<td role="cell" class="f-tools nothing"></td>', path)
        for child in inner:
            yield from self._lines(child, depth + 1, lead, path)
            lead = ""

    def _line(self, row: Row, cells: str, path: str) -> str:
        starts = " ".join(f"starts-{kind.key}" for kind in self.kinds if f'id="cell-{kind.key}-' in cells)
        return f'<tr role="row" id="{row.id}-line" data-path="{path}" class="{starts}">{cells}</tr>'

    def _span(self, row: Row, depth: int) -> int:
        if depth == len(self.kinds) - 1:
            return 1
        inner = self.editor.snapshot.of(self.kinds[depth + 1].key, row.pk)
        return max(1, sum(self._span(child, depth + 1) for child in inner))

    def _cells(self, row: Row, depth: int, span: int) -> str:
        kind, columns = self.kinds[depth], self.columns[depth]
        last = depth == len(self.kinds) - 1
        spans = f' rowspan="{span}"' if not last else ""
        title = _name(row, kind)
        cells = []
        for at, column in enumerate(columns):
            label = column.heading if at == 0 or row.pk < 0 else f"{column.heading}: {title}"
            inside = self._controls(row, depth, column, label)
            if at == 0 and not last:
                inside += tools(self.editor, row, self._add(row, depth))
            mark = f' id="cell-{row.id}"' if at == 0 else ""
            tag = (
                ("th", "rowheader", ' scope="rowgroup"') if depth == 0 and at == 0 and not last else ("td", "cell", "")
            )
            shown = f' data-label="{escape(column.heading)}"' if at or last else ""
            cells.append(
                f'<{tag[0]} role="{tag[1]}"{tag[2]}{mark} class="{column.style}"{spans}{shown}>{inside}</{tag[0]}>'
            )
        if last:
            cells.append(f'<td role="cell" class="f-tools">{tools(self.editor, row)}</td>')
        return "".join(cells)

    def _controls(self, row: Row, depth: int, column: _Column, label: str) -> str:
        """The column's field with its hint, and below it those that share its cell."""
        kind, field = self.kinds[depth], column.field
        hint = self.section.hints.get(f"{row.id}-{field.name}", NO_HINT if row.pk < 0 else None)
        shown = control(field, row, self.editor.names, label, locked=self.locked[depth])
        shown += hint_html(row, field.name, hint)
        for below in kind.fields:
            if below.under == field.name:
                shown += self._below(row, below, locked=self.locked[depth])
        return shown

    def _below(self, row: Row, field: Field, *, locked: bool) -> str:
        written = field.written(row.state, self.editor.names)
        if field.more and not written:
            return ""
        asks = ""
        if field.only_if:
            other, value = field.only_if
            asks = f' data-only-if="{row.id}-{other}" data-value="{value}"'
            if row.state.get(other) != value:
                asks += " hidden"
        label = str(capfirst(field.label))
        inside = control(field, row, self.editor.names, f"{label}: {_name(row, row_kinds[row.kind])}", locked=locked)
        return f'<div class="below"{asks}><span class="voice" aria-hidden="true">{escape(label)}</span>{inside}</div>'

    def _add(self, row: Row, depth: int) -> str:
        return add_link(self.editor, self.kinds[depth + 1], row, self.adds[depth + 1])
