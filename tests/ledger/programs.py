"""Run `manage.py` as operators do: another process, on the database and the log of the test."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.database import ROOT


def start(*words: str) -> subprocess.Popen[str]:
    """Start a command; the caller ends it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def manage(*words: str) -> tuple[int, str, str]:
    """Run a command to its end; return its status and what it wrote on both outputs."""
    process = start(*words)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


def _environment() -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": database.geturl(),
        "KEYS_DIR": str(settings.KEYS_DIR),
        "LEDGER_DIR": str(settings.LEDGER_DIR),
        "LEDGER_ORIGIN": settings.LEDGER_ORIGIN,
        "SEAL_BATCH": "1",
    }
