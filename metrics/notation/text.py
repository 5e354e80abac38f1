"""The characters of a written notation, made uniform before it is read. Pure Python."""

import re
import unicodedata

LONGEST = 400
"""Characters that a notation may have: longer texts are prose, and are left to a person."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SAME = {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "∼": "~", "≃": "≈", "≅": "≈", "’": "'", "\r": "\n"}
_RUN = re.compile(" {2,}")
_UNIFORM = {
    **{ord(character): "-" for character in _DASHES},
    **{ord(character): " " for character in _SPACES},
    **{ord(character): None for character in _INVISIBLE},
    **{ord(character): plain for character, plain in _SAME.items()},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D},
}


def uniform(written: str | None) -> str:
    """The text with one kind of dash, space and comparison sign, without outer space; "" for None.

    A text that is longer than any notation is cut just over the limit, so that `too_long` still sees it.
    """
    if not written:
        return ""
    text = unicodedata.normalize("NFC", written[: LONGEST * 4]).translate(_UNIFORM).strip()
    text = _RUN.sub(" ", text)
    return text[: LONGEST + 1]


def too_long(text: str) -> bool:
    """Whether a uniform text is longer than any notation."""
    return len(text) > LONGEST


def words(text: str) -> frozenset[str]:
    """The words of a table's cell: tables of words stay readable as running text."""
    return frozenset(text.split())
