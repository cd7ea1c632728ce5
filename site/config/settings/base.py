"""What holds wherever the platform runs; every choice of the operator comes from `config.env`."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from config import env
from config.settings.accounts import *  # noqa: F403  (a settings module extends another)
from config.settings.clock import *  # noqa: F403
from core.logs import logging_settings

ROOT = Path(__file__).resolve().parents[3]
VAR_DIR = env.path("VAR_DIR", ROOT / "var")

SECRET_KEY = env.text("SECRET_KEY")
KEYS_DIR = env.path("KEYS_DIR")
BASE_URL = env.text("BASE_URL").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEBUG = False
DEMO = False

INSTALLED_APPS = [
    "pages",
    "organising",
    "transparency",
    "debates",
    "petitions",
    "committees",
    "follows",
    "moderation",
    "ledger",
    "accounts",
    "core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "core.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentSecurityPolicyMiddleware",
    "core.middleware.OverloadMiddleware",
    "core.middleware.NotAllowedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.WorkroomMiddleware",
    "core.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {"default": env.database("DATABASE_URL")}
# A database that came back from a fall is met by a new connection, not by an error.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] |= {
    "pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8, minimum=1), "timeout": 5},
    # Only `core.prepared` prepares: the other cursors write their values into the statement.
    "prepare_threshold": 0,
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.valkey("BROKER_URL", db=1),
    },
}
# Anonymous pages kept in the memory of each web process; 0 keeps none.
PAGE_CACHE_BYTES = env.number("PAGE_CACHE_BYTES", 64 * 1024 * 1024)
LIMITS_STORAGE = env.valkey("BROKER_URL", db=2)
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_AGE = None  # it goes with the browser

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "site" / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_files.ModuleAwareStorage"},
}

# --- What browsers are told -------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
# Proxies of ours that append to X-Forwarded-For: the client is that many places from the right.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)

# --- Mail: everything goes through the outbox, which the worker hands to `delivery` ------------
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "core.mail.OutboxBackend"},
    "delivery": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("SMTP_HOST", "localhost"),
            "port": env.number("SMTP_PORT", 25),
            "username": env.text("SMTP_USER", ""),
            "password": env.text("SMTP_PASSWORD", ""),
            "use_tls": env.flag("SMTP_STARTTLS", default=False),
            "timeout": 20,
        },
    },
}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Santé en débat <ne-pas-repondre@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A burst of letters asks the worker once in that time; each still leaves within a second.
OUTBOX_GATHER_SECONDS = 0.3

# --- Tasks ------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.broker("BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    # A page must not wait for a broker that is away: the clock makes up for what it misses.
    "max_retries": 0,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Counting (ledger.md §4): a petition is counted by groups, never one signature at a time ----
SEAL_BATCH = env.number("SEAL_BATCH", 5, minimum=1)
SEAL_DELAY_MINUTES = (env.number("SEAL_DELAY_MIN", 5), env.number("SEAL_DELAY_MAX", 15))

# --- The public log (ledger.md §4) ------------------------------------------------------------
# What is published, and how far the log ever was: outside the database and its backups.
LEDGER_DIR = env.path("LEDGER_DIR", VAR_DIR / "registre")
# The name of the log, for ever: verifiers and witnesses know it by this name and its keys.
LEDGER_ORIGIN = env.text("LEDGER_ORIGIN", f"{urlsplit(BASE_URL).hostname}/registre")
# A tlog-policy file that names the witnesses to ask for a cosignature; none without it.
LEDGER_POLICY = env.text("LEDGER_POLICY", "")

# How long an annulment by operators stays announced before it is carried out (ledger.md §1).
ANNULMENT_HOURS = env.number("ANNULMENT_HOURS", 72, minimum=1)
# How many signatures of one petition in two days that follow each other, from one network or one
# little-known provider of addresses, make an alarm that a person looks at.
ALARM_SIGNATURES = {"network": 100, "provider": 200}

# --- Retention: how many days each datum is kept, as /donnees-personnelles/ shows ----------------
SIGNATURE_REQUEST_DAYS = env.number("SIGNATURE_REQUEST_DAYS", 7, minimum=1)
SIGNATURE_TRACE_DAYS = env.number("SIGNATURE_TRACE_DAYS", 7, minimum=1)
# How long who refused the letters about a petition gets none; afterwards the refusal is forgotten.
REFUSED_LETTERS_DAYS = env.number("REFUSED_LETTERS_DAYS", 30, minimum=7)
# After the end of a petition; then its key and the rows of its signatures are destroyed.
SETTLED_AFTER_DAYS = env.number("SETTLED_AFTER_DAYS", 92, minimum=1)
# Drafts that nobody goes on with, and proposals withdrawn before anybody could read them.
UNFINISHED_PROPOSAL_DAYS = env.number("UNFINISHED_PROPOSAL_DAYS", 183, minimum=1)
# The operator's promise about the copies of the database, which no code of ours makes.
BACKUP_DAYS = env.number("BACKUP_DAYS", 30, minimum=1)

# --- Who publishes: shown in the legal notice; `check --deploy` fails while these are empty ----
PUBLISHER = env.text("PUBLISHER", "")
PUBLISHER_ADDRESS = env.text("PUBLISHER_ADDRESS", "")
PUBLICATION_DIRECTOR = env.text("PUBLICATION_DIRECTOR", "")
HOSTING_COMPANY = env.text("HOSTING_COMPANY", "")
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")
SECURITY_EMAIL = env.text("SECURITY_EMAIL", "")

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Santé en débat"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False  # calls a third party
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # calls a third party
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/compte/connexion/"
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/connexion/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no embed: it would load a third party
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "json", "odp", "ods", "odt", "pdf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = logging_settings(env.text("LOG_LEVEL", "INFO"))
