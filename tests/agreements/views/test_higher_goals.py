"""The page of higher goals: what hangs on each, what hangs on none, and linking."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Goal, HigherGoal, Revision
from agreements.services.catalogues import fingerprint
from tests.metrics.follow_ups import unit, user
from tests.metrics.views.test_lists import page_of

pytestmark = pytest.mark.usefixtures("examples")

ADDRESS = "/higher-goals/"
# The session and the user; the organisations in three and their units, the years and those with drafts; what is looked
# after, the higher goals, the documents that are seen and edited, their goals, and a unit to write one for.
QUERIES = 14
LAW = "Tuetaan toimialueen yleisten kirjastojen kehittymistä"
DRAFT = "yhteiset-palvelut-2021"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def draft_goal(title: str = "Logistiikka", slug: str = DRAFT) -> Goal:
    return Goal.objects.get(section__agreement__slug=slug, title=title)


def strategy() -> HigherGoal:
    return HigherGoal.objects.get(title__startswith="Tilat ja logistiikka")


def link(name: str, goal: Goal, serves: str, version: object = None) -> str:
    """What the page says once the link has been sent."""
    typed = {"serves": serves, "version": goal.version if version is None else version}
    answer = signed_in(name).post(f"{ADDRESS}goals/{goal.pk}/", typed, follow=True)
    return unescape(answer.content.decode())


def row_of(page: str, title: str) -> str:
    """The words of the higher goal's row."""
    row = next(row for row in re.findall(r"<tr .*?</tr>", page, re.DOTALL) if f">{title}" in row)
    return " ".join(re.sub(r"<[^>]*>", " ", row).split())


def test_each_higher_goal_has_what_serves_it() -> None:
    page = page_of("helena.laine", of=ADDRESS)
    assert "toiminnan vahvistumisen ja kehittymisen tukeminen Yhteiset palvelut 2021" in row_of(page, LAW)
    assert "Yhteiset palvelut 2021" not in row_of(page, "Tilat ja logistiikka")


def test_the_year_that_is_being_made_is_shown_unless_another_is_asked_for() -> None:
    assert 'aria-current="true">2021' in page_of("pekka.salo", of=ADDRESS)
    assert 'aria-current="true">2024' in page_of("tuula.heino", of=ADDRESS)
    page = page_of("pekka.salo", "?year=2020", of=ADDRESS)
    assert "Yhteiset palvelut 2020" in page
    assert "Yhteiset palvelut 2021" not in page


def test_a_higher_goal_holds_in_its_years() -> None:
    title = "Vaski-kirjastojen yhteiset järjestelmät"
    assert 'class="over"' in page_of("pekka.salo", of=ADDRESS)
    HigherGoal.objects.exclude(title__startswith=title).update(valid_to=2000, valid_from=2000)
    page = page_of("pekka.salo", "?year=2021", of=ADDRESS)
    assert page.count('class="over"') == 1
    assert f"<option>{HigherGoal.objects.get(title__startswith=title).title}</option>" in page
    HigherGoal.objects.update(valid_from=None, valid_to=2019)
    assert 'class="over"' not in page_of("pekka.salo", "?year=2021", of=ADDRESS)


def test_goals_of_units_that_one_may_not_see_are_only_counted() -> None:
    goal = draft_goal("Medialukutaidot", "asiakaspalvelut-2021")
    Goal.objects.filter(pk=goal.pk).update(serves=strategy())
    page = page_of("helena.laine", of=ADDRESS)
    assert "Medialukutaidot" not in page
    assert "Asiakaspalvelut" not in page
    assert "over" not in re.findall(rf'id="higher-{strategy().pk}".*?</tr>', page, re.DOTALL)[0]


def test_a_head_links_a_goal_of_the_draft_and_takes_the_link_away() -> None:
    goal = draft_goal()
    assert "hds-notification--success" in link("helena.laine", goal, strategy().title)
    goal.refresh_from_db()
    assert goal.serves == strategy()
    assert Revision.objects.get(agreement__slug=DRAFT).by == user("helena.laine")
    link("helena.laine", goal, "")
    goal.refresh_from_db()
    assert goal.serves is None


def test_a_link_on_an_older_version_is_refused_with_what_was_chosen() -> None:
    goal = draft_goal()
    link("helena.laine", goal, strategy().title)
    other = HigherGoal.objects.get(title__startswith=LAW).title
    page = link("pekka.salo", goal, other, version=1)
    assert "Helena Laine" in page
    assert f"<option selected>{other}" in page
    goal.refresh_from_db()
    assert goal.serves == strategy()


@pytest.mark.parametrize("typed", ["Ei sellaista", "x" * 400, "\u202e"])
def test_a_higher_goal_that_is_none_is_refused_beside_the_goal(typed: str) -> None:
    goal = draft_goal()
    page = link("helena.laine", goal, typed)
    assert f'id="serves-{goal.pk}-error"' in page
    goal.refresh_from_db()
    assert goal.serves is None


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_version_that_is_none_is_refused(version: str) -> None:
    link("helena.laine", draft_goal(), strategy().title, version=version)
    assert draft_goal().serves is None


@pytest.mark.parametrize(("name", "status"), [("kaisa.lehto", 403), ("tuula.heino", 403), ("sari.niemi", 404)])
def test_others_link_nothing(name: str, status: int) -> None:
    goal = draft_goal()
    answer = signed_in(name).post(f"{ADDRESS}goals/{goal.pk}/", {"serves": strategy().title, "version": goal.version})
    assert answer.status_code == status
    assert f'action="{ADDRESS}goals/{goal.pk}/"' not in page_of(name, "?year=2021", of=ADDRESS)


def test_a_goal_in_force_is_linked_by_nobody() -> None:
    goal = draft_goal(slug="yhteiset-palvelut-2020")
    answer = signed_in("helena.laine").post(f"{ADDRESS}goals/{goal.pk}/", {"serves": "", "version": goal.version})
    assert answer.status_code == 403


def test_an_administrator_writes_a_higher_goal_and_changes_it() -> None:
    client = signed_in("pekka.salo")
    fields = {"unit": unit("Turku").pk, "source": "strategy", "title": "Uusi", "valid_from": "2021", "valid_to": ""}
    answer = client.post(f"{ADDRESS}new/{unit('Turku').pk}/", fields)
    goal = HigherGoal.objects.get(title="Uusi")
    assert answer.headers["Location"] == f"{ADDRESS}?unit={unit('Turku').pk}#higher-{goal.pk}"
    changed = {**fields, "title": "Uudempi", "valid_to": "2022", "seen": fingerprint(goal)}
    assert client.post(f"{ADDRESS}{goal.pk}/", changed).status_code == 302
    again = client.post(f"{ADDRESS}{goal.pk}/", {**changed, "title": "Kolmas"}).content.decode()
    assert "Uudempi" in again
    assert ">\nKolmas</textarea>" in again
    goal.refresh_from_db()
    assert (goal.title, goal.valid_to) == ("Uudempi", 2022)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"valid_from": "ensi vuonna"}, "valid_from"),
        ({"valid_from": "2022", "valid_to": "2021"}, "valid_to"),
        ({"valid_to": "9" * 30}, "valid_to"),
        ({"source": "poem"}, "source"),
        ({"unit": "999999"}, "unit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(typed: dict[str, str], field: str) -> None:
    fields = {"unit": str(unit("Turku").pk), "source": "strategy", "title": "Uusi tavoite", **typed}
    page = signed_in("pekka.salo").post(f"{ADDRESS}new/{unit('Turku').pk}/", fields).content.decode()
    assert f'id="id_{field}_error"' in page
    assert fields["title"] in page
    assert not HigherGoal.objects.filter(title="Uusi tavoite").exists()


def test_higher_goals_are_put_in_order() -> None:
    last = HigherGoal.objects.filter(source="library_act").last()
    assert last is not None
    answer = signed_in("pekka.salo").post(f"{ADDRESS}{last.pk}/move/", {"to": "up", "year": "2021"})
    assert answer.headers["Location"] == f"{ADDRESS}?unit={unit('Turku').pk}&year=2021#higher-{last.pk}"
    assert HigherGoal.objects.filter(source="library_act")[1] == last


@pytest.mark.parametrize(("name", "status"), [("helena.laine", 403), ("tuula.heino", 403), ("maria.lindholm", 404)])
def test_others_look_after_no_higher_goals(name: str, status: int) -> None:
    goal = strategy()
    client = signed_in(name)
    assert client.get(f"{ADDRESS}{goal.pk}/").status_code == status
    assert client.post(f"{ADDRESS}{goal.pk}/", {"title": "X"}).status_code == status
    assert client.post(f"{ADDRESS}{goal.pk}/move/", {"to": "up"}).status_code == status
    assert f"{ADDRESS}new/" not in page_of(name, of=ADDRESS)


def test_another_organisation_is_not_seen() -> None:
    assert "Logistiikka" not in page_of("maria.lindholm", of=ADDRESS)
    client = signed_in("maria.lindholm")
    assert client.get(f"{ADDRESS}?unit={unit('Turku').pk}").status_code == 404
    assert client.get(f"{ADDRESS}new/{unit('Turku').pk}/").status_code == 404
    assert client.get(f"{ADDRESS}?year=2021").status_code == 404


@pytest.mark.parametrize("query", ["?unit=x", "?year=2021x", "?unit=-1"])
def test_an_address_that_is_none_is_refused(query: str) -> None:
    assert signed_in("pekka.salo").get(f"{ADDRESS}{query}").status_code == 400


def test_the_page_takes_as_many_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in("pekka.salo")
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)
    section = draft_goal().section
    for number in range(30):
        higher = HigherGoal.objects.create(unit=unit("Turku"), source="strategy", title=f"Tavoite {number}")
        Goal.objects.create(section=section, title=f"Palvelu {number}", serves=higher)
        Goal.objects.create(section=section, title=f"Toinen {number}")
    assert Agreement.objects.filter(year=2021).count() == 2
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)
