"""Running text: what HTML it may hold, and its words as plain text."""

import re
from functools import lru_cache
from html.parser import HTMLParser

import nh3

TAGS = {
    "p",
    "ul",
    "ol",
    "li",
    "h4",
    "strong",
    "em",
    "blockquote",
    "br",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
LIST_CLASSES = {"check": "✓ ", "plain": ""}
_BLOCKS = {"p", "h4", "ul", "ol", "blockquote", "table"}


def sanitize(html: str) -> str:
    """The HTML with everything but the allowed tags and attributes taken out; links lead out safely."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
        allowed_classes={"ul": set(LIST_CLASSES)},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


@lru_cache(maxsize=1024)
def plain_text(html: str) -> str:
    """The words of the HTML: a blank line between blocks, each list item on its own line with its mark."""
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    return reader.text()


class _PlainText(HTMLParser):
    """Collects words. The line breaks and the list mark that are owed are written before the next word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._marks: list[str | None] = []
        self._counts: list[int] = []
        self._breaks = 0
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._owe_break()
        if tag in {"ul", "ol"}:
            self._marks.append(None if tag == "ol" else LIST_CLASSES.get(dict(attrs).get("class") or "", "- "))
            self._counts.append(0)
        elif tag == "li" and self._marks:
            self._breaks = max(self._breaks, 1)
            self._counts[-1] += 1
            mark = self._marks[-1]
            self._mark = f"{self._counts[-1]}. " if mark is None else mark
        elif tag in {"br", "tr"}:
            self._breaks = max(self._breaks, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._marks:
            self._marks.pop()
            self._counts.pop()
        if tag in _BLOCKS:
            self._owe_break()
        elif tag in {"td", "th"}:
            self._parts.append(" ")

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        if self._breaks:
            text = text.lstrip(" ")
        if text:
            self._parts += ["\n" * self._breaks, self._mark, text]
            self._breaks, self._mark = 0, ""

    def _owe_break(self) -> None:
        """A blank line between blocks; inside a list only a new line."""
        self._breaks = max(self._breaks, 1 if self._marks else 2)

    def text(self) -> str:
        return re.sub(r" *\n", "\n", "".join(self._parts)).strip()
