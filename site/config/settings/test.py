"""The tests: the same platform, with nothing kept and nothing leaving the machine."""

import atexit
import os
import secrets
import shutil
import tempfile

# Settings want an address before any server runs; tests/conftest.py starts the servers.
NO_SERVERS = {"DATABASE_URL": "postgresql://nobody@localhost/none", "BROKER_URL": "redis://none:1"}
# What tests/conftest.py must not start, because the person who runs them brought it. (Workers of
# a parallel run find in their environment what their parent put there below.)
GIVEN_SERVICES = {
    name: os.environ[name]
    for name, nowhere in NO_SERVERS.items()
    if os.environ.get(name, nowhere) != nowhere
}

_scratch = tempfile.mkdtemp(prefix="sante-test-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
for _name, _value in {
    **NO_SERVERS,
    "SECRET_KEY": secrets.token_hex(),
    "BASE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
}.items():
    os.environ.setdefault(_name, _value)
# Its own, whatever the environment says: no test may touch an operator's keys, or another worker's.
os.environ |= {"KEYS_DIR": f"{_scratch}/keys", "VAR_DIR": f"{_scratch}/var"}

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
