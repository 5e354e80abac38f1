"""A fresh confirmation of identity: by password, by a code that is used up, or by a key a moment ago."""

import datetime
import time
from collections.abc import Iterator
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from agreements.identity import Way, confirm, recently_confirmed, ways
from agreements.models import Event, LogEntry, User
from tests.agreements.one_time import code_of, recovery_codes_of, with_app

PASSWORD = "pitka-ja-outo-sana"
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("allekirjoittaja@example.org", PASSWORD, name="Aino Alanko")


@pytest.fixture
def request_of(user: User) -> Iterator[HttpRequest]:
    request = RequestFactory().post("/sign/")
    request.user = user
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    with context.request_context(request), translation.override("en"):
        yield request


def without_password(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


def refusal(request: HttpRequest, *, password: str = "", code: str = "") -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        confirm(request, password=password, code=code)
    return dict(caught.value.message_dict)


def test_somebody_without_a_password_and_a_second_factor_has_no_way(request_of: HttpRequest, user: User) -> None:
    assert ways(without_password(user)) == ()
    assert "second factor" in refusal(request_of)["password"][0]


def test_the_ways_are_the_password_and_whatever_second_factor_there_is(user: User) -> None:
    assert ways(user) == (Way.PASSWORD,)
    with_app(user)
    recovery_codes_of(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "avain"})
    assert ways(user) == (Way.PASSWORD, Way.TOTP, Way.RECOVERY, Way.WEBAUTHN)
    assert ways(without_password(user)) == (Way.TOTP, Way.RECOVERY, Way.WEBAUTHN)


def test_the_right_password_confirms(request_of: HttpRequest) -> None:
    assert confirm(request_of, password=PASSWORD, code="") == "password"


def test_a_wrong_or_missing_password_is_told_at_its_field(request_of: HttpRequest) -> None:
    assert list(refusal(request_of, password="väärä")) == ["password"]
    assert list(refusal(request_of)) == ["password"]


def test_a_code_of_the_app_confirms_once(request_of: HttpRequest, user: User) -> None:
    with_app(user)
    code = code_of()
    assert confirm(request_of, password="", code=f" {code[:3]} {code[3:]} ") == "totp"
    assert list(refusal(request_of, code=code)) == ["code"]


def test_a_code_is_taken_half_a_minute_late_and_not_an_hour(request_of: HttpRequest, user: User) -> None:
    with_app(user)
    assert list(refusal(request_of, code=code_of(steps=-120))) == ["code"]
    assert confirm(request_of, password="", code=code_of(steps=-1)) == "totp"


def test_a_recovery_code_confirms_once(request_of: HttpRequest, user: User) -> None:
    with_app(user)
    code = recovery_codes_of(user)[0]
    assert confirm(request_of, password="", code=code) == "recovery"
    assert list(refusal(request_of, code=code)) == ["code"]


def test_a_wrong_code_is_not_mended_by_a_right_password(request_of: HttpRequest, user: User) -> None:
    with_app(user)
    assert list(refusal(request_of, password=PASSWORD, code="000000x")) == ["code"]


def test_whoever_has_only_an_app_is_asked_for_a_code(request_of: HttpRequest, user: User) -> None:
    with_app(without_password(user))
    assert list(refusal(request_of)) == ["code"]


def test_another_persons_code_confirms_nothing(request_of: HttpRequest, user: User) -> None:
    with_app(User.objects.create_user("toinen@example.org", PASSWORD))
    assert list(refusal(request_of, code=code_of())) == ["code"]


def test_after_five_wrong_tries_the_right_one_has_to_wait(request_of: HttpRequest) -> None:
    for _ in range(5):
        refusal(request_of, password="väärä")
    assert "Wait" in refusal(request_of, password=PASSWORD)["password"][0]


def test_a_right_try_begins_the_count_anew(request_of: HttpRequest) -> None:
    for _ in range(3):
        for _ in range(4):
            refusal(request_of, password="väärä")
        assert confirm(request_of, password=PASSWORD, code="") == "password"


def test_a_key_that_was_used_a_moment_ago_is_told_and_an_earlier_one_is_not(
    request_of: HttpRequest, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = datetime.timedelta(minutes=5)
    record_authentication(request_of, user, "password")
    assert recently_confirmed(request_of, within=within) is None
    record_authentication(request_of, user, "mfa", type="webauthn", id=1, reauthenticated=True)
    assert recently_confirmed(request_of, within=within) == "webauthn"
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert recently_confirmed(request_of, within=within) is None


def test_a_failed_try_is_told_to_the_log(request_of: HttpRequest, user: User) -> None:
    with_app(user)
    refusal(request_of, password="väärä")
    refusal(request_of, code="000000x")
    told = LogEntry.objects.filter(event=Event.LOGIN_FAILED).values_list("who", flat=True)
    assert list(told) == [user.email] * 2
