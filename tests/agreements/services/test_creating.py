"""A document from nothing: what is in it from the start, where it stands, and that it can be thrown away."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.document import load_document
from agreements.exports import FORMATS
from agreements.models import Agreement, Comment, Fact, Goal, Kind, Language, Measure, Section, Unit, User
from agreements.official_forms import FORMS
from agreements.services.comments import WHOLE, comment_add
from agreements.services.creating import agreement_start, slugs_for
from agreements.services.rows import row_add
from agreements.services.years import is_untouched, next_year_take_back

pytestmark = pytest.mark.usefixtures("examples")

AT = datetime.datetime(2026, 11, 26, 9, 15, tzinfo=datetime.UTC)


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def unit(name: str = "Yhteiset palvelut") -> Unit:
    found: Unit = Unit.objects.get(name_fi=name)
    return found


def start(**changed: Any) -> Agreement:
    usual = {
        "kind": Kind.SERVICE_AGREEMENT,
        "unit": unit(),
        "year": 2027,
        "language": "fi",
        "by": user("helena.laine"),
        "at": AT,
    }
    return agreement_start(**{**usual, **changed})


def headings(agreement: Agreement) -> list[tuple[str, str | None, str | None, int]]:
    return [(each.kind.key, each.number, each.heading, each.level) for each in load_document(agreement).sections]


def test_a_service_agreement_has_the_chapters_and_tables_of_the_official_form() -> None:
    agreement = start()
    assert headings(agreement) == [
        ("text", "1.", "Toiminnalliset tavoitteet", 1),
        ("text", None, "Kuvaus toiminnasta", 2),
        ("goals", None, None, 2),
        ("goals", None, None, 2),
        ("goals", None, None, 2),
        ("text", "2.", "Resurssit", 1),
        ("budget", None, "Talousarvio", 2),
        ("staffing", None, "Henkilöstö, vakanssit kpl", 2),
    ]
    tables = agreement.sections.filter(kind="goals")
    assert [table.columns["goal"] for table in tables] == [
        "Operatiivisen sopimuksen tavoite",
        "Perustoiminnan tavoitteet",
        "Henkilöstön hyvinvointi ja työelämän laatu",
    ]
    assert all(table.columns["prior"] and table.columns["colour"] for table in tables)
    assert agreement.sections.get(kind="budget").columns["budget"] == "TA2027"
    assert list(agreement.parties.values_list("title", "name")) == [
        ("toimialajohtaja", None),
        ("palvelualuejohtaja", None),
        ("tulosyksikön päällikkö", None),
    ]


def test_its_head_is_the_kinds_own_for_the_whole_year() -> None:
    agreement = start()
    assert (agreement.title, agreement.slug) == ("PALVELUTUOTANTOSOPIMUS 2027", "yhteiset-palvelut-2027")
    assert (agreement.period_start, agreement.period_end) == (datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
    assert (agreement.status, agreement.version, agreement.changed_by) == ("draft", 1, user("helena.laine"))
    assert [each["name"] for each in agreement.unit_chain] == [
        "Turku",
        "Vapaa-aikatoimiala",
        "Kirjastopalvelut",
        "Yhteiset palvelut",
    ]


def test_a_document_in_swedish_speaks_swedish_whatever_the_interface_speaks() -> None:
    agreement = start(language="sv")
    assert agreement.title == "SERVICEPRODUKTIONSAVTAL 2027"
    assert agreement.unit_chain[-1] == {"kind": "result_unit", "name": "Gemensamma tjänster"}
    assert headings(agreement)[0][2] == "Verksamhetsmål"
    assert agreement.parties.get(position=2).title == "resultatenhetens chef"


@pytest.mark.parametrize("language", Language.values)
@pytest.mark.parametrize("kind", Kind.values)
def test_every_form_in_every_language_is_a_whole_document(kind: str, language: str) -> None:
    agreement = start(kind=kind, language=language)
    kinds = {section.kind for section in agreement.sections.all()}
    assert kinds == {each for part in FORMS[kind] for each in (part.kind, *(below.kind for below in part.parts))}
    document = load_document(agreement)
    for export in FORMATS.values():
        assert export.render(document)


def test_a_projects_particulars_say_what_is_known() -> None:
    period = (datetime.date(2027, 4, 1), datetime.date(2028, 12, 31))
    agreement = start(kind=Kind.GRANT_PROJECT, period=period, title="Lumme 2")
    assert [fact.value for fact in Fact.objects.filter(section__agreement=agreement).order_by("pk")] == [
        "Helena Laine",
        "helena.laine@example.org",
        "1.4.2027",
        "31.12.2028",
    ]
    assert (agreement.title, agreement.period_end) == ("Lumme 2", period[1])


def test_an_empty_document_has_nothing_in_it() -> None:
    agreement = start(from_form=False)
    assert not agreement.sections.exists()
    assert not agreement.parties.exists()


def test_each_document_has_an_address_of_its_own() -> None:
    assert start(kind=Kind.DEVELOPMENT_PLAN).slug == "yhteiset-palvelut-ake-2027"
    projects = [start(kind=Kind.GRANT_PROJECT, title=title).slug for title in ("Yksi", "Kaksi", "Kolme")]
    assert projects == [
        "yhteiset-palvelut-hanke-2027",
        "yhteiset-palvelut-hanke-2027-2",
        "yhteiset-palvelut-hanke-2027-3",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Åbo äö-ÖÄ kirjasto", "abo-ao-oa-kirjasto-2027"),
        ("Ääni" * 60, f"{('aani' * 60)[:75]}-2027"),
        ("Библиотека", "unit-7-2027"),
    ],
)
def test_an_address_is_short_and_in_ascii(name: str, slug: str) -> None:
    assert next(iter(slugs_for(Kind.SERVICE_AGREEMENT, Unit(pk=7, name_fi=name), 2027))) == slug


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "\u200b"}, "title"),
        ({"title": "a\x0bb"}, "title"),
        ({"title": "a" * 501}, "title"),
        ({"period": (datetime.date(2027, 2, 1), datetime.date(2027, 1, 1))}, "period_end"),
    ],
)
def test_what_cannot_be_is_refused_by_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        start(**changed)
    assert list(refused.value.message_dict) == [field]
    assert not Agreement.objects.filter(year=2027).exists()


def test_the_same_document_is_not_started_twice() -> None:
    start()
    with pytest.raises(ValidationError) as refused:
        start()
    assert list(refused.value.message_dict) == ["title"]
    assert start(title="PALVELUTUOTANTOSOPIMUS 2027, osa 2").slug == "yhteiset-palvelut-2027-2"


def test_a_unit_that_has_ended_starts_nothing() -> None:
    Unit.objects.filter(pk=unit().pk).update(valid_to=datetime.date(2026, 12, 31))
    with pytest.raises(ValidationError) as refused:
        start()
    assert list(refused.value.message_dict) == ["unit"]


@pytest.mark.parametrize(
    ("name", "kind", "where"),
    [
        ("helena.laine", Kind.SERVICE_AGREEMENT, "Asiakaspalvelut"),
        ("mikko.saarinen", Kind.SERVICE_AGREEMENT, "Kirjastopalvelut"),
        ("juhani.makela", Kind.DEVELOPMENT_PLAN, "Kirjastopalvelut"),
        ("kaisa.lehto", Kind.GRANT_PROJECT, "Yhteiset palvelut"),
        ("admin", Kind.SERVICE_AGREEMENT, "Yhteiset palvelut"),
    ],
)
def test_only_those_who_edit_such_drafts_there_start_one(name: str, kind: str, where: str) -> None:
    with pytest.raises(PermissionDenied):
        start(by=user(name), kind=kind, unit=unit(where))


def test_a_draft_of_which_only_the_start_is_there_is_thrown_away() -> None:
    agreement = start()
    assert is_untouched(agreement)
    next_year_take_back(draft=agreement, by=user("pekka.salo"))
    assert not Agreement.objects.filter(year=2027).exists()
    assert not Section.objects.filter(agreement=agreement.pk).exists()


def test_a_draft_that_was_edited_or_commented_on_stays() -> None:
    edited, commented = start(), start(kind=Kind.DEVELOPMENT_PLAN)
    helena = user("helena.laine")
    table = edited.sections.filter(kind="goals")[0]
    row_add(agreement=edited, kind="goal", parent=table.pk, values={"title": "Uusi"}, by=helena, at=timezone.now())
    comment_add(agreement=commented, kind="agreement", key=WHOLE, text="Hyvä alku.", by=helena, at=timezone.now())
    for draft in (edited, commented):
        with pytest.raises(ValidationError):
            next_year_take_back(draft=draft, by=helena)
    assert (Goal.objects.filter(section=table).count(), Comment.objects.count()) == (1, 1)


def test_a_draft_that_another_document_refers_to_stays() -> None:
    project = start(kind=Kind.GRANT_PROJECT)
    measure = Measure.objects.filter(goal__section__agreement__slug="yhteiset-palvelut-2021").first()
    assert measure
    Measure.objects.filter(pk=measure.pk).update(in_portfolio="K", project=project, portfolio_entry=None)
    with pytest.raises(ValidationError):
        next_year_take_back(draft=project, by=user("helena.laine"))
    assert Section.objects.filter(agreement=project).exists()


def test_a_draft_that_came_from_elsewhere_is_not_thrown_away() -> None:
    imported = start()
    Agreement.objects.filter(pk=imported.pk).update(carried_at=None)
    with pytest.raises(ValidationError):
        next_year_take_back(draft=imported, by=user("helena.laine"))
