"""What `manage.py check --deploy` refuses before the platform goes public."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error

LEGAL_NOTICE = [
    "PUBLISHER",
    "PUBLISHER_ADDRESS",
    "PUBLICATION_DIRECTOR",
    "HOSTING_COMPANY",
    "CONTACT_EMAIL",
    "SECURITY_EMAIL",
]


def check_ready_for_the_public(**_: Any) -> list[Error]:
    """Check what Django cannot know: who publishes, where keys lie, what letters say."""
    return [*_legal_notice(), *_keys_dir(), *_addresses()]


def _legal_notice() -> Iterator[Error]:
    for name in LEGAL_NOTICE:
        if not getattr(settings, name).strip():
            yield Error(
                f"{name} is empty: the legal notice would be incomplete.",
                hint=f"Set {name} in the environment (.env.example says what it is).",
                id="core.E001",
            )


def _keys_dir() -> Iterator[Error]:
    folder: Path = settings.KEYS_DIR
    if not folder.is_dir():
        yield Error("KEYS_DIR does not exist.", hint=f"mkdir -m 0700 {folder}", id="core.E002")
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Error("KEYS_DIR can be read by others.", hint=f"chmod 0700 {folder}", id="core.E003")
    if folder.resolve().is_relative_to(Path(settings.VAR_DIR).resolve()):
        yield Error(
            "KEYS_DIR lies in VAR_DIR, beside the data that its keys protect.",
            hint="One backup must never hold both: keep keys in a directory of their own.",
            id="core.E004",
        )


def _addresses() -> Iterator[Error]:
    if not settings.BASE_URL.startswith("https://"):
        yield Error("BASE_URL must begin with https://.", id="core.E005")
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        yield Error("MAIL_FROM is not set: letters would come from localhost.", id="core.E006")
