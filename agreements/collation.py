"""Finnish order and Finnish search, the same on both databases.

PostgreSQL has the collation `fi-x-icu`. SQLite gets one of the same name, and a `like()` that knows more letters than
A to Z, whenever a connection is made.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, F, Lookup, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate

COLLATION = "fi-x-icu"

Key = tuple[str, str, str, str]

# Before digits, in the order of the Unicode collation; what is not listed comes after the letters, by code point.
_SIGNS = "\t\n\x0b\x0c\r _‾-‐‑‒–—―,;:!¡?¿.·'‘’‚‛‹›\"“”„‟«»()[]{}§¶@*/\\&#%‰†‡•‣′″`´˜^¯˘˙¨˚˝¸˛°©®+±÷×<=>¬|¦~−⁄≈≤≥¤¢$£¥€"
_ALPHABET = "abcdefghijklmnopqrstuvwxyzþåäö"
_PRIMARY = (
    {sign: chr(0x100 + place) for place, sign in enumerate(_SIGNS)}
    | {str(digit): chr(0x200 + digit) for digit in range(10)}
    | {letter: chr(0x300 + place) for place, letter in enumerate(_ALPHABET)}
)
_OTHERS = 0x400
# Letters that Finnish files beside another: the same letter first, told apart only when all else is the same.
_BESIDE = {"æ": "ä", "ø": "ö", "ü": "y", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŋ": "n", "ŧ": "t", "ʒ": "z"}
_LIGATURES = {"ß": "ss", "œ": "oe", "ẞ": "SS", "Œ": "OE"}
_MARKS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304"
_PLAIN = "\x01"
_LOWER, _UPPER, _LOWER_VARIANT, _UPPER_VARIANT = "\x01", "\x02", "\x03", "\x04"


@lru_cache(maxsize=4096)
def finnish_key(text: str) -> Key:
    """A key that sorts as Finnish dictionaries do: letters first, then accents, then case, then code points.

    Å, Ä and Ö come last and in this order; æ is filed with ä, ø with ö, ü with y; any other accent only breaks a tie.
    """
    elements = [element for letter in unicodedata.normalize("NFC", text) for element in _elements(letter)]
    letters, accents, cases = ("".join(level) for level in zip(*elements, strict=True)) if elements else ("", "", "")
    return letters, accents, cases, text


def _elements(letter: str) -> Iterator[tuple[str, str, str]]:
    """What a letter weighs on the three levels; several elements where it is a ligature or carries marks."""
    lower = letter.lower()
    case = _LOWER if letter == lower else _UPPER
    if lower in _PRIMARY:
        yield _PRIMARY[lower], _PLAIN, case
    elif lower in _BESIDE:
        yield _PRIMARY[_BESIDE[lower]], chr(0x80 + list(_BESIDE).index(lower)), case
    elif unicodedata.combining(letter):
        yield "", _mark(letter), _LOWER
    elif letter in _LIGATURES:
        yield from _variants(_LIGATURES[letter])
    elif (marked := unicodedata.normalize("NFD", letter)) != letter:
        base = unicodedata.normalize("NFC", marked[:-1])
        for part in (*base, marked[-1]):
            yield from _elements(part)
    elif (plain := unicodedata.normalize("NFKD", letter)) != letter:
        yield from _variants(plain)
    elif unicodedata.category(letter) not in ("Cc", "Cf"):
        yield chr(min(_OTHERS + ord(lower[0]), 0x10FFFF)), _PLAIN, case


def _variants(letters: str) -> Iterator[tuple[str, str, str]]:
    for letter in letters:
        for primary, secondary, case in _elements(letter):
            yield primary, secondary, _UPPER_VARIANT if case == _UPPER else _LOWER_VARIANT


def _mark(mark: str) -> str:
    place = _MARKS.find(mark)
    return chr(2 + place) if place >= 0 else chr(0x20 + ord(mark))


def compare(one: str, other: str) -> int:
    """Below zero, zero or above it: the form in which SQLite asks for an order."""
    first, second = finnish_key(one), finnish_key(other)
    return (first > second) - (first < second)


def fold(text: str) -> str:
    """The text with its case taken away, the way PostgreSQL's UPPER() does it under the Finnish collation."""
    return unicodedata.normalize("NFC", text).upper()


def like(pattern: str | None, text: Any, escape: str | None = None) -> bool | None:
    """SQL's LIKE, blind to the case of every letter; NULL when either side is."""
    if pattern is None or text is None:
        return None
    return _compiled(unicodedata.normalize("NFC", str(pattern)), escape or "").fullmatch(fold(str(text))) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, escape: str) -> re.Pattern[str]:
    parts: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(fold(next(letters, ""))))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(fold(letter)))
    return re.compile("".join(parts), re.DOTALL)


def finnish_order(expression: str | Combinable) -> Collate:
    """The field or expression, to be ordered by as Finnish words are."""
    return Collate(F(expression) if isinstance(expression, str) else expression, COLLATION)


@CharField.register_lookup
@TextField.register_lookup
class Finds(Lookup):
    """`field__finds="ä"`: the text has the words in it, in whatever case, whatever the database's own locale."""

    lookup_name = "finds"
    prepare_rhs = False

    def process_rhs(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str, ...]]:
        escaped = re.sub(r"([\\%_])", r"\\\1", unicodedata.normalize("NFC", self.rhs))
        return "%s", (f"%{escaped}%",)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        text, text_params = self.process_lhs(compiler, connection)
        pattern, pattern_params = self.process_rhs(compiler, connection)
        return rf"{text} LIKE {pattern} ESCAPE '\'", (*text_params, *pattern_params)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        text, text_params = self.process_lhs(compiler, connection)
        pattern, pattern_params = self.process_rhs(compiler, connection)
        return (
            f'UPPER(NORMALIZE(({text})::text, NFC) COLLATE "{COLLATION}") '
            rf"""LIKE UPPER({pattern}::text COLLATE "{COLLATION}") ESCAPE '\'""",
            (*text_params, *pattern_params),
        )


def _teach_sqlite(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, compare)
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, like, deterministic=True)


def register() -> None:
    """Teach every connection to SQLite that will be made."""
    connection_created.connect(_teach_sqlite, dispatch_uid="finnish")
