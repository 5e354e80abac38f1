"""The words of targets and actuals in Finnish, Swedish and English: one table of words, one of phrases. Pure Python.

A word or a phrase has a tag, which the grammars of `targets` and `actuals` are written in, and a value.
"""

import re
from functools import lru_cache

from metrics.notation.number_words import NUMBER_WORDS
from metrics.notation.text import words
from metrics.notation.units import WORDS as UNIT_WORDS

Lexeme = tuple[str, object]


def _spread(tag: str, value: object, cell: str) -> dict[str, Lexeme]:
    return dict.fromkeys(words(cell), (tag, value))


# Words that no meaning hangs on: they may stand anywhere.
IDLE = words(
    """the of a an den det de av i in on at ovat är is are be been was were has have kuluvan tämän keskimäärin yhteensä
    totalt total snitt keskim jopa päivään päivänä myös also även"""
)

WORDS: dict[str, Lexeme] = {
    **_spread(
        "CMP", "ge", "vähintään vähint väh ainakin vähimmillään minimissään minimi minst åtminstone minimum ≥ lägst"
    ),
    **_spread("CMP", "ge", "saavuttaa saavutetaan"),
    **_spread("CMP", "gt", "yli ylittää ylittyy över over above exceeds exceed >"),
    **_spread(
        "CMP", "le", "enintään enint korkeintaan korkeint kork max maks maksimi maksimissaan maximum högst maximalt ≤"
    ),
    **_spread("CMP", "lt", "alle alittaa below <"),
    **_spread("CMP", "eq", "tasan täsmälleen exakt precis exactly ="),
    **_spread("CMP", "approx", "noin n ca circa cirka suunnilleen arviolta likimain ungefär omkring runt about around"),
    **_spread("CMP", "approx", "approximately approx roughly ≈ ~"),
    **_spread("CMP", "nearly", "vajaa vajaat lähes melkein miltei nästan knappt almost nearly"),
    **_spread("CMP", "just_over", "reilu reilut runsas runsaat drygt"),
    **_spread("CMP", "within", "inom within"),
    **_spread("CMP", "between", "välillä väliltä mellan between"),
    **_spread("BY", None, "mennessä viimeistään senast by"),
    **_spread("DURING", None, "aikana kuluessa during aikaan"),
    **_spread("BEFORE", None, "ennen före innan before"),
    **_spread("END", None, "loppuun lopussa loppua loppu loppuessa lopuksi slutet slut utgången utgång end päättyessä"),
    **_spread("FROM", None, "alkaen lähtien fr.o.m from från since starting"),
    **_spread("UNTIL", None, "asti saakka until tills"),
    **_spread("WITHIN", None, "sisällä sisään"),
    **_spread(
        "FUZZY", None, "alkuun alussa alkua alku puoliväliin puolivälissä loppupuolella alkupuolella puolessavälissä"
    ),
    **_spread("FUZZY", None, "början mitten beginning early mid late middle start alkuvuoden alkuvuodesta loppuvuoden"),
    **_spread("FUZZY", None, "loppuvuodesta alkuvuonna loppuvuonna tienoilla vaihteessa"),
    **_spread("THAN", None, "kuin än than verrattuna nähden jämfört jämförelse compared med with to till mot"),
    **_spread("NOT", None, "ei eivät eikä inte ej not no never ingen inga inget"),
    **_spread(
        "EACH", None, "kaikki kaikissa kaikilla kaikille kaikkien kaikkia jokainen jokaisessa jokaisella jokaiselle"
    ),
    **_spread(
        "EACH", None, "jokaista jokaisen joka kukin kussakin kullakin kutakin molemmat molemmissa alla varje vardera"
    ),
    **_spread("EACH", None, "samtliga all each every both båda per"),
    **_spread("AND", None, "ja sekä och samt and & että"),
    **_spread("OR", None, "tai eller or taikka"),
    **_spread(
        "PREV", None, "edellisen edellisenä edellisestä edelliseen edellinen edellistä ed edell edeltävän edeltävänä"
    ),
    **_spread("PREV", None, "edeltävästä edeltävään viime föregående förra fjolårets previous last prior preceding"),
    **_spread(
        "PREVYEAR", None, "edellisvuoden edellisvuosi edellisvuodesta edellisvuoteen edellisvuonna fjolårets fjolåret"
    ),
    **_spread(
        "PREVYEAR", None, "viimevuotinen viimevuotisen viimevuotista viimevuotisesta viimevuotiseen viimevuotisella"
    ),
    **_spread(
        "LEVEL", None, "taso tasolla tason tasoa tasosta tasoon tasossa toteuma toteuman toteumaa toteumasta toteumaan"
    ),
    **_spread(
        "LEVEL", None, "toteumatasolla tilanne tilanteen tilanteesta tulos tuloksen arvo arvon luku luvun lukema"
    ),
    **_spread(
        "LEVEL", None, "nivå nivån utfall utfallet resultat level levels actual actuals result results figure outcome"
    ),
    **_spread("LEVEL", None, "määrä määrän määrästä määrää value siffra"),
    **_spread(
        "SAME", None, "ennallaan ennalleen samana sama samalla samaa saman samat oförändrad oförändrat samma same"
    ),
    **_spread("SAME", None, "unchanged nykytaso nykytasolla nykytason nykytasoa nykyisellään muuttumattomana vakaana"),
    **_spread(
        "GROW", None, "kasvaa kasvavat nousee nousevat lisääntyy lisääntyvät kasvu kasvua kasvun nousu nousua lisäys"
    ),
    **_spread(
        "GROW", None, "lisäystä ökar ökning öka stiger växer tillväxt grow grows growth increase increases rise rises"
    ),
    **_spread(
        "GROW", None, "kasvoi kasvoivat nousi nousivat lisääntyi ökade steg increased rose grew kasvanut noussut up"
    ),
    **_spread(
        "SHRINK", None, "vähenee vähenevät laskee laskevat pienenee pienenevät alenee vähennys vähennystä lasku laskua"
    ),
    **_spread(
        "SHRINK", None, "väheneminen minskar minskning sjunker decrease decreases reduction fall falls decline declines"
    ),
    **_spread("SHRINK", None, "väheni vähenivät laski laskivat pieneni minskade sjönk decreased fell declined down"),
    **_spread(
        "YEARWORD",
        None,
        "vuosi vuoden vuonna vuodelle vuodesta vuoteen vuotena vuosina vuosien v år året års årets year year's",
    ),
    **_spread(
        "YEARWORD",
        None,
        "toimintavuoden toimintavuonna kalenterivuoden kalenterivuonna budjettivuoden talousarviovuoden",
    ),
    **_spread("YEARWORD", None, "verksamhetsåret budgetåret kalenderåret sopimusvuoden"),
    **_spread("RATE", "kk", "kuukaudessa kuussa monthly"),
    **_spread("RATE", "vko", "viikossa weekly"),
    **_spread("RATE", "pv", "päivässä daily"),
    **_spread("RATE", "", "vuodessa annually årligen vuosittain"),
    **_spread("TIMES", 1, "kerran once"),
    **_spread("TIMES", 2, "kahdesti twice"),
    **_spread("TIMES", 3, "kolmesti thrice"),
    **_spread("TIMES", 4, "neljästi"),
    **_spread("TIMES", 5, "viidesti"),
    **_spread("TIMES", 6, "kuudesti"),
    **_spread("TIMES", 10, "kymmenesti"),
    **_spread("SEASON", (1, 6), "kevään keväällä kevät keväänä keväisin kevätkauden vår våren vårens spring"),
    **_spread("SEASON", (5, 9), "kesän kesällä kesä kesänä sommar sommaren sommarens summer"),
    **_spread("SEASON", (8, 12), "syksyn syksyllä syksy syksynä syyskauden syyskaudella höst hösten höstens autumn"),
    **_spread("WEEK", None, "viikolla vecka veckan"),
    **_spread("MONTHPERIOD", None, "kuukausi"),
    **_spread("PLUS", None, "+ plus"),
}

_MONTHS = [
    ("tammi", "januari", "january", "jan"),
    ("helmi", "februari", "february", "feb"),
    ("maalis", "mars", "march", "mar"),
    ("huhti", "april", "april", "apr"),
    ("touko", "maj", "may", "may"),
    ("kesä", "juni", "june", "jun"),
    ("heinä", "juli", "july", "jul"),
    ("elo", "augusti", "august", "aug"),
    ("syys", "september", "september", "sep"),
    ("loka", "oktober", "october", "oct"),
    ("marras", "november", "november", "nov"),
    ("joulu", "december", "december", "dec"),
]
_MONTH_STEMS = {names[0]: number for number, names in enumerate(_MONTHS, start=1)}
_MONTH_WORDS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names[1:]}
_STEM = "|".join(_MONTH_STEMS)
_FINNISH_MONTH = re.compile(rf"(?:({_STEM})(?:kuu\w{{0,4}})?-)?({_STEM})kuu(n|ssa|ta|hun|lla|lle|sta|ksi|na)?")
_SHORT_MONTHS = re.compile(rf"({_STEM})-({_STEM})")

_ORDINALS = {
    1: "ensimmäinen ensimmäisen ensimmäisellä ensimmäisenä ensimmäisessä första first 1st i",
    2: "toinen toisen toisella toisena toisessa andra second 2nd ii",
    3: "kolmas kolmannen kolmannella kolmantena kolmannessa tredje third 3rd iii",
    4: "neljäs neljännen neljännellä neljäntenä neljännessä viimeisen fjärde fourth 4th iv",
}
ORDINALS = {word: number for number, cell in _ORDINALS.items() for word in words(cell)}
_QUARTER = re.compile(
    r"(?:vuosi|vuoden)?(?:neljänne\w*|neljännes)|q?kvartaali\w*|kvartal(?:et)?s?|quarter'?s?|kvartti\w*"
)
_HALF = re.compile(r"(?:vuosi|vuoden)?puolisko\w*|vuosipuol(?:i|en|ella|ikkaan)\w*|halvår(?:et)?s?|half|half-year")
_QUARTERS = re.compile(r"(?:q([1-4])(?:-q?([1-4]))?|([1-4])q)")
_HALVES = re.compile(r"h([12])")


@lru_cache(maxsize=8192)
def lexeme(word: str) -> Lexeme:
    """The tag and the value of one word in lower case."""
    if known := WORDS.get(word):
        return known
    if word in NUMBER_WORDS:
        return "NUM", NUMBER_WORDS[word]
    if match := _FINNISH_MONTH.fullmatch(word):
        last = _MONTH_STEMS[match[2]]
        return "MONTH", (_MONTH_STEMS[match[1]] if match[1] else last, last, match[3] == "hun")
    if match := _SHORT_MONTHS.fullmatch(word):
        return "MONTH", (_MONTH_STEMS[match[1]], _MONTH_STEMS[match[2]], False)
    if word in _MONTH_WORDS:
        return "MONTH", (_MONTH_WORDS[word], _MONTH_WORDS[word], False)
    if match := _QUARTERS.fullmatch(word):
        first = int(match[1] or match[3])
        return "QUARTERS", (first, int(match[2] or first))
    if match := _HALVES.fullmatch(word):
        return "HALVES", int(match[1])
    if _QUARTER.fullmatch(word):
        return "QUARTER", None
    if _HALF.fullmatch(word):
        return "HALF", None
    if word in UNIT_WORDS:
        return "UNIT", word
    return "WORD", word
