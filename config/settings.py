"""Django's settings: one file, driven by the environment, loud when a value is wrong.

With no variable set this is a development machine. A production machine says SOPIMUSKIRJA_ENV=production, and then
must say the rest too: environment.py knows the variables.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from config.environment import read_environment

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(os.environ, base=BASE_DIR)

DEBUG = not ENVIRONMENT.production
# Demo users have known passwords. No variable can switch them on in production.
DEMO_USERS = not ENVIRONMENT.production
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
# Where links in mails lead.
SITE_ADDRESS = f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if ENVIRONMENT.production else "http://localhost:8000"
DATABASES = {"default": ENVIRONMENT.database}

INSTALLED_APPS = [
    "agreements",
    "metrics",
    "staffing",
    "budgets",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    # For its static files alone: the editor of running text.
    "django_prose_editor",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "tree_queries",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # In development runserver serves the static files itself.
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if ENVIRONMENT.production else []),
    "agreements.middleware.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "agreements.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "agreements.middleware.LanguageMiddleware",
    "agreements.middleware.DenialMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who is who
AUTH_USER_MODEL = "agreements.User"
AUTHENTICATION_BACKENDS = ["agreements.authentication.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Signing in. Accounts are made by administrators alone; an e-mail address is what they wrote.
ACCOUNT_ADAPTER = "agreements.account_adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "agreements.account_forms.SignInForm",
    "reauthenticate": "agreements.account_forms.PasswordAgainForm",
    "change_password": "agreements.account_forms.PasswordChangeForm",
    "set_password": "agreements.account_forms.PasswordSetForm",
    "reset_password": "agreements.account_forms.PasswordForgottenForm",
    "reset_password_from_key": "agreements.account_forms.PasswordRenewForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_SESSION_REMEMBER = False
# Tries are counted per account, and failed ones per address so generously that a city behind one address goes on
# working. A browser that has signed in to the account before is counted by itself: nobody can lock its owner out.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "200/m/ip,5/5m/key",
    "login_failed_known": "5/5m/key",
    "confirm": "5/5m/key",
    "check_file": "30/10m/user",
    "reauthenticate": "10/m/user",
    "reset_password": "60/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_ADAPTER = "agreements.account_adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "agreements.account_forms.CodeForm",
    "reauthenticate": "agreements.account_forms.CodeAgainForm",
    "authenticate_webauthn": "agreements.account_forms.KeyAtDoorForm",
    "reauthenticate_webauthn": "agreements.account_forms.KeyAgainForm",
    "activate_totp": "agreements.account_forms.AppForm",
    "add_webauthn": "agreements.account_forms.KeyForm",
    "edit_webauthn": "agreements.account_forms.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Clocks of phones are not exact: the code before and the one after are taken too, each once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
# Accounts have no addresses besides the one their administrator wrote.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "agreements.account_adapters.CityLoginAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "city",
                "name": city.name,
                "client_id": city.client_id,
                "secret": city.client_secret,
                "settings": {"server_url": city.server_url, "vouches_for_email": city.vouches_for_email},
            }
            for city in [ENVIRONMENT.open_id_connect]
            if city
        ],
    }
}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
# A form that leads to another site is what our policy's form-action forbids: the way out is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# A session lasts as long as sessions.py lets it; the browser forgets it when it is closed.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = ENVIRONMENT.session_idle
SESSION_LONGEST = ENVIRONMENT.session_longest
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# What several processes have to know together: tries to sign in, and codes that have been used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "agreements_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Languages and time
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True

# Static files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
# What people upload. It is never served from here: the evidence view asks first who may read it.
MEDIA_ROOT = ENVIRONMENT.media_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENVIRONMENT.production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What a page may load, and who may show it
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = ENVIRONMENT.production
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENVIRONMENT.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The preload list is for whole domains; a city's domain is not ours to list.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_tls_proxy else None
SESSION_COOKIE_SECURE = ENVIRONMENT.production
CSRF_COOKIE_SECURE = ENVIRONMENT.production
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.production
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# A goal table of some hundred metrics is one form: more fields than Django's 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# What takes long is done by workers beside the server: `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What was printed in bulk can be downloaded for so long.
PRINTS_KEPT_DAYS = 14

# Mail goes to the terminal where no server is named, and nowhere in production.
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend"
    if ENVIRONMENT.email.host
    else "dummy.EmailBackend"
    if ENVIRONMENT.production
    else "console.EmailBackend"
)
EMAIL_HOST = ENVIRONMENT.email.host
EMAIL_PORT = ENVIRONMENT.email.port
EMAIL_HOST_USER = ENVIRONMENT.email.user
EMAIL_HOST_PASSWORD = ENVIRONMENT.email.password
EMAIL_USE_TLS = ENVIRONMENT.email.use_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.email.sender
SERVER_EMAIL = ENVIRONMENT.email.sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
    # Django's own handlers would say everything twice, and mail it.
    "loggers": {
        "django": {"handlers": [], "level": ENVIRONMENT.log_level, "propagate": True},
        # The PDF engine tells every step; only what went wrong is worth a line.
        **{
            name: {"level": "WARNING"}
            for name in ("weasyprint", "weasyprint.progress", "fontTools", "pikepdf", "fido2")
        },
    },
}

# What signed documents are sealed with. In development a demonstration certificate is made beside the database.
SEAL = ENVIRONMENT.seal
DEMO_SEAL_FOLDER = None if ENVIRONMENT.production else BASE_DIR

# Lists
DJANGO_TABLES2_TEMPLATE = "includes/table.html"
