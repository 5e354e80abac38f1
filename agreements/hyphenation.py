"""Where Finnish words may break, and what must stay on one line: invisible characters, for display only.

Nothing here is ever stored, edited, exported as data or compared.
"""

import importlib
import logging
import re
import threading
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

SOFT_HYPHEN = "\u00ad"
NO_BREAK_SPACE = "\u00a0"
WORD_JOINER = "\u2060"

logger = logging.getLogger(__name__)


class Analyser(Protocol):
    """What is used of Voikko."""

    def analyze(self, word: str) -> list[dict[str, str]]:
        """Each reading of the word; its STRUCTURE has a "=" before every part of a compound."""

    def getHyphenationPattern(self, word: str) -> str:  # noqa: N802 - Voikko's own name
        """A character for each of the word's: "-" where a syllable begins, else a space or "="."""


_LONG_PART = 12
_EDGE = 4
"""Letters that a break by syllable leaves on either side."""

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"(?<![\w\u00ad])[^\W\d_]{6,}(?![\w\u00ad])")
_ADDRESS = re.compile(r"://|@|\bwww\.|[^\W\d_]\.[^\W\d_]", re.IGNORECASE)

_voikko_lock = threading.Lock()


def soft_hyphens(text: str, language: str) -> str:
    """The text with U+00AD where its words may break: at the joints of compounds, and by syllables inside parts
    of twelve letters or more. Numbers, web and e-mail addresses stay whole. Only Finnish is treated: for other
    languages, and where Voikko is not installed, the text comes back as it was.
    """
    if language != "fi" or _analyser() is None:
        return text
    return _CHUNK.sub(_hyphenate_chunk, text)


@lru_cache(maxsize=1)
def _analyser() -> Analyser | None:
    try:
        voikko: Any = importlib.import_module("libvoikko")
        analyser: Analyser = voikko.Voikko("fi")
    except Exception as error:  # package, library or dictionary may be missing, each with an error of its own
        logger.warning("Finnish words will not be hyphenated: Voikko cannot be used (%s).", error)
        return None
    return analyser


def _hyphenate_chunk(match: re.Match[str]) -> str:
    chunk = match[0]
    if len(chunk) < 6 or _ADDRESS.search(chunk):
        return chunk
    return _WORD.sub(lambda word: _hyphenate_word(word[0]), chunk)


@lru_cache(maxsize=65536)
def _hyphenate_word(word: str) -> str:
    with _voikko_lock:  # one handle serves one thread at a time
        analyser = _analyser()
        if analyser is None:
            return word
        structures = [reading["STRUCTURE"] for reading in analyser.analyze(word)]
        joints = _joints(structures, len(word))
        pattern = analyser.getHyphenationPattern(word)
    breaks = joints | _syllables(pattern, joints, len(word))
    return "".join(SOFT_HYPHEN + letter if place in breaks else letter for place, letter in enumerate(word))


def _joints(structures: list[str], length: int) -> set[int]:
    """The places where every reading of the word has a joint: a doubtful break is worse than none."""
    readings = [_joints_of(structure) for structure in structures]
    return set.intersection(*readings) & set(range(2, length - 1)) if readings else set()


def _joints_of(structure: str) -> set[int]:
    places, place = set(), 0
    for mark in structure:
        if mark == "=":
            places.add(place)
        else:
            place += 1
    return places


def _syllables(pattern: str, joints: set[int], length: int) -> set[int]:
    """The places inside long parts where a syllable begins, far enough from the part's ends."""
    edges = [0, *sorted(joints), length]
    return {
        place
        for start, end in pairwise(edges)
        if end - start >= _LONG_PART
        for place in range(start + _EDGE, end - _EDGE + 1)
        if pattern[place : place + 1] == "-"
    }


_UNITS = "%|‰|§|€|M€|k€|milj|kpl|htv|km|kg|m²|m2|h|min|vrk|pv|st|mn|tn|pcs|FTE"
_JOINED = (
    (re.compile(r"(?<=[≥≤≈<>±=~]) +(?=[\d−–-])"), NO_BREAK_SPACE),
    (re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=\d)[ \u00a0\u202f]+(?=(?:{_UNITS})(?!\w))"), NO_BREAK_SPACE),
    (re.compile(r"(?<=§) +(?=\d)"), NO_BREAK_SPACE),
    (re.compile(r"(?<=[\d%€])([–−/-])(?=\d)"), rf"{WORD_JOINER}\1{WORD_JOINER}"),
)


def keep_together(text: str) -> str:
    """The text with no break between a number and its sign, its thousands, its unit, or the end of its range."""
    for pattern, replacement in _JOINED:
        text = pattern.sub(replacement, text)
    return text


def for_display(text: str, language: str) -> str:
    """The text as it is shown in a document in that language: it breaks where it may, and nowhere else."""
    return _short_for_display(text, language) if len(text) <= _SHORT else _for_display(text, language)


def _for_display(text: str, language: str) -> str:
    return soft_hyphens(keep_together(text), language)


_SHORT = 5_000
_short_for_display = lru_cache(maxsize=8192)(_for_display)  # longer texts are not worth the memory
