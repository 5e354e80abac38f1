"""A year as it was recorded: what the reports are tested with. Everything goes through the services."""

import datetime

from agreements.models import Agreement, User
from metrics.models import Metric
from metrics.services.observations import assessment_decide, observation_record

AT = datetime.datetime(2021, 1, 12, 9, 15, tzinfo=datetime.UTC)
END = datetime.date(2020, 12, 31)
TODAY = datetime.date(2021, 1, 20)

# The beginning of a metric's text, its actual and the note to it; the verdicts of all kinds.
ACTUALS = (
    ("Toteutuneiden job shadowing", "2", "Pandemia keskeytti liikkuvuusjaksot maaliskuussa."),
    ("Hankkeessa järjestettyjen koulutusten", "4", ""),
    ("Tuotettujen oppimismoduuleiden", "9", "Kymmenes valmistuu tammikuussa."),
    ("Alueen kirjastoissa toimivien digitutoreiden", "21", ""),
    ("Aunelan uusi omatoimikirjasto", "15.6.2020", "Ulkokuoren korjaus siirsi avausta."),
    ("Uusittujen asiakaspäätteiden", "24 asiakaspäätettä; 9 puhelinta", "Puhelinten toimitus viivästyi."),
    ("Kirjastokorttipohjaisen tulostusjärjestelmän", "7.7.2020", ""),
    ("Saavutettavuusauditoinnissa todettu", "AA-taso täyttyy osin", ""),
    ("Seurattavien puitesopimusten", "5", ""),
    ("Täydennyskoulutuspäivien", "8", "Kaksi kevään päivää siirtyi vuodelle 2021."),
    ("Opinto- ja verkostoitumismatkojen", "0", "Kaikki matkat peruttiin."),
    ("Matkoille osallistuneiden", "0", "Kaikki matkat peruttiin."),
    ("Webinaareihin osallistuneiden", "78 %", ""),
)
# The beginning of a metric's text, the colour that a person gave it and why.
DECISIONS = (
    ("Täydennyskoulutuspäivien", "yellow", "Siirretyt päivät pidettiin tammikuussa 2021."),
    ("Saavutettavuusauditoinnissa todettu", "green", "Puutteet koskevat vain arkistosivuja."),
)


def metric_of(slug: str, beginning: str) -> Metric:
    """The document's metric whose text begins so."""
    return Metric.objects.get(measure__goal__section__agreement__slug=slug, text__startswith=beginning)


def record_2020() -> Agreement:
    """The agreement of Yhteiset palvelut of 2020 with its year recorded by the unit's head."""
    by = User.objects.get(email="helena.laine@example.org")
    for beginning, value, note in ACTUALS:
        metric = metric_of("yhteiset-palvelut-2020", beginning)
        observation_record(metric=metric, date=END, value=value, note=note, seen=None, by=by, at=AT)
    for beginning, colour, reason in DECISIONS:
        metric = metric_of("yhteiset-palvelut-2020", beginning)
        assessment_decide(metric=metric, colour=colour, reason=reason, seen=None, by=by, at=AT)
    return Agreement.objects.get(slug="yhteiset-palvelut-2020", version=1)


DESCRIPTION = (
    "Alueen kirjastoille lähetettiin kuusi uutiskirjettä, ja viestinnän tueksi koottiin yhteinen kuvapankki. "
    "Uutiskirjeen tilaajia on jokaisessa alueen kunnassa.\nKampanjaviikolla materiaalia jaettiin 42 kirjastoon."
)


def record_2026() -> Agreement:
    """Porvoo's plan of 2026 with some of its year recorded by its coordinator."""
    by = User.objects.get(email="maria.lindholm@example.org")
    for beginning, value in (
        ("Kuvaus viestinnän toteuttamisesta", DESCRIPTION),
        ("Koulutusten osallistujien työskentelykuntien", "92 %"),
        ("Asiakaskysely on laadittu", "Laadittu"),
    ):
        metric = metric_of("porvoo-ake-2026", beginning)
        observation_record(metric=metric, date=datetime.date(2026, 12, 31), value=value, seen=None, by=by, at=AT)
    return Agreement.objects.get(slug="porvoo-ake-2026", version=1)
