"""Work that needs an event loop of its own, as sealing does, beside the one that Playwright keeps running."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

T = TypeVar("T")


def beside(work: Callable[[], T]) -> T:
    """What the work gives, done in another thread over the test's own connection."""
    connection = connections[DEFAULT_DB_ALIAS]

    def run() -> T:
        connections[DEFAULT_DB_ALIAS] = connection
        return work()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run).result()
