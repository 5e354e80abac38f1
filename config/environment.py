"""Reads the environment's variables into one value that settings.py builds on, and says what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.database_url import Database, DatabaseUrlError, parse_database_url, sqlite_database

DEVELOPMENT_SECRET_KEY = "for-development-only-and-known-to-everyone-who-reads-this-file"
SECRET_KEY_LENGTH = 50
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

SAY_SECRET_KEY = f"Set SECRET_KEY to at least {SECRET_KEY_LENGTH} random characters of its own."
SAY_ALLOWED_HOSTS = "Set ALLOWED_HOSTS to the names the site answers to, such as sopimukset.example.fi."
SAY_DATABASE_URL = "Set DATABASE_URL to the database, such as postgresql://user:password@host:5432/name."


@dataclass(frozen=True, kw_only=True)
class Email:
    """The mail server; with no host there is none."""

    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    sender: str


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the environment says about this machine."""

    production: bool
    secret_key: str
    allowed_hosts: list[str]
    database: Database
    behind_tls_proxy: bool
    email: Email
    log_level: str
    media_root: Path


class _Reader:
    """Takes variables one by one and collects what is wrong with them, so that it can be said at once."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, "").strip() or default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def switch(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value not in ("yes", "no"):
            self.problems.append(f"Set {name} to yes or no.")
        return value == "yes"

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and 0 < int(value[:6]) < 65536:
            return int(value)
        self.problems.append(f"Set {name} to a number from 1 to 65535.")
        return default

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.problems.append(f"Set {name} to {', '.join(choices[:-1])} or {choices[-1]}.")
        return value

    def secret_key(self, *, production: bool) -> str:
        key = self.variables.get("SECRET_KEY", "")
        if not production:
            return key or DEVELOPMENT_SECRET_KEY
        if len(key) < SECRET_KEY_LENGTH or len(set(key)) < 5 or key == DEVELOPMENT_SECRET_KEY:
            self.problems.append(SAY_SECRET_KEY)
        return key

    def allowed_hosts(self, *, production: bool) -> list[str]:
        hosts = self.words("ALLOWED_HOSTS")
        if production and (not hosts or any("/" in host or host == "*" for host in hosts)):
            self.problems.append(SAY_ALLOWED_HOSTS)
        return hosts or ["localhost", "127.0.0.1", "[::1]"]

    def database(self, base: Path, *, production: bool) -> Database:
        url = self.text("DATABASE_URL")
        fallback = sqlite_database(base / "db.sqlite3")
        if not url:
            if production:
                self.problems.append(SAY_DATABASE_URL)
            return fallback
        try:
            return parse_database_url(url, base=base)
        except DatabaseUrlError as error:
            self.problems.append(f"DATABASE_URL cannot be used: {error}.")
            return fallback

    def email(self) -> Email:
        return Email(
            host=self.text("EMAIL_HOST"),
            port=self.port("EMAIL_PORT", 587),
            user=self.text("EMAIL_HOST_USER"),
            password=self.variables.get("EMAIL_HOST_PASSWORD", ""),
            use_tls=self.switch("EMAIL_USE_TLS", default=True),
            sender=self.text("DEFAULT_FROM_EMAIL", "sopimuskirja@localhost"),
        )


def read_environment(variables: Mapping[str, str], *, base: Path) -> Environment:
    """What `variables` say; files without a place of their own stand in `base`.

    Raises ImproperlyConfigured with a sentence for each variable that is missing or wrong.
    """
    reader = _Reader(variables)
    mode = reader.choice("SOPIMUSKIRJA_ENV", ("development", "production"), "development")
    production = mode == "production"
    environment = Environment(
        production=production,
        secret_key=reader.secret_key(production=production),
        allowed_hosts=reader.allowed_hosts(production=production),
        database=reader.database(base, production=production),
        behind_tls_proxy=reader.switch("BEHIND_TLS_PROXY", default=False),
        email=reader.email(),
        log_level=reader.choice("LOG_LEVEL", LOG_LEVELS, "INFO"),
        media_root=base / reader.text("MEDIA_ROOT", "media"),
    )
    if reader.problems:
        raise ImproperlyConfigured(" ".join(["The settings cannot be used.", *reader.problems]))
    return environment
