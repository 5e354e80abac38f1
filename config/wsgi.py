"""The WSGI entry of a production machine: `gunicorn config.wsgi`."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# A server that somebody started without its settings would show the demo users' passwords to the world.
if settings.DEBUG:
    raise ImproperlyConfigured("A web server runs in production only: set SOPIMUSKIRJA_ENV to production.")

application = get_wsgi_application()
