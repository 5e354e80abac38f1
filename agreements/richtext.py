"""Running text: what HTML it may hold, and its words as plain text."""

import re
from html.parser import HTMLParser

import nh3

TAGS = {"p", "ul", "ol", "li", "h4", "strong", "em", "blockquote", "br", "a", "table", "thead", "tbody", "tr", "th", "td"}
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


def plain_text(html: str) -> str:
    """The words of the HTML: a blank line between blocks, each list item on its own line with its mark."""
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    return reader.text()


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._marks: list[str] = []
        self._counts: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._parts.append("\n\n")
        if tag in {"ul", "ol"}:
            self._marks.append("1" if tag == "ol" else LIST_CLASSES.get(dict(attrs).get("class") or "", "- "))
            self._counts.append(0)
        elif tag == "li":
            self._parts.append("\n" + self._mark())
        elif tag in {"br", "tr"}:
            self._parts.append("\n")
        elif tag in {"td", "th"}:
            self._parts.append("\t")

    def _mark(self) -> str:
        if not self._marks:
            return "- "
        self._counts[-1] += 1
        return f"{self._counts[-1]}. " if self._marks[-1] == "1" else self._marks[-1]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._marks:
            self._marks.pop()
            self._counts.pop()
        if tag in _BLOCKS:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self._parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = re.sub(r"\s*?\n[ ]*", "\n", "".join(self._parts).replace("\t", " "))
        return re.sub(r"\n{3,}", "\n\n", lines).strip()
