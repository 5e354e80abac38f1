"""What changed from one text to another, word by word. Pure text: no database and no request."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|[\W\d_]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_WORK = 4_000_000
"""The words of two passages, multiplied, that are compared with each other at most; longer ones are told whole."""

LEAST_ALIKE = 0.2
"""Passages that share less of the shorter one than this are told whole: one struck, the other underlined."""


class Op(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    DELETED = "del"
    INSERTED = "ins"


Piece = tuple[Op, str]


def word_difference(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order, a deleted one before the inserted one that replaces it.

    All but the inserted pieces make up `before`; all but the deleted ones make up `after`. No piece is empty.
    """
    if before == after:
        return [(Op.SAME, before)] if before else []
    return list(_joined(_by_lines(before, after)))


def _by_lines(before: str, after: str) -> Iterator[Piece]:
    """The differences line by line, and word by word where lines changed into others."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if tag == "equal":
            yield Op.SAME, gone
        else:
            yield from _by_words(gone, come)


def _by_words(before: str, after: str) -> list[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    inner = list(_of_tokens(old[head : len(old) - tail], new[head : len(new) - tail]))
    pieces = [(Op.SAME, "".join(old[:head])), *inner, (Op.SAME, "".join(old[len(old) - tail :]))]
    alike = sum(len(text.strip()) for op, text in pieces if op is Op.SAME)
    whole = [(Op.DELETED, before), (Op.INSERTED, after)]
    return pieces if alike >= LEAST_ALIKE * min(len(before), len(after)) else whole


def _of_tokens(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST_WORK:
        yield from ((Op.DELETED, "".join(old)), (Op.INSERTED, "".join(new)))
        return
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Op.SAME, "".join(old[old_from:old_to])
        else:
            yield Op.DELETED, "".join(old[old_from:old_to])
            yield Op.INSERTED, "".join(new[new_from:new_to])


def _alike(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces with what changed side by side told as one change; space between two changes belongs to both."""
    whole = [(op, text) for op, text in pieces if text]
    marked = [(op is Op.SAME and not _between_changes(whole, at), op, text) for at, (op, text) in enumerate(whole)]
    for same, group in groupby(marked, key=lambda piece: piece[0]):
        run = [(op, text) for _same, op, text in group]
        if same:
            yield Op.SAME, "".join(text for _op, text in run)
            continue
        for told, other in ((Op.DELETED, Op.INSERTED), (Op.INSERTED, Op.DELETED)):
            if text := "".join(text for op, text in run if op is not other):
                yield told, text


def _between_changes(pieces: list[Piece], at: int) -> bool:
    op, text = pieces[at]
    return (
        op is Op.SAME
        and 0 < at < len(pieces) - 1
        and not text.strip()
        and Op.SAME
        not in (
            pieces[at - 1][0],
            pieces[at + 1][0],
        )
    )


def shortened(pieces: list[Piece], *, keep: int = 160) -> list[Piece]:
    """The pieces with what stayed the same cut to what stands around a change: "… the words before it"."""
    last = len(pieces) - 1
    return [
        (op, _cut(text, keep if at > 0 else 0, keep if at < last else 0) if op is Op.SAME and last > 0 else text)
        for at, (op, text) in enumerate(pieces)
    ]


def _cut(text: str, head: int, tail: int) -> str:
    """The text's beginning and end, to whole words; all of it where little would be cut."""
    if len(text) <= head + tail + 40:
        return text
    start = text[:head].rpartition(" ")[0] if head else ""
    end = text[len(text) - tail :].partition(" ")[2] if tail else ""
    return f"{start} … {end}"
