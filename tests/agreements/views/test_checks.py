"""The page and the panel of checks."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Goal, Party, User
from tests.agreements.checking import DRAFT, PORVOO_PLAN, TURKU_PLAN, section_of

pytestmark = pytest.mark.usefixtures("examples")


def signed_in(name: str, language: str = "en") -> Client:
    client = Client()
    user = User.objects.get(email=f"{name}@example.org")
    user.language = language
    user.save()
    client.force_login(user)
    return client


def page_of(name: str, slug: str, *, panel: bool = False) -> str:
    headers = {"X-Requested-With": "fetch"} if panel else {}
    response = signed_in(name).get(f"/agreements/{slug}/edit/checks/", headers=headers)
    assert response.status_code == 200
    return unescape(response.content.decode())


def links(page: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]*)"><?', page[page.index('class="checks') :])


def test_the_page_leads_to_the_fields_of_the_editor() -> None:
    page = page_of("helena.laine", DRAFT)
    assert "5 things to look at before sending" in page
    assert "These do not prevent sending." in page
    assert links(page)[0].startswith(f"/agreements/{DRAFT}/edit/#measure-")
    assert '<span lang="fi">AUTA-hankkeen' in page


def test_the_panel_leads_to_the_page_that_shows_it() -> None:
    panel = page_of("helena.laine", DRAFT, panel=True)
    assert panel.startswith('<section class="checks"')
    assert all(link.startswith("#") for link in links(panel))


def test_a_long_list_is_folded_in_the_panel_and_not_on_the_page() -> None:
    section = section_of(DRAFT, "goals")
    Goal.objects.bulk_create(Goal(section=section, title=f"Tavoite {number}") for number in range(4))
    assert "Show 3 more" in page_of("helena.laine", DRAFT, panel=True)
    page = page_of("helena.laine", DRAFT)
    assert "9 things to look at before sending" in page
    assert "<details><summary>Show" not in page


def test_those_who_only_read_are_led_to_the_section() -> None:
    page = page_of("kaisa.lehto", "asiakaspalvelut-2021")
    section = section_of("asiakaspalvelut-2021", "goals")
    assert links(page)[0] == f"/agreements/asiakaspalvelut-2021/#s{section.pk}"
    assert links(page)[-1].startswith("/agreements/asiakaspalvelut-2021/#")
    assert "before sending" not in page
    assert f"/agreements/{PORVOO_PLAN}/#signatures" in links(page_of("maria.lindholm", PORVOO_PLAN))


def test_a_document_with_nothing_to_look_at_says_so() -> None:
    agreement = Agreement.objects.get(slug=PORVOO_PLAN)
    Party.objects.create(agreement=agreement, title="kirjastotoimenjohtaja", name="Anna Aho")
    assert "The checks found nothing to point out." in page_of("maria.lindholm", PORVOO_PLAN)


@pytest.mark.parametrize("slug", [PORVOO_PLAN, "no-such"])
def test_outside_ones_units_there_is_no_page(slug: str) -> None:
    assert signed_in("helena.laine").get(f"/agreements/{slug}/edit/checks/").status_code == 404


def test_nobody_reads_checks_without_signing_in() -> None:
    assert Client().get(f"/agreements/{DRAFT}/edit/checks/").status_code == 302


def test_checks_are_only_read() -> None:
    assert signed_in("helena.laine").post(f"/agreements/{DRAFT}/edit/checks/").status_code == 405


@pytest.mark.parametrize(
    ("name", "slug", "queries"),
    [("helena.laine", DRAFT, 11), ("mikko.saarinen", TURKU_PLAN, 11)],
)
def test_the_number_of_queries_does_not_depend_on_the_length(
    name: str, slug: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(name)
    with django_assert_num_queries(queries):
        client.get(f"/agreements/{slug}/edit/checks/")
    table = section_of(slug, "goals")
    Goal.objects.bulk_create(Goal(section=table, title=f"Tavoite {number}") for number in range(30))
    with django_assert_num_queries(queries):
        client.get(f"/agreements/{slug}/edit/checks/")
