"""How many metrics are in each state, as figures and as the shares of a band."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metrics.models import State

WIDTH, HEIGHT = 400, 12
"""The size that a band is drawn in; the page scales it."""
_GAP = 3
_HATCHED = {State.MISSED.value, State.UNDECIDED.value}


@dataclass(frozen=True, slots=True)
class Share:
    """A state's part of a band: where it begins and how wide it is."""

    state: str
    word: str
    count: int
    x: int
    width: int

    @property
    def hatch(self) -> str:
        """The path of the part's oblique lines; empty for a state that has none."""
        if self.state not in _HATCHED:
            return ""
        return "".join(f"M{x} {HEIGHT}l{HEIGHT}-{HEIGHT}" for x in range(-HEIGHT, self.width, 7))


@dataclass(frozen=True, slots=True)
class Tally:
    """The states in their order, each with its word and how many metrics are in it."""

    lines: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _state, _word, count in self.lines)

    def count(self, state: str) -> int:
        """How many metrics are in the state."""
        return next(count for each, _word, count in self.lines if each == state)

    @property
    def in_words(self) -> str:
        """What the band shows, to those who do not see it: "Green 15, Yellow 6"."""
        return ", ".join(f"{word} {count}" for _state, word, count in self.lines if count)

    @property
    def shares(self) -> list[Share]:
        """The band's parts from the left, none for a state that has no metrics."""
        present = [line for line in self.lines if line[2]]
        room = WIDTH - _GAP * (len(present) - 1)
        shares: list[Share] = []
        before = 0
        for place, (state, word, count) in enumerate(present):
            start, end = round(before * room / self.total), round((before + count) * room / self.total)
            shares.append(Share(state, word, count, start + place * _GAP, max(1, end - start)))
            before += count
        return shares


def tally_of(states: Iterable[str], words: Mapping[str, str]) -> Tally:
    """The tally of metrics that are in these states, under the words."""
    counts = Counter(states)
    return Tally(tuple((state.value, words[state.value], counts[state.value]) for state in State))
