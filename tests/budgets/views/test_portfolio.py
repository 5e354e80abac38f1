"""The project portfolio."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Measure, PortfolioEntry, Unit
from agreements.services.catalogues import fingerprint
from tests.metrics.follow_ups import unit, user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")

ADDRESS, PROJECTS = "/portfolio/", "/portfolio/projects/"
KOHA = "Koha-kirjastojärjestelmän käyttöönotto"
# The session and the user; the units and the years to choose from; the rows' number and the rows; their projects in
# seven; and whether one adds projects.
QUERIES = 14


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def measure(slug: str = "yhteiset-palvelut-2021") -> Measure:
    return Measure.objects.filter(goal__section__agreement__slug=slug, in_portfolio="K").order_by("pk")[0]


def rows(name: str, query: str = "", of: str = ADDRESS) -> list[list[str]]:
    page = page_of(name, query, of=of)
    found = re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL)[1:]
    cells = (re.findall(r'<t[hd] role="(?:rowheader|cell)"[^>]*>(.*?)</t[hd]>', row, re.DOTALL) for row in found)
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def of_turku() -> Agreement:
    """The example's grant project, as one of Turku's."""
    project = Agreement.objects.get(slug="lumme-2018")
    project.unit = unit("Asiakaspalvelut")
    project.save()
    return project


def test_every_measure_marked_k_is_listed_and_one_without_a_project_says_so() -> None:
    found = rows("pekka.salo")
    assert len(found) == Measure.objects.filter(in_portfolio="K").count() == 8
    assert {row[2] for row in found} == {found[0][2]}
    assert page_of("pekka.salo", of=ADDRESS).count('class="over"') == 8
    assert len(rows("helena.laine")) == 6


def test_a_measure_finds_its_project_by_its_very_name() -> None:
    entry = PortfolioEntry.objects.get(name=KOHA)
    PortfolioEntry.objects.filter(pk=entry.pk).update(applied="10 000 €", granted="8 000 €", phase="ended")
    Measure.objects.filter(pk=measure().pk).update(portfolio_entry=KOHA)
    row = next(row for row in rows("helena.laine") if row[2] == KOHA)
    assert row[3] == "Helena Laine"
    assert row[5:] == ["10 000 €", "8 000 €", "–"]
    Measure.objects.filter(pk=measure().pk).update(portfolio_entry=KOHA.lower())
    assert not any(row[2] == KOHA for row in rows("helena.laine"))


def test_words_that_the_portfolio_does_not_know_can_be_added_to_it() -> None:
    Measure.objects.filter(pk=measure().pk).update(portfolio_entry="Uusi & hyvä")
    page = page_of("helena.laine", of=ADDRESS)
    assert 'href="/portfolio/projects/new/?name=Uusi+%26+hyv%C3%A4"' in page.replace("&amp;", "&")
    assert "projects/new/" not in page_of("tuula.heino", of=ADDRESS)
    form = unescape(signed_in("helena.laine").get(f"{PROJECTS}new/?name=Uusi+%26+hyv%C3%A4").content.decode())
    assert ">\nUusi & hyvä</textarea>" in form


def test_the_name_of_another_citys_project_is_not_known() -> None:
    PortfolioEntry.objects.create(unit=unit("Porvoo"), name="Porvoon hanke", phase="running")
    Measure.objects.filter(pk=measure().pk).update(portfolio_entry="Porvoon hanke")
    assert len(rows("helena.laine", "?project=unknown")) == 1
    assert "Porvoon hanke" not in page_of("helena.laine", of=PROJECTS)
    assert signed_in("helena.laine").get(f"{PROJECTS}{PortfolioEntry.objects.last().pk}/").status_code == 404  # type: ignore[union-attr]


def test_a_grant_projects_sums_are_its_documents_own() -> None:
    Measure.objects.filter(pk=measure().pk).update(project=of_turku())
    row = rows("pekka.salo", "?project=given")[0]
    assert row[5:] == ["€33 700", "€25 000", "€0"]
    assert "/agreements/lumme-2018/" in page_of("pekka.salo", of=ADDRESS)
    entry = PortfolioEntry.objects.get(name=KOHA)
    PortfolioEntry.objects.filter(pk=entry.pk).update(project=of_turku(), applied="1 €")
    row = rows("pekka.salo", "?project=given")[0]
    assert row[3] == "Helena Laine"
    assert row[5] == "€33 700"


def test_a_grant_project_of_a_unit_that_one_may_not_see_is_shown_without_its_name() -> None:
    project = of_turku()
    Measure.objects.filter(pk=measure().pk).update(project=project)
    page = page_of("helena.laine", "?project=given", of=ADDRESS)
    assert "€33 700" in page
    assert "lumme" not in page.casefold().split("<main")[1]
    assert rows("helena.laine", "?text=lumme") == []
    assert len(rows("pekka.salo", "?text=lumme")) == 1
    entry = PortfolioEntry.objects.get(name=KOHA)
    PortfolioEntry.objects.filter(pk=entry.pk).update(project=project)
    form = signed_in("helena.laine").get(f"{PROJECTS}{entry.pk}/").content.decode()
    assert f'<option value="{project.pk}" selected>' in form
    assert "lumme" not in form.casefold().split("<main")[1]


def test_measures_are_filtered_by_their_projects() -> None:
    Measure.objects.filter(pk=measure().pk).update(portfolio_entry=KOHA)
    other = Measure.objects.filter(in_portfolio="K", portfolio_entry=None)[0]
    Measure.objects.filter(pk=other.pk).update(portfolio_entry="Jokin muu")
    assert [len(rows("pekka.salo", f"?project={kind}")) for kind in ("given", "none", "unknown", "")] == [1, 6, 1, 8]
    assert len(rows("pekka.salo", f"?text={KOHA}")) == 1
    assert "errorlist" in page_of("pekka.salo", "?project=poem", of=ADDRESS)


def test_projects_are_listed_with_how_many_measures_lead_to_them() -> None:
    Measure.objects.filter(pk=measure().pk).update(portfolio_entry=KOHA)
    found = {row[0].split(" ")[0]: row for row in rows("helena.laine", of=PROJECTS)}
    assert found["Koha-kirjastojärjestelmän"][4].startswith("1 ")
    assert found["AUTA-digituen"][4].startswith("0 ")
    assert len(rows("helena.laine", "?phase=preparation", PROJECTS)) == 1
    assert len(rows("helena.laine", f"?unit={unit('Asiakaspalvelut').pk}", PROJECTS)) == 1
    assert rows("maria.lindholm", of=PROJECTS) == []


def test_a_head_adds_a_project_to_their_unit_and_changes_it() -> None:
    client = signed_in("helena.laine")
    fields = {"unit": unit("Yhteiset palvelut").pk, "name": "Uusi", "phase": "idea", "applied": "5 000 €"}
    assert client.post(f"{PROJECTS}new/", fields).headers["Location"] == PROJECTS
    entry = PortfolioEntry.objects.get(name="Uusi")
    assert (entry.applied, entry.granted, entry.unit) == ("5 000 €", None, unit("Yhteiset palvelut"))
    changed = {**fields, "phase": "running", "manager": user("sari.niemi").pk, "seen": fingerprint(entry)}
    assert client.post(f"{PROJECTS}{entry.pk}/", changed).status_code == 302
    again = unescape(
        client.post(f"{PROJECTS}{entry.pk}/", {**changed, "phase": "ended", "manager": ""}).content.decode()
    )
    assert "Sari Niemi" in again
    entry.refresh_from_db()
    assert (entry.phase, entry.manager) == ("running", user("sari.niemi"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"name": KOHA.upper()}, "name"),
        ({"name": "a\x0bb"}, "name"),
        ({"phase": "lost"}, "phase"),
        ({"applied": "x" * 101}, "applied"),
        ({"manager": "999999"}, "manager"),
        ({"project": "999999"}, "project"),
        ({"unit": "1"}, "unit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(typed: dict[str, str], field: str) -> None:
    fields = {"unit": str(unit("Yhteiset palvelut").pk), "name": "Uusi", "phase": "idea", "granted": "77 €", **typed}
    page = signed_in("helena.laine").post(f"{PROJECTS}new/", fields).content.decode()
    assert f'id="id_{field}_error"' in page
    assert 'value="77 €"' in page
    assert not PortfolioEntry.objects.filter(name="Uusi").exists()


def test_the_project_of_another_unit_is_read_and_not_edited() -> None:
    entry = PortfolioEntry.objects.get(unit__name_fi="Asiakaspalvelut")
    client = signed_in("helena.laine")
    assert client.get(f"{PROJECTS}{entry.pk}/").status_code == 403
    assert client.post(f"{PROJECTS}{entry.pk}/", {"name": "X"}).status_code == 403
    assert f'href="{PROJECTS}{entry.pk}/"' not in page_of("helena.laine", of=PROJECTS)


@pytest.mark.parametrize("name", ["tuula.heino", "kaisa.lehto", "anna-leena.virta", "admin"])
def test_others_add_no_projects(name: str) -> None:
    assert signed_in(name).get(f"{PROJECTS}new/").status_code == 403


def test_the_lists_take_as_many_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in("pekka.salo")
    for address, queries in ((ADDRESS, QUERIES), (PROJECTS, 18)):
        with django_assert_num_queries(queries):
            client.get(address)
    first = measure()
    units = list(Unit.objects.filter(name_fi__in=("Turku", "Yhteiset palvelut")))
    for number in range(20):
        PortfolioEntry.objects.create(
            unit=units[number % 2], name=f"Hanke {number}", phase="idea", manager=user("helena.laine")
        )
        Measure.objects.create(
            goal=first.goal, text=f"Toimenpide {number}", in_portfolio="K", portfolio_entry=f"Hanke {number}"
        )
    for address, queries in ((ADDRESS, QUERIES), (PROJECTS, 18)):
        with django_assert_num_queries(queries):
            client.get(address)
