"""Figures in running text: how many of something a sentence says there are. Pure Python.

Reading is careful, for a false alarm is worse than a miss: a sentence is left alone when it speaks of a part, of a
change, of another year or of a wish, gives a bound or a round number, or has several figures of the kind.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agreements.numbers import parse_number

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-ZÅÄÖ])|\n+")
# What comes behind tells of parts of what was said before.
_PART = re.compile(
    r"[,(]?\s*\b(?:jo[ims]sta|joissa|jois|josta|näistä|niistä|tästä|siitä|sisältä\w+|varav|därav|av dessa|of which"
    r"|of these|including|inklusive|sekä|lisäksi|dessutom|in addition)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OTHERWISE = re.compile(
    r"\b(?:n\.|väh\.|enint\.|(?:"
    r"noin|yli|alle|vähintään|enintään|korkeintaan|lähes|melkein|runsas|vajaa|reilu|puoli|tai"
    r"|lisä\w*|vähen\w+|pien\w+|kasva\w*|nous\w+|nost\w+|lask\w+|uusi|uuden|uutta|uusia|uusien|muut\w+|korot\w+"
    r"|edelli\w+|aiem\w+|aikai\w+|viime|ensi|tulev\w+|entis\w+|jatkossa|tavoit\w+|tarvi\w+|toiv\w+|ehdot\w+"
    r"|esit\w+|puut\w+|avoin\w*|avoim\w+|täyttä\w+|eläk\w+|määräaik\w+|lakk\w+|siir\w+|osu\w+|osalta|osa"
    r"|kukin|kummankin|kumpikin|jokai\w+|kohden|kohti|keskimäärin|tiimi\w*|ei|eivät|olisi\w*|voi|voidaan|voisi\w*"
    r"|jos|esim\w*|valtakunn\w+"
    r"|ca|cirka|omkring|ungefär|över|under|minst|högst|nästan|eller|ökning\w*|öka\w*|minsk\w+|ny|nya|nytt|förra"
    r"|tidigare|föregående|nästa|mål\w*|behöv\w+|föreslå\w*|vakanta?|pension\w*|andel\w*|varje|inte|skulle"
    r"|about|around|over|at least|at most|up to|nearly|or|increas\w+|decreas\w+|new|last|previous|next|target\w*"
    r"|need\w*|propos\w+|vacant|share\w*|each|every|not|would|could|if)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = r"(?<![\w,.–−-])(?:(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)|(?P<word>%s))"
_WORDS = {
    "yksi": 1, "kaksi": 2, "kolme": 3, "neljä": 4, "viisi": 5, "kuusi": 6, "seitsemän": 7, "kahdeksan": 8,
    "yhdeksän": 9, "kymmenen": 10, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
    "nio": 9, "tio": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts, as written, and the words of its sentence before and behind it."""

    value: Decimal
    written: str
    before: str
    behind: str

    @property
    def clause(self) -> str:
        return f"{self.before}{self.written}{self.behind}"


def figure_of(noun: str) -> re.Pattern[str]:
    """A pattern for numbers of what the noun, a regular expression, says."""
    number = _NUMBER % "|".join(_WORDS)
    return re.compile(rf"{number}[ \u00a0]?(?:{noun})(?!\w|[ \u00a0]?[/%])", re.IGNORECASE)


def figures(text: str, pattern: re.Pattern[str], *, year: int) -> Iterator[Figure]:
    """What the text of a document of that year says plainly that there are of the pattern's things now."""
    for sentence in _SENTENCE_END.split(text):
        clause = _PART.sub("", sentence)
        found = list(pattern.finditer(clause))
        if len(found) != 1 or _OTHERWISE.search(clause) or set(_YEAR.findall(clause)) - {str(year)}:
            continue
        match = found[0]
        value = _value(match)
        if value is not None:
            yield Figure(value, match[0], clause[: match.start()], clause[match.end() :])


def _value(match: re.Match[str]) -> Decimal | None:
    word = match["word"]
    return Decimal(_WORDS[word.lower()]) if word else parse_number(match["digits"])


def agrees(figure: Decimal, number: Decimal) -> bool:
    """Whether the figure is the number, rounded to as many decimals as the figure has, one at least."""
    exponent = figure.as_tuple().exponent
    decimals = max(1, -exponent) if isinstance(exponent, int) else 1
    return abs(figure - number) * 2 <= Decimal(10) ** -decimals
