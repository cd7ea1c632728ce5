"""The demo's letters as files: list them, read one."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

PAGE_SIZE = 30
NAME = re.compile(r"(\d{20})-[0-9a-f]{8}")


class NoSuchLetter(LookupError):
    """No delivered letter has this name."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivered letter, as its reader sees it."""

    name: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def delivered_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, tz=UTC)


def newest(*, before: str = "") -> tuple[list[Delivered], str]:
    """Return a page of letters, newest first, and the name to go on from, empty at the end."""
    names = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    older = [name for name in names if not before or name < before]
    page, rest = older[:PAGE_SIZE], older[PAGE_SIZE:]
    return [read(name) for name in page], page[-1] if rest else ""


def read(name: str) -> Delivered:
    """Return one letter; raise NoSuchLetter for any name that `newest` never gave."""
    if not NAME.fullmatch(name):
        raise NoSuchLetter
    try:
        content = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        raise NoSuchLetter from None
    message = email.message_from_bytes(content, policy=email.policy.default)
    return Delivered(
        name=name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())


def _folder() -> Path:
    return Path(settings.MAILERS["delivery"]["OPTIONS"]["folder"])
