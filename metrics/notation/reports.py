"""What a unit says in words of its own result: done, not done, partly. Pure Python.

Only a plain report counts: each word of it is a word of doing, a word that adds nothing, or a word of the target
itself. "Toteutunut pääosin" and "Toteutunut paitsi kotipalvelun osalta" are for a person to read.
"""

import re
from enum import StrEnum
from functools import lru_cache

from metrics.notation.lexicon import IDLE
from metrics.notation.units import same_noun


class Report(StrEnum):
    DONE = "done"
    NOT_DONE = "not_done"
    PARTLY = "partly"
    CALLED_OFF = "called_off"


_DONE = frozenset(
    """toteutunut toteutui toteutuivat toteutuneet toteutettu toteutettiin kyllä on valmis valmiina valmistunut valmistui
    valmistuivat tehty tehtiin laadittu laadittiin saavutettu saavutettiin täyttyi täyttynyt onnistui onnistunut
    suoritettu suoritettiin järjestetty järjestettiin käytössä käyttöönotettu julkaistu pidetty hyväksytty ok kunnossa
    ja yes ja! genomförd genomfört genomförda genomfördes uppnådd uppnått uppnåtts uppnåddes förverkligat förverkligats
    förverkligades klar klart klara färdig färdigt gjord gjort gjorts utförd utfört done completed achieved implemented
    realised realized met ready finished accomplished tehdyt laaditut avattu avattiin otettu""".split()
) - {"on", "ja!", "met"}
_NOT = frozenset("ei eivät inte ej not no nej".split())
_UNDONE = frozenset("toteutumatta tekemättä toteuttamatta saavuttamatta toteutumatta. ogenomförd ogjort ogjord".split())
_REMAINED = frozenset("jäi jäivät jäänyt jäänee förblev".split())
_STEMS = frozenset(
    """toteudu toteutunut toteutettu toteutuneet toteutunu tehty tehdä saavutettu saavuteta valmis valmistunut valmistui
    järjestetty järjestetä laadittu suoritettu onnistunut täyttynyt täyty genomförd genomfört genomförts genomförda
    genomfördes uppnåddes uppnåtts uppnått uppnådd förverkligats förverkligades förverkligat gjort gjorts done completed
    achieved implemented realised realized ready aloitettu käynnistynyt käytössä påbörjats""".split()
)
_PARTLY = frozenset("osittain osin osittainen osaksi puoliksi delvis partly partially partial".split())
_CALLED_OFF = frozenset(
    "peruuntui peruuntunut peruttiin peruttu peruuntuivat peruuntuneet inställd inställt inställda ställdes cancelled "
    "canceled".split()
)
_CAUSES = frozenset("vuoksi takia johdosta".split())
_NEUTRAL = frozenset(
    """suunnitellusti suunnitelman suunnitelmien suunnitelmassa mukaisesti mukaan mukaisena toimintasuunnitelman
    kokonaan täysin täysimääräisesti aikataulussa ajallaan tavoitteen tavoite tavoitteet mukaiset kokonaisuudessaan
    sovitusti asetettu tavoitetaso enligt plan planen planerna planerat helt fullt ut i sin helhet målet mål as planned
    plan in full fully accordance with goal target toimenpide toimenpiteet mittari se""".split()
)
_IN_FULL = frozenset("täysin kokonaan helt fullt kaikilta täysimääräisesti fully full suunnitellusti mukaisesti".split())

_PARTICIPLE = re.compile(
    r"\w{2,}(?:ttu|tty|ltu|lty|stu|sty|rtu|rty|ntu|nty|htu|hty|uotu|yöty|aatu|otu|tut|tyt)|\w{3,}(?:nut|nyt|neet)"
    r"|\w+(?:erats|erad|erat|erade|förts|förd|fört|förda|gjorts|gjord|tagits|tagna|lagts|byggd|byggts|nätts|nats|dats)"
)
_STATES = frozenset(
    """käytössä valmis valmiina valmiit voimassa toiminnassa käynnissä avoinna tehdyt klar klart klara färdig färdigt
    genomfört genomförd gjord gjort godkänd godkänt publicerad i_bruk done completed implemented published approved
    launched opened updated established drafted introduced kyllä ja yes toteutuu toteutuvat ok""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=4096)
def states_a_result(text: str) -> bool:
    """Whether a target says that something is or has been done: "Asiakaspalvelulupaukset tarkistettu"."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words or any(word in _NOT for word in words):
        return False
    return any(word in _STATES or word in _DONE and word != "ja" or _PARTICIPLE.fullmatch(word) for word in words) or (
        words in (["ja"], ["yes"], ["kyllä"])
    )


def report(text: str, about: str, *, whole: bool = True) -> Report | None:
    """What a text reports of what `about` (the target's own words) describes; None when it is not plain."""
    return _report(text.lower().strip(" .!"), about.lower() if whole else "")


@lru_cache(maxsize=8192)
def _report(text: str, about: str) -> Report | None:
    if re.search(r"[0-9?]", text.replace("100 %", "").replace("100%", "")):
        return None
    words = _WORD.findall(text)
    if not words:
        return None
    plain = [word for word in words if word not in IDLE]
    own = [word.lower() for word in _WORD.findall(about)]
    caused = _without_cause(plain)
    if plain[:1] and caused and caused[0] in _CALLED_OFF and _all_known(caused[1:], own):
        return Report.CALLED_OFF
    if any(word in _NOT for word in plain) or any(word in _UNDONE for word in plain):
        return _negative(caused, own)
    if any(word in _PARTLY for word in plain):
        rest = [word for word in plain if word not in _PARTLY]
        return Report.PARTLY if all(_does(word, own) or word in own for word in rest) else None
    if text in ("ja", "yes", "kyllä"):
        return Report.DONE
    done = any(_does(word, own) for word in plain)
    return Report.DONE if done and _all_known(plain, own) else None


def _does(word: str, own: list[str]) -> bool:
    """Whether the word says that it was done: a word of doing, or the target's own participle."""
    return (word in _DONE and word != "ja") or (word in own and (_PARTICIPLE.fullmatch(word) or word in _STATES) is not None and (
        bool(_PARTICIPLE.fullmatch(word)) or word in _STATES
    ))


def _all_known(words: list[str], own: list[str]) -> bool:
    return all(
        word in _DONE or word in _NEUTRAL or word in own or any(_nearly(word, mine) for mine in own) for word in words
    )


def _nearly(word: str, other: str) -> bool:
    """Whether two words are forms of one, or one a misspelling of the other by a letter."""
    if min(len(word), len(other)) < 5:
        return False
    if len(word) == len(other) + 1:
        word, other = other, word
    if len(other) == len(word) + 1:
        return any(other[:at] + other[at + 1 :] == word for at in range(len(other)))
    return same_noun(word, other) and abs(len(word) - len(other)) <= 4


def _without_cause(words: list[str]) -> list[str]:
    """The words without "… koronan vuoksi", "på grund av corona" or "due to" at their end."""
    if words and words[-1] in _CAUSES:
        return words[:1] if len(words) <= 4 else words[: max(1, len(words) - 3)]
    for start, cause in (("på", "grund"), ("due", "to"), ("because", "corona")):
        for index in range(1, len(words) - 1):
            if words[index] == start and words[index + 1] == cause:
                return words[:index]
        for index in range(1, len(words)):
            if words[index] == cause and start == "på":  # "på" may be idle
                return words[:index]
    return words


def _negative(words: list[str], own: list[str]) -> Report | None:
    """A plain "no": "Ei toteutunut", "Jäi toteutumatta". "Ei vielä" and "ei täysin" are not plain."""
    if any(word in _IN_FULL for word in words):
        return None
    if all(word in _NOT for word in words):
        return Report.NOT_DONE if len(words) == 1 else None
    rest = [word for word in words if word not in _NOT and word not in _UNDONE and word not in _REMAINED]
    negated = any(word in _NOT for word in words) != any(word in _UNDONE for word in words)
    if not negated:
        return None
    if any(word in _UNDONE for word in words):
        return Report.NOT_DONE if all(word in own for word in rest) else None
    doing = [word for word in rest if word in _STEMS or (word in own and _PARTICIPLE.fullmatch(word))]
    return Report.NOT_DONE if doing and all(word in doing or word in own for word in rest) else None
