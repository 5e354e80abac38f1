"""Differences as HTML: words struck and underlined, and told in words to those who do not see it."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.comparison import Move
from agreements.differences import Op, Piece, shortened, word_difference

register = template.Library()


@register.filter
def difference(before: str, after: str) -> SafeString:
    """The words of the first text that are gone struck, and those that the second has instead underlined."""
    return difference_html(word_difference(before or "", after or ""))


@register.filter
def short_difference(before: str, after: str) -> SafeString:
    """As `difference`, with what stayed the same cut to the words around each change."""
    return difference_html(shortened(word_difference(before or "", after or "")))


@register.filter
def moved(move: Move | None) -> str:
    """Where a row was moved from and to, in a sentence; nothing when it was not."""
    if move is None:
        return ""
    if move.from_parent is None or move.to_parent is None:
        return _("Moved from place %(from)d to place %(to)d.") % {"from": move.from_place, "to": move.to_place}
    told = {"from": _parent(move.from_parent), "to": _parent(move.to_parent), "place": move.to_place}
    return _("Moved from %(from)s to %(to)s, to place %(place)d.") % told


def _parent(title: str) -> str:
    return f"”{Truncator(title).chars(80)}”" if title else _("the document’s top level")


@register.filter
def difference_html(pieces: Iterable[Piece]) -> SafeString:
    """The pieces of a difference as HTML."""
    labels = {
        Op.DELETED: _label(_("removed:")),
        Op.INSERTED: _label(_("added:")),
    }
    return SafeString("".join(escape(text) if op is Op.SAME else _changed(op, text, labels) for op, text in pieces))


def _label(words: str) -> str:
    language = escape((get_language() or "").partition("-")[0])
    return f'<span class="vh" lang="{language}">{escape(words)} </span>'


def _changed(op: Op, text: str, labels: dict[Op, str]) -> str:
    return f"<{op}>{labels[op]}{escape(text if text.strip() else _visible_space(text))}</{op}>"


def _visible_space(space: str) -> str:
    """Space that came or went, as signs: nothing else would show it."""
    return re.sub("[^\n]", "␣", space).replace("\n", "↵\n")
