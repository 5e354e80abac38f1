"""The city's sign-in service, running; the application that knows it; and a browser of somebody who uses both."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
import requests
from django.conf import settings as django_settings
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from tests.oidc.provider import CLIENT, PASSWORD, SECRET

CALLBACK = "http://testserver/login/city/callback/"


@contextmanager
def running(callback: str) -> Iterator[str]:
    """A provider that leads people back to the address; gives its own address."""
    command = [sys.executable, "-m", "tests.oidc.provider", callback]
    with subprocess.Popen(command, cwd=Path(django_settings.BASE_DIR), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            port = process.stdout.readline().strip()
            assert port, "The provider did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """The address of the provider."""
    with running(CALLBACK) as address:
        yield address


@pytest.fixture
def city(settings: Settings, provider: str) -> str:
    """The application, told of the provider; returns its address."""
    configure(settings, provider)
    return provider


def configure(settings: Settings, provider: str, *, vouches: bool = False, secret: str = SECRET) -> None:
    providers = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    providers["openid_connect"]["APPS"] = [
        {
            "provider_id": "city",
            "name": "Turku",
            "client_id": CLIENT,
            "secret": secret,
            "settings": {"server_url": provider, "vouches_for_email": vouches},
        }
    ]
    settings.SOCIALACCOUNT_PROVIDERS = providers


Arrive = Callable[..., HttpResponseBase]


@pytest.fixture
def arrive(city: str) -> Arrive:
    """Somebody goes to the city's sign-in, signs in there and comes back; returns how the application answers."""

    def arrives(client: Client, name: str, *, then: str = "/") -> HttpResponseBase:
        away = client.get("/login/city/", {"next": then})
        assert away.status_code == 302
        assert away["Location"].startswith(f"{city}/identity/o/authorize?")
        with requests.Session() as browser:
            page = browser.get(f"{city}/login/").text
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            assert token
            form = {"csrfmiddlewaretoken": token[1], "login": name, "password": PASSWORD}
            assert browser.post(f"{city}/login/", form, allow_redirects=False).status_code == 302
            back = browser.get(away["Location"], allow_redirects=False)
        assert back.headers["Location"].startswith(CALLBACK)
        return client.get(back.headers["Location"].removeprefix("http://testserver"))

    return arrives
