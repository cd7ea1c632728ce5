"""Production's settings, with what the platform is measured against beside it."""

from config.settings.production import *  # noqa: F403  (a settings module extends another)
from config.settings.production import INSTALLED_APPS as PLATFORM

INSTALLED_APPS = [*PLATFORM, "tests.bench"]
ROOT_URLCONF = "tests.bench.urls"
