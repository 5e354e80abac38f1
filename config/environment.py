"""Reads the environment's variables into one value that settings.py builds on, and says what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.database_url import Database, DatabaseUrlError, parse_database_url, sqlite_database
from config.seal import SealSettings, read_seal

DEVELOPMENT_SECRET_KEY = "for-development-only-and-known-to-everyone-who-reads-this-file"
SECRET_KEY_LENGTH = 50
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

SAY_SECRET_KEY = f"Set SECRET_KEY to at least {SECRET_KEY_LENGTH} random characters of its own."
SAY_ALLOWED_HOSTS = "Set ALLOWED_HOSTS to the names the site answers to, such as sopimukset.example.fi."
SAY_DATABASE_URL = "Set DATABASE_URL to the database, such as postgresql://user:password@host:5432/name."
SAY_OIDC_SERVER_URL = "Set OIDC_SERVER_URL to the address of the sign-in service, such as https://login.example.fi."
OIDC = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
HERE = ("localhost", "127.0.0.1", "::1")


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
class OpenIdConnect:
    """The city's own sign-in, where its people sign in as they do elsewhere."""

    server_url: str
    client_id: str
    client_secret: str
    name: str
    vouches_for_email: bool


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the environment says about this machine."""

    production: bool
    secret_key: str
    allowed_hosts: list[str]
    database: Database
    behind_tls_proxy: bool
    proxies: int
    email: Email
    open_id_connect: OpenIdConnect | None
    session_idle: timedelta
    session_longest: timedelta
    log_level: str
    media_root: Path
    seal: SealSettings


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

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and low <= int(value[:9]) <= high:
            return int(value)
        self.problems.append(f"Set {name} to a number from {low} to {high}.")
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
            port=self.number("EMAIL_PORT", 587, low=1, high=65535),
            user=self.text("EMAIL_HOST_USER"),
            password=self.variables.get("EMAIL_HOST_PASSWORD", ""),
            use_tls=self.switch("EMAIL_USE_TLS", default=True),
            sender=self.text("DEFAULT_FROM_EMAIL", "sopimuskirja@localhost"),
        )

    def open_id_connect(self, *, production: bool) -> OpenIdConnect | None:
        given = {name: self.text(name) for name in OIDC}
        others = ("OIDC_NAME", "OIDC_VOUCHES_FOR_EMAIL")
        if not any(given.values()) and not any(self.text(name) for name in others):
            return None
        for name, value in given.items():
            if not value:
                self.problems.append(f"Set {name} too: the city's sign-in is only half configured.")
        server = given["OIDC_SERVER_URL"]
        if server and not _is_safe_address(server, production=production):
            self.problems.append(SAY_OIDC_SERVER_URL)
        return OpenIdConnect(
            server_url=server.rstrip("/"),
            client_id=given["OIDC_CLIENT_ID"],
            client_secret=given["OIDC_CLIENT_SECRET"],
            name=self.text("OIDC_NAME"),
            vouches_for_email=self.switch("OIDC_VOUCHES_FOR_EMAIL", default=False),
        )

    def proxies(self, *, behind_tls_proxy: bool) -> int:
        """How many proxies of our own write X-Forwarded-For; what others wrote into it is not believed."""
        return self.number("PROXIES", 1, low=1, high=9) if behind_tls_proxy else 0


def _is_safe_address(address: str, *, production: bool) -> bool:
    """Is it the address of a server that is spoken to in secret? In development one on this machine may do without."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and not production and host in HERE))


def read_environment(variables: Mapping[str, str], *, base: Path) -> Environment:
    """What `variables` say; files without a place of their own stand in `base`.

    Raises ImproperlyConfigured with a sentence for each variable that is missing or wrong.
    """
    reader = _Reader(variables)
    mode = reader.choice("SOPIMUSKIRJA_ENV", ("development", "production"), "development")
    production = mode == "production"
    behind_tls_proxy = reader.switch("BEHIND_TLS_PROXY", default=False)
    seal, problems = read_seal(variables, base=base)
    reader.problems += problems
    environment = Environment(
        production=production,
        secret_key=reader.secret_key(production=production),
        allowed_hosts=reader.allowed_hosts(production=production),
        database=reader.database(base, production=production),
        behind_tls_proxy=behind_tls_proxy,
        proxies=reader.proxies(behind_tls_proxy=behind_tls_proxy),
        email=reader.email(),
        open_id_connect=reader.open_id_connect(production=production),
        session_idle=timedelta(minutes=reader.number("SESSION_IDLE_MINUTES", 60, low=10, high=24 * 60)),
        session_longest=timedelta(hours=reader.number("SESSION_LONGEST_HOURS", 12, low=1, high=7 * 24)),
        log_level=reader.choice("LOG_LEVEL", LOG_LEVELS, "INFO"),
        media_root=base / reader.text("MEDIA_ROOT", "media"),
        seal=seal,
    )
    if reader.problems:
        raise ImproperlyConfigured(" ".join(["The settings cannot be used.", *reader.problems]))
    return environment
