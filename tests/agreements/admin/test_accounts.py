"""Second factors in the admin: removed where they are lost, and never read."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.test import Client

from agreements.models import User
from tests.agreements.one_time import recovery_codes_of, with_app

pytestmark = pytest.mark.usefixtures("examples")
LIST = "/admin/mfa/authenticator/"


@pytest.fixture
def owner(examples: None) -> User:
    user = with_app(User.objects.get(email="helena.laine@example.org"))
    recovery_codes_of(user)
    return user


def signed_in(email: str, **rights: bool) -> Client:
    User.objects.filter(email=email).update(**rights)
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def test_a_superuser_finds_second_factors_by_their_owner_and_sees_no_secret(owner: User) -> None:
    client = signed_in("admin@example.org")
    assert "Helena Laine" in client.get(LIST, {"q": "helena"}).content.decode()
    factor = Authenticator.objects.get(user=owner, type="totp")
    page = client.get(f"{LIST}{factor.pk}/change/").content.decode()
    assert factor.data["secret"] not in page
    assert client.get(f"{LIST}add/").status_code == 403


def test_a_lost_second_factor_is_removed_with_its_codes(owner: User) -> None:
    client = signed_in("admin@example.org")
    factor = Authenticator.objects.get(user=owner, type="totp")
    assert client.post(f"{LIST}{factor.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(user=owner).exists()


def test_other_staff_see_none(owner: User) -> None:
    client = signed_in("pekka.salo@example.org", is_staff=True)
    assert client.get(LIST).status_code == 403
    factor = Authenticator.objects.get(user=owner, type="totp")
    assert client.post(f"{LIST}{factor.pk}/delete/", {"post": "yes"}).status_code in (302, 403)
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_what_nothing_uses_here_has_no_pages() -> None:
    assert admin.site.is_registered(SocialAccount)
    assert not any(admin.site.is_registered(model) for model in (EmailAddress, SocialApp, SocialToken))
