"""How alike two names of indicators are. Pure Python.

The same words are the same wording, whatever their case, punctuation and a date behind them. Anything less is only
alike: a person looks at it.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

ALIKE = 0.8
"""The share of letters in common from which on two names are worth a person's look."""
_STEM = 5
_WORD = re.compile(r"\w+(?:[.,:]\d+)*")
_DAY = r"\d{1,2}\.(?:\d{1,2}\.)?"
_TRAILING_TIME = re.compile(
    rf"[ ,;:(]{{1,3}}(?:(?:vuonna|vuoden|vuosi|år|året|in|by)\s+)?"
    rf"(?:{_DAY}\s*[-–—]\s*)?(?:\d{{1,2}}\.\d{{1,2}}\.)?(?<!\d)(?:19|20)\d\d[\s).,;:]*$",
    re.IGNORECASE,
)


class Likeness(StrEnum):
    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, by their ids, that may be of one thing; `first` is the smaller id."""

    first: int
    second: int
    likeness: Likeness
    share: float


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The name's words in small letters, without punctuation and without a date or year at its end."""
    text = " ".join(unicodedata.normalize("NFKC", name).replace("\u00ad", "").split())
    shorter = _TRAILING_TIME.sub("", text)
    found = _WORD.findall((shorter or text).casefold())
    return tuple(found) or (text.casefold(),)


def likeness(one: str, other: str) -> Likeness:
    """How alike two names are, whichever comes first."""
    return _likeness_of(share_in_common(one, other))


def share_in_common(one: str, other: str) -> float:
    """How much of the two names' letters they have in common, in the same order; 1.0 only for the same words."""
    first, second = sorted((words_of(one), words_of(other)))
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return min(matcher.ratio(), 0.999)


def marked(name: str, other: str) -> tuple[tuple[str, bool], ...]:
    """The name in pieces, in order and complete: its text, and whether the other name has other words there."""
    spans = [match.span() for match in _WORD.finditer(name)]
    own = [name[start:end].casefold() for start, end in spans]
    others = [match[0].casefold() for match in _WORD.finditer(other)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for operation, start, end, _from, _to in SequenceMatcher(None, own, others, autojunk=False).get_opcodes():
        if operation == "equal" or start == end:
            continue
        begin, finish = spans[start][0], spans[end - 1][1]
        pieces += [(name[at:begin], False), (name[begin:finish], True)]
        at = finish
    return tuple(piece for piece in (*pieces, (name[at:], False)) if piece[0])


def pairs_alike(names: Mapping[int, str]) -> Iterator[Pair]:
    """The pairs of names that are of the same wording or alike, the most alike first.

    Only names that share half of their words' beginnings are compared letter by letter, so that a city's whole
    catalogue takes a moment.
    """
    found = (
        Pair(first, second, _likeness_of(share), share)
        for first, second in _candidates(names)
        if (share := share_in_common(names[first], names[second])) >= ALIKE
    )
    yield from sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


def _likeness_of(share: float) -> Likeness:
    if share == 1.0:
        return Likeness.SAME
    return Likeness.ALIKE if share >= ALIKE else Likeness.DIFFERENT


def _candidates(names: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    stems = {pk: frozenset(word[:_STEM] for word in words_of(name)) for pk, name in names.items()}
    having: dict[str, list[int]] = defaultdict(list)
    for pk in sorted(stems):
        for stem in stems[pk]:
            having[stem].append(pk)
    shared = Counter(pair for pks in having.values() for pair in combinations(pks, 2))
    for (first, second), count in shared.items():
        if 2 * count >= min(len(stems[first]), len(stems[second])):
            yield first, second
