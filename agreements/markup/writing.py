"""From the tree of running text to its plain form."""

import re
from collections.abc import Iterator, Sequence

from agreements.markup.tree import Element

MARKS = {"": "- ", "check": "✓ ", "plain": "· "}
_BEGINS = re.compile(r"(?=- |✓ |· |#### |>|\||1\. |<)")
_LIKE_A_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


class UnwritableError(Exception):
    """The plain form has no signs for something in the text."""


def plain_of(root: Element) -> str:
    """The plain form of the blocks. Raises UnwritableError."""
    return "\n\n".join(_blocks(root))


def _blocks(parent: Element) -> Iterator[str]:
    for block in parent.children:
        if isinstance(block, str):
            if block.strip(" \t\r\n\f"):
                raise UnwritableError
        elif block.tag == "p":
            yield "\n".join(_guarded(line) for line in _inline(block.children).split("\n"))
        elif block.tag == "h4":
            yield f"#### {_one_line(block)}"
        elif block.tag == "blockquote":
            yield "\n".join(f"> {line}" if line else ">" for line in plain_of(block).split("\n"))
        elif block.tag == "table":
            yield "\n".join(_rows(block))
        elif block.tag in {"ul", "ol"}:
            yield "\n".join(_items(block, depth=0))
        else:
            raise UnwritableError


def _guarded(line: str) -> str:
    """The line with a backslash before it when it is empty or begins like something else than words."""
    return _BEGINS.sub(r"\\", line, count=1) if line and _BEGINS.match(line) else line or "\\"


def _items(block: Element, *, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for number, item in enumerate(block.elements("li"), start=1):
        inner = item.elements("ul", "ol")
        words = [child for child in item.children if child not in inner]
        mark = f"{number}. " if block.tag == "ol" else MARKS[block.attributes.get("class", "")]
        first, *others = _inline(words).split("\n")
        yield f"{indent}{mark}{first}"
        yield from (f"{indent}  {_guarded(line)}" for line in others)
        for part in inner:
            yield from _items(part, depth=depth + 1)


def _rows(table: Element) -> Iterator[str]:
    for part in table.elements("thead", "tbody"):
        rows = part.elements("tr")
        for row in rows:
            cells = [_one_line(cell).replace("|", "\\|") for cell in row.elements("th", "td")]
            yield "|" + "".join(f" {cell} |" for cell in cells)
        if part.tag == "thead" and rows:
            yield "|" + " --- |" * len(rows[-1].elements("th", "td"))


def _one_line(block: Element) -> str:
    words = _inline(block.children)
    if "\n" in words:
        raise UnwritableError
    return words


def _inline(children: Sequence[Element | str]) -> str:
    return "".join(_piece(child) for child in children)


def _piece(child: Element | str) -> str:
    if isinstance(child, str):
        signs = re.sub(r"[\\*]", r"\\\g<0>", re.sub(r"[ \t\r\n\f]+", " ", child))
        return _LIKE_A_LINK.sub(r"\\[", signs)
    words = _inline(child.children)
    if child.tag == "br":
        return "\n"
    if child.tag == "strong":
        return f"**{words}**"
    if child.tag == "em":
        return f"*{words}*"
    if child.tag == "a" and child.attributes.get("href"):
        address = re.sub(r"[\\()]", r"\\\g<0>", child.attributes["href"])
        return f"[{words}]({address})"
    raise UnwritableError
