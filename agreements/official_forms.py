"""The official forms: what a document of each kind is called, who signs it, and its chapters and tables.

The words are those that stand on documents, so each is written here in the three languages of documents, not in the
catalogues of the interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agreements.models import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the form by language; `{year}` stands for the document's year."""

    fi: str
    sv: str
    en: str

    def in_(self, language: str, *, year: int) -> str:
        text = {"fi": self.fi, "sv": self.sv}.get(language, self.en)
        return text.format(year=year)


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter or a table of a form, and what stands in it.

    `columns` are the headings that differ from the usual ones, None for one that is not printed. `facts` are labels
    with what is known from the start: "contact", "email", "start" or "end".
    """

    kind: str
    heading: Words | None = None
    number: str | None = None
    caption: Words | None = None
    columns: Mapping[str, Words | None] = field(default_factory=dict)
    facts: tuple[tuple[Words, str], ...] = ()
    parts: tuple["Part", ...] = ()


TITLES: Mapping[str, Words] = {
    Kind.SERVICE_AGREEMENT: Words(
        "PALVELUTUOTANTOSOPIMUS {year}", "SERVICEPRODUKTIONSAVTAL {year}", "SERVICE AGREEMENT {year}"
    ),
    Kind.DEVELOPMENT_PLAN: Words("TOTEUTUSSUUNNITELMA {year}", "VERKSAMHETSPLAN {year}", "DEVELOPMENT PLAN {year}"),
    Kind.GRANT_PROJECT: Words("HANKE {year}", "PROJEKT {year}", "PROJECT {year}"),
}
PARTIES: Mapping[str, tuple[Words, ...]] = {
    Kind.SERVICE_AGREEMENT: (
        Words("toimialajohtaja", "sektordirektör", "sector director"),
        Words("palvelualuejohtaja", "serviceområdesdirektör", "service area director"),
        Words("tulosyksikön päällikkö", "resultatenhetens chef", "head of the result unit"),
    )
}

_METRIC = Words("Tavoitteen toteutumista kuvaava mittari", "Mätare för målet", "Metric of the goal")
_PROJECT_OR_MEASURE = Words(
    "Tulosyksikön projekti tai toimenpide tavoitteen saavuttamiseksi",
    "Resultatenhetens projekt eller åtgärd för att nå målet",
    "The unit's project or measure to reach the goal",
)
_MEASURE = Words(
    "Tulosyksikön toimenpide tavoitteen saavuttamiseksi",
    "Resultatenhetens åtgärd för att nå målet",
    "The unit's measure to reach the goal",
)


def _goals(heading: Words, measure: Words) -> Part:
    """One of a service agreement's goal tables: its title is the heading of its goal column."""
    return Part("goals", columns={"goal": heading, "measure": measure, "metric": _METRIC})


_SERVICE_AGREEMENT = (
    Part(
        "text",
        Words("Toiminnalliset tavoitteet", "Verksamhetsmål", "Operational goals"),
        number="1.",
        parts=(
            Part("text", Words("Kuvaus toiminnasta", "Beskrivning av verksamheten", "Description of the operations")),
            _goals(
                Words(
                    "Operatiivisen sopimuksen tavoite", "Mål i det operativa avtalet", "Goal of the operative agreement"
                ),
                _PROJECT_OR_MEASURE,
            ),
            _goals(
                Words("Perustoiminnan tavoitteet", "Mål för basverksamheten", "Goals of the basic operations"), _MEASURE
            ),
            _goals(
                Words(
                    "Henkilöstön hyvinvointi ja työelämän laatu",
                    "Personalens välbefinnande och arbetslivets kvalitet",
                    "Well-being of the staff and quality of working life",
                ),
                _PROJECT_OR_MEASURE,
            ),
        ),
    ),
    Part(
        "text",
        Words("Resurssit", "Resurser", "Resources"),
        number="2.",
        parts=(
            Part(
                "budget",
                Words("Talousarvio", "Budget", "Budget"),
                columns={"label": None, "budget": Words("TA{year}", "BG{year}", "Budget {year}")},
            ),
            Part(
                "staffing",
                Words("Henkilöstö, vakanssit kpl", "Personal, antal befattningar", "Staff, number of positions"),
                columns={
                    "headcount": Words("Yhteensä", "Totalt", "Total"),
                    "situation": Words(
                        "Kuvaus henkilöstötilanteesta",
                        "Beskrivning av personalsituationen",
                        "Description of the staff situation",
                    ),
                    "work_ability": Words(
                        "Työkyvynhallintamallin toteutuminen",
                        "Hur modellen för hantering av arbetsförmågan förverkligas",
                        "How the model of work ability management is carried out",
                    ),
                },
            ),
        ),
    ),
)
_DEVELOPMENT_PLAN = (
    Part("text", Words("Johdanto", "Inledning", "Introduction")),
    Part(
        "text",
        Words(
            "Toimialueen yleisten kirjastojen toiminnan vahvistumisen ja kehittymisen tukeminen",
            "Stöd för att de allmänna biblioteken i området stärks och utvecklas",
            "Supporting the public libraries of the region as they grow and develop",
        ),
        number="1",
    ),
    Part(
        "text",
        Words(
            "Henkilöstön osaamisen tukeminen", "Stöd för personalens kompetens", "Supporting the competence of staff"
        ),
        number="2",
        parts=(Part("training"),),
    ),
    Part(
        "text",
        Words(
            "Yleisten kirjastojen keskinäisen yhteistoiminnan edistäminen",
            "Främjande av samarbetet mellan de allmänna biblioteken",
            "Promoting cooperation between public libraries",
        ),
        number="3",
    ),
    Part(
        "text",
        Words("Toiminnalliset tavoitteet", "Verksamhetsmål", "Operational goals"),
        number="4",
        parts=(
            Part(
                "goals",
                caption=Words(
                    "Taulukko 1: Toiminnalliset tavoitteet", "Tabell 1: Verksamhetsmål", "Table 1: Operational goals"
                ),
                columns={
                    "goal": Words("Ohjaavat tavoitteet", "Styrande mål", "Guiding goals"),
                    "measure": Words(
                        "Toimenpide tavoitteen saavuttamiseksi", "Åtgärd för att nå målet", "Measure to reach the goal"
                    ),
                    "metric": Words(
                        "Tavoitteen toteutumista kuvaava mittari/indikaattori",
                        "Mätare/indikator för målet",
                        "Metric or indicator of the goal",
                    ),
                },
            ),
        ),
    ),
    Part(
        "text",
        Words("Henkilöstöresurssit", "Personalresurser", "Staff resources"),
        number="5",
        parts=(
            Part(
                "staffing",
                caption=Words(
                    "Taulukko 2: Henkilöstöresurssit", "Tabell 2: Personalresurser", "Table 2: Staff resources"
                ),
            ),
        ),
    ),
    Part(
        "budget",
        Words(
            "Alueellisen kehittämistehtävän talousarvio",
            "Budget för det regionala utvecklingsuppdraget",
            "Budget of the regional development task",
        ),
        number="6",
        columns={"label": None},
    ),
)
_GRANT_PROJECT = (
    Part(
        "facts",
        facts=(
            (Words("Yhteyshenkilön nimi", "Kontaktperson", "Contact person"), "contact"),
            (Words("Sähköposti", "E-post", "E-mail"), "email"),
        ),
    ),
    Part("text", Words("Hankkeen tavoite", "Projektets mål", "Goal of the project")),
    Part(
        "text",
        Words("Tavoitteen seurannan mittarit", "Mätare för uppföljning av målet", "Metrics for following up the goal"),
    ),
    Part("text", Words("Kuvaus", "Beskrivning", "Description")),
    Part(
        "facts",
        facts=(
            (Words("Aloituspäivämäärä", "Startdatum", "Starting date"), "start"),
            (Words("Lopetuspäivämäärä", "Slutdatum", "End date"), "end"),
        ),
    ),
    Part("funding"),
)
FORMS: Mapping[str, tuple[Part, ...]] = {
    Kind.SERVICE_AGREEMENT: _SERVICE_AGREEMENT,
    Kind.DEVELOPMENT_PLAN: _DEVELOPMENT_PLAN,
    Kind.GRANT_PROJECT: _GRANT_PROJECT,
}
