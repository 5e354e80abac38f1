"""Why a verdict is what it is, in a sentence of the reader's language. Pure Python.

The wordings stand here side by side instead of in the catalogues, because judging knows nothing of the framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NEAR = Decimal("0.1")
"""Within this share of the bound a miss is called near, unless the reader's city says otherwise."""
NEAR_DAYS = 30
DETAIL = Decimal("0.25")
"""Up to this share of the bound a miss is told in per cent."""

LANGUAGES = ("fi", "sv", "en")

# code: Finnish, Swedish, English
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "no_target": ("tavoitetta ei ole asetettu", "inget mål har ställts", "no target was set"),
    "notdue": ("aikaa {day} asti", "tid till {day}", "until {day}"),
    "nodata": ("määräaika {day} on ohi", "tidsfristen {day} har gått ut", "{day} has passed"),
    "no_actual": ("toteumaa ei ole kirjattu", "inget utfall har antecknats", "no actual is recorded"),
    "in_words": ("sanallinen tavoite", "mål i ord", "a target in words"),
    "no_number": ("vastauksessa ei ole lukua", "svaret har inget tal", "the answer has no number"),
    "no_count": ("”{actual}” ei kerro lukua", "”{actual}” säger inte hur många", "“{actual}” does not say how many"),
    "no_times": ("”{actual}” ei kerro kertoja", "”{actual}” säger inte hur ofta", "“{actual}” does not say how often"),
    "ambiguous": (
        "{actual} voidaan lukea kahdella tavalla",
        "{actual} kan läsas på två sätt",
        "{actual} can be read in two ways",
    ),
    "ambiguous_target": (
        "tavoitteen luku voidaan lukea kahdella tavalla",
        "målets tal kan läsas på två sätt",
        "the target’s number can be read in two ways",
    ),
    "many_values": ("vastauksessa on monta lukua", "svaret har flera tal", "the answer has several numbers"),
    "many_times": ("vastauksessa on monta aikaa", "svaret har flera tider", "the answer has several times"),
    "not_a_number": (
        "toteumaa ei voi lukea lukuna",
        "utfallet kan inte läsas som ett tal",
        "the actual is no plain number",
    ),
    "unsure_words": (
        "toteuman luku ei ole lopullinen tai se koskee muuta",
        "utfallets tal är inte slutligt eller gäller annat",
        "the number in the actual is not final, or is of something else",
    ),
    "note": (
        "sulkeissa oleva ei täsmää lukuun",
        "parentesen stämmer inte med talet",
        "the note disagrees with the number",
    ),
    "unit": (
        "yksiköt eivät vastaa toisiaan: {actual}, tavoite {bound}",
        "enheterna motsvarar inte varandra: {actual}, mål {bound}",
        "the units do not match: {actual}, target {bound}",
    ),
    "magnitude": (
        "suuruusluokka ei vastaa tavoitetta: {actual}, tavoite {bound}",
        "storleksordningen motsvarar inte målet: {actual}, mål {bound}",
        "the order of magnitude differs: {actual}, target {bound}",
    ),
    "inexact": (
        "{actual} ei ratkaise, täyttyykö {bound}",
        "{actual} avgör inte om {bound} uppfylls",
        "{actual} does not decide whether {bound} is met",
    ),
    "direction": (
        "{actual}, tavoite {bound}: suuntaa ei ole asetettu",
        "{actual}, mål {bound}: riktningen är inte angiven",
        "{actual}, target {bound}: the direction is not set",
    ),
    "above_zero": (
        "{actual} on yli nollan: ihminen arvioi",
        "{actual} är över noll: en människa bedömer",
        "{actual} is above zero: a person decides",
    ),
    "beyond": (
        "{actual} on yli haarukan {bound}: ihminen arvioi",
        "{actual} är över intervallet {bound}: en människa bedömer",
        "{actual} is beyond {bound}: a person decides",
    ),
    "at_least": ("{actual} on vähintään {bound}", "{actual} är minst {bound}", "{actual} is at least {bound}"),
    "at_least_beyond": (
        "{actual} on vähintään {low} ja ylittää haarukan {bound}",
        "{actual} är minst {low} och överstiger intervallet {bound}",
        "{actual} is at least {low} and exceeds {bound}",
    ),
    "at_most": ("{actual} on enintään {bound}", "{actual} är högst {bound}", "{actual} is at most {bound}"),
    "over": ("{actual} on yli {bound}", "{actual} är över {bound}", "{actual} is over {bound}"),
    "under": ("{actual} on alle {bound}", "{actual} är under {bound}", "{actual} is under {bound}"),
    "not_over": ("{actual} ei ole yli {bound}", "{actual} är inte över {bound}", "{actual} is not over {bound}"),
    "not_under": ("{actual} ei ole alle {bound}", "{actual} är inte under {bound}", "{actual} is not under {bound}"),
    "within": ("{actual} on välillä {bound}", "{actual} är inom {bound}", "{actual} is within {bound}"),
    "exact": ("tasan {bound}", "exakt {bound}", "exactly {bound}"),
    "not_exact": ("{actual} ei ole tasan {bound}", "{actual} är inte exakt {bound}", "{actual} is not exactly {bound}"),
    "about": (
        "noin {bound}: sallittu {allowed}",
        "cirka {bound}: tillåtet {allowed}",
        "about {bound}: {allowed} allowed",
    ),
    "not_about": (
        "{actual} ei ole noin {bound}: sallittu {allowed}",
        "{actual} är inte cirka {bound}: tillåtet {allowed}",
        "{actual} is not about {bound}: {allowed} allowed",
    ),
    "no_prior": (
        "edellisen vuoden arvo puuttuu",
        "föregående års värde saknas",
        "the previous year’s value is missing",
    ),
    "no_year_value": ("vuoden {year} arvo puuttuu", "värdet för {year} saknas", "the value of {year} is missing"),
    "prior_unread": (
        "vertailuarvoa {prior} ei voi lukea lukuna",
        "jämförelsevärdet {prior} kan inte läsas som ett tal",
        "the value to compare with, {prior}, is no plain number",
    ),
    "on_time": ("ennen {day}", "före {day}", "before {day}"),
    "on_the_day": ("viimeistään {day}", "senast {day}", "no later than {day}"),
    "late": ("{days} päivää yli {day}", "{days} dagar efter {day}", "{days} days after {day}"),
    "one_late": ("1 päivä yli {day}", "1 dag efter {day}", "1 day after {day}"),
    "no_day": ("ei kerro, milloin: määräaika {day}", "säger inte när: tidsfrist {day}", "does not say when: due {day}"),
    "day_unsure": (
        "aika ei ratkaise: määräaika {day}",
        "tiden avgör inte: tidsfrist {day}",
        "the time does not decide: due {day}",
    ),
    "no_year": ("vuosi puuttuu määräajasta", "tidsfristens år saknas", "the year of the deadline is missing"),
    "other_year": ("tavoite koskee vuotta {year}", "målet gäller år {year}", "the target is for {year}"),
    "postponed": ("siirretty määräajan {day} yli", "framflyttat förbi {day}", "postponed beyond {day}"),
    "postponed_on": ("ilmoitettu siirretyksi", "rapporterat framflyttat", "reported as postponed"),
    "done": ("ilmoitettu toteutuneeksi", "rapporterat som genomfört", "reported as done"),
    "not_done": ("ilmoitettu toteutumattomaksi", "rapporterat som ej genomfört", "reported as not done"),
    "partly": ("ilmoitettu osittain toteutuneeksi", "rapporterat som delvis genomfört", "reported as partly done"),
    "called_off": ("ilmoitettu peruuntuneeksi", "rapporterat som inställt", "reported as called off"),
    "each": (
        "kokonaismäärä ei kerro jokaisesta",
        "totalen säger inget om var och en",
        "a total says nothing about each one",
    ),
    "unread": (
        "tavoitteessa on ehto, jota luku ei ratkaise",
        "målet har ett villkor som talet inte avgör",
        "the target has a condition that the number does not decide",
    ),
    "parts_met": ("{parts}", "{parts}", "{parts}"),
    "parts_partly": ("osittain: {met}, mutta {missed}", "delvis: {met}, men {missed}", "partly: {met}, but {missed}"),
    "parts_missed": ("{parts}", "{parts}", "{parts}"),
    "parts_open": (
        "vastaus ei kerro kaikista osista",
        "svaret säger inte allt om delarna",
        "the answer does not cover every part",
    ),
}
_GAP = ("vaje", "underskott", "short by")
_EXCESS = ("ylitys", "överskridning", "over by")
_NEARLY = ("lähes: ", "nästan: ", "nearly: ")
_SOURCE = ("vuoden {year} arvo {prior}", "värdet för {year}: {prior}", "the value of {year}: {prior}")
_SOURCE_PREVIOUS = (
    "edellisen vuoden arvo {prior}",
    "föregående års värde {prior}",
    "the previous year’s value {prior}",
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of a sentence with what it names: written numbers, days, counts.

    `gap` is how far the actual is from the bound, as a share of the bound; `source` the value that a relative target
    took, and of which year.
    """

    code: str
    values: Mapping[str, str | int | date] = field(default_factory=dict)
    gap: Decimal | None = None
    source: tuple[int | None, str] | None = None


def say(reason: Reason, language: str, *, near: Decimal = NEAR, near_days: int = NEAR_DAYS) -> str:
    """The reason as a sentence in "fi", "sv" or "en" (any other language gets Finnish).

    `near` and `near_days` say from where on a miss is told as "nearly": what a city's tolerances are.
    """
    index = LANGUAGES.index(language) if language in LANGUAGES else 0
    values = {name: _shown(value, language) for name, value in reason.values.items()}
    sentence = _gap_sentence(reason, index, values, near) or _SENTENCES[reason.code][index].format(**values)
    days = reason.values.get("days", 1 if reason.code == "one_late" else None)
    if isinstance(days, int) and days <= near_days:
        sentence = _NEARLY[index] + sentence
    if reason.source is not None:
        year, prior = reason.source
        wording = (_SOURCE if year is not None else _SOURCE_PREVIOUS)[index]
        sentence += f" ({wording.format(year=year, prior=prior)})"
    return sentence


def _gap_sentence(reason: Reason, index: int, values: dict[str, str], near: Decimal) -> str | None:
    """A miss with how much it fell short or went over, where that is small enough to be worth telling."""
    gap = reason.gap
    if gap is None or gap == 0 or abs(gap) > max(near, DETAIL):
        return None
    told = f"{_GAP[index] if gap < 0 else _EXCESS[index]} {_percent(abs(gap), decimal_point=index == 2)}"
    if abs(gap) <= near:
        return f"{_NEARLY[index]}{values['actual']} / {values['bound']}, {told}"
    return f"{_SENTENCES[reason.code][index].format(**values)}, {told}"


def _percent(share: Decimal, *, decimal_point: bool) -> str:
    percent = share * 100
    shown = percent.quantize(Decimal("0.1") if percent < 10 else Decimal(1), ROUND_HALF_UP)
    text = "< 0.1" if shown == 0 else f"{shown:f}".removesuffix(".0")
    return (text if decimal_point else text.replace(".", ",")) + "\u00a0%"


def _shown(value: str | int | date, language: str) -> str:
    if isinstance(value, date):
        if language == "en":
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        return f"{value.day}.{value.month}.{value.year}"
    return str(value)
