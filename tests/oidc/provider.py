"""A city's sign-in service, for tests: a whole OpenID Connect provider in a process of its own.

    python -m tests.oidc.provider http://site/callback/

says its port on the first line that it writes, and serves until it is ended. Its database is in memory. It knows the
people of PEOPLE, all with the password PASSWORD; who is not marked so has never proved their e-mail address.
"""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, PASSWORD = "sopimuskirja", "a-secret-between-two-servers", "kaupungin-salasana"
PEOPLE = {
    "helena": ("Helena.Laine@example.org", True),
    "sari": ("sari.niemi@example.org", False),
    "stranger": ("stranger@example.org", True),
    # Two numbers of the city for one address: it was given to somebody new.
    "newcomer": ("helena.laine@example.org", True),
}


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the first line is for the port."""


def private_key() -> str:
    return (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def configure() -> None:
    from django.conf import settings

    apps = ("auth", "contenttypes", "sessions", "messages")
    middleware = (
        "sessions.middleware.SessionMiddleware",
        "auth.middleware.AuthenticationMiddleware",
        "messages.middleware.MessageMiddleware",
    )
    settings.configure(
        SECRET_KEY="only-for-this-process",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in apps),
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            *(f"django.contrib.{name}" for name in middleware),
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ROOT_URLCONF="tests.oidc.provider_urls",
        SESSION_COOKIE_NAME="provider_session",
        CSRF_COOKIE_NAME="provider_csrf",
        LOGIN_URL="/login/",
        ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_PRIVATE_KEY=private_key(),
        USE_TZ=True,
    )


def fill(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    client = Client(id=CLIENT, name="Sopimuskirja", skip_consent=True, redirect_uris=callback)
    client.scopes = "openid\nprofile\nemail"
    client.set_secret(SECRET)
    client.save()
    for name, (email, verified) in PEOPLE.items():
        user = User.objects.create_user(name, email, PASSWORD)
        EmailAddress(user=user, email=email, verified=verified, primary=True).save()


def serve(callback: str) -> None:
    import django
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.management import call_command

    configure()
    django.setup()
    call_command("migrate", verbosity=0)
    fill(callback)
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1])
