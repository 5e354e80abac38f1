"""The example documents, each printed at most once in a session."""

from collections.abc import Callable
from functools import cache
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from agreements.document import Document, load_document
from agreements.exports.pdf import render_pdf
from agreements.models import Agreement

Printed = Callable[[str], bytes]
Loaded = Callable[[str], Document]


@pytest.fixture(scope="session")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Loaded:
    """A document by its slug."""

    @cache
    def load(slug: str) -> Document:
        with django_db_blocker.unblock():
            if not Agreement.objects.exists():  # a transactional test has emptied the database
                call_command("load_examples", unfrozen=True, stdout=StringIO())
            return load_document(Agreement.objects.newest().get(slug=slug))

    return load


@pytest.fixture(scope="session")
def printed(loaded: Loaded) -> Printed:
    """The PDF of a document by its slug."""

    @cache
    def render(slug: str) -> bytes:
        return render_pdf(loaded(slug))

    return render
