"""Units of measurement: what a number counts, and when two numbers may be compared. Pure Python."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from metrics.notation.text import words

PERCENT, POINTS, EURO, PIECE, TIMES, PERSON = "%", "%-yks.", "€", "kpl", "krt", "hlö"
DAY, WORKDAY, HOUR, MONTH, YEAR, PERSON_YEAR, AREA = "pv", "arkipv", "h", "kk", "v", "htv", "m²"
NOUN = "noun"
COUNTS = {PIECE, TIMES, PERSON, NOUN}
DURATIONS = {DAY, WORKDAY, HOUR, MONTH, YEAR}

_ONE = Decimal(1)
_THOUSAND, _MILLION = Decimal(1000), Decimal(1_000_000)

# dimension, how much of it one such unit is, and the words for it (each in the forms that follow a number)
_TABLE: list[tuple[str, Decimal, str]] = [
    (PERCENT, _ONE, "% prosenttia prosentti prosentin prosentilla pros procent percent prosenttiosuus"),
    (POINTS, _ONE, "%-yksikköä %-yks prosenttiyksikköä prosenttiyksikön prosenttiyksikkö procentenheter"),
    (EURO, _ONE, "€ euroa euro euron eur euros"),
    (EURO, _THOUSAND, "k€ t€ keur teur tuhateuroa"),
    (EURO, _MILLION, "m€ meur mn€ milj€ miljeur"),
    (PIECE, _ONE, "kpl kappaletta kappale st stycken styck pcs pieces piece"),
    (TIMES, _ONE, "krt kertaa kerta kerran ggr gånger gång times time x"),
    (PERSON, _ONE, "hlö hlöä henkilöä henkilö henkeä personer person persons people henk"),
    (
        DAY,
        _ONE,
        "pv päivää päivä päivän päivässä vrk vuorokautta vuorokauden vuorokaudessa dagar dag dygn days day pvä",
    ),
    (DAY, Decimal(7), "vko viikkoa viikko viikon viikossa vk veckor vecka weeks week"),
    (WORKDAY, _ONE, "arkipv arkipäivää arkipäivä arkipäivän tp työpäivää työpäivä työpäivän työpäivässä arbetsdagar"),
    (HOUR, Decimal(60), "h tuntia tunti tunnin tunnissa timmar timme hours hour"),
    (HOUR, _ONE, "minuuttia minuutti minuutin minuutissa minuter minut minutes minute"),
    (MONTH, _ONE, "kk kuukautta kuukausi kuukauden kuukaudessa månader månad months month"),
    (YEAR, _ONE, "vuotta years v"),
    (PERSON_YEAR, _ONE, "htv henkilötyövuotta henkilötyövuosi årsverken årsverke"),
    (AREA, _ONE, "m2 m² neliötä neliömetriä hum kvm"),
]
WORDS: dict[str, tuple[str, Decimal]] = {
    word: (dimension, scale) for dimension, scale, cell in _TABLE for word in words(cell)
}
SCALES: dict[str, Decimal] = {
    **dict.fromkeys(words("tuhat tuhatta tuhannen tusen thousand"), _THOUSAND),
    **dict.fromkeys(words("milj miljoona miljoonaa miljoonan mn miljoner miljon million"), _MILLION),
    **dict.fromkeys(words("mrd miljardi miljardia miljarder miljard billion"), Decimal(1_000_000_000)),
}
GLUED = {*WORDS, *SCALES, "min", "v"} - {"time", "kerta", "gång"}
"""Words that may stand against their number without a space: "30pv"."""

# How often, behind "/" or in a word of its own; "" is once a year, which a yearly metric counts anyway.
RATES: dict[str, str] = {
    **dict.fromkeys(words("vuosi vuodessa v år året years year vuotta a vuotuisesti vuosittain årligen annually"), ""),
    **dict.fromkeys(words("kk kuukausi kuukaudessa kuussa månad månaden month monthly"), "kk"),
    **dict.fromkeys(words("vko viikko viikossa vk vecka veckan week weekly"), "vko"),
    **dict.fromkeys(words("pv päivä päivässä vrk dag dagen day daily"), "pv"),
    **dict.fromkeys(words("kvartaali neljännes kvartal quarter vuosineljännes"), "kvartaali"),
}
OFTEN = frozenset(RATES.values()) - {""}
PER = {**dict.fromkeys(words("as asukasta asukkaalle asukaskohtaisesti asukas"), "asukas")}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts: the words as written, the dimension, how much one is, and per what."""

    text: str
    dimension: str
    scale: Decimal = _ONE
    per: str = ""


# What may follow the common beginning of two forms of one noun, in Finnish, Swedish and English.
_ENDINGS = words(
    """rat ran taa roja eiden eista eilla eissa oista oissa issa illa ista ihin a ä ta tä tta ttä n en in an än ön
    on t et it at ät ot ut yt ia iä ja jä oja öjä eja ejä ita itä oita öitä aa ää jen ien ten den iden oiden
    öiden tten ssa ssä ssaan lla llä lle sta stä ksi s sia siä sen set sten siin nen us ys ksia ksiä kset ksen
    ksien kset ksiin e että eta teet teen teita teitä etta eitä eita tia tiä teja tejä ti nin nit tin tit mia
    miä men met mä ma min mme kun kko kkoa koa kon kot kkoja i ii ä o u y oo er ar or n na arna erna orna ets
    ens s es y ies st"""
) | {""}


@lru_cache(maxsize=4096)
def same_noun(one: str, other: str) -> bool:
    """Whether two words may be forms of one noun, or one of them ends a compound of the other."""
    one, other = one.lower(), other.lower()
    if len(one) < len(other):
        one, other = other, one
    if _same_stem(one, other):
        return True
    return len(other) >= 5 and any(
        _same_stem(one[start:], other) for start in range(3, len(one) - 3) if one[start] == other[0]
    )


def _same_stem(one: str, other: str) -> bool:
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common >= 3 and common * 2 >= len(other) and one[common:] in _ENDINGS and other[common:] in _ENDINGS


def _nouns_agree(one: Unit, other: Unit) -> bool:
    return any(same_noun(left, right) for left in one.text.split() for right in other.text.split())


Ratio = tuple[Decimal, Decimal]
"""What a number is multiplied by and what its bound: two factors, since a day is no exact part of a week."""


def factor(source: Unit, target: Unit) -> Ratio | None:
    """The factors that bring a number in `source` and one in `target` to one unit; None when they do not compare.

    "kpl" counts anything; a noun only what has the same name. Months are not days, and working days are neither.
    """
    if source.per != target.per:
        return None
    if source.dimension == target.dimension:
        if source.dimension == NOUN and not _nouns_agree(source, target):
            return None
        return source.scale, target.scale
    pair = {source.dimension, target.dimension}
    if pair in ({PIECE, NOUN}, {PIECE, PERSON}) or (pair == {PERSON, NOUN} and _nouns_agree(source, target)):
        return source.scale, target.scale
    return None
