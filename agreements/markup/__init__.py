"""Running text in a plain form, for those whose browser runs no script: written and read with few signs.

A blank line begins a new paragraph. A line that begins with "- " is an item of a list, with "✓ " of one with check
marks, with "· " of one without marks, with "1. " (and then "2. " …) of a numbered one; two spaces before it put it
inside the item above. "#### " begins a heading and "> " a quotation. **bold**, *italics*, [words](https://…), and a
table's row on a line of its own: "| cell | cell |", the headings above a line of "| --- | --- |". A backslash before
a sign, or before what begins a line, makes it ordinary characters.
"""

import re
from functools import lru_cache

from agreements.markup.reading import html_of
from agreements.markup.tree import TooDeepError, parsed
from agreements.markup.writing import UnwritableError, plain_of
from agreements.richtext import sanitize

_HTML = re.compile(r"\s*<(p|h4|ul|ol|blockquote|table)[\s>]", re.IGNORECASE)
_SPACE_AT_BLOCKS = re.compile(r" ?(</?(?:p|h4|ul|ol|li|blockquote|table|thead|tbody|tr|td|th|br)\b[^>]*>) ?")


def is_html(text: str) -> bool:
    """Whether the text is HTML and not the plain form, which never begins like it."""
    return _HTML.match(text) is not None


def from_written(text: str) -> str:
    """The sanitised HTML of what a form sent: the editor sends HTML, a form without scripts the plain form."""
    return sanitize(text) if is_html(text) else from_plain_markup(text)


def from_plain_markup(text: str) -> str:
    """The sanitised HTML of a text in the plain form. Whatever is written is read: what is no sign is a word."""
    return sanitize(html_of(text.replace("\r\n", "\n").replace("\r", "\n")))


@lru_cache(maxsize=1024)
def as_plain_markup(html: str) -> str:
    """The HTML in the plain form; where that would not be read back to the same, the sanitised HTML itself.

    It is not where cells span others or head their rows, where a cell or an item holds several paragraphs, and where a
    part of a word is bold. `from_written` gives `sanitize(html)` of both, but for space that nobody sees.
    """
    clean = sanitize(html).strip()
    if clean and not is_html(clean):
        clean = sanitize(f"<p>{clean}</p>")
    try:
        plain = plain_of(parsed(clean))
    except (UnwritableError, TooDeepError):
        return clean
    return plain if not is_html(plain) and _seen(from_plain_markup(plain)) == _seen(clean) else clean


def _seen(html: str) -> str:
    """The HTML without the space that does not show."""
    return _SPACE_AT_BLOCKS.sub(r"\1", re.sub(r"[ \t\r\n\f]+", " ", html))
