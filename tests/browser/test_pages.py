"""The tests of this folder come to every page that there is."""

import re
from dataclasses import replace

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.browser.pages import PAGES

# What answers no GET with a page: forms that are only sent, and files.
NO_PAGES = {
    *("logout", "language", "next-year-undo", "agreement-export"),
    *("indicator-join", "indicator-split", "indicator-different", "metric-own-indicator"),
    *("metric-people", "metric-target", "metric-direction"),
    *("round-finish", "round-remove"),
    *("record-paste", "record-row", "record-colour", "record-judge", "evidence"),
    *("followup-export", "summary-export"),
    *("higher-goal-link", "higher-goal-move"),
    *("role-end", "person-active", "welcome-again"),
    *("edit-section", "edit-presence", "undo", "row-try", "row-try-new", "row-delete", "row-move", "row-restore"),
    *("comment", "compare-export"),
    *("status-step", "decision", "signed-file", "scan-file", "closing-file"),
    *("print-cancel", "print-file", "print-leave-out", "print-retry"),
    *("session", "account-sessions-end", "openid_connect_login", "openid_connect_callback"),
    # Other names of pages that are there.
    *("account_login", "account_logout", "mfa_index", "mfa_list_webauthn"),
    # Between a password and what it opens, and for whom the city's own sign-in opens it: test_signing_in.py.
    *("mfa_authenticate", "account_set_password"),
}


def names(resolver: URLResolver) -> set[str]:
    """The names of all addresses but the admin's, which is Django's own."""
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(pattern.name or "")
        elif pattern.namespace != "admin":
            found |= names(pattern)
    return found


@pytest.mark.usefixtures("examples")
def test_no_page_is_left_out() -> None:
    # Nobody comes here: no document needs to come as far as its page asks.
    stops = [
        replace(stop, path=re.sub(r"{way:\w+}", "", stop.path)) for stop in PAGES if "nothing-here" not in stop.path
    ]
    visited = {resolve(re.split("[?#]", stop.address)[0]).url_name for stop in stops}
    assert visited | NO_PAGES == names(get_resolver())
