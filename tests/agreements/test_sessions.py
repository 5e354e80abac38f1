"""Sessions end: idle, after their longest time, with the account, and wherever somebody wants them to."""

import datetime
import time

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from agreements.models import Unit, User
from agreements.services.people import person_deactivate, person_reactivate
from agreements.sessions import BEGAN, SEEN, end_sessions

pytestmark = pytest.mark.usefixtures("examples")
PERSON = "helena.laine@example.org"
PRESENCE = "/agreements/yhteiset-palvelut-2021/edit/presence/"


@pytest.fixture
def user(examples: None) -> User:
    return User.objects.get(email=PERSON)


def signed_in(user: User, *, seen: int = 0, began: int = 0) -> Client:
    """A browser that was last seen, and signed in, so many minutes ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    now = int(time.time())
    session[SEEN], session[BEGAN] = now - seen * 60, now - max(began, seen) * 60
    session.save()
    return client


def seen_ago(client: Client) -> int:
    return int(time.time()) - int(client.session[SEEN])


def is_in(client: Client) -> bool:
    return client.get("/accessibility/").context["user"].is_authenticated is True


def test_whoever_does_something_stays_signed_in(user: User) -> None:
    client = signed_in(user, seen=59)
    assert client.get("/").status_code == 200
    assert seen_ago(client) < 60


def test_nothing_done_for_an_hour_ends_the_session_and_the_door_says_why(user: User) -> None:
    client = signed_in(user, seen=60)
    response = client.get("/agreements/", follow=True)
    assert response.redirect_chain == [("/login/?next=/agreements/", 302)]
    assert "60" in response.content.decode()
    assert not is_in(client)


def test_a_session_ends_twelve_hours_after_signing_in_however_busy(user: User) -> None:
    assert is_in(signed_in(user, began=12 * 60 - 1))
    assert not is_in(signed_in(user, began=12 * 60))


def test_the_limits_are_the_settings(user: User, settings: Settings) -> None:
    settings.SESSION_IDLE = datetime.timedelta(minutes=15)
    assert is_in(signed_in(user, seen=14))
    assert not is_in(signed_in(user, seen=15))


def test_a_session_that_does_not_say_when_it_began_is_over(user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.session
    del session[BEGAN]
    session.save()
    assert not is_in(client)


@pytest.mark.parametrize("ask", ["presence", "session"])
def test_what_scripts_ask_by_themselves_keeps_no_session_alive(user: User, ask: str) -> None:
    client = signed_in(user, seen=30)
    if ask == "presence":
        assert client.post(PRESENCE, {"row": "", "revision": "0", "as": user.pk}).status_code == 200
    else:
        assert client.get("/session/").json()["idle"] <= 30 * 60
    assert seen_ago(client) >= 30 * 60


def test_whoever_wants_to_stay_stays(user: User) -> None:
    client = signed_in(user, seen=58)
    assert client.get("/session/").json()["idle"] <= 120
    left = client.post("/session/").json()
    assert left["idle"] > 59 * 60
    assert left["user"] == user.pk
    assert seen_ago(client) < 60


def test_nobody_stays_longer_than_the_longest_time(user: User) -> None:
    client = signed_in(user, began=12 * 60 - 2)
    assert client.post("/session/").json()["longest"] <= 120


def test_whoever_is_out_is_told_so_and_not_sent_elsewhere() -> None:
    assert Client().get("/session/").json() == {"user": None, "idle": 0, "longest": 0}
    assert Client().post("/session/").json()["user"] is None


def test_a_saved_row_that_fails_again_and_again_keeps_no_session_alive(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    client = signed_in(user, seen=30)
    client.raise_request_exception = False
    monkeypatch.setattr("agreements.views.home.render", fail)
    assert client.get("/").status_code == 500
    assert seen_ago(client) >= 30 * 60


def test_being_seen_is_written_once_a_minute_and_not_for_each_page(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(user)
    with django_assert_num_queries(2):
        client.get("/accessibility/")


def test_a_deactivated_person_is_out_at_once_and_stays_out_when_activated_again(user: User) -> None:
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get("/").status_code == 302


def test_a_demo_user_is_out_at_once_in_production(user: User, settings: Settings) -> None:
    client = signed_in(user)
    settings.DEMO_USERS = False
    assert client.get("/").status_code == 302
    settings.DEMO_USERS = True
    assert client.get("/").status_code == 302


def test_sessions_are_ended_everywhere_but_in_the_browser_that_is_kept(user: User) -> None:
    here, elsewhere = signed_in(user), signed_in(user)
    other = signed_in(User.objects.get(email="sari.niemi@example.org"))
    assert end_sessions(user=user, keep=here.session.session_key) == 1
    assert (is_in(here), is_in(elsewhere), is_in(other)) == (True, False, True)
    assert end_sessions(user=user) == 1


def test_pages_of_somebody_who_is_signed_in_are_kept_by_no_store(user: User) -> None:
    assert signed_in(user).get("/accessibility/")["Cache-Control"] == "no-store, private"
    assert "no-store" in Client().get("/login/")["Cache-Control"]


def test_whoever_is_deactivated_by_an_administrator_has_no_session_left(user: User) -> None:
    client = signed_in(user)
    by, unit = User.objects.get(email="pekka.salo@example.org"), Unit.objects.get(name_fi="Turku")
    person_deactivate(person=user, unit=unit, by=by, at=timezone.now())
    person_reactivate(person=user, unit=unit, by=by, at=timezone.now())
    assert not is_in(client)


def test_the_browser_forgets_the_session_when_it_is_closed(user: User) -> None:
    response = Client().post("/login/", {"username": PERSON, "password": "kirjasto-2026"})
    assert response.cookies["sessionid"]["max-age"] == ""
