"""Names that a workbook's sheets may have."""

import re
from collections.abc import Sequence

from agreements.exports.workbook.text_measure import utf16_length
from agreements.written import without_forbidden

_MOST = 31
_FORBIDDEN = re.compile(r"[\\/:*?\s]+")
_BRACKETS = str.maketrans("[]", "()")
_RESERVED = "history"


def sheet_names(wanted: Sequence[str], *, fallback: str) -> list[str]:
    """A name for each wanted one: of at most 31 characters, none twice whatever the case, none that Excel refuses."""
    taken: set[str] = {_RESERVED}
    names = []
    for text in wanted:
        clean = _clean(text) or fallback
        name, number = _short(clean), 1
        while name.casefold() in taken:
            number += 1
            name = _short(clean, f" ({number})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", without_forbidden(text).translate(_BRACKETS)).strip(" '")


def _short(text: str, ending: str = "") -> str:
    """The text with the ending, cut behind a word where there is one."""
    if utf16_length(text + ending) <= _MOST:
        return text + ending
    cut = text
    while utf16_length(cut + "…" + ending) > _MOST:
        cut = cut[:-1]
    words = cut.rsplit(" ", 1)[0]
    return (words if len(words) > len(cut) // 2 else cut).rstrip(" '") + "…" + ending
