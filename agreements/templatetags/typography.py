"""Filters that prepare a document's text for the eye. Never use them in a field, an attribute or stored data."""

import html
import re
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import get_language

from agreements.hyphenation import for_display

register = template.Library()

_TAG = re.compile(r"(<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)")


@register.filter(is_safe=True)
def typo(value: object, language: str = "") -> object:
    """The text with its breaks, in the document's language (or, unsaid, the reader's); the template still escapes it.

    What is not text (None, a number) comes back as it is; text that is already HTML is treated as HTML.
    """
    if isinstance(value, SafeData):
        return typo_html(value, language)
    return for_display(value, language or _reader_language()) if isinstance(value, str) else value


@register.filter
def typo_html(value: object, language: str = "") -> SafeString:
    """HTML with the breaks put into its text nodes; tags and attributes stay untouched.

    Only text marked safe, that is sanitised, counts as HTML: anything else is escaped first.
    """
    source = conditional_escape("" if value is None else value if isinstance(value, str) else str(value))
    return _with_breaks(str(source), language or _reader_language())


@lru_cache(maxsize=512)
def _with_breaks(source: str, language: str) -> SafeString:
    pieces = _TAG.split(source)
    return SafeString("".join(piece if place % 2 else _text(piece, language) for place, piece in enumerate(pieces)))


def _text(piece: str, language: str) -> str:
    return html.escape(for_display(html.unescape(piece), language), quote=False)


def _reader_language() -> str:
    return (get_language() or "").partition("-")[0]
