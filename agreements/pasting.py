"""A block of cells as spreadsheets put it on the clipboard. Pure Python."""

import re

# A cell that holds a tab, a line break or a quote comes quoted, its own quotes doubled.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*)')


def pasted_rows(text: str) -> list[list[str]]:
    """The rows of cells of pasted text, without space around a cell; an empty text has no rows.

    The line break that ends the last row begins no row of its own.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        return []
    lines = lines.removesuffix("\n")
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        cell = _CELL.match(lines, at)
        if cell is None:  # the second form matches anything, the empty text too
            return rows
        rows[-1].append(_words(cell))
        at = cell.end()
        if at >= len(lines):
            return rows
        if lines[at] == "\n":
            rows.append([])
        at += 1


def _words(cell: re.Match[str]) -> str:
    quoted, plain = cell.groups()
    if quoted is None:
        return str(plain).strip()
    needs_quotes = any(mark in quoted for mark in ("\t", "\n", '""'))
    return (quoted.replace('""', '"') if needs_quotes else cell[0]).strip()
