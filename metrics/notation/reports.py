"""What a unit says in words of its own result: done, not done, partly. Pure Python.

Only a plain report counts: each word of it is a word of doing, a word that adds nothing, or a word of the target
itself. "Toteutunut pääosin" and "Toteutunut paitsi kotipalvelun osalta" are for a person to read.
"""

import re
from enum import StrEnum
from functools import lru_cache

from metrics.notation.lexicon import IDLE
from metrics.notation.text import words
from metrics.notation.units import same_noun


class Report(StrEnum):
    DONE = "done"
    NOT_DONE = "not_done"
    PARTLY = "partly"
    CALLED_OFF = "called_off"


_DONE = words(
    """toteutunut toteutui toteutuivat toteutuneet toteutettu toteutettiin kyllä on valmis valmiina valmistunut
    valmistui valmistuivat tehty tehtiin laadittu laadittiin saavutettu saavutettiin täyttyi täyttynyt onnistui
    onnistunut suoritettu suoritettiin järjestetty järjestettiin käytössä käyttöönotettu julkaistu pidetty
    hyväksytty ok kunnossa ja yes genomförd genomfört genomförda genomfördes uppnådd uppnått uppnåtts uppnåddes
    förverkligat förverkligats förverkligades klar klart klara färdig färdigt gjord gjort gjorts utförd utfört done
    completed achieved implemented realised realized met ready finished accomplished tehdyt laaditut avattu avattiin
    otettu"""
) - {"on", "met"}
_NOT = words("ei eivät inte ej not no nej")
_UNDONE = words("""toteutumatta tekemättä toteuttamatta saavuttamatta toteutumatta. ogenomförd ogjort ogjord""")
_REMAINED = words("jäi jäivät jäänyt jäänee förblev")
_STEMS = words(
    """toteudu toteutunut toteutettu toteutuneet toteutunu tehty tehdä saavutettu saavuteta valmis valmistunut
    valmistui järjestetty järjestetä laadittu suoritettu onnistunut täyttynyt täyty genomförd genomfört genomförts
    genomförda genomfördes uppnåddes uppnåtts uppnått uppnådd förverkligats förverkligades förverkligat gjort gjorts
    done completed achieved implemented realised realized ready aloitettu käynnistynyt käytössä påbörjats"""
)
_AUXILIARY = words("ole ollut olla har blev blivit did does could")
_PARTLY = words("osittain osin osittainen osaksi puoliksi delvis partly partially partial")
_CALLED_OFF = words(
    """peruuntui peruuntunut peruttiin peruttu peruuntuivat peruuntuneet inställd inställt inställda ställdes cancelled
    canceled"""
)
_CAUSES = words("vuoksi takia johdosta")
_NEUTRAL = words(
    """suunnitellusti suunnitelman suunnitelmien suunnitelmassa mukaisesti mukaan mukaisena toimintasuunnitelman
    kokonaan täysin täysimääräisesti aikataulussa ajallaan tavoitteen tavoite tavoitteet mukaiset kokonaisuudessaan
    sovitusti asetettu tavoitetaso enligt plan planen planerna planerat helt fullt ut i sin helhet målet mål as
    planned plan in full käyttöön hyvin erinomaisesti bra well
    fully accordance with goal target toimenpide toimenpiteet mittari se"""
)
_IN_FULL = words("""täysin kokonaan helt fullt kaikilta täysimääräisesti fully full suunnitellusti mukaisesti""")

_PARTICIPLE = re.compile(
    r"\w{2,}(?:ttu|tty|ltu|lty|stu|sty|rtu|rty|ntu|nty|htu|hty|uotu|yöty|aatu|otu|tut|tyt)|\w{3,}(?:nut|nyt|neet)"
    r"|\w+(?:erats|erad|erat|erade|förts|förd|fört|förda|gjorts|gjord|tagits|tagna|lagts|byggd|byggts|nätts|nats|dats)"
)
_STATES = words(
    """käytössä valmis valmiina valmiit voimassa toiminnassa käynnissä avoinna tehdyt klar klart klara färdig färdigt
    genomfört genomförd gjord gjort godkänd godkänt publicerad i_bruk done completed implemented published approved
    launched opened updated established drafted introduced toteutuu toteutuvat ok"""
)
_YES = frozenset({"ja", "yes", "kyllä"})
_GENERAL = _YES | words(
    "toteutunut toteutui toteutuneet valmis valmiina kaikki genomfört genomförda completed achieved done klart"
)
_EACH = re.compile(r"kaik|jokai|\balla |samtliga|varje|\ball |\beach|\bevery")
_SEVERAL = re.compile(rf",| ja | och | and | sekä |{_EACH.pattern}")
_PAST = re.compile(
    r"(käynnist|aloit|julkais|julkist|perust|hyväksy|päivit|valmistu|uudist|kilpailut|asenne|laadi|käyttöönot|påbörja|start)"
    r"\w*(?:tiin|i|nut|nyt|tu|ty|ades|ed)"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=4096)
def states_a_result(text: str) -> bool:
    """Whether a target says that something is or has been done: "Asiakaspalvelulupaukset tarkistettu"."""
    said = [word.lower() for word in _WORD.findall(text)]
    if not said or any(word in _NOT for word in said):
        return False
    return " ".join(said) in _YES or any(
        word in _STATES or (word in _DONE and word not in _YES) or _PARTICIPLE.fullmatch(word) for word in said
    )


def denies(text: str) -> bool:
    """Whether the text has a word of denial."""
    return any(word in _NOT for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=8192)
def report(text: str, about: str) -> Report | None:
    """What a text reports of what `about` (the target's own words) describes; None when it is not plain."""
    text, about = text.lower().strip(" .!"), about.lower()
    if re.search(r"[0-9?]", text.replace("100 %", "").replace("100%", "")):
        return None
    if text in _YES:
        return Report.DONE
    said = _without_cause([word for word in _WORD.findall(text) if word not in IDLE])
    own = [word for word in _WORD.findall(about) if word not in IDLE]
    if not said or _speaks_of_a_part(said, own, about):
        return None
    if any(word in _CALLED_OFF for word in said):
        return Report.CALLED_OFF if all(word in _CALLED_OFF or word in own for word in said) else None
    if any(word in _NOT or word in _UNDONE for word in said):
        return _negative(said, own)
    if any(word in _PARTLY for word in said):
        rest = [word for word in said if word not in _PARTLY]
        return Report.PARTLY if all(_does(word, own) or word in own for word in rest) else None
    done = any(_does(word, own) for word in said)
    return Report.DONE if done and all(_known(word, own) for word in said) else None


def _without_cause(said: list[str]) -> list[str]:
    """The words without "… koronan vuoksi", "på grund av corona" or "due to corona" at their end."""
    if len(said) > 2 and said[-1] in _CAUSES:
        return said[:-2]
    for index, word in enumerate(said[1:], start=1):
        if word in ("due", "because") or (word == "grund" and said[index - 1] == "på"):
            return said[: index - (word == "grund")]
    return said


def _speaks_of_a_part(said: list[str], own: list[str], about: str) -> bool:
    """Whether of several things that the target names only some are spoken of: "Pajapedia luotu"."""
    if not _SEVERAL.search(about):
        return False
    named = {word for word in said if word in own and word not in _GENERAL}
    asked = {word for word in own if len(word) > 3 and word not in _NEUTRAL}
    one_result = len(_participles(own)) < 2 and named <= _DONE | _participles(own) and not _EACH.search(about)
    return bool(named) and not asked <= set(said) and not one_result


def _participles(own: list[str]) -> set[str]:
    return {word for word in own if _PARTICIPLE.fullmatch(word)}


def _does(word: str, own: list[str]) -> bool:
    """Whether the word says that it was done: a word of doing, the target's own participle, or its verb's past."""
    if word in _DONE or (word in own and (word in _STATES or _PARTICIPLE.fullmatch(word) is not None)):
        return True
    past = _PAST.fullmatch(word)
    return past is not None and any(mine.startswith(past[1]) for mine in own)


def _known(word: str, own: list[str]) -> bool:
    return word in _DONE or word in _NEUTRAL or word in own or _does(word, own) or _nearly_any(word, own)


def _nearly_any(word: str, own: list[str]) -> bool:
    """Whether the word is a form of one of the target's, or a misspelling of it by one letter."""
    return any(same_noun(word, mine) or _one_letter_off(word, mine) for mine in own if min(len(word), len(mine)) > 4)


def _one_letter_off(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def _negative(said: list[str], own: list[str]) -> Report | None:
    """A plain "no": "Ei toteutunut", "Jäi toteutumatta". "Ei vielä" and "ei täysin" are not plain."""
    negated, undone = any(word in _NOT for word in said), any(word in _UNDONE for word in said)
    if negated == undone or any(word in _IN_FULL for word in said):
        return None
    if said in (["ei"], ["nej"], ["no"], ["inte"], ["ej"]):
        return Report.NOT_DONE
    rest = [word for word in said if word not in _NOT | _UNDONE | _REMAINED | _AUXILIARY]
    doing = [word for word in rest if word in _STEMS or (word in own and _PARTICIPLE.fullmatch(word))]
    plain = all(word in doing or word in own or _nearly_any(word, own) for word in rest)
    return Report.NOT_DONE if plain and (undone or doing) else None
