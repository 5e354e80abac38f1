"""From the plain form of running text to HTML. What is no sign is a word: nothing that was written is lost."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from agreements.markup.writing import MARKS

_CLASSES = {mark: name for name, mark in MARKS.items()}
_ITEM = re.compile(r"( *)(?:(- |✓ |· )|(\d{1,3})\. )(.*)")
_GUARD = re.compile(r"^\\(?=[-✓·#>|<\d]|$)")
_RULE = re.compile(r"\|(?: *-{3,} *\|)+")
_TOKEN = re.compile(
    r"\[(?P<words>(?:\\.|[^\[\]\\])+)\]\((?P<address>(?:https?://|mailto:)(?:\\.|[^()\s\\])+)\)"
    r"|\\(?P<sign>[\\*\[\]()|])"
    r"|(?P<stars>\*+)"
    r"|[^\\*\[]+|.",
    re.IGNORECASE | re.DOTALL,
)
DEEPEST = 12
"""How far quotations and lists go into each other; what is deeper is words."""
_TAGS = {"**": "strong", "*": "em"}


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that is an item: how far in it stands, the mark or the number before it, and its words."""

    indent: int
    mark: str
    number: int | None
    words: str


def html_of(text: str) -> str:
    """The HTML of the text; its lines end in line feeds."""
    return "".join(_blocks(text.split("\n"), depth=0))


def _blocks(lines: Sequence[str], *, depth: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip(" \t"):
            pass
        elif line.startswith("#### "):
            yield f"<h4>{_words(line[5:])}</h4>"
        elif _is_quoted(line) and depth < DEEPEST:
            end = _end(lines, at, _is_quoted)
            inner = [quoted[1:].removeprefix(" ") for quoted in lines[at:end]]
            yield f"<blockquote>{''.join(_blocks(inner, depth=depth + 1))}</blockquote>"
        elif _is_row(line):
            end = _end(lines, at, _is_row)
            yield _table([row.strip(" \t") for row in lines[at:end]])
        elif _begins_list(line):
            html, end = _list(lines, at, depth=depth)
            yield html
        else:
            end = _end(lines, end, lambda line: not _begins_block(line))
            yield f"<p>{'<br>'.join(_words(_GUARD.sub('', line, count=1)) for line in lines[at:end])}</p>"
        at = end


def _end(lines: Sequence[str], at: int, belongs: Callable[[str], bool]) -> int:
    while at < len(lines) and belongs(lines[at]):
        at += 1
    return at


def _begins_block(line: str) -> bool:
    """Whether the line ends the paragraph before it."""
    return not line.strip(" \t") or line.startswith("#### ") or _is_quoted(line) or _is_row(line) or _begins_list(line)


def _is_quoted(line: str) -> bool:
    return line == ">" or line.startswith("> ")


# --- lists ---


def _item(line: str) -> _Item | None:
    found = _ITEM.fullmatch(line)
    return found and _Item(len(found[1]), found[2] or "", int(found[3]) if found[3] else None, found[4])


def _begins_list(line: str) -> bool:
    """A numbered list begins with 1: "3. vuosineljännes" is words."""
    item = _item(line)
    return item is not None and item.number in (None, 1)


def _list(lines: Sequence[str], at: int, *, depth: int) -> tuple[str, int]:
    """The list that begins on the line, with what is inside its items, and the line after it."""
    first = _item(lines[at]) or _Item(0, "- ", None, "")
    items: list[str] = []
    while at < len(lines):
        line = lines[at]
        item = _item(line)
        is_inner = item and item.indent >= first.indent + 2 and item.number in (None, 1)
        if items and is_inner and depth < DEEPEST:
            inner, at = _list(lines, at, depth=depth + 1)
            items[-1] += inner
            continue
        if item and first.indent <= item.indent < first.indent + 2 and _goes_on(first, item, len(items)):
            items.append(_words(item.words))
        elif items and line.startswith(" " * (first.indent + 2)) and line.strip(" \t"):
            items[-1] += "<br>" + _words(_GUARD.sub("", line[first.indent + 2 :], count=1))
        else:
            break
        at += 1
    tag = "ul" if first.number is None else "ol"
    name = _CLASSES.get(first.mark, "")
    opening = f'<{tag} class="{name}">' if name else f"<{tag}>"
    return f"{opening}{''.join(f'<li>{item}</li>' for item in items)}</{tag}>", at


def _goes_on(first: _Item, item: _Item, count: int) -> bool:
    """Whether the item goes on a list of so many: the same mark, or the next number."""
    return item.mark == first.mark and item.number == (None if first.number is None else count + 1)


# --- tables ---


def _is_row(line: str) -> bool:
    text = line.strip(" \t")
    return len(text) > 1 and text.startswith("|") and text.endswith("|")


def _table(rows: Sequence[str]) -> str:
    rule = next((place for place, row in enumerate(rows) if place and _RULE.fullmatch(row)), 0)
    head = "".join(_row(row, '<th scope="col">', "</th>") for row in rows[:rule])
    body = "".join(_row(row, "<td>", "</td>") for row in rows[rule + 1 if rule else 0 :])
    parts = (f"<thead>{head}</thead>" if head else "") + (f"<tbody>{body}</tbody>" if body else "")
    return f"<table>{parts}</table>"


def _row(row: str, opening: str, closing: str) -> str:
    cells = [cell.strip(" ").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row[1:-1])]
    return f"<tr>{''.join(f'{opening}{_words(cell)}{closing}' for cell in cells)}</tr>"


# --- words ---


def _words(text: str) -> str:
    """The words with what is bold, italic or a link. A sign without its fellow is a character."""
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        before, after = text[max(0, token.start() - 1) : token.start()], text[token.end() : token.end() + 1]
        if address := token["address"]:
            href = escape(re.sub(r"\\(.)", r"\1", address))
            parts.append(f'<a href="{href}">{_words(token["words"])}</a>')
        elif not token["stars"] or not _mark(token["stars"], before, after, parts, opened):
            parts.append(escape(token["sign"] or token[0], quote=False))
    return "".join(parts)


def _mark(stars: str, before: str, after: str, parts: list[str], opened: list[tuple[str, int]]) -> bool:
    """Begin or end what the stars mark. False when they are characters: beside a space, or within a word."""
    signs = {"*": ["*"], "**": ["**"], "***": ["**", "*"]}.get(stars)
    if signs is None:
        return False
    names = [sign for sign, _ in opened]
    if set(names[-len(signs) :]) == set(signs):
        if before.isspace() or after.isalnum():
            return False
        for _ in signs:
            sign, place = opened.pop()
            parts[place] = f"<{_TAGS[sign]}>"
            parts.append(f"</{_TAGS[sign]}>")
        return True
    if not after or after.isspace() or before.isalnum() or set(signs) & set(names):
        return False
    for sign in signs:
        opened.append((sign, len(parts)))
        parts.append(sign)
    return True
