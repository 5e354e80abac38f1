"""The tests of this folder come to every page that there is."""

import re

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
    visited = {resolve(re.split("[?#]", stop.address)[0]).url_name for stop in PAGES if "nothing-here" not in stop.path}
    assert visited | NO_PAGES == names(get_resolver())
