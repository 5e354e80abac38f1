"""A server, and a Chromium for each file of tests; a fresh context, and so a person of their own, for each page.

The server works over the test's own database connection, within its transaction: whatever people do is undone
afterwards. Whatever a page complains about (an error, a breach of its content policy, a file that is not there) fails
the test that opened it.
"""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from agreements.models import User

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Letters stand where they stand in a window, and words on paper stay in one piece.
    "--font-render-hinting=none",
]
PATIENCE = 15_000
REPORT_BREACHES = """
    addEventListener("securitypolicyviolation", (event) =>
        console.error(`${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of the application, served from this process over the test's connection."""
    connection = connections[DEFAULT_DB_ALIAS]
    assert connection.vendor == "sqlite", "Only SQLite's test database can be shared between a test and its server"
    # Shared for good: a thread of the server may end after the server has.
    connection.inc_thread_sharing()
    live = LiveServer("127.0.0.1")
    _answer_one_by_one(live)
    yield live.url
    live.stop()


def _answer_one_by_one(live: LiveServer) -> None:
    """Transactions of two threads would run into each other on the one connection: a request waits for its turn."""
    httpd: Any = live.thread.httpd
    application, turn = httpd.get_app(), threading.Lock()

    def answer(environ: Any, start_response: Any) -> Any:
        with turn:
            return application(environ, start_response)

    httpd.set_app(answer)


@pytest.fixture(scope="module")
def browser(server: str) -> Iterator[Browser]:
    """Chromium, for no longer than a file of tests.

    Playwright keeps an event loop running in this thread, beside which Django would open a second connection to the
    test database and then refuse to ask it anything: it gets the first one, and leave.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        connections[DEFAULT_DB_ALIAS] = connection
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def sent(page: Page) -> Iterator[None]:
    """What is done within leads to another page, or to this one anew: wait until it has come, scripts and all.

    Pressing a button waits for nothing by itself. Unless what the old page cannot say is waited for next, a test would
    read, judge or fill the page that is about to go, or ask the database too early.
    """
    with page.expect_navigation():
        yield


class Visits:
    """Opens pages as one person or another, and hears what the pages complain about."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.server = server
        self.complaints: list[str] = []
        self._expected: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def page(
        self,
        person: str | None = None,
        *,
        language: str = "fi",
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
    ) -> Page:
        """A page in a browser of its own; `person` is the name of a demo user who is signed in, or nobody."""
        context = self._browser.new_context(
            base_url=self.server,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        self._listen(context)
        page = context.new_page()
        self.become(page, person, language)
        return page

    def become(self, page: Page, person: str | None, language: str) -> None:
        """From its next visit on, the page's browser is the person's, or nobody's, and speaks the language."""
        name, value = self._sign_in(person, language) if person else (django_settings.LANGUAGE_COOKIE_NAME, language)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": name, "value": value, "url": self.server}])

    def expect(self, *complaints: str) -> None:
        """What the test is about: complaints that match one of the patterns are to come, and are no faults."""
        self._expected.extend(complaints)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def faults(self) -> list[str]:
        """What was complained about and not expected; and what was expected and never came."""
        heard = [line for line in self.complaints if not any(re.search(each, line) for each in self._expected)]
        missed = [each for each in self._expected if not any(re.search(each, line) for line in self.complaints)]
        return heard + [f"Nothing complained of: {each}" for each in missed]

    def _sign_in(self, person: str, language: str) -> tuple[str, str]:
        user = User.objects.get(email=f"{person}@example.org")
        User.objects.filter(pk=user.pk).update(language=language)
        client = Client()
        client.force_login(user)
        session = client.session
        # They have just confirmed who they are, so that their account's pages ask nothing first.
        confirmed = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [confirmed]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        return cookie.key, cookie.value

    def _listen(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_BREACHES)
        context.on("console", self._hear)
        context.on(
            "weberror", lambda error: self.complaints.append(f"{error.page.url if error.page else ''} {error.error}")
        )
        context.on("requestfailed", self._hear_failure)
        context.on("response", self._hear_status)

    def _hear(self, message: ConsoleMessage) -> None:
        # A resource that fails to load is heard of by its response, which tells a page from a part of one.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.location['url']} {message.text}")

    def _hear_failure(self, request: Request) -> None:
        # What is "aborted" is a download, or had not come when the page was left.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url} {request.failure}")

    def _hear_status(self, response: Response) -> None:
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            self.complaints.append(f"{response.url} {response.status}")


@pytest.fixture
def visits(examples: None, browser: Browser, server: str) -> Iterator[Visits]:
    visits = Visits(browser, server)
    yield visits
    visits.close()
    assert visits.faults() == []
