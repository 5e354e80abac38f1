"""Beginning an amendment, throwing it away, and how its pages and those of other versions tell of each other."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Status
from agreements.services.comments import WHOLE, comment_add
from agreements.services.status import agreement_accept, agreement_submit
from tests.agreements.signed import DRAFT, amendment, draft_with_parties, in_force, person, signed_amendment

pytestmark = pytest.mark.usefixtures("examples")
PAGE = f"/agreements/{DRAFT}/"
DAY = datetime.date(2021, 9, 1)


def client_of(name: str) -> Client:
    """Somebody signed in who reads English."""
    user = person(name)
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


def page(path: str = "", *, name: str = "helena.laine") -> str:
    """The words of the page, without tags."""
    response = client_of(name).get(f"{PAGE}{path}")
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def links(path: str = "", *, name: str = "helena.laine") -> set[str]:
    content = client_of(name).get(f"{PAGE}{path}").content.decode()
    return {address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', content)}


def begin(day: str, *, name: str = "helena.laine") -> int:
    return client_of(name).post(f"{PAGE}amend/", {"holds_from": day}).status_code


def newest() -> Agreement:
    return Agreement.objects.filter(slug=DRAFT).newest().get()


# --- beginning ------------------------------------------------------------------------------------------------------


def test_an_amendment_is_begun_and_its_editor_opens() -> None:
    in_force()
    assert f"{PAGE}amend/" in links()
    assert f"{PAGE}amend/" in links("status/")
    response = client_of("helena.laine").post(f"{PAGE}amend/", {"holds_from": "1.9.2021"}, follow=True)
    assert response.redirect_chain == [(f"{PAGE}edit/", 302)]
    assert "version 2, an amendment" in " ".join(response.content.decode().split())
    draft = newest()
    assert (draft.version, draft.holds_from, draft.status) == (2, DAY, Status.DRAFT)
    assert f"{PAGE}amend/" not in links()
    assert f"{PAGE}amend/" not in links("status/")


def test_the_day_that_is_offered_is_within_the_period() -> None:
    in_force()
    content = client_of("helena.laine").get(f"{PAGE}amend/").content.decode()
    assert 'name="holds_from" value="31.12.2021"' in content


@pytest.mark.parametrize("day", ["", "huomenna", "31.2.2021", "1.1.2022"])
def test_a_wrong_day_is_told_beside_the_field_with_what_was_typed(day: str) -> None:
    in_force()
    response = client_of("helena.laine").post(f"{PAGE}amend/", {"holds_from": day})
    content = response.content.decode()
    assert response.status_code == 422
    assert 'aria-invalid="true"' in content
    assert f'value="{day}"' in content or not day
    assert newest().version == 1


def test_a_second_amendment_is_not_begun_beside_the_first() -> None:
    amendment(in_force())
    assert "begun already" in page("amend/")
    assert f"{PAGE}?version=2" in links("amend/")
    assert begin("1.9.2021") == 422
    assert newest().version == 2


def test_who_may_not_amend_is_told_who_may_and_outsiders_find_nothing() -> None:
    in_force()
    refused = client_of("anna-leena.virta").post(f"{PAGE}amend/", {"holds_from": "1.9.2021"})
    assert refused.status_code == 403
    assert "the unit head" in refused.content.decode()
    assert client_of("maria.lindholm").get(f"{PAGE}amend/").status_code == 404
    assert f"{PAGE}amend/" not in links(name="anna-leena.virta")


def test_a_draft_and_a_superseded_version_are_not_amended() -> None:
    draft_with_parties()
    assert client_of("helena.laine").get(f"{PAGE}amend/").status_code == 403
    signed_amendment(amendment(in_force()))
    assert client_of("helena.laine").get(f"{PAGE}amend/?version=1").status_code == 403


def test_beginning_takes_a_fixed_number_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    in_force()
    client = client_of("helena.laine")
    with django_assert_num_queries(5):
        client.get(f"{PAGE}amend/")


# --- throwing away --------------------------------------------------------------------------------------------------


def test_an_untouched_amendment_is_thrown_away_and_the_version_in_force_stands() -> None:
    in_force()
    assert begin("1.9.2021") == 302
    assert f'action="{PAGE}take-back/"' in client_of("helena.laine").get(f"{PAGE}?version=2").content.decode()
    response = client_of("helena.laine").post(f"{PAGE}take-back/", follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "thrown away" in response.content.decode()
    assert newest().status == Status.IN_FORCE
    assert begin("1.10.2021") == 302


def test_one_that_was_edited_stays_and_its_page_says_why() -> None:
    amendment(in_force())
    response = client_of("helena.laine").post(f"{PAGE}take-back/", follow=True)
    assert response.redirect_chain == [(f"{PAGE}?version=2", 302)]
    assert "can no longer be taken back" in response.content.decode()
    assert newest().version == 2


# --- versions -------------------------------------------------------------------------------------------------------


def test_while_an_amendment_is_made_both_versions_tell_of_each_other() -> None:
    amendment(in_force(), day=DAY)
    assert "An amendment of this version is being made: version 2 (Draft)" in page(name="kaisa.lehto")
    assert f"{PAGE}?version=2" in links(name="kaisa.lehto")
    told = page("?version=2")
    assert "Amendment: supersedes version 1, holds from 1.9.2021" in told
    assert {f"{PAGE}?version=1", f"{PAGE}compare/?version=2"} <= links("?version=2")


def test_a_superseded_version_says_so_and_offers_nothing_to_be_done_in_it() -> None:
    signed_amendment(amendment(in_force(), day=DAY))
    assert "version 2" in page()
    told = page("?version=1", name="pekka.salo")
    assert "This version has been superseded by version 2, which holds from 1.9.2021." in told
    offered = links("?version=1", name="pekka.salo")
    assert PAGE in offered
    assert not {f"{PAGE}record/", f"{PAGE}next-year/", f"{PAGE}amend/", f"{PAGE}edit/"} & offered
    steps = client_of("pekka.salo").get(f"{PAGE}status/?version=1").content.decode()
    assert "/status/reopen/" not in steps


@pytest.mark.parametrize(
    "path",
    [
        *("", "export.pdf", "export.json", "export.xlsx", "followup.pdf", "followup.xlsx", "history/"),
        *("history/0/", "compare/", "comments/", "status/"),
    ],
)
def test_a_superseded_version_can_be_read_for_ever(path: str) -> None:
    signed_amendment(amendment(in_force()))
    response = client_of("kaisa.lehto").get(f"{PAGE}{path}?version=1")
    assert response.status_code == 200


def test_the_status_page_lists_the_versions_with_who_signed_them() -> None:
    draft_with_parties()
    assert "Versions" not in page("status/")
    amendment(signed_amendment(amendment(in_force(), day=DAY)))
    told = page("status/").partition("Versions")[2]
    assert told.index("Version 3") < told.index("Version 2") < told.index("Version 1")
    assert "Version 2 In force · this version holds · holds from 1.9.2021" in told
    assert told.count("Juhani Mäkelä") == 2


def test_the_pages_of_versions_take_as_many_queries_however_many_rows_they_have(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    amendment(in_force())
    client = client_of("helena.laine")
    with django_assert_num_queries(19):
        client.get(PAGE)
    with django_assert_num_queries(12):
        client.get(f"{PAGE}status/?version=2")


# --- the difference -------------------------------------------------------------------------------------------------


def test_who_signs_sees_what_the_amendment_changes() -> None:
    draft = amendment(in_force())
    agreement_submit(agreement=draft, seen=0, by=person("helena.laine"), at=timezone.now())
    agreement_accept(agreement=draft, seen=1, by=person("anna-leena.virta"), at=timezone.now())
    told = page("sign/?version=2")
    assert "Changes from version 1" in told
    assert "1 row added · 1 removed · 2 changed" in told
    assert "Added Metric Uusi mittari" in told
    assert f"{PAGE}compare/?version=2" in links("sign/?version=2")


def test_an_amendment_is_compared_with_the_version_that_it_supersedes() -> None:
    second = signed_amendment(amendment(in_force()))
    amendment(second)
    assert "version 2 – Yhteiset palvelut 2021, version 3" in page("compare/?version=3")
    assert "version 1 – Yhteiset palvelut 2021, version 2" in page("compare/")
    assert client_of("helena.laine").get(f"{PAGE}compare.pdf?version=3").status_code == 200


# --- comments and the next year -------------------------------------------------------------------------------------


def test_open_comments_stay_with_the_version_and_the_next_one_says_so() -> None:
    draft = draft_with_parties()
    comment_add(
        agreement=draft, kind="agreement", key=WHOLE, text="Miksi?", by=person("anna-leena.virta"), at=timezone.now()
    )
    amendment(in_force())
    told = page("comments/?version=2")
    assert "1 comment is open beside version 1, and stays there." in told
    assert "Miksi?" not in told
    assert f"{PAGE}comments/?version=1&show=open" in links("comments/?version=2")
    assert "Miksi?" in page("comments/?version=1&show=open")


def test_next_year_is_made_from_the_version_that_holds_and_compared_with_it() -> None:
    second = signed_amendment(amendment(in_force()))
    client = client_of("helena.laine")
    refused = client.post(f"{PAGE}next-year/?version=1", follow=True).content.decode()
    assert "from the version that holds" in refused
    assert client.post(f"{PAGE}next-year/").status_code == 302
    following = Agreement.objects.get(previous=second)
    assert following.slug == "yhteiset-palvelut-2022"
    amended_again = signed_amendment(amendment(second))
    compared = client.get("/agreements/yhteiset-palvelut-2022/compare/").content.decode()
    assert f"with={DRAFT}&amp;with_version={amended_again.version}" in compared
    assert f'with_version={amended_again.version}" lang="fi" aria-current="true"' in compared


def test_an_amendment_keeps_last_years_as_what_it_was_made_from() -> None:
    second = signed_amendment(amendment(in_force()))
    assert second.previous is not None
    assert second.previous.slug == "yhteiset-palvelut-2020"
    assert client_of("helena.laine").get(f"{PAGE}carried-over/").status_code == 200
