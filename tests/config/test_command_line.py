"""Commands as a person runs them, with settings that are wrong: a sentence, an exit status, no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, ProgrammingError

from config.command_line import sentence_for

PRODUCTION = {
    "SOPIMUSKIRJA_ENV": "production",
    "SECRET_KEY": "k9-" + "abcdefghij" * 5,
    "ALLOWED_HOSTS": "sopimukset.example.fi",
}
OURS = {"SOPIMUSKIRJA_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}


def run_python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | variables
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://user:hunter2@127.0.0.1:1/name", "127.0.0.1"),
        ("sqlite:////no-such-folder/site.sqlite3", "unable to open database file"),
        ("mysql://user:hunter2@127.0.0.1/name", "postgresql nor sqlite"),
    ],
)
@pytest.mark.parametrize("command", [["migrate"], ["load_examples"]])
def test_a_wrong_database_url_ends_a_command_in_one_line(command: list[str], url: str, said: str) -> None:
    result = run_python("manage.py", *command, DATABASE_URL=url)
    assert result.returncode == 1
    assert "DATABASE_URL" in result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert "hunter2" not in result.stderr
    assert result.stderr.strip().count("\n") == 0


def test_a_file_that_is_no_database_ends_a_command_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "site.sqlite3").write_text("This is not a database, whatever its name says. " * 40)
    result = run_python("manage.py", "migrate", DATABASE_URL=f"sqlite:///{tmp_path}/site.sqlite3")
    assert result.returncode == 1
    assert "file is not a database" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_without_tables_asks_for_migrate(tmp_path: Path) -> None:
    result = run_python("manage.py", "load_examples", DATABASE_URL=f"sqlite:///{tmp_path}/site.sqlite3")
    assert result.returncode == 1
    assert "run manage.py migrate first" in result.stderr
    assert "Traceback" not in result.stderr


def test_production_without_its_variables_ends_a_command_in_one_line() -> None:
    result = run_python("manage.py", "check", SOPIMUSKIRJA_ENV="production")
    assert result.returncode == 1
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"):
        assert f"Set {name} to" in result.stderr
    assert "Traceback" not in result.stderr


def test_production_passes_every_deployment_check(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    result = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, DATABASE_URL=url)
    assert result.returncode == 0, result.stderr


def test_production_has_no_demo_users_whatever_the_environment_says(tmp_path: Path) -> None:
    ask = "from config import settings; print(settings.DEMO_USERS, settings.DEBUG)"
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    result = run_python("-c", ask, **PRODUCTION, DATABASE_URL=url, DEMO_USERS="True", DEBUG="True")
    assert result.stdout.split() == ["False", "False"]


def test_a_web_server_starts_in_production_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    assert run_python("-c", "import config.wsgi", **PRODUCTION, DATABASE_URL=url).returncode == 0
    development = run_python("-c", "import config.wsgi")
    assert development.returncode == 1
    assert "set SOPIMUSKIRJA_ENV to production" in development.stderr


def test_a_fault_of_the_program_keeps_its_traceback() -> None:
    assert sentence_for(IntegrityError("UNIQUE constraint failed")) is None
    assert sentence_for(ProgrammingError("syntax error at or near")) is None
    assert sentence_for(ImproperlyConfigured("Set it.")) == "Set it."
    assert "DATABASE_URL" in (sentence_for(OperationalError("no route")) or "")


def test_production_passes_every_check_of_a_deployment() -> None:
    done = run_python(
        *("manage.py", "check", "--deploy", "--fail-level", "INFO"), **PRODUCTION, DATABASE_URL="sqlite:///x.sqlite3"
    )
    assert (done.returncode, done.stdout.split("\n")[0]) == (
        0,
        "System check identified no issues (1 silenced).",
    ), done.stderr


def test_in_production_every_cookie_is_for_https_alone_and_the_browser_is_told_to_stay_there() -> None:
    code = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client, RequestFactory
from agreements.known_browsers import remember
from agreements.models import User
ask = Client(headers={"host": "sopimukset.example.fi"})
response = ask.get("/session/", secure=True)
remember(RequestFactory().get("/"), response, User(email="a@example.org"))
print(json.dumps([dict(response.headers), [str(each) for each in response.cookies.values()],
    ask.get("/session/")["Location"],
    settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE]))
"""
    done = run_python(
        "-c", code, **PRODUCTION, DATABASE_URL="sqlite:///x.sqlite3", DJANGO_SETTINGS_MODULE="config.settings"
    )
    assert done.returncode == 0, done.stderr
    headers, cookies, plain, *session = json.loads(done.stdout.splitlines()[-1])
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert (headers["Referrer-Policy"], headers["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")
    assert plain == "https://sopimukset.example.fi/session/"
    assert session == [True, True, "Lax"]
    assert cookies
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
