"""How a written target was understood, in a few words of the reader's language. Pure Python.

The wordings stand here side by side, as the reasons of verdicts do: understanding knows nothing of the framework.
"""

from datetime import date
from decimal import Decimal

from metrics.judgement import Judgement, Kind, judge
from metrics.judgement.numbers import directed
from metrics.judgement.result import Circumstances
from metrics.notation.targets import Target, parse_target
from metrics.reasons import LANGUAGES

# code: Finnish, Swedish, English
_WORDS: dict[str, tuple[str, str, str]] = {
    "ge": ("vähintään {low}", "minst {low}", "at least {low}"),
    "gt": ("yli {low}", "över {low}", "over {low}"),
    "le": ("enintään {high}", "högst {high}", "at most {high}"),
    "lt": ("alle {high}", "under {high}", "under {high}"),
    "floor": (
        "vähintään {low} (haarukka {range})",
        "minst {low} (intervall {range})",
        "at least {low} (range {range})",
    ),
    "within": ("välillä {range}", "inom {range}", "within {range}"),
    "exact": ("tasan {low}", "exakt {low}", "exactly {low}"),
    "about": ("noin: sallittu {range}", "cirka: tillåtet {range}", "about: {range} allowed"),
    "by": ("viimeistään {day}", "senast {day}", "no later than {day}"),
    "done": ("toteutuu tai ei", "genomförs eller inte", "done or not"),
    "year": ("verrataan vuoden {year} arvoon", "jämförs med värdet för {year}", "compared with the value of {year}"),
    "before": (
        "verrataan edelliseen vuoteen",
        "jämförs med föregående år",
        "compared with the previous year",
    ),
    "each": ("jokainen", "var och en", "each one"),
    "words": ("sanallinen: ihminen arvioi", "i ord: en människa bedömer", "in words: a person decides"),
    "none": ("tavoitetta ei ole asetettu", "inget mål har ställts", "no target was set"),
    "or": (" tai ", " eller ", " or "),
}
_ONE_SIDED = ("ge", "gt", "le", "lt")
_COMPUTED = (Kind.APPROX, Kind.RELATIVE)
_LARGEST_ROUNDED = Decimal(10) ** 15
_CENT = Decimal("0.01")
_BY_PEOPLE = (Kind.QUALITATIVE, Kind.NONE)


def is_left_to_people(judgement: Judgement) -> bool:
    """Whether the program cannot judge the target whatever the actual says."""
    return judgement.kind in _BY_PEOPLE


def understood(
    target: str | None,
    judgement: Judgement,
    language: str,
    *,
    year: int | None = None,
    metric: str | None = None,
    direction: str | None = None,
) -> str:
    """The target's meaning in "fi", "sv" or "en" (any other language gets Finnish), such as "vähintään 90 %".

    `judgement` is one of that target in those circumstances; its bounds are those that an actual is held against.
    """
    wording = _Wording(language)
    parsed = directed(parse_target(target), Circumstances(None, year, metric, direction))
    if judgement.kind == Kind.COMPOUND:
        return wording.parts(parsed, year) or wording.say("words")
    return wording.whole(parsed, judgement)


class _Wording:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._index = LANGUAGES.index(language) if language in LANGUAGES else 0

    def say(self, code: str, **values: str | int) -> str:
        return _WORDS[code][self._index].format(**values)

    def parts(self, target: Target, year: int | None) -> str:
        told = [
            understood(part.text, judge(part.text, None, year=year), self._language, year=year) for part in target.parts
        ]
        return (self.say("or") if target.alternatives else "; ").join(dict.fromkeys(told))

    def whole(self, target: Target, judgement: Judgement) -> str:
        match judgement.kind:
            case Kind.NONE:
                return self.say("none")
            case Kind.BOOLEAN:
                return self.say("done")
            case Kind.DEADLINE if isinstance(judgement.high, date):
                return self.say("by", day=f"{judgement.high.day}.{judgement.high.month}.{judgement.high.year}")
            case Kind.RELATIVE:
                return self._relative(target, judgement)
        bounds = self._bounds(target, judgement)
        if not bounds:
            return self.say("words")
        return f"{bounds}, {self.say('each')}" if target.each else bounds

    def _relative(self, target: Target, judgement: Judgement) -> str:
        year = target.change.reference.year if target.change else None
        compared = self.say("year", year=year) if year else self.say("before")
        bounds = self._bounds(target, judgement)
        return f"{bounds} ({compared})" if bounds else compared

    def _bounds(self, target: Target, judgement: Judgement) -> str:
        unit = f"\u00a0{judgement.unit}" if judgement.unit else ""
        low, high = self._number(judgement.low, judgement.kind), self._number(judgement.high, judgement.kind)
        if low and high and target.op not in _ONE_SIDED:
            return self.say(_two_sided(judgement, target), low=low + unit, range=f"{low}–{high}{unit}")
        if low and (not high or target.op in ("ge", "gt")):
            return self.say("gt" if target.op == "gt" else "ge", low=low + unit)
        return self.say("lt" if target.op == "lt" else "le", high=high + unit) if high else ""

    def _number(self, bound: Decimal | date | None, kind: Kind) -> str:
        """A bound as the language writes numbers: with the target's own decimals, a computed one with two at most."""
        if not isinstance(bound, Decimal):
            return ""
        computed = kind in _COMPUTED and abs(bound) < _LARGEST_ROUNDED
        text = f"{bound.quantize(_CENT).normalize() if computed else bound:,f}".replace(",", "\u00a0")
        return (text if self._language == "en" else text.replace(".", ",")).replace("-", "−")


def _two_sided(judgement: Judgement, target: Target) -> str:
    """The code of a target with both bounds: a range is a floor unless the metric must stay within it."""
    if judgement.low == judgement.high:
        return "exact"
    if judgement.kind == Kind.APPROX or target.op == "approx":
        return "about"
    return "floor" if judgement.kind == Kind.RANGE and target.op is None else "within"
