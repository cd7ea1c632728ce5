"""Mail backends: `OutboxBackend` takes everybody's mail, `CourrierBackend` shows it in the demo."""

import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.letters import Letter


class OutboxBackend(BaseEmailBackend):
    """Put allauth's and Wagtail's letters in the outbox, in the caller's transaction."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = timezone.now()
        for message in email_messages:
            for letter in _letters(message):
                outbox.enqueue(letter, at=at)
        return len(email_messages)


class CourrierBackend(BaseEmailBackend):
    """Deliver into a folder that /courrier/ shows: one .eml file a letter, newest name last."""

    def __init__(self, *, folder: Path | str, **options: Any) -> None:
        super().__init__(**options)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, content: bytes) -> None:
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        unfinished = self.folder / f".{name}"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        # A rename is whole: a reader never meets half a letter.
        unfinished.replace(self.folder / f"{name}.eml")


def _letters(message: EmailMessage) -> list[Letter]:
    """Return one letter for each address, so that no address learns of another."""
    if message.attachments:
        raise ValueError("Letters of the platform carry no attachments.")
    html = ""
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(part) for part, kind in message.alternatives if kind == "text/html"), "")
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    return [
        Letter(
            to=address,
            subject=str(message.subject),
            text=str(message.body),
            html=html,
            headers=headers,
            sender=str(message.from_email or ""),
        )
        for address in message.recipients()
    ]
