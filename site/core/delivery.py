"""Hand waiting letters to the mail server, one transaction each.

A letter's row is locked while it is handed over and deleted in the same transaction: a process
killed in between sends the letter again, and never loses it.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from core import keys
from core.errors import Unreadable
from core.letters import Letter
from core.models import OutboxLetter

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
DOUBLINGS = 10
PERMANENT = 500  # SMTP: 5xx is a final refusal, 4xx asks to come back


class MailServerAway(Exception):
    """The mail server cannot be reached, or hung up on `letter`; every letter keeps waiting."""

    def __init__(self, letter: OutboxLetter | None = None) -> None:
        super().__init__()
        self.letter = letter


def drain(*, limit: int, at: datetime) -> int:
    """Deliver up to `limit` letters due at `at`; return how many the mail server accepted.

    Safe to run twice at once: each letter is locked by one runner and skipped by the other.
    """
    if not OutboxLetter.objects.filter(not_before__lte=at).exists():
        return 0
    server = mailers["delivery"]
    accepted = 0
    try:
        _connect(server)
        for _ in range(limit):
            outcome = _deliver_one(server, at=at)
            if outcome is None:
                break
            accepted += outcome
    except MailServerAway as away:
        logger.warning("The mail server is away; letters keep waiting.")
        if away.letter is not None:
            # It may be the one that the server hangs up on: the next time, the others go first.
            _postpone(away.letter, at=at)
    finally:
        server.close()
    return accepted


@transaction.atomic
def _deliver_one(server: BaseEmailBackend, *, at: datetime) -> bool | None:
    """Deliver the next due letter; None when there is none, False when it was not accepted."""
    due = OutboxLetter.objects.select_for_update(skip_locked=True).filter(not_before__lte=at)
    waiting = due.order_by("not_before").first()
    if waiting is None:
        return None
    try:
        letter = _open(waiting)
        server.send_messages([_message(letter, waiting)])
    except (Unreadable, ValueError):
        return _drop(waiting, why="it cannot be read or addressed")
    except SMTPRecipientsRefused as refusal:
        if all(code >= PERMANENT for code, _ in refusal.recipients.values()):
            return _drop(waiting, why="its address was refused for good")
        return _postpone(waiting, at=at)
    except SMTPServerDisconnected as error:
        raise MailServerAway(waiting) from error
    except SMTPException:
        return _postpone(waiting, at=at)
    except OSError as error:
        raise MailServerAway(waiting) from error
    waiting.delete()
    return True


def _connect(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except (OSError, SMTPException) as error:
        raise MailServerAway from error


def _open(waiting: OutboxLetter) -> Letter:
    key = keys.day_key(waiting.key_day)
    return Letter.from_bytes(keys.unseal(waiting.sealed, key=key, bound_to=waiting.bound_to()))


def _message(letter: Letter, waiting: OutboxLetter) -> EmailMultiAlternatives:
    # The same id when a letter is sent twice, so that mail servers can tell; never our machine's.
    domain = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": f"<{waiting.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        letter.sender or settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=headers | dict(letter.headers),
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _postpone(waiting: OutboxLetter, *, at: datetime) -> bool:
    wait = min(FIRST_WAIT * 2 ** min(waiting.attempts, DOUBLINGS), LONGEST_WAIT)
    # Another runner may have delivered it since the server hung up on this one.
    OutboxLetter.objects.filter(pk=waiting.pk).update(
        not_before=at + wait, attempts=F("attempts") + 1
    )
    return False


def _drop(waiting: OutboxLetter, *, why: str) -> bool:
    logger.warning("Letter %s was dropped: %s.", waiting.pk, why)
    waiting.delete()
    return False
