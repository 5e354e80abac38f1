"""Chapters numbered by themselves where nobody numbered them by hand. Pure Python.

A chapter that is numbered by itself goes on from the one before it among its siblings: after "2." comes "3.", in
chapter "2.1" the first is "2.1.1". A number that somebody wrote is never touched, and what has no number and wants none
has none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LAST = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A chapter as numbering sees it: its id, the number that somebody wrote, and whether it is numbered by itself."""

    pk: int
    written: str | None
    automatic: bool


def numbers(children: Mapping[int | None, Sequence[Numbered]]) -> dict[int, str | None]:
    """The number of each chapter by its id. `children` are the chapters of each, in order; those of None come first."""
    found: dict[int, str | None] = {}
    _number(children, None, "", found)
    return found


def _number(
    children: Mapping[int | None, Sequence[Numbered]], parent: int | None, above: str, found: dict[int, str | None]
) -> None:
    siblings = children.get(parent, ())
    written = [each.written for each in siblings if each.written]
    dotted = written[0].endswith(".") if written else not above
    last = 0
    for each in siblings:
        number = each.written
        if number is None and each.automatic:
            last += 1
            number = f"{above}{last}{'.' if dotted else ''}"
        elif number and (match := _LAST.search(number)):
            last = int(match[1])
        found[each.pk] = number
        stem = (number or "").rstrip(". ")
        _number(children, each.pk, f"{stem}." if stem else above, found)
