"""Rows of two states of a document as HTML: an earlier state with what stands there now, and a comparison.

A document has hundreds of rows, and a template's look-ups cost more than the rows: they are written in Python.
"""

from collections.abc import Callable, Iterable, Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.cells import Cell
from agreements.comparison import ComparedRow, ComparedSection, Move, Standing
from agreements.richtext import sanitize
from agreements.templatetags.differences import moved, short_difference
from agreements.templatetags.typography import typo, typo_html

register = template.Library()

Say = Callable[[ComparedRow, Cell], str]


@register.simple_tag
def state_table(section: ComparedSection, language: str, restorable: frozenset[str]) -> SafeString:
    """The section's table as it was; beside what differs, what stands there now, and a button to restore the row."""
    rows = [row for row in section.rows if row.after is not None]
    return mark_safe(_State(language, restorable).table(section, rows)) if rows else SafeString("")  # noqa: S308


@register.simple_tag
def state_list(rows: Iterable[ComparedRow], language: str, restorable: frozenset[str]) -> SafeString:
    """Rows that stand in no table, as they were, each a list of its fields."""
    writer = _State(language, restorable)
    return mark_safe("".join(writer.listed(row) for row in rows if row.after is not None))  # noqa: S308


@register.simple_tag
def state_text(section: ComparedSection, language: str) -> SafeString:
    """The section's running text as it was."""
    row = section.head.after
    html = sanitize(row.state.get("html") or "") if row else ""
    return typo_html(SafeString(html), language)


@register.simple_tag
def compared_table(section: ComparedSection, language: str) -> SafeString:
    """The rows of the section's table that came, went, moved or changed, with the rows that they stand in."""
    rows = [row for row in section.rows if row.touched or row.context]
    return mark_safe(_Comparison(language).table(section, rows)) if rows else SafeString("")  # noqa: S308


@register.simple_tag
def compared_list(rows: Iterable[ComparedRow], language: str) -> SafeString:
    """The rows that stand in no table and that changed, each a list of the fields that differ."""
    writer = _Comparison(language)
    return mark_safe("".join(writer.listed(row) for row in rows if row.touched))  # noqa: S308


@register.filter
def words_of_standing(row: ComparedRow) -> str:
    """What became of the row, in a word; nothing when it is as it was."""
    standing = row.standing
    words = {Standing.ADDED: _("Added"), Standing.REMOVED: _("Removed"), Standing.CHANGED: _("Changed")}
    return words.get(standing, _("Moved") if row.move else "")


class _Writer:
    """Writes a table: rows that others stand in as bands across it, the innermost rows in columns."""

    def __init__(self, language: str) -> None:
        self.language = escape(language)
        self.reader = escape((get_language() or "").partition("-")[0])

    def table(self, section: ComparedSection, rows: list[ComparedRow]) -> str:
        columns = section.columns
        labels: dict[str, str] = {cell.name: escape(cell.label.words) for cell in columns}
        width = len(columns) + 1
        head = "".join(
            f'<th role="columnheader" scope="col"{self._in(cell)}>{labels[cell.name]}</th>' for cell in columns
        )
        body = "".join(self._bodies(section, rows, columns, labels, width))
        return (
            f'<table role="table" class="plain stack compared" lang="{self.language}">'
            f'<caption class="vh">{escape(section.title)}</caption><thead role="rowgroup"><tr role="row">{head}'
            f'<th role="columnheader" scope="col" lang="{self.reader}">{escape(self.last_heading())}</th></tr></thead>'
            f"{body}</table>"
        )

    def _bodies(
        self,
        section: ComparedSection,
        rows: list[ComparedRow],
        columns: list[Cell],
        labels: dict[str, str],
        width: int,
    ) -> Iterator[str]:
        started = False
        for row in rows:
            if row.kind is section.leaf:
                yield ("" if started else '<tbody role="rowgroup">') + self._leaf(row, columns, labels)
                started = True
                continue
            yield ("</tbody>" if started else "") + '<tbody role="rowgroup">' + self._band(row, width)
            started = True
        yield "</tbody>"

    def _leaf(self, row: ComparedRow, columns: list[Cell], labels: dict[str, str]) -> str:
        said = {cell.name: self.say(row, cell) for cell in row.cells}
        first, *others = columns
        cells = "".join(
            f'<td role="cell" data-label="{labels[cell.name]}">{said.get(cell.name, "")}</td>' for cell in others
        )
        return (
            f'<tr role="row"{self._class(row)}><th role="rowheader" scope="row">{said.get(first.name, "")}'
            f"{self._moved(row)}</th>{cells}"
            f'<td role="cell" class="acts-cell" lang="{self.reader}">{self.last(row)}</td></tr>'
        )

    def _band(self, row: ComparedRow, width: int) -> str:
        lines = "".join(f"<p>{self._label(cell)} {said}</p>" for cell in row.cells if (said := self.say(row, cell)))
        last = self.last(row)
        last = f'<p lang="{self.reader}">{last}</p>' if last else ""
        level = f"rung level-{row.level}"
        return (
            f'<tr role="row"{self._class(row, level)}><th role="rowheader" scope="rowgroup" colspan="{width}"'
            f' aria-colspan="{width}">{lines}{self._moved(row)}{last}</th></tr>'
        )

    def listed(self, row: ComparedRow) -> str:
        """A row as a list of its fields."""
        lines = "".join(
            f"<div><dt{self._in(cell)}>{escape(cell.label.words)}</dt><dd>{said}</dd></div>"
            for cell in row.cells
            if (said := self.in_list(row, cell))
        )
        last = self.last(row)
        if not lines and not last:
            return ""
        return (
            f'<div{self._class(row, "listed")}><p class="voice" lang="{self.reader}">'
            f"{escape(capfirst(str(row.kind.label)))}</p>"
            f'<dl class="facts" lang="{self.language}">{lines}</dl>{self._moved(row)}'
            f'<p lang="{self.reader}">{last}</p></div>'
        )

    def _label(self, cell: Cell) -> str:
        return f'<span class="voice"{self._in(cell)}>{escape(cell.label.words)}</span>'

    def _in(self, cell: Cell) -> str:
        return "" if cell.label.printed else f' lang="{self.reader}"'

    def _class(self, row: ComparedRow, own: str = "") -> str:
        names = " ".join(name for name in (own, self.mark(row)) if name)
        return f' class="{names}"' if names else ""

    def _moved(self, row: ComparedRow) -> str:
        words = self.moved(row)
        return f'<p class="voice" lang="{self.reader}">{escape(words)}</p>' if words else ""

    def moved(self, row: ComparedRow) -> str:
        """Where the row was moved, in words."""
        return moved(row.move)

    def last_heading(self) -> str:
        raise NotImplementedError

    def last(self, row: ComparedRow) -> str:
        """What stands at the row's end: a button, or what became of it."""
        raise NotImplementedError

    def mark(self, row: ComparedRow) -> str:
        """The row's class."""
        raise NotImplementedError

    def say(self, row: ComparedRow, cell: Cell) -> str:
        """What stands in the cell."""
        raise NotImplementedError

    def in_list(self, row: ComparedRow, cell: Cell) -> str:
        """What a list says of the cell; nothing to leave it out."""
        return self.say(row, cell)


class _State(_Writer):
    """An earlier state: the comparison's later side. Its earlier side is what stands there now."""

    def __init__(self, language: str, restorable: frozenset[str]) -> None:
        super().__init__(language)
        self.restorable = restorable

    def moved(self, row: ComparedRow) -> str:
        """Where the row has been moved to since: the comparison tells it the other way round."""
        move = row.move
        if move is None:
            return ""
        since = Move(move.to_parent, move.from_parent, move.to_place, move.from_place)
        return _("Since then: %(what)s") % {"what": moved(since)}

    def last_heading(self) -> str:
        return _("Since then")

    def last(self, row: ComparedRow) -> str:
        if row.before is None:
            since = _("Deleted since")
        else:
            since = _("Changed since") if any(cell.differs for cell in row.cells) else ""
        words = f'<span class="standing">{escape(since)}</span>' if since else ""
        if row.id not in self.restorable:
            return words
        label = _("Bring back") if row.before is None else _("Restore")
        name = f'<span class="vh"> {escape(row.row.title)}</span>'
        return (
            f'{words} <button class="hds-button hds-button--secondary hds-button--small" name="row" value="{row.id}">'
            f"<span>{escape(label)}{name}</span></button>"
        )

    def mark(self, row: ComparedRow) -> str:
        return "gone" if row.before is None else ""

    def say(self, row: ComparedRow, cell: Cell) -> str:
        then = escape(typo(cell.after, self.language))
        if row.before is None or not cell.differs:
            return then
        now = _("Now:") if cell.before else _("Now empty.")
        words = escape(typo(cell.before, self.language))
        return f'{then}<span class="now"><span class="voice" lang="{self.reader}">{escape(now)}</span> {words}</span>'


class _Comparison(_Writer):
    """What differs, word by word."""

    def last_heading(self) -> str:
        return _("What became of it")

    def last(self, row: ComparedRow) -> str:
        words = words_of_standing(row)
        return f'<span class="standing">{escape(words)}</span>' if words else ""

    def mark(self, row: ComparedRow) -> str:
        return row.standing if row.touched else "context"

    def say(self, row: ComparedRow, cell: Cell) -> str:
        if cell.differs and not cell.expected:
            return short_difference(cell.before, cell.after)
        return escape(typo(cell.after or cell.before, self.language))

    def in_list(self, row: ComparedRow, cell: Cell) -> str:
        return self.say(row, cell) if cell.differs and not cell.expected else ""
