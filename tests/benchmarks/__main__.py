"""`./dev bench`: ratios, never times."""

import logging
import os
import sys
from io import StringIO

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

from tests.benchmarks.harness import report


def main() -> int:
    """Measure everything on an SQLite database of its own with the examples in it; 1 when a ratio is over its limit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    settings.DEBUG = False
    logging.disable(logging.WARNING)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_examples", unfrozen=True, stdout=StringIO())
        from tests.benchmarks.comparisons import comparisons

        return 0 if report(comparisons()) else 1
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
