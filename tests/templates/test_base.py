"""The frame of every page: language, title, navigation, languages to switch to, and what is said when it fails."""

import re
from collections.abc import Callable

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import translation
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from agreements.models import User

pytestmark = pytest.mark.django_db

NAVIGATION = ["home", "agreement-list", "metric-list", "position-list", "unit-list"]


@pytest.fixture
def user() -> User:
    return User.objects.create_user("reader@example.com", "secret", name="Reetta Lukija")


def request_of(user: User) -> HttpRequest:
    request = RequestFactory().get("/somewhere/?sort=name")
    request.user = user
    return request


def page(user: User, **context: object) -> str:
    return render_to_string("base.html", context, request_of(user))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_says_its_language_and_marks_it_in_the_switch(user: User, language: str) -> None:
    with translation.override(language):
        html = page(user)
    assert f'<html lang="{language}">' in html
    assert re.findall(r'value="(\w+)" lang="\w+" aria-current="true"', html) == [language]


def test_each_language_is_named_in_itself(user: User) -> None:
    assert re.findall(r'value="\w+" lang="(\w+)"[^>]*>(\w+)<', page(user)) == [
        ("fi", "Suomi"),
        ("sv", "Svenska"),
        ("en", "English"),
    ]


def test_switching_the_language_comes_back_to_the_same_page(user: User) -> None:
    assert '<input type="hidden" name="next" value="/somewhere/?sort=name">' in page(user)


def test_a_signed_in_reader_gets_the_five_entries_and_the_current_one_is_marked(user: User) -> None:
    html = page(user, nav="metrics")
    assert [reverse(name) in html for name in NAVIGATION] == [True] * 5
    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == [reverse("metric-list")]


def test_staff_and_finances_has_its_two_lists(user: User) -> None:
    html = page(user, nav="resources", subnav="budget")
    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == [
        reverse("position-list"),
        reverse("budget-line-list"),
    ]


def test_the_admin_is_offered_to_staff_only(user: User) -> None:
    assert reverse("admin:index") not in page(user)
    user.is_staff = True
    assert reverse("admin:index") in page(user)


def test_a_name_is_escaped(user: User) -> None:
    user.name = "<script>alert(1)</script>"
    assert "<script>alert" not in page(user)


def test_a_failed_sign_in_is_told_in_a_summary_that_takes_the_focus(client: Client) -> None:
    html = client.post(reverse("login"), {"username": "nobody@example.com", "password": ""}).content.decode()
    assert re.search(r'class="[^"]*error-summary" [^>]*tabindex="-1" autofocus', html)
    assert 'href="#id_password"' in html
    assert 'aria-describedby="id_password_error"' in html
    assert 'id="id_password_error"' in html


@override_settings(DEBUG=False)
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: page_not_found(request, Http404()), 404),
        (lambda request: permission_denied(request, Exception()), 403),
        (lambda request: bad_request(request, Exception()), 400),
        (server_error, 500),
    ],
    ids=["404", "403", "400", "500"],
)
def test_an_error_page_says_what_happened_and_where_to_go(
    user: User, answer: Callable[[HttpRequest], HttpResponse], status: int
) -> None:
    response = answer(request_of(user))
    html = response.content.decode()
    assert response.status_code == status
    assert len(re.findall("<h1>[^<]+</h1>", html)) == 1
    assert re.search(r"<title>[^<]+ – Sopimuskirja</title>", html)
    assert '<a href="/">' in html
