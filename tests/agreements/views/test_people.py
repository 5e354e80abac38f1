"""The page of a unit's people, and giving, changing and ending their roles on it."""

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import LogEntry, Membership, User
from agreements.people_forms import written_day
from agreements.services.people import role_end, seen_of
from tests.agreements.people import NEW, days, give, give_administrator, unit, user

pytestmark = pytest.mark.usefixtures("examples")

# The session and the user; the unit, in two those above it; which of them one administers, and the roles.
QUERIES = 7
PAST_QUERIES = QUERIES + 1
# The unit and whether one administers it, who is in the organisation, and the roles that hold in the unit.
GIVE_QUERIES = 8
# The unit and whether one administers it, the role, in two what decides about the account; the other roles.
ROLE_QUERIES = 8
ROLES = ("viewer", "coordinator", "unit_head", "controller", "director", "administrator")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def address(of: str = "Yhteiset palvelut", then: str = "") -> str:
    return f"/units/{unit(of).pk}/people/{then}"


def words(page: str) -> str:
    """The words of the page's main part."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).replace("\u00ad", "").split())


def page_of(name: str, then: str = "", of: str = "Yhteiset palvelut") -> str:
    answer = signed_in(name).get(address(of, then))
    assert answer.status_code == 200
    return answer.content.decode()


def english(name: str) -> None:
    User.objects.filter(email=f"{name}@example.org").update(language="en")


def asked(**changed: str) -> dict[str, str]:
    """What the form of a new role sends."""
    return {
        "person": "Sari Niemi",
        "role": "viewer",
        "name": "",
        "language": "fi",
        "until": "",
        "substitute_for": "",
        **changed,
    }


# --- who is who ------------------------------------------------------------------------------------------------------


def test_a_viewer_sees_who_is_who_and_nothing_more() -> None:
    english("kaisa.lehto")
    give(user("sari.niemi"), "unit_head", until=days(30), substitute_for=user("helena.laine"))
    page = page_of("kaisa.lehto")
    text = words(page)
    assert "Helena Laine Unit head" in text
    assert f"Sari Niemi Unit head as substitute for Helena Laine ends {written_day(days(30))}" in text
    assert "Anna-Leena Virta Director Kirjastopalvelut" in text
    assert "Tuula Heino Controller Turku" in text
    for secret in ("@example.org", "Pekka Salo 2", "Given", "Change", "Give a role", "<details class"):
        assert secret not in page.split("<main", 1)[1]


def test_an_administrator_sees_by_whom_and_when_and_what_has_ended() -> None:
    english("pekka.salo")
    give(NEW)
    role_end(role=give(user("sari.niemi")), by=user("pekka.salo"), at=timezone.now())
    today = written_day(timezone.localdate())
    text = words(page_of("pekka.salo"))
    assert f"Uusi Ihminen {NEW.email} · has never signed in Viewer {today} Pekka Salo Change" in text
    assert f"1 role that does not hold Sari Niemi viewer · ended {today} by Pekka Salo" in text


def test_an_administrator_changes_only_the_roles_of_own_units() -> None:
    give_administrator("helena.laine")
    page = page_of("helena.laine")
    own, above = page.split('id="inherited"')
    assert f'href="{address()}' in own
    assert "Pekka Salo" in above
    assert "/people/" not in above.split("</table>", 1)[0].split("<tbody", 1)[1]


@pytest.mark.parametrize("then", ["", "new/"])
@pytest.mark.parametrize(
    ("name", "of"),
    [("helena.laine", "Asiakaspalvelut"), ("virpi.aho", "Turku"), ("maria.lindholm", "Porvoo"), ("admin", "Turku")],
)
def test_people_of_units_that_are_not_ones_own_do_not_exist(name: str, of: str, then: str) -> None:
    client = signed_in(name)
    answer = client.get(address(of, then))
    assert answer.status_code == 404
    nothing = client.get("/units/999999/people/")
    assert words(answer.content.decode()) == words(nothing.content.decode())


@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_manages_and_the_others_are_told_so(role: str) -> None:
    Membership.objects.filter(user=user("sari.niemi")).delete()
    give(user("sari.niemi"), role)
    target = give(user("mikko.saarinen"))
    english("sari.niemi")
    client = signed_in("sari.niemi")
    assert client.get(address()).status_code == 200
    pages = [client.get(address(then=then)) for then in ("new/", f"{target.pk}/")]
    deeds = [client.post(address(then=f"{target.pk}/{deed}/")) for deed in ("end", "account", "welcome")]
    answers = [*pages, client.post(address(then="new/"), asked()), client.post(address(then=f"{target.pk}/")), *deeds]
    if role == "administrator":
        assert {answer.status_code for answer in answers} <= {200, 302, 403}
        assert {page.status_code for page in pages} == {200}
    else:
        assert {answer.status_code for answer in answers} == {403}
        told = "The administrators of Yhteiset palvelut look after its people."
        assert all(told in answer.content.decode() for answer in answers)


def test_a_role_of_another_unit_is_not_found_here() -> None:
    role = Membership.objects.get(user=user("sari.niemi"))
    client = signed_in("pekka.salo")
    assert client.get(address("Asiakaspalvelut", f"{role.pk}/")).status_code == 200
    for of, pk in (("Yhteiset palvelut", role.pk), ("Asiakaspalvelut", 10**25)):
        assert client.get(address(of, f"{pk}/")).status_code == 404
        assert client.post(address(of, f"{pk}/end/")).status_code == 404


def test_the_pages_take_as_many_queries_however_many_people_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        person = User.objects.create_user(f"p{number}@example.org", name=f"Ihminen {number}")
        give(person, until=days(number))
        if number % 2:
            role_end(role=give(person, "controller"), by=user("pekka.salo"), at=timezone.now())
    role = Membership.objects.get(user=user("helena.laine"))
    for name, then, queries in (
        ("kaisa.lehto", "", QUERIES),
        ("pekka.salo", "", PAST_QUERIES),
        ("pekka.salo", "new/", GIVE_QUERIES),
        ("pekka.salo", f"{role.pk}/", ROLE_QUERIES),
    ):
        client, page = signed_in(name), address(then=then)
        with django_assert_num_queries(queries):
            client.get(page)


# --- giving ----------------------------------------------------------------------------------------------------------


def test_a_role_is_given_to_somebody_by_name() -> None:
    answer = signed_in("pekka.salo").post(
        address(then="new/"),
        asked(role="unit_head", until=written_day(days(30)), substitute_for=str(user("helena.laine").pk)),
    )
    role = Membership.objects.get(user=user("sari.niemi"), unit=unit())
    assert answer.headers["Location"] == f"{address()}#role-{role.pk}"
    assert (role.role, role.until, role.substitute_for) == ("unit_head", days(30), user("helena.laine"))
    assert mail.outbox == []


def test_a_new_person_gets_the_role_and_a_mail() -> None:
    typed = asked(person=NEW.email, name=NEW.name, language="sv")
    answer = signed_in("pekka.salo").post(address(then="new/"), typed, follow=True)
    assert NEW.email in answer.content.decode()
    assert Membership.objects.get(user__email=NEW.email).user.language == "sv"
    assert [letter.to for letter in mail.outbox] == [[NEW.email]]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"person": ""}, "person"),
        ({"person": "Ei Sellaista"}, "person"),
        ({"person": "x" * 500}, "person"),
        ({"person": "a\x00b"}, "person"),
        ({"person": "Helena Laine", "role": "unit_head"}, "person"),
        ({"person": "uusi@example.org"}, "name"),
        ({"person": "uusi@@example.org", "name": "Uusi"}, "person"),
        ({"person": "sari.niemi@example.org", "name": "Joku Muu"}, "name"),
        ({"person": "uusi@example.org", "name": "Uusi", "language": "xx"}, "language"),
        ({"role": ""}, "role"),
        ({"role": "king"}, "role"),
        ({"until": "31.2.2027"}, "until"),
        ({"until": "1.1.2020"}, "until"),
        ({"until": "huomenna"}, "until"),
        ({"substitute_for": "0"}, "substitute_for"),
        ({"substitute_for": "x"}, "substitute_for"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(typed: dict[str, str], field: str) -> None:
    client = signed_in("pekka.salo")
    before = (Membership.objects.count(), LogEntry.objects.count())
    answer = client.post(address(then="new/"), asked(**typed))
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert f'href="#id_{field}' in page
    assert re.search(rf'aria-describedby="[^"]*id_{field}_error|id="id_{field}_error"', page)
    for name in ("person", "name", "until"):
        if typed.get(name) and "\x00" not in typed[name]:
            assert f'value="{typed[name]}"' in page
    assert (Membership.objects.count(), LogEntry.objects.count()) == before


def test_the_role_of_whom_it_substitutes_is_the_same() -> None:
    typed = asked(role="unit_head", substitute_for=str(user("mikko.saarinen").pk))
    answer = signed_in("pekka.salo").post(address(then="new/"), typed)
    assert 'id="id_substitute_for_error"' in answer.content.decode()


def test_a_role_that_is_taken_away_while_the_form_is_open_is_refused_at_saving() -> None:
    role = give_administrator("helena.laine")
    client = signed_in("helena.laine")
    assert client.get(address(then="new/")).status_code == 200
    role_end(role=role, by=user("pekka.salo"), at=timezone.now())
    answer = client.post(address(then="new/"), asked(person="Kaisa Lehto (kaisa.lehto@example.org)"))
    assert answer.status_code == 403
    assert "Kaisa Lehto (kaisa.lehto@example.org)" in answer.content.decode()
    assert not Membership.objects.filter(user=user("kaisa.lehto"), unit=unit()).exists()


# --- changing and ending ---------------------------------------------------------------------------------------------


def test_the_last_day_is_changed() -> None:
    role = Membership.objects.get(user=user("helena.laine"))
    typed = {"until": written_day(days(9)), "seen": seen_of(role)}
    answer = signed_in("pekka.salo").post(address(then=f"{role.pk}/"), typed)
    assert answer.headers["Location"] == address()
    role.refresh_from_db()
    assert role.until == days(9)


def test_of_two_who_change_a_role_the_second_is_told_and_may_save_again() -> None:
    role = Membership.objects.get(user=user("helena.laine"))
    client, seen = signed_in("pekka.salo"), seen_of(role)
    client.post(address(then=f"{role.pk}/"), {"until": written_day(days(9)), "seen": seen})
    typed = written_day(days(20))
    page = client.post(address(then=f"{role.pk}/"), {"until": typed, "seen": seen}).content.decode()
    assert written_day(days(9)) in page
    assert f'value="{typed}"' in page
    fresh = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    assert client.post(address(then=f"{role.pk}/"), {"until": typed, "seen": fresh}).status_code == 302
    role.refresh_from_db()
    assert role.until == days(20)


def test_a_role_that_has_ended_meanwhile_is_not_changed() -> None:
    role = give(user("sari.niemi"))
    seen = seen_of(role)
    role_end(role=role, by=user("pekka.salo"), at=timezone.now())
    answer = signed_in("pekka.salo").post(address(then=f"{role.pk}/"), {"until": "", "seen": seen})
    assert "error-summary" in answer.content.decode()
    role.refresh_from_db()
    assert role.until == days(-1)


@pytest.mark.parametrize("until", ["31.2.2027", "1.1.2020", "x", "1.1.99999"])
def test_a_last_day_that_is_none_is_refused_beside_the_field(until: str) -> None:
    role = Membership.objects.get(user=user("helena.laine"))
    page = signed_in("pekka.salo").post(address(then=f"{role.pk}/"), {"until": until, "seen": ""}).content.decode()
    assert 'id="id_until_error"' in page or "error-summary" in page
    assert f'value="{until}"' in page


def test_a_role_is_ended_and_can_be_given_again() -> None:
    role, client = give(user("sari.niemi")), signed_in("pekka.salo")
    for _twice in range(2):
        assert client.post(address(then=f"{role.pk}/end/")).headers["Location"] == address()
    role.refresh_from_db()
    assert role.ended_by == user("pekka.salo")
    page = page_of("pekka.salo", f"{role.pk}/")
    again = unescape(re.findall(r'href="([^"]*/people/new/[^"]*)"', page)[0])
    assert 'value="sari.niemi@example.org"' in client.get(again).content.decode()


def test_the_last_administrator_is_told_why_the_role_does_not_end() -> None:
    role, client = Membership.objects.get(user=user("pekka.salo")), signed_in("pekka.salo")
    answer = client.post(address("Turku", f"{role.pk}/end/"), follow=True)
    assert "hds-notification--error" in answer.content.decode()
    typed = {"until": written_day(days(9)), "seen": seen_of(role)}
    assert 'id="id_until_error"' in client.post(address("Turku", f"{role.pk}/"), typed).content.decode()
    role.refresh_from_db()
    assert role.until is None


# --- accounts --------------------------------------------------------------------------------------------------------


def test_a_person_is_deactivated_and_reactivated_on_the_page_of_a_role() -> None:
    role, client = Membership.objects.get(user=user("helena.laine")), signed_in("pekka.salo")
    client.post(address(then=f"{role.pk}/account/"), {"active": "no"})
    assert not user("helena.laine").is_active
    assert "Helena Laine" in words(page_of("pekka.salo"))
    assert "Helena Laine" not in words(page_of("kaisa.lehto"))
    page = page_of("pekka.salo", f"{role.pk}/")
    assert 'name="active" value="yes"' in page
    assert 'name="until"' not in page
    client.post(address(then=f"{role.pk}/account/"), {"active": "yes"})
    assert user("helena.laine").is_active


def test_whoever_may_not_deactivate_reads_why_and_is_refused() -> None:
    give_administrator("helena.laine")
    role = give(user("sari.niemi"))
    english("helena.laine")
    client = signed_in("helena.laine")
    page = client.get(address(then=f"{role.pk}/")).content.decode()
    assert "Sari Niemi also has roles in units that you do not administer." in page
    assert 'name="active"' not in page
    answer = client.post(address(then=f"{role.pk}/account/"), {"active": "no"})
    assert answer.status_code == 403
    assert "Sari Niemi also has roles" in answer.content.decode()


def test_the_link_is_mailed_again_to_whoever_has_not_signed_in() -> None:
    role, client = give(NEW), signed_in("pekka.salo")
    assert "/welcome/" in page_of("pekka.salo", f"{role.pk}/")
    client.post(address(then=f"{role.pk}/welcome/"))
    assert [letter.to for letter in mail.outbox] == [[NEW.email]]
    helena = Membership.objects.get(user=user("helena.laine"))
    client.post(address(then=f"{helena.pk}/welcome/"))
    assert "/welcome/" not in page_of("pekka.salo", f"{helena.pk}/")
    assert len(mail.outbox) == 1
