"""What a metric's own text says of its targets: the direction and the unit. Pure Python."""

import re
from dataclasses import dataclass
from functools import lru_cache

from metrics.notation.text import uniform
from metrics.notation.units import EURO, PERCENT, Unit, same_noun


@dataclass(frozen=True, slots=True)
class MetricText:
    """`direction` is "more", "less", "unclear" (fewer may be better, or both are said) or None."""

    direction: str | None = None
    unit: Unit | None = None
    percent: bool = False
    each: bool = False
    words: tuple[str, ...] = ()


_NUMBER_FOLLOWS = r"(?!\s*[0-9]|\s+(?:kerran|kaksi|kaksin|yksi|yhden|kahden|kolme|en|ett|två|once|one|two))"
_MORE = re.compile(rf"\b(?:vähintään|väh\.|minst|at least|minimum){_NUMBER_FOLLOWS}")
_LESS = re.compile(
    rf"\b(?:enintään|korkeintaan|enint\.|max\.?|maksimi|högst|at most|maximum){_NUMBER_FOLLOWS}"
    r"|(?:vähemmän|pienempi|matalampi|lyhyempi) (?:on )?parempi|(?:mindre|lägre|färre) är bättre"
    r"|(?:less|lower|fewer) is better"
)
_COSTLY = re.compile(
    r"sairauspoissaol|poissaolo|valitu[ks]|valitusten|reklamaatio|odotusai|läpimenoai|käsittelyai|vasteai|jonotusai|"
    r"toimitusai|\bmeno(?:t|jen)\b|toimintameno|toimintakate|kustannu|\bkulut?\b|kulujen|kulutus|vaihtuvuus|hävik|"
    r"tapaturm|onnettomuu|häiriö|virhe|myöhäst|päästö|ylity[ks]|vajau|alijäämä|katoks|häiriökäyttäyty|läsnäolo puuttu|"
    r"sjukfrånvaro|frånvaro|klagomål|väntetid|handläggningstid|kostnad|utgift|olycks|svinn|omsättning|utsläpp|"
    r"sick leave|absence|complaint|waiting time|processing time|\bcosts?\b|expense|expenditure|accident|error|turnover|"
    r"emissions|consumption|förbrukning|palautusprosentti|perutut|peruutu|väheneminen|vähentyminen|minskning"
)
_MILLIONS = re.compile(r"milj\.? ?(?:€|euro)|\bm€|\bmeur|miljoner euro|million euro|miljoonaa euroa|\bmn ?€")
_THOUSANDS = re.compile(r"\b1 ?000 ?€|\bt€|\bk€|\bteur|tuhatta euroa|tusen euro|tuhansia euroja|1 ?000 euro")
_EUROS = re.compile(r"€|\beuro|\beur\b")
_PERCENT = re.compile(r"prosen|%|osuus|osuuden|procent|andel|per ?cent|share|proportion|aste\b")
_EACH = re.compile(
    r"\b(?:jokais|jokainen|joka (?!vuosi|kuukausi|viikko|on\b|tuke|täyt|ol)|kukin|kussakin|kaikissa|varje|each|every"
    r"|i alla)"
)


@lru_cache(maxsize=4096)
def read_metric(written: str | None) -> MetricText:
    """What the text of a metric says of its targets; nothing for no text."""
    text = uniform(written).lower()
    if not text:
        return MetricText()
    more, less = _MORE.search(text) is not None, _LESS.search(text) is not None
    direction = "unclear" if more and less else "more" if more else "less" if less else None
    if direction is None and _COSTLY.search(text):
        direction = "unclear"
    return MetricText(
        direction,
        _unit(text),
        percent=_PERCENT.search(text) is not None,
        each=_EACH.search(text) is not None,
        words=tuple(re.findall(r"[^\W\d_]{4,}", text)),
    )


def _unit(text: str) -> Unit | None:
    if _MILLIONS.search(text):
        return Unit("M€", EURO, Unit("", "").scale * 1_000_000)
    if _THOUSANDS.search(text):
        return Unit("k€", EURO, Unit("", "").scale * 1000)
    if _EUROS.search(text):
        return Unit("€", EURO)
    return Unit("%", PERCENT) if re.search(r"prosentuaali|%|prosentti|procent", text) else None


def speaks_of(metric: MetricText, noun: str) -> bool:
    """Whether the noun that an actual counts is in the metric's text, in any form."""
    return any(same_noun(word, other) for word in metric.words for other in noun.lower().split())
