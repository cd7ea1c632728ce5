"""The tests: the same platform, with nothing kept and nothing leaving the machine."""

import os
import tempfile

# What tests/conftest.py must not start, because the person who runs them brought it.
GIVEN_SERVICES = {
    name: os.environ[name] for name in ("DATABASE_URL", "BROKER_URL") if name in os.environ
}

_scratch = tempfile.mkdtemp(prefix="sante-test-")
os.environ.setdefault("SECRET_KEY", "tests only: this key protects nothing")
os.environ.setdefault("KEYS_DIR", f"{_scratch}/keys")
os.environ.setdefault("VAR_DIR", f"{_scratch}/var")
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DATABASE_URL", "postgresql://postgres@localhost/test")
os.environ.setdefault("BROKER_URL", "redis://localhost:6379")

from config.settings.base import *  # noqa: E402, F403  (the environment above comes first)
from config.settings.base import CACHES, DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]

# A test holds one connection and rolls it back; a pool would hide who holds it.
DATABASES["default"]["OPTIONS"].pop("pool")
CACHES["default"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "tests",
}
LIMITS_STORAGE = "memory://"
PAGE_CACHE_BYTES = 0
OUTBOX_GATHER_SECONDS = 0.0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
WHITENOISE_AUTOREFRESH = True
CONTACT_EMAIL = "contact@example.org"
SECURITY_EMAIL = "securite@example.org"
SEAL_BATCH = 1
