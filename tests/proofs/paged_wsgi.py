"""The server where nobody has collected the static files, so that it can answer with pages. Nothing else loads it."""

from django.conf import settings

settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

from config.wsgi import application  # noqa: E402 - reads the settings

__all__ = ["application"]
